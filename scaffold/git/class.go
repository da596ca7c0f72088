package git

import "strings"

// matchClass gives the width of the bracket expression at the start of the pattern, and whether c is in it. The width
// is 0 where there is none: an expression without an end, or with a class that is unknown, matches nothing.
func matchClass(pattern string, c byte) (width int, ok bool) {
	if pattern == "" || pattern[0] != '[' {
		return 0, false
	}
	i := 1
	negated := i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^')
	if negated {
		i++
	}
	matched := false
	for first := true; i < len(pattern) && (first || pattern[i] != ']'); first = false {
		if strings.HasPrefix(pattern[i:], "[:") {
			name, _, ok := strings.Cut(pattern[i+2:], ":]")
			if !ok || !isClass(name) {
				return 0, false
			}
			matched = matched || inClass(name, c)
			i += len(name) + len("[::]")
			continue
		}
		low, next, ok := classByte(pattern, i)
		high := low
		if ok && next+1 < len(pattern) && pattern[next] == '-' && pattern[next+1] != ']' {
			high, next, ok = classByte(pattern, next+1)
		}
		if !ok {
			return 0, false
		}
		matched = matched || low <= c && c <= high
		i = next
	}
	if i >= len(pattern) {
		return 0, false
	}
	return i + 1, matched != negated
}

// classByte gives the byte at i of a bracket expression, without its backslash, and where the next begins.
func classByte(pattern string, i int) (c byte, next int, ok bool) {
	if pattern[i] == '\\' {
		i++
	}
	if i >= len(pattern) {
		return 0, i, false
	}
	return pattern[i], i + 1, true
}

const classes = " alnum alpha blank cntrl digit graph lower print punct space upper xdigit "

func isClass(name string) bool { return strings.Contains(classes, " "+name+" ") }

// inClass tells whether c is in a POSIX class of the C locale.
func inClass(name string, c byte) bool {
	lower, upper := 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z'
	digit, graph := '0' <= c && c <= '9', '!' <= c && c <= '~'
	switch name {
	case "alnum":
		return lower || upper || digit
	case "alpha":
		return lower || upper
	case "blank":
		return c == ' ' || c == '\t'
	case "cntrl":
		return c < ' ' || c == 0x7f
	case "digit":
		return digit
	case "graph":
		return graph
	case "lower":
		return lower
	case "print":
		return graph || c == ' '
	case "punct":
		return graph && !lower && !upper && !digit
	case "space":
		return c == ' ' || '\t' <= c && c <= '\r'
	case "upper":
		return upper
	}
	return digit || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
