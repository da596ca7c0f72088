package project

import (
	"context"
	"slices"
	"strconv"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// CheckRequest says what Check looks for besides drift.
type CheckRequest struct {
	Strict   bool // edits of every file are drift
	Rerender bool // blueprint and answers must produce what the lock says
	Outdated bool // look for a newer blueprint
}

// Report is what Check found.
type Report struct {
	Project *Project
	Title   string // what the project was rendered from, such as "full 1.0.0"
	Drift   []scaffold.Drift
	Newer   string // the newer blueprint, such as "full 1.2.0"; "" for none
}

// Check compares the project that contains the current folder with what scaffold rendered.
func Check(ctx context.Context, env Environment, r CheckRequest) (*Report, error) {
	p, err := open(ctx, env, reading)
	if err != nil {
		return nil, err
	}
	saved, err := p.savedWithBase(ctx)
	if err != nil {
		return nil, err
	}
	ours, options, err := p.compared(ctx, saved)
	if err != nil {
		return nil, err
	}
	options.Strict = r.Strict
	report := &Report{Project: p, Title: scaffold.Title(saved.Lock), Drift: saved.Check(ours, options)}
	if !r.Rerender && !r.Outdated {
		return report, nil
	}
	fromGit := saved.Lock.Blueprint.Revision != ""
	if r.Outdated && fromGit {
		if report.Newer, err = p.newerCommit(ctx, saved.Lock.Blueprint); err != nil || !r.Rerender {
			return report, err
		}
	}
	b, from, err := p.source(ctx, saved, want{})
	if err != nil {
		return nil, err
	}
	if r.Outdated && !fromGit {
		report.Newer = newer(saved, b)
	}
	if !r.Rerender {
		return report, nil
	}
	state, err := rendered(ctx, saved, b, from)
	if err != nil {
		return nil, err
	}
	report.Drift = append(report.Drift, saved.CheckRendered(state)...)
	return report, nil
}

// rendered returns the project as a blueprint renders it with the answers of now. It asks nothing.
func rendered(ctx context.Context, saved scaffold.Project, b *blueprint.Blueprint, from scaffold.Source) (scaffold.State, error) {
	answers, err := resolve(ctx, b, saved.Input(), Asker{})
	if err != nil {
		return scaffold.State{}, err
	}
	state, err := scaffold.RenderFiles(ctx, b, answers, from)
	return state, invalid(err)
}

// newer returns the title of the blueprint if it is newer than what the project was rendered from, else "".
func newer(saved scaffold.Project, b *blueprint.Blueprint) string {
	if b.Digest == saved.Lock.Blueprint.Digest {
		return ""
	}
	if order, known := blueprint.CompareVersions(b.Version, saved.Lock.Blueprint.Version); known && order < 0 {
		return ""
	}
	return b.Name + " " + b.Version
}

// compared reads what is compared with what was rendered. Only of what is missing it matters whether git ignores it, and
// whether the owner has removed it from the repository: neither the last commit nor git's index has it, although they
// have the project.
func (p *Project) compared(ctx context.Context, saved scaffold.Project) (tree.Tree, scaffold.CheckOptions, error) {
	options := scaffold.CheckOptions{IgnoreModes: p.ignoresModes()}
	ours, err := disk.Read(ctx, p.dir, saved.Paths())
	if err != nil {
		return nil, options, err
	}
	outside, err := p.addOutside(ours, saved.Lock.Files)
	if err != nil {
		return nil, options, err
	}
	if n := len(outside); n > 0 {
		files := "1 file is"
		if n > 1 {
			files = strconv.Itoa(n) + " files are"
		}
		p.env.Warn(problem.Problem{Message: files + " outside the sparse checkout: compared as staged in git"})
	}
	missing := slices.DeleteFunc(saved.Paths(), func(path string) bool { return !ours[path].Absent() })
	if options.Ignored, err = p.ignored(ctx, missing); err != nil || p.worktree == nil || len(missing) == 0 {
		return ours, options, err
	}
	tracked, err := p.worktree.TracksBelow(lock.Dir)
	if !tracked || err != nil {
		return ours, options, err
	}
	dirty, err := p.worktree.Dirty(missing, ours)
	options.Removed = func(path string) bool {
		_, is := slices.BinarySearch(dirty, path)
		return !is
	}
	return ours, options, err
}

// Diff returns what the person changed since the last render, in the project that the current folder is in; or, with
// update, what an update would change. It asks nothing and refuses nothing.
func Diff(ctx context.Context, env Environment, update bool) (tree.Plan, error) {
	p, err := open(ctx, env, reading)
	if err != nil {
		return nil, err
	}
	saved, err := p.savedWithBase(ctx)
	if err != nil {
		return nil, err
	}
	if !update {
		ours, options, err := p.compared(ctx, saved)
		if err != nil {
			return nil, err
		}
		return saved.Diff(ours, options)
	}
	r := Request{Conflict: Conflicts()[0], Force: true, Update: true}
	next, err := p.target(ctx, saved, r, Asker{})
	if err != nil {
		return nil, err
	}
	planned, err := p.plan(ctx, saved, next, r, saved.Transition)
	return planned.Files, err
}
