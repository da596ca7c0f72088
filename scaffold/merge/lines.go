package merge

import (
	"bytes"
	"strings"
)

// split cuts a text into lines. Each keeps its ending; the last may have none.
func split(text []byte) []string {
	lines := make([]string, 0, 1+bytes.Count(text, []byte("\n")))
	for line := range strings.Lines(string(text)) {
		lines = append(lines, line)
	}
	return lines
}

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
