package git

import (
	"fmt"
	"path"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Exposed is a file that git commits, or would with "git add --all".
type Exposed struct {
	Path    string
	Tracked bool   // git has it already
	Because string // the line of a .gitignore that includes it, "" if no line is about it
	Pattern string // for .git/info/exclude; "" if that cannot help, because a .gitignore includes the file or it is tracked
}

// Exposed returns those of the project's paths that git does not ignore. After returns a .gitignore as it will be, by its
// path in the project; known is false for one that does not change.
func (w *Worktree) Exposed(paths []string, after func(path string) (data []byte, known bool)) ([]Exposed, error) {
	var found []Exposed
	err := w.each(paths, after, func(s *snapshot, p, full string) error {
		folder, _ := cutPath(full)
		switch {
		case len(s.index.at(s.spelling(full))) > 0:
			found = append(found, Exposed{Path: p, Tracked: true})
		case s.isIgnored(full) || s.isNested(folder):
		default:
			e := Exposed{Path: p, Pattern: "/" + escape(full)}
			if r := s.ignores.last(string(s.folded([]byte(full))), false); r != nil {
				e.Because = r.where
				if !s.ignores.isOuter(r) {
					e.Pattern = ""
				}
			}
			found = append(found, e)
		}
		return nil
	})
	return found, err
}

// Hidden returns those of the project's paths that git ignores by a rule which other clones do not have, and the rule: one
// in the person's own ignore file, or in .git/info/exclude. Tracked files are not among them. After is as in Exposed.
func (w *Worktree) Hidden(paths []string, after func(path string) (data []byte, known bool)) ([]Remark, error) {
	var hidden []Remark
	err := w.each(paths, after, func(s *snapshot, p, full string) error {
		folded := string(s.folded([]byte(full)))
		r := s.ignores.folder(path.Dir(folded))
		if r == nil {
			r = s.ignores.last(folded, false)
		}
		if r != nil && !r.include && s.ignores.isOuter(r) && len(s.index.at(s.spelling(full))) == 0 {
			hidden = append(hidden, Remark{p, r.where})
		}
		return nil
	})
	return hidden, err
}

// IgnoresFolder reports whether git ignores a folder of the project, which need not exist.
func (w *Worktree) IgnoresFolder(folder string) (ignored bool, err error) {
	err = w.each([]string{folder}, nil, func(s *snapshot, _, full string) error {
		ignored = s.ignores.folder(string(s.folded([]byte(full)))) != nil
		return nil
	})
	return ignored, err
}

// isOuter reports whether a rule is not from a .gitignore, so that a later line of .git/info/exclude wins over it.
func (i *ignores) isOuter(r *ignoreRule) bool {
	for n := range i.outer {
		if &i.outer[n] == r {
			return true
		}
	}
	return false
}

// CheckPrivate returns an error for private files of a tree that git would commit whatever .git/info/exclude says, because
// a .gitignore of the tree includes them.
func CheckPrivate(t tree.Tree) error {
	i := readIgnores(t)
	var list problem.List
	for p, f := range t.All() {
		if f.Policy != tree.Private || i.folder(path.Dir(p)) != nil {
			continue
		}
		if r := i.last(p, false); r != nil && r.include {
			list = append(list, IncludedPrivate(p, r.where))
		}
	}
	return list.Err()
}

// IncludedPrivate is the problem that a line of a .gitignore includes a private file.
func IncludedPrivate(path, line string) problem.Problem {
	return problem.Problem{
		File: path, Message: fmt.Sprintf("private, but %q includes it in commits", line),
		Hints: []string{"remove that line: git must ignore private files"},
	}
}
