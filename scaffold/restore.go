package scaffold

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Restore returns the plan that makes files what they were rendered as, and takes note that they are no longer deleted.
// names are paths in the project, with slashes: of files, or of folders for all in them; "." is everything. ours is what is
// on disk at Paths. The error is a problem.List; then nothing is restored.
func (p Project) Restore(ours tree.Tree, names ...string) (tree.Plan, error) {
	var problems problem.List
	chosen := map[string]bool{}
	for _, name := range names {
		found, wrong := p.named(name)
		if wrong != nil {
			problems = append(problems, *wrong)
		}
		for _, path := range found {
			chosen[path] = true
		}
	}
	next := p.Lock
	next.Files = slices.Clone(p.Lock.Files)
	var plan tree.Plan
	risen := false
	for i := range next.Files {
		e := &next.Files[i]
		if !chosen[e.Path] {
			continue
		}
		c, wrong := p.restore(*e, ours[e.Path])
		if wrong != nil {
			problems = append(problems, *wrong)
		}
		plan = append(plan, c...)
		risen = risen || e.Tombstone
		e.Tombstone = false
	}
	if len(problems) > 0 {
		return nil, problems.Sorted()
	}
	if risen {
		plan = tree.Join(plan, p.writing(next))
	}
	return plan, nil
}

// named returns the files that a person means by a name.
func (p Project) named(name string) ([]string, *problem.Problem) {
	clean := path.Clean(name)
	if e := lock.Find(p.Lock.Files, clean); e != nil && e.Policy == tree.Private {
		return nil, &problem.Problem{
			File: name, Message: "private: scaffold never stores its content",
			Hints: []string{"write it yourself; the README says what it needs"},
		}
	} else if e != nil {
		return []string{clean}, nil
	}
	var found []string
	for _, path := range p.Paths() {
		if clean == "." || strings.HasPrefix(path, clean+"/") {
			found = append(found, path)
		}
	}
	if len(found) > 0 {
		return found, nil
	}
	known := map[string]bool{}
	for _, path := range p.Paths() {
		known[path] = true
		addFolders(known, path)
	}
	return nil, &problem.Problem{
		File: name, Message: "scaffold did not render this file",
		Hints: problem.DidYouMean(clean, slices.Sorted(maps.Keys(known))),
	}
}

// restore returns the change that makes a file what it was rendered as. It keeps its line endings.
func (p Project) restore(e lock.Entry, f tree.File) (tree.Plan, *problem.Problem) {
	if f.Foreign() {
		return nil, &problem.Problem{
			File: p.called(e.Path), Message: fmt.Sprintf("%s is in its place", tree.Describe(f.Mode)), Hints: []string{"move it away first"},
		}
	}
	base, err := p.content(new(lock.Unpacker), e)
	var damage problem.Problem
	if errors.As(err, &damage) {
		return nil, &damage
	}
	if !f.Absent() && f.Mode.Type() == 0 && e.Mode.Type() == 0 {
		base.Data = plaintext.EndAs(base.Data, f.Data)
	}
	return tree.Replace(e.Path, f, base, "as it was rendered"), nil
}
