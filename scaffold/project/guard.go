package project

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// refusePending refuses everything but continue and abort while an update is in progress.
func (p *Project) refusePending() error {
	if p.pending == nil {
		return nil
	}
	conflicts := "conflicts"
	if len(p.pending.Conflicts) == 1 {
		conflicts = "conflict"
	}
	return &Error{Kind: Unresolved, Err: problem.Problem{
		Message: fmt.Sprintf("update in progress: %s (%d %s to resolve)", p.pending.Command, len(p.pending.Conflicts), conflicts),
		Hints:   []string{"edit the files, then: scaffold continue", "or undo it: scaffold abort"},
	}}
}

// refuseCommands refuses a blueprint that wants to run commands: this version runs none, and does not ignore them.
func refuseCommands(b *blueprint.Blueprint) error {
	var list problem.List
	for _, c := range b.Commands {
		list = append(list, b.ProblemAt(blueprint.Text{Line: c.Line, Column: c.Column}, 0,
			fmt.Sprintf("the blueprint wants to run %q, but is not trusted", strings.Join(c.Run, " ")),
			"this version of scaffold runs no commands: remove them, and list them under next:"))
	}
	if len(list) == 0 {
		return nil
	}
	return &Error{Kind: Untrusted, Err: list}
}

// refuseNested keeps a change out of repositories in the project: what is in them is tracked there, not here.
func (p *Project) refuseNested(plan tree.Plan) error {
	above := map[string]bool{}
	for _, c := range plan {
		if c.Writes() || c.Op == tree.Conflict {
			tree.AddFolders(above, c.Path)
		}
	}
	folders := slices.Sorted(maps.Keys(above))
	var submodules []string // those that are not checked out, too
	if p.worktree != nil {
		var err error
		if submodules, err = p.worktree.Nested(folders); err != nil {
			return err
		}
	}
	nested := slices.DeleteFunc(folders, func(folder string) bool {
		return !slices.Contains(submodules, folder) && !git.HasRepository(filepath.Join(p.dir, filepath.FromSlash(folder)))
	})
	var problems problem.List
	for _, folder := range nested {
		if slices.ContainsFunc(nested, func(above string) bool { return strings.HasPrefix(folder, above+"/") }) {
			continue
		}
		problems = append(problems, problem.Problem{
			File: p.Shown(folder), Message: "a git repository or submodule is in the way: the project needs a folder there",
			Hints: []string{"move it away, or leave the path alone for good: " + problem.ShellCommand("scaffold", "skip", p.Shown(folder))},
		})
	}
	return problems.Err()
}

// refuseUncommitted keeps a change from mixing with what the person has not committed. A file that does not exist, or is
// as it was rendered, holds nothing of the person's: one change may follow another without a commit between them.
func (p *Project) refuseUncommitted(plan tree.Plan, ours tree.Tree, rendered []lock.Entry) error {
	if p.foreign != nil {
		return &Error{Err: p.foreign, Hint: "cannot tell whether files have uncommitted changes; use --force to continue anyway"}
	}
	if p.worktree == nil {
		return nil
	}
	touched := map[string]bool{}
	for _, c := range plan {
		touched[c.Path] = (c.Writes() || c.Op == tree.Conflict) && !ours[c.Path].Absent() && !ours[c.Path].Mode.IsDir()
	}
	for _, e := range rendered {
		if f := ours[e.Path]; touched[e.Path] && f.Mode == e.Mode && lock.Sum(f.Data) == e.SHA256 {
			touched[e.Path] = false
		}
	}
	maps.DeleteFunc(touched, func(_ string, is bool) bool { return !is })
	paths := slices.Sorted(maps.Keys(touched))
	dirty, err := p.worktree.Dirty(paths, ours)
	if err != nil {
		return err
	}
	var problems problem.List
	for _, path := range dirty {
		problems = append(problems, problem.Problem{File: p.Shown(path), Message: "has uncommitted changes"})
	}
	if len(problems) > 0 {
		problems[len(problems)-1].Hints = []string{"commit or stash them, or use --force"}
	}
	return problems.Err()
}
