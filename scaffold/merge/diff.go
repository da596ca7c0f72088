package merge

// edit replaces the lines a0 to a1 of one text with the lines b0 to b1 of another.
type edit struct{ a0, a1, b0, b1 int }

// differ compares texts whose lines were numbered by one interner.
type differ struct {
	count []int // by line number: how often a line occurs in the other text; zero between two uses
}

func newDiffer(in interner) *differ { return &differ{count: make([]int, len(in))} }

// diff returns the edits that make b of a, in order, none touching the next. Of the lines that are worth matching they keep
// as many as can be where the texts differ in a few hundred lines, and many beyond that; in linear time.
func (d *differ) diff(a, b []int) []edit {
	aGone, bGone := make([]bool, len(a)), make([]bool, len(b))
	start, aEnd, bEnd := 0, len(a), len(b)
	for start < min(aEnd, bEnd) && a[start] == b[start] {
		start++
	}
	for start < min(aEnd, bEnd) && a[aEnd-1] == b[bEnd-1] {
		aEnd, bEnd = aEnd-1, bEnd-1
	}
	m := newMyers(d.candidates(a, b, start, aEnd, aGone), d.candidates(b, a, start, bEnd, bGone), aGone, bGone)
	m.solve(box{0, len(m.a.ids), 0, len(m.b.ids)})
	slide(a, aGone, bGone)
	slide(b, bGone, aGone)
	return edits(aGone, bGone)
}

// edits turns the marks of the changed lines into a script: what is not marked is common, one to one.
func edits(aGone, bGone []bool) []edit {
	var script []edit
	i, j := 0, 0
	for i < len(aGone) || j < len(bGone) {
		e := edit{a0: i, b0: j}
		for i < len(aGone) && aGone[i] {
			i++
		}
		for j < len(bGone) && bGone[j] {
			j++
		}
		if e.a1, e.b1 = i, j; e.a1 > e.a0 || e.b1 > e.b0 {
			script = append(script, e)
		}
		i, j = i+1, j+1
	}
	return script
}
