package git

import (
	"path"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// attributes are the .gitattributes files of a tree or a working tree (gitattributes(5)).
type attributes struct {
	rules  map[string][]attributeRule // by folder, "." for the root
	macros map[string][]string

	// Only of a working tree:
	read     func(path string) []byte // returns a file, nil for none; called when its rules are needed
	personal []attributeRule          // lower precedence than any folder's
	info     []attributeRule          // higher precedence than any folder's
	autocrlf bool                     // files without a text attribute may be text
	silent   map[string]bool          // by folder: whether no rule applies there at all
}

// attributeRule is a line of a .gitattributes file.
type attributeRule struct {
	pattern
	states []string // such as text, -text, !text and text=auto
}

func newAttributes() *attributes {
	return &attributes{
		rules:  map[string][]attributeRule{},
		silent: map[string]bool{},
		macros: map[string][]string{"binary": {"-diff", "-merge", "-text"}}, // built into git
	}
}

func readAttributes(t tree.Tree) *attributes {
	a := newAttributes()
	for p, f := range t {
		if path.Base(p) == ".gitattributes" && f.Mode.IsRegular() { // git ignores a symbolic link here
			a.rules[path.Dir(p)] = a.parse(f.Data, path.Dir(p) == ".")
		}
	}
	return a
}

// in returns the rules that a folder's file has.
func (a *attributes) in(dir string) []attributeRule {
	rules, ok := a.rules[dir]
	if !ok && a.read != nil {
		rules = a.parse(a.read(path.Join(dir, ".gitattributes")), dir == ".")
		a.rules[dir] = rules
	}
	return rules
}

// isSilent reports whether no rule can apply to a folder's files, as in most folders.
func (a *attributes) isSilent(dir string) bool {
	silent, known := a.silent[dir]
	if !known {
		silent = len(a.in(dir)) == 0 && (dir == "." && len(a.info)+len(a.personal) == 0 || dir != "." && a.isSilent(path.Dir(dir)))
		a.silent[dir] = silent
	}
	return silent
}

func (a *attributes) parse(data []byte, mayDefine bool) (rules []attributeRule) {
	for line := range lines(data) {
		line = strings.Trim(line, " \t\r")
		if line == "" || line[0] == '#' {
			continue
		}
		text, rest, quoted := "", "", false
		if line[0] == '"' {
			text, rest, quoted = unquote(line)
		}
		if i := strings.IndexAny(line+" ", " \t"); !quoted {
			text, rest = line[:i], line[i:]
		}
		states := strings.Fields(rest)
		if !valid(states) {
			continue // git warns and goes on
		}
		if macro, ok := strings.CutPrefix(text, "[attr]"); ok {
			if mayDefine {
				a.macros[macro] = states
			}
			continue
		}
		if strings.HasPrefix(text, "!") || strings.HasSuffix(text, "/") {
			continue // both are invalid: attributes have no negation, and folders have no attributes
		}
		rules = append(rules, attributeRule{newPattern(text), states})
	}
	return rules
}

// unquote reads a C-style quoted string at the start of the line.
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

// The values of attributes written without "=". No attribute written as name=value can have them.
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

// of returns the attributes of a file. As in git, lines count from the highest precedence to the lowest, the first value
// of an attribute wins, and a macro is expanded only if its own first value is "set".
func (a *attributes) of(file string) map[string]string {
	found := map[string]string{}
	a.apply(found, a.info, file)
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		a.apply(found, a.in(dir), strings.TrimPrefix(file, dir+"/"))
		if dir == "." {
			a.apply(found, a.personal, file)
			return found
		}
	}
}

func (a *attributes) apply(found map[string]string, rules []attributeRule, relative string) {
	for n := len(rules) - 1; n >= 0; n-- {
		if rules[n].match(relative) {
			a.fill(found, rules[n].states)
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
