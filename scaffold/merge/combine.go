package merge

import "slices"

// span is the lines start to end of one text.
type span struct{ start, end int }

func (s span) len() int { return s.end - s.start }

func (s span) of(ids []int) []int { return ids[s.start:s.end] }

// outcome says where the lines of a region come from.
type outcome uint8

const (
	takeOurs outcome = iota
	takeTheirs
	conflict
)

// region is a stretch that one side changed, or both did in their own ways. Elsewhere the merged text is ours.
type region struct {
	outcome
	base, ours, theirs span
}

// combine lays two edit scripts of one base side by side: the diff3 algorithm of Khanna, Kunal and Pierce, "A Formal
// Investigation of Diff3" (FSTTCS 2007). Edits that overlap or touch are one region.
func combine(ours, theirs []edit, t texts) []region {
	var regions []region
	ourShift, theirShift := 0, 0 // lines by which the sides are longer than base, so far
	for len(ours) > 0 || len(theirs) > 0 {
		base, i, j := cluster(ours, theirs)
		r := region{
			base:   base,
			ours:   span{base.start + ourShift, base.end + ourShift + growth(ours[:i])},
			theirs: span{base.start + theirShift, base.end + theirShift + growth(theirs[:j])},
		}
		twins := i > 0 && j > 0 && ours[0].a0 == theirs[0].a0 && ours[0].a1 == theirs[0].a1 &&
			slices.Equal(r.ours.of(t.ours.ids), r.theirs.of(t.theirs.ids))
		switch {
		case i == 0:
			r.outcome = takeTheirs
		case j > 0:
			r.outcome = conflict
		}
		if !twins {
			regions = append(regions, r)
		}
		ourShift, theirShift = r.ours.end-base.end, r.theirs.end-base.end
		ours, theirs = ours[i:], theirs[j:]
	}
	return regions
}

// cluster returns the lines of base covered by the first edits that touch each other, and how many of either side they
// are.
func cluster(ours, theirs []edit) (base span, i, j int) {
	switch {
	case len(theirs) == 0:
		return span{ours[0].a0, ours[0].a1}, 1, 0
	case len(ours) == 0:
		return span{theirs[0].a0, theirs[0].a1}, 0, 1
	}
	base.start = min(ours[0].a0, theirs[0].a0)
	base.end = base.start
	for before := -1; before != i+j; {
		before = i + j
		for ; i < len(ours) && ours[i].a0 <= base.end; i++ {
			base.end = max(base.end, ours[i].a1)
		}
		for ; j < len(theirs) && theirs[j].a0 <= base.end; j++ {
			base.end = max(base.end, theirs[j].a1)
		}
	}
	return base, i, j
}

// growth returns the lines that edits add, less those that they take away.
func growth(edits []edit) int {
	n := 0
	for _, e := range edits {
		n += e.b1 - e.b0 - (e.a1 - e.a0)
	}
	return n
}
