// Package lock is what a project remembers of how it was made, in the folder .scaffold: lock.yaml (blueprint and answers),
// files.sum (a line for each file) and base/ (the files as they were rendered).
//
// It reads and writes no disk: package disk does. It never holds a secret.
package lock

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Where things are, in the project.
const (
	Dir      = ".scaffold"          // everything that scaffold remembers
	BaseDir  = Dir + "/base"        // the files as they were rendered: see BasePath
	Path     = Dir + "/" + lockName // what the project was made from
	SumsPath = Dir + "/" + sumsName // the files, one a line

	// IgnorePath lists the paths that updates leave alone, in the syntax of gitignore. Its owner writes it.
	IgnorePath = Dir + "/ignore"
)

const (
	lockName = "lock.yaml"
	sumsName = "files.sum"
)

// Lock records what a project was rendered from, and the rendered files. All its text is valid UTF-8.
type Lock struct {
	Format    int    // of the file it was read from; what is written has the newest
	Scaffold  string // version of the scaffold that wrote it
	Blueprint Blueprint
	Answers   blueprint.Answers // as Answers.Remembered returns them
	Files     []Entry           // by path, each path once
}

// Blueprint says exactly what was rendered.
type Blueprint struct {
	Source   string // as it was given: a built-in blueprint, a directory or a git URL
	Name     string
	Version  string
	Ref      string // branch, tag or commit that was asked for or found in a git source; "" for its default branch
	Revision string // commit of a git source, "" for any other
	Digest   string // over everything that can influence a render
}

// String returns the name and version, such as "full 1.0.0".
func (b Blueprint) String() string { return b.Name + " " + b.Version }

// Entry is one file that scaffold rendered.
type Entry struct {
	Path      string      // in the project, with slashes
	SHA256    string      // of the rendered content, 64 hex digits; "" if Policy is Private
	Mode      fs.FileMode // tree.Regular, tree.Executable or tree.Symlink
	Policy    tree.Policy
	Tombstone bool // the owner deleted it: it stays deleted
}

// SameContent reports whether two entries have the same content and mode. The content of private files is not known.
func (e Entry) SameContent(f Entry) bool { return e.SHA256 == f.SHA256 && e.Mode == f.Mode }

// SameSource reports whether two locks were made from the same blueprint and answers by the same version of scaffold, so
// that they describe the same files.
func (l Lock) SameSource(m Lock) bool {
	return l.Scaffold == m.Scaffold && l.Blueprint == m.Blueprint && reflect.DeepEqual(l.Answers.Remembered(), m.Answers.Remembered())
}

// Entries returns the entries of a rendered tree, by path. Files that are deleted according to before stay deleted as
// long as the tree has them.
func Entries(t tree.Tree, before []Entry) []Entry {
	deleted := make(map[string]bool)
	for _, e := range before {
		if e.Tombstone {
			deleted[e.Path] = true
		}
	}
	entries := make([]Entry, 0, len(t))
	for path, f := range t.All() {
		e := Entry{Path: path, Mode: f.Mode, Policy: f.Policy, Tombstone: deleted[path]}
		if f.Policy != tree.Private {
			e.SHA256 = Sum(f.Data)
		}
		entries = append(entries, e)
	}
	return entries
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

// sorted returns a sorted copy.
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

// The largest files that are read, in bytes. They hold more than the largest project that can be rendered needs.
const (
	maxHead    = 1 << 20  // lock.yaml and pending.yaml, without the lines of files that old formats have there
	maxLines   = 24 << 20 // files.sum, or lock.yaml in format 1
	maxContent = 32 << 20 // one file of the project
	maxValues  = 200_000  // in lock.yaml or pending.yaml
	maxEntries = 110_000  // lines of files; a blueprint can render 100,000
	maxFolders = 22_000   // of those files; a blueprint can render 20,000
)

func tooLarge(size, limit int) string {
	return fmt.Sprintf("the file is too large (%.1f MiB; limit %d MiB)", float64(size)/(1<<20), limit>>20)
}
