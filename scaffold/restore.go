package scaffold

import (
	"errors"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
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
		plan = plan.Replace(e.Path, f, base, "as it was rendered")
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
			Hints: []string{"append the variables that it lacks: " + AppendCommand(name)},
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

// AppendCommand returns the command that appends to a private file the variables that it lacks.
func AppendCommand(path string) string {
	if strings.HasPrefix(path, "-") {
		path = "./" + path
	}
	return problem.ShellCommand("scaffold", "restore", "--append", path)
}

// Append returns the plan that appends to private files the variables that theirs, the project as its blueprint renders it
// now, sets and they lack; see merge.AppendVariables. One that is missing is made as rendered. names are as in Restore, and
// ours is what is on disk at the private files.
func (p Project) Append(theirs State, ours tree.Tree, names ...string) (tree.Plan, error) {
	var plan tree.Plan
	var problems problem.List
	for _, name := range names {
		clean, known := path.Clean(name), false
		for _, e := range p.Lock.Files {
			if e.Policy != tree.Private || clean != "." && clean != e.Path && !strings.HasPrefix(e.Path, clean+"/") {
				continue
			}
			known = true
			if slices.ContainsFunc(plan, func(c tree.Change) bool { return c.Path == e.Path }) {
				continue // named twice
			}
			there, rendered := ours[e.Path], theirs.Files[e.Path]
			switch {
			case there.Absent():
				plan = plan.Replace(e.Path, there, rendered, "as it is rendered, with new secrets")
			case there.Mode.Type() != 0:
				problems = append(problems, p.problem(e.Path, tree.Describe(there.Mode)+" is in its place", "move it away first"))
			case plaintext.Binary(there.Data):
				problems = append(problems, p.problem(e.Path, "not a text in UTF-8: cannot append to it"))
			default:
				there.Policy = e.Policy
				appended, missing := merge.AppendVariables(e.Path, there, rendered)
				plan = plan.Replace(e.Path, ours[e.Path], appended, "appended "+strings.Join(missing, ", "))
			}
		}
		if !known {
			problems = append(problems, problem.Problem{
				File: name, Message: "not a private file: only to those, such as .env, variables can be appended",
			})
		}
	}
	return tree.Join(plan), problems.Sorted().Err()
}
