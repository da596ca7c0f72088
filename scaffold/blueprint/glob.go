package blueprint

import (
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// The bounds of a glob. Within them a match takes a time that grows with the length of the path, never faster: what is
// exponential in a glob is its braces, which are expanded once.
const (
	maxGlob         = 1_000 // bytes
	maxAlternatives = 256   // that braces expand to
)

// Matches reports whether the rule's glob matches a path of the project.
func (r *Rule) Matches(name string) bool { return matchesAny(r.globs, name) }

// MayMatch reports whether the rule's glob can match a path. Of its elements, "" is not known: it stands for any names, one or
// more.
func (r *Rule) MayMatch(elements []string) bool {
	for _, glob := range r.globs {
		// possible[n]: what is behind the first n elements can be matched by the rest of the glob, looked at from its end
		names := strings.Split(glob, "/")
		possible := make([]bool, len(elements)+1)
		possible[len(elements)] = true
		for _, name := range slices.Backward(names) {
			next := make([]bool, len(elements)+1)
			if name == "**" {
				next[len(elements)] = possible[len(elements)]
			}
			for n, element := range slices.Backward(elements) {
				switch {
				case name == "**":
					next[n] = possible[n] || next[n+1]
				case element == "":
					next[n] = possible[n+1] || possible[n]
				default:
					next[n] = possible[n+1] && (!doublestar.ValidatePattern(name) || doublestar.MatchUnvalidated(name, element))
				}
			}
			possible = next
		}
		if possible[0] {
			return true
		}
	}
	return false
}

// MatchesName reports whether the last element of the rule's glob matches a name.
func (r *Rule) MatchesName(name string) bool {
	return matchesAny(expandBraces(path.Base(r.Match)), name)
}

// MatchCost returns about how long Matches takes, in units of 50 ns.
func (r *Rule) MatchCost(name string) int {
	cost := 0
	for _, glob := range r.globs {
		cost += 2 + len(name)*(1+strings.Count(glob, "*"))/16
	}
	return cost
}

func matchesAny(globs []string, name string) bool {
	for _, glob := range globs {
		if doublestar.MatchUnvalidated(glob, name) {
			return true
		}
	}
	return false
}

// expandBraces returns the globs without braces that together match what a glob does: a{b,c} is ab and ac. It returns
// nil for more than maxAlternatives. The glob is valid.
func expandBraces(glob string) []string {
	open, commas, end := braces(glob)
	if open < 0 {
		return []string{glob}
	}
	var out []string
	start := open + 1
	for _, comma := range append(commas, end) {
		more := expandBraces(glob[:open] + glob[start:comma] + glob[end+1:])
		if out = append(out, more...); more == nil || len(out) > maxAlternatives {
			return nil
		}
		start = comma + 1
	}
	return out
}

// braces finds the first pair of braces in a glob, and the commas directly between them; open is -1 if there is none.
func braces(glob string) (open int, commas []int, end int) {
	open = -1
	depth := 0
	for i := 0; i < len(glob); i++ {
		switch glob[i] {
		case '\\':
			i++
		case '[':
			i += classLength(glob[i:]) - 1
		case '{':
			if depth++; depth == 1 {
				open = i
			}
		case ',':
			if depth == 1 {
				commas = append(commas, i)
			}
		case '}':
			if depth--; depth == 0 {
				return open, commas, i
			}
		}
	}
	return -1, nil, 0
}

// classLength returns the length of the character class that a glob begins with.
func classLength(glob string) int {
	for i := 1; i < len(glob); i++ {
		switch glob[i] {
		case '\\':
			i++
		case ']':
			return i + 1
		}
	}
	return 1
}
