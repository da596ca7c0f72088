// Package problem says what went wrong, where, and what to do about it.
//
// It decides no exit code and prints nothing: package cli does.
package problem

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Problem is one thing that is wrong. Message is lower case, without a full stop.
type Problem struct {
	File    string   `json:"file,omitempty"`   // as the person knows it, "" where there is none
	Line    int      `json:"line,omitempty"`   // from 1, 0 where unknown
	Column  int      `json:"column,omitempty"` // from 1, in characters, 0 where unknown
	Message string   `json:"message"`
	Source  string   `json:"source,omitempty"` // the text of that line, without its end, for the snippet
	Hints   []string `json:"hints,omitempty"`  // what to do next, one thing each

	more int // how many others this one stands for: see More
}

// Error returns the place and the message in one line.
func (p Problem) Error() string {
	if p.File == "" {
		return p.Message
	}
	var b strings.Builder
	b.WriteString(p.File)
	for _, n := range []int{p.Line, p.Column} {
		if n == 0 {
			break
		}
		b.WriteByte(':')
		b.WriteString(strconv.Itoa(n))
	}
	b.WriteString(": ")
	b.WriteString(p.Message)
	return b.String()
}

// Snippet returns the source line with a caret below the column, or "" where the line is not known.
// Every line of it ends in "\n".
func (p Problem) Snippet() string {
	if p.Source == "" || p.Line == 0 {
		return ""
	}
	source, column := cut(p.Source, p.Column)
	number := strconv.Itoa(p.Line)
	var b strings.Builder
	b.WriteString("  " + number + " | " + source + "\n")
	if column > 0 {
		b.WriteString("  " + strings.Repeat(" ", len(number)) + " | ")
		b.WriteString(strings.Repeat(" ", column-1) + "^\n")
	}
	return b.String()
}

// cut keeps a snippet within a screen: tabs become one space, control characters a dot, and a long line is cut around
// the column.
func cut(source string, column int) (string, int) {
	const width = 70
	runes := []rune(source)
	for i, r := range runes {
		switch {
		case r == '\t':
			runes[i] = ' '
		case r < ' ' || r == 0x7f || r == utf8.RuneError:
			runes[i] = '.'
		}
	}
	column = min(column, len(runes)+1)
	if len(runes) <= width {
		return string(runes), column
	}
	start := max(0, min(column-width/2, len(runes)-width))
	return string(runes[start : start+width]), max(0, column-start)
}

// List is several problems as one error.
type List []Problem

// Error returns every problem on a line of its own.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, p := range l {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Err returns nil for an empty list, so that a caller collects first and returns once.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// Sorted returns the problems by file, line and column; those without a place keep their order, at the end.
// Exact repeats are dropped. Of more than Most, the rest is only counted, by the last one.
func (l List) Sorted() List {
	out := slices.Clone(l)
	slices.SortStableFunc(out, func(a, b Problem) int {
		if (a.File == "") != (b.File == "") {
			if a.File == "" {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(out, func(a, b Problem) bool { return a.Error() == b.Error() }).limited()
}

// Clipped returns the problem with a message and hints of a length that a person can read, whatever they repeat.
func (p Problem) Clipped() Problem {
	const longest = 400
	p.Message = Clip(p.Message, longest)
	if len(p.Hints) == 0 {
		p.Hints = nil
		return p
	}
	hints := make([]string, len(p.Hints))
	for i, hint := range p.Hints {
		hints[i] = Clip(hint, longest)
	}
	p.Hints = hints
	return p
}

// Clip returns the beginning of a text, up to a number of characters. It does not keep the whole text in memory.
func Clip(s string, longest int) string {
	if len(s) <= longest {
		return s
	}
	for i := range s {
		if longest--; longest < 0 {
			return strings.Clone(s[:i]) + "..."
		}
	}
	return s
}
