package git

import (
	"path"
	"strings"
)

// pattern is a line's pattern in an ignore or attributes file.
type pattern struct {
	globs    []glob // one of them must match
	anywhere bool   // without a slash it matches the last element of a path, at any depth
}

func newPattern(text string) pattern {
	p := pattern{anywhere: !strings.Contains(text, "/")}
	text = strings.TrimPrefix(text, "/")
	p.globs = []glob{newGlob(text)}
	// Git compares the text before the first wildcard separately. So it sees the ** of b**/a at the start of a pattern,
	// where it matches folders, although the documentation says otherwise.
	if i := strings.IndexAny(text, `*?[\`); i > 0 && text[i-1] != '/' && !p.anywhere {
		stars := text[i : len(text)-len(strings.TrimLeft(text[i:], "*"))]
		if rest, ok := strings.CutPrefix(text[i:], stars+"/"); ok && len(stars) >= 2 {
			p.globs = []glob{newGlob(text[:i] + "*/**/" + rest), newGlob(text[:i] + rest)}
		}
	}
	return p
}

// match reports whether a path matches. The path is relative to the folder of the pattern's file.
func (p pattern) match(relative string) bool {
	if p.anywhere {
		relative = path.Base(relative)
	}
	for _, g := range p.globs {
		if g.match(relative) {
			return true
		}
	}
	return false
}

// glob is a pattern of git's ignore files, attributes files and conditional includes (gitignore(5), "PATTERN FORMAT"),
// split at its slashes. Like git it works on bytes. Matching takes time in proportion to the product of both lengths.
//
// go-git's matchers are based on filepath.Match and disagree with git on [!a], on a/**/b/c if b occurs twice, on a file
// below an ignored folder that a later pattern includes, and on which of two attribute lines wins.
type glob []string

// anyFolders matches any number of folders.
const anyFolders = "**"

func newGlob(pattern string) glob {
	parts := split(pattern)
	for i, p := range parts {
		if len(p) >= 2 && strings.Trim(p, "*") == "" {
			parts[i] = anyFolders
		}
	}
	return parts
}

// split splits a pattern at its slashes, also at escaped ones, but not at those in brackets, which match nothing. It
// returns nil, which matches nothing, for unclosed brackets and for a pattern longer than any path.
func split(pattern string) []string {
	const longest = 4096
	if len(pattern) > longest {
		return nil
	}
	var parts []string
	for i := 0; i < len(pattern); {
		width, _ := matchClass(pattern[i:], 0)
		switch {
		case width > 0:
			i += width
		case pattern[i] == '[':
			return nil
		case pattern[i] == '/':
			parts, pattern, i = append(parts, pattern[:i]), pattern[i+1:], 0
		case strings.HasPrefix(pattern[i:], `\/`):
			parts, pattern, i = append(parts, pattern[:i]), pattern[i+2:], 0
		case pattern[i] == '\\':
			i += 2
		default:
			i++
		}
	}
	return append(parts, pattern)
}

// match reports whether the whole path matches. At the end of a pattern ** matches one element or more, elsewhere zero
// or more.
func (g glob) match(path string) bool {
	mark, rest, retry := -1, "", false // the last ** and where its rest was tried
	more := true
	for i := 0; ; {
		switch {
		case i < len(g) && g[i] == anyFolders:
			if i == len(g)-1 {
				return more
			}
			mark, rest, retry = i, path, more
			i++
			continue
		case i == len(g) && !more:
			return true
		case i < len(g) && more:
			name, tail, found := strings.Cut(path, "/")
			if matchName(g[i], name) {
				path, more = tail, found
				i++
				continue
			}
		}
		if mark < 0 || !retry {
			return false
		}
		_, rest, retry = strings.Cut(rest, "/")
		i, path, more = mark+1, rest, retry
	}
}

// matchName reports whether an element of a path matches an element of a pattern, where ** is the same as *.
func matchName(pattern, name string) bool {
	if !strings.ContainsAny(pattern, `*?[\`) {
		return pattern == name
	}
	star, mark := -1, 0 // the last * and where its rest was tried
	i, j := 0, 0
	for j < len(name) {
		if i < len(pattern) && pattern[i] == '*' {
			star, mark = i, j
			i++
			continue
		}
		if width := matchByte(pattern[i:], name[j]); width > 0 {
			i, j = i+width, j+1
			continue
		}
		if star < 0 {
			return false
		}
		mark++
		i, j = star+1, mark
	}
	return strings.Trim(pattern[i:], "*") == ""
}

// matchByte returns the width of the pattern's first item if that matches c, else 0.
func matchByte(pattern string, c byte) int {
	if pattern == "" {
		return 0
	}
	switch pattern[0] {
	case '?':
		return 1
	case '[':
		width, ok := matchClass(pattern, c)
		if !ok {
			return 0
		}
		return width
	case '\\':
		if len(pattern) > 1 && pattern[1] == c {
			return 2
		}
		return 0
	}
	if pattern[0] == c {
		return 1
	}
	return 0
}

// escape returns the pattern that matches exactly the path.
func escape(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, ` `, `\ `).Replace(path)
}

// matchClass returns the width of the bracket expression at the start of the pattern, and whether c is in it. The width
// is 0 if there is none. An unclosed expression, or one with an unknown class, matches nothing.
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
			if !ok || !strings.Contains(classes, " "+name+" ") {
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

// classByte returns the byte at i of a bracket expression, without its backslash, and the start of the next one.
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

// inClass reports whether c is in a POSIX class of the C locale.
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
