package project

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Request is a change to make.
type Request struct {
	Command  string   // the whole command line, as the person may type it again; it is stored with conflicts
	Source   string   // the blueprint to render from now on, "" for the project's own
	Update   bool     // to the newest revision of a git source; any other change stays at the one that is locked
	To       string   // with Update: to this branch, tag or commit
	Set      []string // answers to change, each as KEY=VALUE
	Alter    Alter    // what else changes in the answers, nil for nothing
	Conflict string   // what to do where both sides changed the same: one of Conflicts
	DryRun   bool     // do everything but write
	Append   bool     // of Restore: append to private files the variables that they lack, and restore nothing
	Force    bool     // pass over uncommitted changes, and an older blueprint
}

// Alter changes the answers of a project.
type Alter func(*blueprint.Blueprint, blueprint.Input) (blueprint.Input, error)

// Conflicts returns the ways to deal with a conflict. The first is the default.
func Conflicts() []string { return []string{"merge", "ours", "theirs"} }

func (r Request) favor() (merge.Favor, error) {
	switch r.Conflict {
	case "merge":
		return merge.Marked, nil
	case "ours":
		return merge.FavorOurs, nil
	case "theirs":
		return merge.FavorTheirs, nil
	}
	return 0, invalid(problem.Problem{
		Message: fmt.Sprintf("unknown way to resolve conflicts %q", r.Conflict),
		Hints:   append(problem.DidYouMean(r.Conflict, Conflicts()), "use "+strings.Join(Conflicts(), ", ")),
	})
}

// Result is a change that was made or, in a dry run, would be.
type Result struct {
	scaffold.Transition
	Project *Project
	Notes   []string // what was decided for the person
	Took    time.Duration
	DryRun  bool
}

// Change moves the project that contains the current folder to another blueprint, other answers, or both.
func Change(ctx context.Context, env Environment, r Request) (*Result, error) {
	p, err := open(ctx, env, unless(r.DryRun))
	if err != nil {
		return nil, err
	}
	defer p.close()
	saved, err := p.saved()
	if err != nil {
		return nil, err
	}
	next, err := p.target(ctx, saved, r, env.Ask)
	if err != nil {
		return nil, err
	}
	if saved.UpToDate(next.blueprint, next.answers, next.from) {
		title := scaffold.Title(saved.Lock)
		return &Result{Transition: scaffold.Transition{From: title, To: title}, Project: p, DryRun: r.DryRun}, nil
	}
	started := time.Now()
	if saved, err = p.withBase(ctx, saved); err != nil {
		return nil, err
	}
	planned, err := p.plan(ctx, saved, next, r, saved.Transition)
	if err != nil {
		return nil, err
	}
	return p.finish(ctx, planned, r, next.answers.Notes, started)
}

// Repair rebuilds .scaffold in the project that contains the current folder.
func Repair(ctx context.Context, env Environment, r Request) (*Result, error) {
	p, err := open(ctx, env, unless(r.DryRun))
	if err != nil {
		return nil, err
	}
	defer p.close()
	if err := p.refusePending(); err != nil {
		return nil, err
	}
	if err := p.readBase(ctx); err != nil {
		return nil, err
	}
	var ancestor []byte // the lock that two branches come from, while git's merge of it waits
	if p.worktree != nil {
		if ancestor, err = p.worktree.Ancestor(lock.Path); err != nil {
			return nil, err
		}
	}
	saved, notes, err := scaffold.LoadDamaged(p.memory, ancestor, p.label)
	if err != nil {
		return nil, invalid(err)
	}
	saved.Skipped = p.skipped()
	r.Force = true // the conflict that is repaired is itself not committed, and the blueprint may be an older one
	next, err := p.target(ctx, saved, r, env.Ask)
	if err != nil {
		return nil, err
	}
	started := time.Now()
	planned, err := p.plan(ctx, saved, next, r, saved.Repair)
	if err != nil {
		return nil, err
	}
	return p.finish(ctx, planned, r, append(notes, next.answers.Notes...), started)
}

// Restore restores files to what was rendered, in the project that contains the current folder. paths are as typed.
func Restore(ctx context.Context, env Environment, r Request, paths ...string) (*Result, error) {
	if r.Append {
		return appendMissing(ctx, env, r, paths...)
	}
	started := time.Now()
	p, err := open(ctx, env, unless(r.DryRun))
	if err != nil {
		return nil, err
	}
	defer p.close()
	saved, err := p.savedWithBase(ctx)
	if err != nil {
		return nil, err
	}
	names, err := p.paths(paths)
	if err != nil {
		return nil, err
	}
	ours, err := disk.Read(ctx, p.dir, saved.Paths())
	if err != nil {
		return nil, err
	}
	plan, err := saved.Restore(ours, names...)
	if err != nil {
		return nil, invalid(err)
	}
	planned := change{Transition: unrendered(scaffold.Title(saved.Lock), plan), ours: ours, rendered: saved.Lock.Files, private: privatePaths(saved.Lock.Files...)}
	return p.finish(ctx, planned, r, nil, started)
}

// appendMissing appends to private files the variables that the blueprint renders and they lack. paths are as typed.
func appendMissing(ctx context.Context, env Environment, r Request, paths ...string) (*Result, error) {
	started := time.Now()
	p, err := open(ctx, env, unless(r.DryRun))
	if err != nil {
		return nil, err
	}
	defer p.close()
	saved, err := p.saved()
	if err != nil {
		return nil, err
	}
	names, err := p.paths(paths)
	if err != nil {
		return nil, err
	}
	b, from, err := p.source(ctx, saved, want{})
	if err != nil {
		return nil, err
	}
	state, err := rendered(ctx, saved, b, from)
	if err != nil {
		return nil, err
	}
	private := privatePaths(saved.Lock.Files...)
	ours, err := disk.Read(ctx, p.dir, private)
	if err != nil {
		return nil, err
	}
	plan, err := saved.Append(state, ours, names...)
	if err != nil {
		return nil, invalid(err)
	}
	var notes []string
	if title := newer(saved, b); title != "" {
		notes = []string{"as " + title + " renders it; the project is at " + scaffold.Title(saved.Lock)}
	}
	planned := change{Transition: unrendered(scaffold.Title(saved.Lock), plan), ours: ours, private: private}
	return p.finish(ctx, planned, r, notes, started)
}

// Skip makes updates leave some paths alone, in the project that contains the current folder. paths are as typed.
func Skip(ctx context.Context, env Environment, r Request, paths ...string) (*Result, error) {
	started := time.Now()
	p, err := open(ctx, env, unless(r.DryRun))
	if err != nil {
		return nil, err
	}
	defer p.close()
	saved, err := p.saved()
	if err != nil {
		return nil, err
	}
	names, err := p.paths(paths)
	if err != nil {
		return nil, err
	}
	plan, err := saved.Skip(names...)
	if err != nil {
		return nil, invalid(err)
	}
	return p.finish(ctx, change{Transition: unrendered(scaffold.Title(saved.Lock), plan)}, r, nil, started)
}

// unrendered returns a plan as a transition between two states that are the same.
func unrendered(title string, plan tree.Plan) scaffold.Transition {
	t := scaffold.Transition{From: title, To: title}
	for _, c := range plan {
		if IsOwn(c.Path) {
			t.Memory = append(t.Memory, c)
		} else {
			t.Files = append(t.Files, c)
		}
	}
	return t
}

// target is what a project is to be rendered from.
type target struct {
	blueprint *blueprint.Blueprint
	answers   blueprint.Answers
	from      scaffold.Source
}

// target resolves what a request asks for, and refuses what must not be asked for.
func (p *Project) target(ctx context.Context, saved scaffold.Project, r Request, ask Asker) (target, error) {
	if _, err := r.favor(); err != nil {
		return target{}, err
	}
	b, from, err := p.source(ctx, saved, want{source: r.Source, update: r.Update, to: r.To})
	if err != nil {
		return target{}, err
	}
	then := saved.Lock.Blueprint
	order, known := blueprint.CompareVersions(b.Version, then.Version)
	if known && order < 0 && b.Name == then.Name && r.Source == "" && r.To == "" && !r.Force { // an old scaffold knows only old blueprints
		return target{}, problem.Problem{
			Message: fmt.Sprintf("%s %s is older than the project, which was rendered from %s", b.Name, b.Version, scaffold.Title(saved.Lock)),
			Hints:   []string{"install a newer scaffold", "or use --force to go back to the older version"},
		}
	}
	if err := refuseSecrets(b, r.Set); err != nil {
		return target{}, err
	}
	input := saved.Input()
	if r.Alter != nil {
		if input, err = r.Alter(b, input); err != nil {
			return target{}, invalid(err)
		}
	}
	if input, err = scaffold.Set(input, r.Set...); err != nil {
		return target{}, invalid(err)
	}
	answers, err := resolve(ctx, b, input, ask)
	return target{b, answers, from}, err
}

// resolve answers every question of a blueprint, asking where there is somebody to ask.
func resolve(ctx context.Context, b *blueprint.Blueprint, in blueprint.Input, ask Asker) (blueprint.Answers, error) {
	in.Ask, in.AskParts = ask.Question, ask.Parts
	answers, err := blueprint.Resolve(b, in, render.NewEvaluator(ctx, b))
	var wrong problem.List
	if errors.As(err, &wrong) { // any other error, such as that of an asker that was cancelled, stays as it is
		err = invalid(err)
	}
	return answers, err
}

// change is a transition with what decides whether it may be carried out.
type change struct {
	scaffold.Transition
	ours     tree.Tree
	rendered []lock.Entry
	private  []string // before the change or after it
}

// plan renders the target and merges it with what is on disk, and warns of what it leaves to git.
func (p *Project) plan(
	ctx context.Context, saved scaffold.Project, next target, r Request,
	merged func(scaffold.State, tree.Tree, scaffold.Options) (scaffold.Transition, error),
) (change, error) {
	favor, err := r.favor()
	if err != nil {
		return change{}, err
	}
	state, err := scaffold.RenderFiles(ctx, next.blueprint, next.answers, next.from)
	if err != nil {
		return change{}, invalid(err)
	}
	ignored, err := p.ignored(ctx, saved.Paths())
	if err != nil {
		return change{}, err
	}
	options := scaffold.Options{Favor: favor, IgnoreModes: p.ignoresModes(), Ignored: ignored}
	if p.worktree != nil {
		styles := map[string]merge.Style{"diff3": merge.StyleDiff3, "zdiff3": merge.StyleZdiff3} // any other is git's default
		options.Style = styles[p.worktree.ConflictStyle()]
	}
	ours, outside, err := p.ours(ctx, saved, state, &options)
	if err != nil {
		return change{}, err
	}
	t, err := merged(state, ours, options)
	var left []problem.Problem
	t.Files, left = asOnDisk(t.Files, outside)
	for _, note := range left {
		p.env.Warn(note)
	}
	return change{t, ours, saved.Lock.Files, privatePaths(slices.Concat(saved.Lock.Files, state.Lock.Files)...)}, err
}

// finish carries a change out, unless it is a dry run or changes nothing.
func (p *Project) finish(ctx context.Context, c change, r Request, notes []string, started time.Time) (*Result, error) {
	done := &Result{Transition: c.Transition, Project: p, Notes: notes, DryRun: r.DryRun}
	if c.Empty() {
		return done, nil
	}
	if err := p.refuseNested(c.Files); err != nil {
		return nil, err
	}
	if !r.Force {
		if err := p.refuseUncommitted(c.Files, c.ours, c.rendered); err != nil {
			return nil, err
		}
	}
	exclude, err := p.guardSecrets(c)
	if err != nil {
		return nil, err
	}
	plan, options := c.Plan(), disk.Options{IgnoreModes: p.ignoresModes(), Progress: p.env.Progress}
	if c.Conflicts() > 0 {
		plan = c.Pending(r.Command)
		if plan, options.Git, err = p.stageConflicts(plan, c.Files); err != nil {
			return nil, err
		}
	}
	if err := p.warnHidden(c.Plan(), c.private); err != nil {
		return nil, err
	}
	if !r.DryRun {
		defer p.env.Writing()()
		if err := p.exclude(exclude); err != nil {
			return nil, err
		}
		kept, err := p.session.Apply(ctx, plan, options)
		if err != nil {
			return nil, err
		}
		p.warnKept(kept)
	}
	if p.worktree != nil && p.worktree.Progress != "" {
		done.Notes = append(done.Notes, "git is in the middle of a "+p.worktree.Progress+": finish it before you commit this change")
	}
	done.Took = time.Since(started)
	return done, nil
}
