package merge

// interner numbers lines, so that two lines are equal exactly when their numbers are.
type interner map[string]int

func (in interner) number(lines []string) []int {
	ids := make([]int, len(lines))
	for i, line := range lines {
		id, known := in[line]
		if !known {
			id = len(in)
			in[line] = id
		}
		ids[i] = id
	}
	return ids
}
