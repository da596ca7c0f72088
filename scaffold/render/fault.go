package render

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

const (
	faultSteps = 8_000 // what it costs to word one fault: regular expressions go over it
	maxFault   = 600   // bytes of a message, which can repeat whole values
)

// execProblem says in our words what went wrong while a template ran, and where. err is what text/template gave.
func (e *engine) execProblem(err error) problem.Problem {
	var placed problem.Problem
	if errors.As(err, &placed) {
		return placed // within include
	}
	_ = e.spend(faultSteps) // whoever goes on asks the budget
	text := err.Error()
	node, end := strings.IndexByte(text, '<'), strings.Index(text, ">: ")
	if end-node > maxFault/2 && node >= 0 { // the reason comes after the whole action
		text = text[:node+1] + "..." + text[end:]
	}
	name, line, column, message := splitExecError(problem.Clip(text, maxFault))
	u := e.main
	if i := slices.IndexFunc(e.units, func(u *unit) bool { return u.name == name }); i >= 0 {
		u = e.units[i]
	}
	offset := offsetOf(u.body, line, column)
	var refused *refusal
	if errors.As(err, &refused) {
		return u.at(offset, refused.message, refused.hints...)
	}
	noEntry := regexp.MustCompile(`(?s)>: (?:map has no entry for|nil data; no entry for) key (".*")$`)
	if m := noEntry.FindStringSubmatch(message); m != nil {
		if key, err := strconv.Unquote(m[1]); err == nil {
			return e.missing(u, offset, key)
		}
	}
	return u.at(offset, execWording(message))
}

// splitExecError takes `template: NAME:LINE:COLUMN: executing "X" at <NODE>: MESSAGE` apart; the message that it returns
// starts at "executing".
func splitExecError(s string) (name string, line, column int, message string) {
	m := regexp.MustCompile(`(?s)^template: ([^:]*):(\d+):(\d+): (.*)$`).FindStringSubmatch(s)
	if m == nil {
		return "", 1, 0, s
	}
	line, lineErr := strconv.Atoi(m[2])
	column, columnErr := strconv.Atoi(m[3])
	if errors.Join(lineErr, columnErr) != nil {
		return m[1], 1, 0, m[4]
	}
	return m[1], line, column, m[4]
}

// execWording turns the messages of text/template's execution into ours. A node stands before each, in angle brackets,
// and can hold anything; so known messages are looked for at the end.
func execWording(message string) string {
	const longest = 300
	for _, w := range executionWordings() {
		m := w.theirs.FindStringSubmatch(message)
		if m == nil {
			continue
		}
		out := w.ours
		for i, group := range m[1:] {
			out = strings.ReplaceAll(out, fmt.Sprintf("$%d", i+1), typeWording(group))
		}
		return problem.Clip(out, longest)
	}
	if _, rest, found := strings.Cut(message, ">: "); found {
		message = rest
	}
	return problem.Clip(message, longest)
}

var executionWordings = sync.OnceValue(func() []rewording { //nolint:gochecknoglobals // constant
	return rewordings(
		`>: can't evaluate field (\S+) in type .+$`, `no ".$1" here: the value has no fields`,
		`>: nil pointer evaluating \S+\.(\S+)$`, `no ".$1" here: there is no value`,
		`>: wrong number of args for (\S+): want (?:at least )?1 got (\d+)$`, "$1 takes 1 argument, not $2",
		`>: wrong number of args for (\S+): want (?:at least )?(\d+) got (\d+)$`, "$1 takes $2 arguments, not $3",
		`>: error calling (\S+): incompatible types for comparison: (.+) and (.+)$`, "$1 cannot compare $2 with $3",
		`>: error calling (\S+): (?:invalid|non-comparable) types? .+$`, "$1 cannot compare these",
		`>: error calling (index|slice): (?:index|slice) (.+)$`, "$1: $2",
		`>: error calling (\S+): (.+)$`, "$1: $2",
		`>: range can't iterate over `, "range needs a list, a map or a whole number",
		`>: can't give argument to non-function (\S+)$`, "$1 is not a function and takes no arguments",
		`>: (\S+) is not a method but has arguments$`, ".$1 is not a function and takes no arguments",
		`>: nil is not a command$`, "nil cannot be printed",
		`>: (\S+ overflows int)$`, "$1",
	)
})

// typeWording names a type of Go as people do, and keeps everything else.
func typeWording(t string) string {
	switch {
	case t == "string":
		return "a text"
	case t == "bool":
		return "true or false"
	case t == "int" || t == "int64" || t == "float64":
		return "a number"
	case strings.HasPrefix(t, "[]"):
		return "a list"
	case strings.HasPrefix(t, "map["):
		return "a map"
	}
	return t
}
