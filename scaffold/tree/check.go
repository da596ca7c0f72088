package tree

import (
	"fmt"
	"iter"
	"maps"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Check returns everything that keeps the tree from being the same tree on every system: unsafe paths, a path that is a
// file and a folder at once, two that differ only by case or by Unicode normalisation, and links that leave the tree.
// Problem.File is the path in the tree.
func (t Tree) Check() problem.List {
	if len(t.check(maps.All(t))) == 0 { // as nearly always, and then the order does not matter
		return nil
	}
	return t.check(t.All()).Sorted()
}

func (t Tree) check(files iter.Seq2[string, File]) problem.List {
	c := checker{tree: t, spelled: make(map[string]string, 2*len(t)), folded: map[string]string{".": ""}}
	var links []string
	for p, f := range files {
		if err := CheckPath(p); err != nil {
			c.add(p, err.Error())
			continue
		}
		dir, name := path.Split(p)
		c.meet(p, join(c.folder(path.Clean(dir)), fold(name)))
		if f.Mode == Symlink {
			links = append(links, p)
		}
	}
	c.links(links)
	return c.found
}

type checker struct {
	tree    Tree
	spelled map[string]string // by folded path: the first spelling seen, of files and folders
	folded  map[string]string // by folder: its folded path, for those that were seen
	found   problem.List
}

func (c *checker) add(p, message string, hints ...string) {
	c.found = append(c.found, problem.Problem{File: p, Message: message, Hints: hints})
}

// folder checks a folder, and those above it, when it is first seen, and returns its folded path.
func (c *checker) folder(dir string) string {
	if folded, ok := c.folded[dir]; ok {
		return folded
	}
	folded := join(c.folder(path.Dir(dir)), fold(path.Base(dir)))
	c.folded[dir] = folded
	if _, ok := c.tree[dir]; ok {
		c.add(dir, "the path is a file and a folder at once")
	}
	c.meet(dir, folded)
	return folded
}

// meet reports a path that has been seen in another spelling. Where a folder above differs, that was reported.
func (c *checker) meet(p, folded string) {
	other, ok := c.spelled[folded]
	switch {
	case !ok:
		c.spelled[folded] = p
	case other == p || path.Dir(other) != path.Dir(p):
	case norm.NFC.String(other) == norm.NFC.String(p): // both spellings look the same when printed
		c.add(p, "the path differs from another one by Unicode normalisation only",
			"macOS treats both as one file: keep one of them")
	default:
		c.add(p, fmt.Sprintf("the path differs from %s by case only", other),
			"Windows and macOS treat both as one file: rename one of them")
	}
}

func join(dir, name string) string {
	if dir == "" {
		return name
	}
	return dir + "/" + name
}

// fold returns the form in which names that some file system takes for one are equal: the canonical caseless match of
// the Unicode Standard, section 3.13.
func fold(name string) string {
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			return norm.NFD.String(cases.Fold().String(norm.NFD.String(name)))
		}
	}
	return strings.ToLower(name)
}
