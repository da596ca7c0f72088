package merge

// slide moves each run of changed lines of a where it can stand in several places: from "x [y x]" one may as well go to
// "[x y] x". It ends on a line with a change of the other text if it can, so that the two are one edit, else as low as
// possible. Runs that come to touch become one. Found by experiment with git diff.
func slide(a []int, gone, otherGone []bool) {
	other := make([]bool, 1, len(otherGone)+1) // by the common lines above: whether the other text has changed lines there
	for _, g := range otherGone {
		if g {
			other[len(other)-1] = true
		} else {
			other = append(other, false)
		}
	}
	common := 0 // common lines above the run: the gap in which it stands
	for i := 0; i < len(a); {
		if !gone[i] {
			i, common = i+1, common+1
			continue
		}
		r := run{a: a, gone: gone, start: i, end: i, gap: common}
		r.grow()
		r.settle(other)
		i, common = r.end, r.gap
	}
}

// run is the changed lines start to end.
type run struct {
	a               []int
	gone            []bool
	start, end, gap int
}

// settle slides to the lowest place, or the lowest with a counterpart.
func (r *run) settle(other []bool) {
	matched, size := -1, 0
	for size != r.end-r.start { // a run that met another one may slide further
		size = r.end - r.start
		for r.up() {
		}
		matched = -1
		for again := true; again; again = r.down() {
			if other[r.gap] {
				matched = r.gap
			}
		}
	}
	for matched >= 0 && r.gap > matched {
		r.up()
	}
}

func (r *run) up() bool {
	if r.start == 0 || r.a[r.start-1] != r.a[r.end-1] {
		return false
	}
	r.start, r.end, r.gap = r.start-1, r.end-1, r.gap-1
	r.gone[r.start], r.gone[r.end] = true, false
	for r.start > 0 && r.gone[r.start-1] {
		r.start--
	}
	return true
}

func (r *run) down() bool {
	if r.end == len(r.a) || r.a[r.start] != r.a[r.end] {
		return false
	}
	r.gone[r.start], r.gone[r.end] = false, true
	r.start, r.end, r.gap = r.start+1, r.end+1, r.gap+1
	r.grow()
	return true
}

func (r *run) grow() {
	for r.end < len(r.a) && r.gone[r.end] {
		r.end++
	}
}
