package merge

// Edit says that the lines A0 to A1 of one text became the lines B0 to B1 of another; lines count from 0, and the end is
// not included.
type Edit struct{ A0, A1, B0, B1 int }

// Script returns the edits that make b of a, in order, none touching the next, in linear time: what a diff shows. Lines are
// compared as they are.
func Script(a, b []string) []Edit {
	lines := interner{}
	numbersOfA, numbersOfB := lines.number(a), lines.number(b)
	script := newDiffer(lines).diff(numbersOfA, numbersOfB)
	edits := make([]Edit, len(script))
	for i, e := range script {
		edits[i] = Edit{e.a0, e.a1, e.b0, e.b1}
	}
	return edits
}
