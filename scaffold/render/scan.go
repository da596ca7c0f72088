package render

import "strings"

// action is what stands between two delimiters, with them.
type action struct {
	start, end int    // bytes; end is -1 where the right delimiter is missing
	inside     string // without delimiters, trim marks and spaces around
}

// keyword returns the first word.
func (a action) keyword() string {
	if i := strings.IndexAny(a.inside, " \t\r\n("); i >= 0 {
		return a.inside[:i]
	}
	return a.inside
}

// scan finds the actions of a template. text/template says in which line an error is, but not where in it: this is to
// find the place. Comments are left out.
func scan(t text) []action {
	var found []action
	for at := 0; ; {
		i := strings.Index(t.body[at:], t.left)
		if i < 0 {
			return found
		}
		a := action{start: at + i, end: -1}
		inside := t.body[a.start+len(t.left):]
		n := closing(inside, t.right)
		if n >= 0 {
			a.end = a.start + len(t.left) + n + len(t.right)
			inside = inside[:n]
		}
		a.inside = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(inside, "- "), " -"))
		if !strings.HasPrefix(a.inside, "/*") || n < 0 {
			found = append(found, a)
		}
		if n < 0 {
			return found
		}
		at = a.end
	}
}

// closing returns the index of the right delimiter: outside strings and comments; -1 where there is none.
func closing(inside, right string) int {
	if comment := strings.TrimPrefix(inside, "- "); strings.HasPrefix(comment, "/*") {
		end := strings.Index(inside, "*/")
		if end < 0 {
			return -1
		}
		if i := strings.Index(inside[end:], right); i >= 0 {
			return end + i
		}
		return -1
	}
	for i := 0; i < len(inside); i++ {
		if strings.HasPrefix(inside[i:], right) {
			return i
		}
		if strings.IndexByte("\"'`", inside[i]) >= 0 {
			i += quoted(inside[i:]) - 1
		}
	}
	return -1
}

// quoted returns the length of the string that s starts with. One that does not end in its line is taken for a single
// character, so that the rest can still be scanned.
func quoted(s string) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == s[0]:
			return i + 1
		case s[0] == '`':
		case s[i] == '\n':
			return 1
		case s[i] == '\\':
			i++
		}
	}
	return 1
}
