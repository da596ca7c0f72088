package git

import (
	"fmt"
	"path"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// ignores are the .gitignore files of a tree or a work tree (gitignore(5)).
type ignores struct {
	rules   map[string][]ignoreRule // by folder, "." for the root
	folders map[string]*ignoreRule  // what ignores a folder, nil for nothing

	// Of a work tree alone:
	read  func(path string) []byte // gives a file, nil for none; rules are read when they are needed
	outer []ignoreRule             // weaker than those of every folder
}

// ignoreRule is a line of a .gitignore file.
type ignoreRule struct {
	pattern
	where   string // file:line: pattern
	include bool   // starts with !
	folder  bool   // ends with a slash: matches folders only
}

func readIgnores(t tree.Tree) *ignores {
	i := &ignores{rules: map[string][]ignoreRule{}, folders: map[string]*ignoreRule{".": nil}}
	for p, f := range t {
		if path.Base(p) == ".gitignore" && f.Mode.IsRegular() { // git does not follow a link here
			i.rules[path.Dir(p)] = parseIgnore(p, f.Data)
		}
	}
	return i
}

// in gives the rules of a folder.
func (i *ignores) in(dir string) []ignoreRule {
	rules, ok := i.rules[dir]
	if !ok && i.read != nil {
		file := path.Join(dir, ".gitignore")
		rules = parseIgnore(file, i.read(file))
		i.rules[dir] = rules
	}
	return rules
}

func parseIgnore(file string, data []byte) []ignoreRule {
	var rules []ignoreRule
	number := 0
	for line := range lines(data) {
		number++
		if line == "" || line[0] == '#' {
			continue
		}
		text := trimSpaces(line)
		r := ignoreRule{where: fmt.Sprintf("%s:%d: %s", file, number, text)}
		text, r.include = strings.CutPrefix(text, "!")
		text, r.folder = strings.CutSuffix(text, "/")
		r.pattern = newPattern(text)
		rules = append(rules, r)
	}
	return rules
}

// trimSpaces cuts trailing spaces, up to one that a backslash quotes.
func trimSpaces(line string) string {
	trimmed := strings.TrimRight(line, " ")
	backslashes := len(trimmed) - len(strings.TrimRight(trimmed, `\`))
	if backslashes%2 == 1 && len(trimmed) < len(line) {
		return line[:len(trimmed)+1]
	}
	return trimmed
}

// ignored tells whether a file is ignored, and which line says so. Once a folder is ignored nothing below it can be
// included again.
func (i *ignores) ignored(file string) (why string, ok bool) {
	r := i.folder(path.Dir(file))
	if r == nil {
		r = i.last(file, false)
	}
	if r == nil || r.include {
		return "", false
	}
	return r.where, true
}

func (i *ignores) folder(dir string) *ignoreRule {
	if r, ok := i.folders[dir]; ok {
		return r
	}
	r := i.folder(path.Dir(dir))
	if r == nil {
		r = i.last(dir, true)
		if r != nil && r.include {
			r = nil
		}
	}
	i.folders[dir] = r
	return r
}

// last gives the line that decides: the last one that matches, of the file in the deepest folder.
func (i *ignores) last(p string, isFolder bool) *ignoreRule {
	for dir := path.Dir(p); ; dir = path.Dir(dir) {
		if r := lastOf(i.in(dir), strings.TrimPrefix(p, dir+"/"), isFolder); r != nil {
			return r
		}
		if dir == "." {
			return lastOf(i.outer, p, isFolder)
		}
	}
}

func lastOf(rules []ignoreRule, relative string, isFolder bool) *ignoreRule {
	for n := len(rules) - 1; n >= 0; n-- {
		if (isFolder || !rules[n].folder) && rules[n].match(relative) {
			return &rules[n]
		}
	}
	return nil
}

// Ignored gives what tells whether the ignore files of a tree leave a path out of commits. For a folder, ask for a path
// in it.
func Ignored(t tree.Tree) func(path string) bool {
	i := readIgnores(t)
	return func(path string) bool {
		_, ignored := i.ignored(path)
		return ignored
	}
}
