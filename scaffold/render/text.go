package render

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// text is something that is a template, and knows where an error in it is shown.
type text struct {
	body        string
	left, right string // delimiters
	at          func(offset int, message string, hints ...string) problem.Problem
}

const (
	leftBrace  = "{{"
	rightBrace = "}}"
	suffix     = ".tmpl"

	beforeCondition = leftBrace + "if "
)

// contentOf returns the content of a file as a template.
func contentOf(b *blueprint.Blueprint, s *blueprint.Source, delims [2]string) text {
	body := string(s.Data)
	return text{
		body: body, left: delims[0], right: delims[1],
		at: func(offset int, message string, hints ...string) problem.Problem {
			before := body[:min(max(0, offset), len(body))]
			line := 1 + strings.Count(before, "\n")
			column := 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
			return b.ProblemIn(*s, line, column, message, hints...)
		},
	}
}

// nameOf returns a name of a file, or a part of one, as a template: what is wrong with it is said of the whole file.
// what is "name" or "link".
func nameOf(b *blueprint.Blueprint, s *blueprint.Source, delims [2]string, what, name string) text {
	return text{
		body: name, left: delims[0], right: delims[1],
		at: func(_ int, message string, hints ...string) problem.Problem {
			return b.ProblemIn(*s, 0, 0, fmt.Sprintf("in the %s %q: %s", what, name, message), hints...)
		},
	}
}

// textOf returns a text of the manifest as a template.
func textOf(b *blueprint.Blueprint, t blueprint.Text) text {
	return text{
		body: t.Text, left: leftBrace, right: rightBrace,
		at: func(offset int, message string, hints ...string) problem.Problem {
			return b.ProblemAt(t, offset, message, hints...)
		},
	}
}

// conditionOf returns a condition of the manifest as a template that writes something where it holds.
func conditionOf(b *blueprint.Blueprint, t blueprint.Text) text {
	const after = rightBrace + "true" + leftBrace + "end" + rightBrace
	return text{
		body: beforeCondition + t.Text + after, left: leftBrace, right: rightBrace,
		at: func(offset int, message string, hints ...string) problem.Problem {
			return b.ProblemAt(t, min(max(0, offset-len(beforeCondition)), len(t.Text)), message, hints...)
		},
	}
}

// plain reports whether there is nothing to render.
func (t text) plain() bool { return !strings.Contains(t.body, t.left) }

// offsetOf is the inverse for a line and a byte within it, both from 0 and 1 as text/template counts: the first line is 1,
// the first byte 0.
func offsetOf(body string, line, column int) int {
	start := 0
	for ; line > 1; line-- {
		i := strings.IndexByte(body[start:], '\n')
		if i < 0 {
			break
		}
		start += i + 1
	}
	return min(start+column, len(body))
}
