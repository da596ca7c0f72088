package blueprint

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// The bounds of patterns. A match takes a time that grows with the size of the compiled pattern times the length of the
// text; `(a{1000}){1000}` is short, and large once it is compiled.
const (
	maxPatterns = 10_000 // bytes of all patterns of a manifest
	maxCompiled = 3_000  // instructions that one pattern becomes
	maxMatching = 20_000_000
	maxMatched  = 16 << 10 // bytes of an answer that has a pattern
)

// pattern returns a regular expression that compiles; "" if there is none or it was refused.
func (l *loading) pattern(n *yaml.Node) string {
	value := l.get(n, "pattern")
	if value == nil {
		return ""
	}
	if l.patterns += len(value.Value); l.patterns > maxPatterns {
		l.refuse(value, fmt.Sprintf("all patterns together have more than %d bytes", maxPatterns))
		return ""
	}
	parsed, err := syntax.Parse(value.Value, syntax.Perl)
	switch {
	case err != nil:
		message := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
		l.refuse(value, "not a regular expression: "+message, "the syntax is RE2: https://github.com/google/re2/wiki/Syntax")
		return ""
	case instructions(parsed) > maxCompiled:
		l.refuse(value, "the pattern is too large once its repetitions are written out", "repeat less, or limit the length with fewer nested {}")
		return ""
	}
	return value.Value
}

// instructions returns about how many instructions an expression becomes, without compiling it.
func instructions(re *syntax.Regexp) int {
	n := 1 + len(re.Rune)
	if re.Op == syntax.OpCharClass {
		n = 1 // whatever is in it
	}
	for _, sub := range re.Sub {
		n += instructions(sub)
	}
	if re.Op == syntax.OpRepeat {
		n *= max(1, re.Min, re.Max)
	}
	return min(n, maxCompiled+1)
}

// matches reports whether a pattern, which Load has checked, matches anywhere in the text.
func matches(pattern, text string) bool {
	re, err := regexp.Compile(pattern)
	return err == nil && re.MatchString(text)
}

// parse is q.Parse within the bounds of one Resolve: what takes too long to match ends it.
func (r *resolver) parse(q Question, v any) (any, error) {
	if text, ok := v.(string); ok && q.Pattern != "" {
		size := 2 * len(q.Pattern)
		if strings.Contains(q.Pattern, "{") {
			size = maxCompiled
		}
		if r.matching += size * (20 + min(len(text), maxMatched)); r.matching > maxMatching && r.stopped == nil {
			r.stopped = problem.List{{
				File: r.blueprint.file(Manifest), Message: "the patterns of its questions take too much work",
				Hints: []string{"make patterns simpler, and default answers shorter"},
			}}
		}
	}
	return q.Parse(v)
}
