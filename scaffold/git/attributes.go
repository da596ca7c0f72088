package git

import (
	"path"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// attributes are the .gitattributes files of a tree (gitattributes(5)).
type attributes struct {
	rules  map[string][]attributeRule // by folder, "." for the root
	macros map[string][]string
}

// attributeRule is a line of a .gitattributes file.
type attributeRule struct {
	pattern
	states []string // such as text, -text, !text and text=auto
}

func readAttributes(t tree.Tree) *attributes {
	a := &attributes{
		rules:  map[string][]attributeRule{},
		macros: map[string][]string{"binary": {"-diff", "-merge", "-text"}}, // git has this one built in
	}
	for p, f := range t {
		if path.Base(p) == ".gitattributes" && f.Mode.IsRegular() { // git does not follow a link here
			a.parse(path.Dir(p), f.Data)
		}
	}
	return a
}

func (a *attributes) parse(dir string, data []byte) {
	for line := range lines(data) {
		line = strings.Trim(line, " \t\r")
		if line == "" || line[0] == '#' {
			continue
		}
		text, rest := cutPattern(line)
		states := strings.Fields(rest)
		if !valid(states) {
			continue // git warns and goes on
		}
		if macro, ok := strings.CutPrefix(text, "[attr]"); ok {
			if dir == "." {
				a.macros[macro] = states
			}
			continue
		}
		if strings.HasPrefix(text, "!") || strings.HasSuffix(text, "/") {
			continue // neither is allowed here; the second would mean folders, and only files have attributes
		}
		a.rules[dir] = append(a.rules[dir], attributeRule{newPattern(text), states})
	}
}

// cutPattern gives the pattern of a line, without its quotes, and the attributes behind it.
func cutPattern(line string) (text, rest string) {
	if line[0] == '"' {
		if unquoted, tail, ok := unquote(line); ok {
			return unquoted, tail
		}
	}
	if i := strings.IndexAny(line, " \t"); i >= 0 {
		return line[:i], line[i:]
	}
	return line, ""
}

// unquote reads a string quoted as in C at the start of the line.
func unquote(line string) (text, rest string, ok bool) {
	const from, to = `abfnrtv"\`, "\a\b\f\n\r\t\v\"\\"
	var b strings.Builder
	for i := 1; i < len(line); i++ {
		switch c := line[i]; {
		case c == '"':
			return b.String(), line[i+1:], true
		case c != '\\':
			b.WriteByte(c)
		case i+3 < len(line) && '0' <= line[i+1] && line[i+1] <= '3' && isOctal(line[i+2]) && isOctal(line[i+3]):
			b.WriteByte((line[i+1]-'0')<<6 | (line[i+2]-'0')<<3 | (line[i+3] - '0'))
			i += 3
		default:
			i++
			at := -1
			if i < len(line) {
				at = strings.IndexByte(from, line[i])
			}
			if at < 0 {
				return "", "", false
			}
			b.WriteByte(to[at])
		}
	}
	return "", "", false
}

func isOctal(c byte) bool { return '0' <= c && c <= '7' }

func valid(states []string) bool {
	for _, s := range states {
		name, _ := state(s)
		if name == "" || name[0] == '-' {
			return false
		}
		for i := range len(name) {
			if c := name[i]; c != '-' && c != '.' && c != '_' && !inClass("alnum", c) {
				return false
			}
		}
	}
	return true
}

// The values of an attribute without one of its own. No attribute that is written as name=value can have them.
const (
	set         = "\x00set"
	unset       = "\x00unset"
	unspecified = ""
)

func state(s string) (name, value string) {
	switch s[0] {
	case '-':
		return s[1:], unset
	case '!':
		return s[1:], unspecified
	}
	name, value, hasValue := strings.Cut(s, "=")
	if !hasValue {
		value = set
	}
	return name, value
}

// of gives the attributes of a file. As in git the lines are read from the strongest to the weakest, the first word on
// an attribute stands, and a macro is only expanded where its own first word is that it is set.
func (a *attributes) of(file string) map[string]string {
	found := map[string]string{}
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		relative := strings.TrimPrefix(file, dir+"/")
		rules := a.rules[dir]
		for n := len(rules) - 1; n >= 0; n-- {
			if rules[n].match(relative) {
				a.fill(found, rules[n].states)
			}
		}
		if dir == "." {
			return found
		}
	}
}

func (a *attributes) fill(found map[string]string, states []string) {
	for n := len(states) - 1; n >= 0; n-- {
		name, value := state(states[n])
		if _, ok := found[name]; ok {
			continue
		}
		found[name] = value
		if value == set {
			a.fill(found, a.macros[name])
		}
	}
}
