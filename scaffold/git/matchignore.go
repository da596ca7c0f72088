package git

import (
	"fmt"
	"path"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// ignores are the .gitignore files of a tree or a working tree (gitignore(5)).
type ignores struct {
	rules   map[string][]ignoreRule // by folder, "." for the root
	folders map[string]*ignoreRule  // the rule that ignores a folder, nil for none

	// Only of a working tree:
	read  func(path string) []byte // returns a file, nil for none; called when its rules are needed
	outer []ignoreRule             // lower precedence than any folder's
}

// ignoreRule is a line of a .gitignore file.
type ignoreRule struct {
	pattern
	where   string // file:line: pattern
	include bool   // starts with "!"
	folder  bool   // ends with "/": matches only folders
}

func readIgnores(t tree.Tree) *ignores {
	i := &ignores{rules: map[string][]ignoreRule{}, folders: map[string]*ignoreRule{".": nil}}
	for p, f := range t {
		if path.Base(p) == ".gitignore" && f.Mode.IsRegular() { // git ignores a symbolic link here
			i.rules[path.Dir(p)] = parseIgnore(p, f.Data)
		}
	}
	return i
}

func parseIgnore(file string, data []byte) []ignoreRule {
	var rules []ignoreRule
	number := 0
	for line := range lines(data) {
		number++
		if line == "" || line[0] == '#' {
			continue
		}
		text := strings.TrimRight(line, " ")
		if backslashes := len(text) - len(strings.TrimRight(text, `\`)); backslashes%2 == 1 && len(text) < len(line) {
			text = line[:len(text)+1] // the first of the spaces is escaped
		}
		r := ignoreRule{where: fmt.Sprintf("%s:%d: %s", file, number, text)}
		text, r.include = strings.CutPrefix(text, "!")
		text, r.folder = strings.CutSuffix(text, "/")
		r.pattern = newPattern(text)
		rules = append(rules, r)
	}
	return rules
}

// ignored reports whether a file is ignored, and by which line. No rule can include a file again below an ignored folder.
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

// last returns the rule that decides: the last match in the deepest folder with one.
func (i *ignores) last(p string, isFolder bool) *ignoreRule {
	for dir := path.Dir(p); ; dir = path.Dir(dir) {
		rules, ok := i.rules[dir]
		if !ok && i.read != nil {
			file := path.Join(dir, ".gitignore")
			rules = parseIgnore(file, i.read(file))
			i.rules[dir] = rules
		}
		relative := p
		if dir != "." {
			relative = p[len(dir)+len("/"):]
		}
		if r := lastOf(rules, relative, isFolder); r != nil {
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

// Ignored returns a function that reports whether the tree's .gitignore files ignore a path. To ask for a folder, pass a
// path below it.
func Ignored(t tree.Tree) func(path string) bool {
	i := readIgnores(t)
	return func(path string) bool {
		_, ignored := i.ignored(path)
		return ignored
	}
}
