package scaffold

import (
	"errors"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Restore returns the plan that makes files what they were rendered as, with the line endings that they have, and takes
// note that they are no longer deleted.
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
	var u lock.Unpacker
	risen := false
	for i := range next.Files {
		e := &next.Files[i]
		if !chosen[e.Path] {
			continue
		}
		f := ours[e.Path]
		base, err := p.content(&u, *e)
		var damage problem.Problem
		switch {
		case f.Foreign():
			problems = append(problems, p.problem(e.Path, tree.Describe(f.Mode)+" is in its place", "move it away first"))
			continue
		case errors.As(err, &damage):
			problems = append(problems, damage)
			continue
		case !f.Absent() && f.Mode.Type() == 0 && e.Mode.Type() == 0:
			base.Data = plaintext.EndAs(base.Data, f.Data)
		}
		plan = append(plan, tree.Replace(e.Path, f, base, "as it was rendered")...)
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
		tree.AddFolders(known, path)
	}
	return nil, &problem.Problem{
		File: name, Message: "scaffold did not render this file",
		Hints: problem.DidYouMean(clean, slices.Sorted(maps.Keys(known))),
	}
}
