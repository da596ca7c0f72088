package project

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Resumed is a change with conflicts that was finished or undone.
type Resumed struct {
	Result
	Command string // that began the change
}

// ResumeRequest says how to end an update with conflicts.
type ResumeRequest struct {
	DryRun bool
	Force  bool // finish although other changes of the update were undone
}

// Continue finishes the pending update, after the person has resolved its conflicts.
func Continue(ctx context.Context, env Environment, r ResumeRequest) (*Resumed, error) {
	return resume(ctx, env, r.DryRun, func(p *Project, ours tree.Tree) (scaffold.Transition, disk.GitChange, error) {
		plan, err := p.pending.Continue(ours)
		if err == nil && !r.Force {
			err = p.pending.Undone(ours)
		}
		var undecided problem.List
		if errors.As(err, &undecided) {
			err = &Error{Kind: Unresolved, Err: undecided}
		}
		return unrendered(p.pending.To, plan), disk.GitChange{}, err
	})
}

// Abort undoes the pending update: everything is as it was before, and git's index has the entries that it had for
// the conflicting paths.
func Abort(ctx context.Context, env Environment, r ResumeRequest) (*Resumed, error) {
	return resume(ctx, env, r.DryRun, func(p *Project, ours tree.Tree) (scaffold.Transition, disk.GitChange, error) {
		plan, err := p.pending.Abort(ours)
		if err != nil {
			return scaffold.Transition{}, disk.GitChange{}, err
		}
		t, before := unrendered(p.pending.From, plan), p.memory[pendingIndex]
		switch {
		case before.Absent():
			return t, disk.GitChange{}, nil
		case p.foreign != nil: // git would go on listing the conflicts
			return t, disk.GitChange{}, p.foreign
		case p.worktree == nil:
			return t, disk.GitChange{}, problem.Problem{
				File: p.Shown(pendingIndex), Message: "git's index lists the conflicts of this update, but there is no git repository",
				Hints: []string{"bring the repository back, or remove that file to abort without it"},
			}
		}
		paths := make([]string, len(p.pending.Conflicts))
		for i, c := range p.pending.Conflicts {
			paths[i] = c.Path
		}
		change, err := p.worktree.Unstage(paths, before.Data)
		if err != nil {
			return t, disk.GitChange{}, err
		}
		return t, p.gitChange(change), nil
	})
}

func resume(
	ctx context.Context, env Environment, dryRun bool,
	end func(*Project, tree.Tree) (scaffold.Transition, disk.GitChange, error),
) (*Resumed, error) {
	p, err := open(ctx, env, unless(dryRun))
	if err != nil {
		return nil, err
	}
	defer p.close()
	if p.pending == nil {
		return nil, problem.Problem{Message: "no update in progress"}
	}
	ours, err := disk.Read(ctx, p.dir, p.pending.Paths())
	if err != nil {
		return nil, err
	}
	t, change, err := end(p, ours)
	if err != nil {
		return nil, err
	}
	if !dryRun {
		defer env.Writing()()
		options := disk.Options{Git: change, IgnoreModes: p.ignoresModes()}
		kept, err := p.session.Apply(ctx, t.Plan(), options)
		if err != nil {
			return nil, err
		}
		p.warnKept(kept)
	}
	return &Resumed{Result{Transition: t, Project: p, DryRun: dryRun}, p.pending.Command}, nil
}

// pendingIndex is where the entries that git's index had for conflicting paths wait for abort.
const pendingIndex = lock.PendingDir + "/index"

// stageConflicts adds what makes every git tool show the conflicts.
func (p *Project) stageConflicts(plan, files tree.Plan) (tree.Plan, disk.GitChange, error) {
	if p.worktree == nil {
		return plan, disk.GitChange{}, nil
	}
	var conflicts []git.Conflict
	for _, c := range files {
		if c.Op == tree.Conflict {
			conflicts = append(conflicts, git.Conflict{Path: c.Path, Stages: c.Stages})
		}
	}
	change, err := p.worktree.Stage(conflicts)
	if err != nil || change.Index == nil {
		return plan, disk.GitChange{}, err
	}
	before := tree.File{Data: change.Before, Mode: tree.Regular, Policy: tree.Managed}
	plan = append(slices.Clone(plan), tree.Change{Path: pendingIndex, Op: tree.Create, New: before, Why: "needed by scaffold abort"})
	slices.SortFunc(plan, func(a, b tree.Change) int { return strings.Compare(a.Path, b.Path) })
	return plan, p.gitChange(change), nil
}

func (p *Project) gitChange(change git.IndexChange) disk.GitChange {
	if change.Index == nil {
		return disk.GitChange{}
	}
	out := disk.GitChange{Dir: p.worktree.GitDir, Common: p.worktree.CommonDir, Index: change.Old}
	for _, f := range change.Objects {
		out.Files = append(out.Files, disk.GitFile(f))
	}
	out.Files = append(out.Files, disk.GitFile{Path: "index", Data: change.Index, Mode: 0o644})
	return out
}
