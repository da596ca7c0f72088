package render

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// parseProblem says in our words what the parser of text/template said, and finds the place: the parser knows the line.
func (l *templateSet) parseProblem(t text, err error) problem.Problem {
	line, message := splitParseError(err)
	actions := scan(t)
	_ = l.spend(faultSteps + failedSteps(actions)) // whoever goes on asks the budget
	if p, ok := unclosed(t, actions, message); ok {
		return p
	}
	culprit, ok := l.failing(t, actions, line, message)
	if !ok {
		return t.at(offsetOf(t.body, line, 0), wording(message))
	}
	if strings.Contains(message, "multiple definition of template") { // which its end brings to light
		end := culprit
		for _, a := range actions {
			if k := a.keyword(); a.start < end.start && (k == "define" || k == "block") {
				culprit = a
			}
		}
	}
	offset := culprit.start
	for _, form := range parserTokens() {
		m := form.theirs.FindStringSubmatch(message)
		if m == nil {
			continue
		}
		token, err := strconv.Unquote(`"` + m[1] + `"`)
		token = strings.TrimSuffix(cmp.Or(token, m[1]), "...")
		if inside := t.body[culprit.start:culprit.end]; err == nil && strings.Count(inside, token) == 1 {
			offset += strings.Index(inside, token)
		}
		break
	}
	return t.at(offset, wording(message))
}

// failedSteps is what parsing some actions costs where the nodes are not known, because it fails.
func failedSteps(actions []action) int {
	n := 0
	for _, a := range actions {
		n += 4 + len(a.inside)/4
	}
	return 2 * n * nodeSteps // it is parsed again to find the culprit
}

// splitParseError takes `template: NAME:LINE: MESSAGE` apart.
func splitParseError(err error) (line int, message string) {
	s := strings.TrimPrefix(problem.Clip(err.Error(), maxFault), "template: ")
	_, rest, _ := strings.Cut(s, ":")
	number, rest, found := strings.Cut(rest, ": ")
	n, err := strconv.Atoi(number)
	if !found || err != nil {
		return 1, s
	}
	return n, rest
}

// unclosed finds what was opened and never closed: it shows at the end of the file, or wherever the parser stumbles over
// what follows, but must be put right where it was opened.
func unclosed(t text, actions []action, message string) (problem.Problem, bool) {
	for _, a := range actions {
		switch {
		case a.end < 0 && strings.HasPrefix(a.inside, "/*"):
			return t.at(a.start, "the comment is not closed", "end it with */"+t.right), true
		case a.end < 0 || strings.Contains(a.inside, t.left) && !strings.ContainsAny(a.inside, "\"`"): // which is no text in quotes
			return t.at(a.start, "the action is not closed", "end it with "+t.right), true
		}
	}
	if !strings.Contains(message, "unexpected EOF") {
		return problem.Problem{}, false
	}
	var open []action
	for _, a := range actions {
		switch a.keyword() {
		case "if", "range", "with", "define", "block":
			open = append(open, a)
		case "end":
			open = open[:max(0, len(open)-1)]
		}
	}
	if len(open) == 0 {
		return problem.Problem{}, false
	}
	a := open[len(open)-1]
	return t.at(a.start, "the "+a.keyword()+" has no end", "close it with "+t.left+" end "+t.right), true
}

// failing finds the action of a line that the parser refuses: the first with which the text up to it fails in the same
// way as the whole.
func (l *templateSet) failing(t text, actions []action, line int, message string) (action, bool) {
	const enough = 100 // each of them is a parse
	start := offsetOf(t.body, line, 0)
	end := offsetOf(t.body, line+1, 0)
	var there []action
	for _, a := range actions {
		if a.end > start && (a.start < end || end == start) {
			there = append(there, a)
		}
	}
	for _, a := range there[:min(len(there), enough)] {
		part := t
		part.body = t.body[:a.end]
		before := actions[:slices.IndexFunc(actions, func(b action) bool { return b.end >= a.end })+1]
		if l.spend(parseSteps(len(part.body))+failedSteps(before)) != nil {
			break
		}
		if _, err := parseTrees("", part); err != nil {
			if l, m := splitParseError(err); l == line && m == message {
				return a, true
			}
		}
	}
	if len(there) == 0 {
		return action{}, false
	}
	return there[len(there)-1], true
}

// parserTokens finds the part of the text that a message of the parser names.
var parserTokens = sync.OnceValue(func() []rewording { //nolint:gochecknoglobals // constant
	return rewordings(
		`undefined variable "([^"]+)"`, "", `unexpected "((?:[^"\\]|\\.)+?)"`, "", `(?:bad|illegal) number syntax: "([^"]+)"`, "",
		`bad character U\+[0-9A-F]+ '(.)'`, "", `unrecognized character in action: U\+[0-9A-F]+ '(.)'`, "", `unexpected <([a-z]+)>`, "",
	)
})

// wording turns the parser's messages into ours. What it says well is kept.
func wording(message string) string {
	message, _, _ = strings.Cut(message, " in action started at ")
	for _, w := range parserWordings() {
		if w.theirs.MatchString(message) {
			return w.theirs.ReplaceAllString(message, w.ours)
		}
	}
	return message
}

// rewording is a form of messages of text/template, and what we say instead.
type rewording struct {
	theirs *regexp.Regexp
	ours   string
}

// rewordings compiles pairs of theirs and ours.
func rewordings(pairs ...string) []rewording {
	var out []rewording
	for pair := range slices.Chunk(pairs, 2) {
		out = append(out, rewording{regexp.MustCompile(`(?s)` + pair[0]), pair[1]})
	}
	return out
}

var parserWordings = sync.OnceValue(func() []rewording { //nolint:gochecknoglobals // constant
	return rewordings(
		`^undefined variable "(.+)"$`, `no variable named "$1"`,
		`^unexpected \{\{(end|else)\}\}.*$`, "this $1 has no if, range or with",
		`^(?:bad|illegal) number syntax: (.+)$`, "not a number: $1",
		`^expected end; found (.+)$`, "expected end, found $1",
		`^\{\{(break|continue)\}\} outside \{\{range\}\}$`, "$1 outside of a range",
		`^missing value for (.+)$`, "the $1 has no value",
		`^empty command$`, "the action is empty",
		`^unclosed left paren$`, "a parenthesis is not closed",
		`^unexpected right paren$`, "unexpected closing parenthesis",
		`^unterminated (.+)$`, "the $1 is not closed",
		`^non executable command in pipeline stage (\d+)$`, "expected a function after |",
		`^(?:template: )?multiple definition of template (.+)$`, "the template $1 is defined twice",
		`^bad character U\+[0-9A-F]+ ('.*')$`, "unexpected character $1",
		`^unrecognized character in action: U\+[0-9A-F]+ ('.*')$`, "unexpected character $1",
		`^unexpected "(.*)" in (.+)$`, `unexpected "$1" in the $2`,
		`^unexpected <(.+)> in (.+)$`, `unexpected "$1" in the $2`,
	)
})
