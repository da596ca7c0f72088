// Package lock is what a project remembers of how it was made: .scaffold/lock.yaml and the pristine files under
// .scaffold/base/.
//
// It reads and writes no disk: package disk does. It never holds a secret.
package lock

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Dir is the folder of everything that scaffold remembers, in the project.
const Dir = ".scaffold"

// BaseDir is the folder of the pristine files, in the project: see BasePath.
const BaseDir = Dir + "/base"

// Path is where the lock is, in the project.
const Path = Dir + "/lock.yaml"

// format is the version of the file's layout. Parse refuses every other.
const format = 1

// Lock is the content of lock.yaml. All text in it is valid UTF-8.
type Lock struct {
	Scaffold  string // version of the scaffold that wrote it
	Blueprint Blueprint
	Name      string // the project's
	Year      int    // frozen when the project was made
	Answers   []Answer
	Parts     map[string][]Part // by kind
	Files     []Entry           // by path, each path once
}

// Blueprint says exactly what was rendered.
type Blueprint struct {
	Source   string // as it was given: a built-in set, a directory or a git URL
	Name     string
	Version  string
	Revision string // commit of a git source, "" for any other
	Digest   string // over everything that can influence a render
}

// Answer is one answered question. Value is a string, bool, int or []string; never a secret.
type Answer struct {
	Name  string
	Value any
}

// Part is one thing that a project has several of, such as an app.
type Part struct {
	Name    string
	Answers []Answer
}

// Entry is one file that scaffold rendered.
type Entry struct {
	Path      string      // in the project, with slashes
	SHA256    string      // of the rendered content, 64 hex digits; "" where Policy is Private
	Mode      fs.FileMode // tree.Regular, tree.Executable or tree.Symlink
	Policy    tree.Policy
	Tombstone bool // the person deleted it: it stays deleted
}

// Entries gives the lines for a rendered tree, by path. A tombstone of before stays where the tree still has the file.
func Entries(t tree.Tree, before []Entry) []Entry {
	buried := make(map[string]bool)
	for _, e := range before {
		if e.Tombstone {
			buried[e.Path] = true
		}
	}
	entries := make([]Entry, 0, len(t))
	for path, f := range t.All() {
		e := Entry{Path: path, Mode: f.Mode, Policy: f.Policy, Tombstone: buried[path]}
		if f.Policy != tree.Private {
			e.SHA256 = Sum(f.Data)
		}
		entries = append(entries, e)
	}
	return entries
}

// The names of the modes in the file.
const (
	regularName    = "644"
	executableName = "755"
	symlinkName    = "link"
)

func modeName(m fs.FileMode) string {
	if m == tree.Symlink {
		return symlinkName
	}
	if m == tree.Executable {
		return executableName
	}
	return regularName
}

func parseMode(s string) (fs.FileMode, bool) {
	switch s {
	case regularName:
		return tree.Regular, true
	case executableName:
		return tree.Executable, true
	case symlinkName:
		return tree.Symlink, true
	}
	return 0, false
}

// isSum reports whether s looks like a SHA-256 in lower-case hex.
func isSum(s string) bool {
	if len(s) != 64 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func byPath(a, b Entry) int { return cmp.Compare(a.Path, b.Path) }

// sorted gives a sorted copy.
func sorted[T any](s []T, compare func(a, b T) int) []T {
	out := slices.Clone(s)
	slices.SortStableFunc(out, compare)
	return out
}

// checkPath refuses what a lock must never make anyone read or write: it comes with a repository that may be a stranger's.
func checkPath(p string) error {
	if p == Dir || strings.HasPrefix(p, Dir+"/") {
		return errors.New("the path is in " + Dir + ", which is scaffold's own")
	}
	return tree.CheckPath(p)
}
