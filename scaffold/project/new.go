package project

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"regexp"
	"slices"
	"syscall"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// NewRequest is a project to create.
type NewRequest struct {
	Answers
	Path       string // as typed; its last element is the project's name
	Source     string // the blueprint, "" for that of File, or to ask
	Repository RepositoryRequest
	DryRun     bool
}

// Answers are answers that somebody gave. What they leave open is asked, or takes the default.
type Answers struct {
	Flags []blueprint.Given
	Parts []blueprint.GivenPart
	File  *blueprint.AnswersFile // nil for none
}

// Made is a project that was created or, in a dry run, would be.
type Made struct {
	Path       string // as typed
	Blueprint  *blueprint.Blueprint
	Source     string // of the blueprint, as the project remembers it
	Answers    blueprint.Answers
	Files      tree.Tree
	Repository *Repository // nil for none
	Subject    string      // the first line of the first commit
	Notes      []problem.Problem
	Next       string // what the blueprint tells the person to do next
	Took       time.Duration
	DryRun     bool
}

// New renders a blueprint into a new project and makes its first commit.
func New(ctx context.Context, env Environment, r NewRequest) (*Made, error) {
	to, err := checkTarget(env, r.Path)
	if err != nil {
		return nil, err
	}
	repository, err := planRepository(env, to, r.Repository)
	if err != nil {
		return nil, err
	}
	own, err := env.defaults()
	if err != nil {
		return nil, err
	}
	b, source, from, err := chooseBlueprint(ctx, env, r, own.parsed)
	if err != nil {
		return nil, err
	}
	answers, err := resolve(ctx, b, blueprint.Input{
		Name: filepath.Base(to.path), Year: repository.identity.Author.When.UTC().Year(),
		Flags: r.Flags, Parts: r.Parts, File: r.File, Defaults: own.parsed,
	}, env.Ask)
	if err != nil {
		return nil, err
	}
	started := time.Now()
	if from.Name == "" {
		from = recorded(source, to.path)
	}
	state, err := scaffold.Render(ctx, b, answers, from)
	if err != nil {
		return nil, invalid(err)
	}
	if err := git.CheckPrivate(state.Files); err != nil {
		return nil, invalid(err)
	}
	next, err := render.Next(ctx, b, answers, problem.ShellPath(r.Path))
	if err != nil {
		return nil, invalid(err)
	}
	if to.isHere {
		next = regexp.MustCompile(`(?m)^\s*cd \.\n`).ReplaceAllString(next, "")
	}
	m := &Made{
		Path: r.Path, Blueprint: b, Source: state.Lock.Blueprint.Source, Answers: answers, Files: state.Files, Next: next, DryRun: r.DryRun,
		Subject: "Start " + answers.Name + " from " + b.Name + " " + b.Version,
	}
	for _, note := range answers.Notes {
		m.Notes = append(m.Notes, problem.Problem{Message: note})
	}
	m.Notes = slices.Concat(m.Notes, junkNotes(b, source), repository.notes)
	m.Took = time.Since(started)
	if !r.DryRun {
		if err := m.create(ctx, env, to, repository); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// chooseBlueprint takes the blueprint that the request or its answers file names, else asks, else takes that of the person's
// defaults, or micro.
func chooseBlueprint(
	ctx context.Context, env Environment, r NewRequest, own *blueprint.AnswersFile,
) (b *blueprint.Blueprint, source string, from scaffold.Source, err error) {
	source = r.Source
	if source == "" && r.File != nil {
		source = cmp.Or(r.File.Layout, r.File.Blueprint)
	}
	if source == "" && env.Ask.Source != nil {
		if source, err = env.Ask.Source(); err != nil {
			return nil, "", from, err
		}
	}
	if source == "" && own != nil {
		source = cmp.Or(own.Layout, own.Blueprint)
	}
	source = cmp.Or(source, "micro")
	b, from, err = env.load(ctx, source)
	if err != nil {
		return nil, "", from, err
	}
	if err := refuseCommands(b); err != nil {
		return nil, "", from, err
	}
	if env.Ask.Question != nil && !isBuiltIn(source) {
		err = invalid(render.Lint(ctx, b)) // before the person answers questions in vain
	}
	return b, source, from, err
}

// create puts the rendered files where they belong, and records the repository and what is to be said of it: the files that
// git itself would have passed through a program, such as that of Git LFS.
func (m *Made) create(ctx context.Context, env Environment, to destination, plan repositoryPlan) error {
	if env.Ask.Create != nil {
		yes, err := env.Ask.Create(m.Answers.Name, m.Files)
		if err != nil {
			return err
		}
		if !yes {
			return ErrDeclined
		}
	}
	started := time.Now()
	defer func() { m.Took += time.Since(started) }()
	defer env.Writing()()
	var made *git.Repository
	var err error
	if !to.inPlace {
		made, err = m.createBeside(ctx, env, plan)
	}
	if to.inPlace || errors.Is(err, syscall.EBUSY) { // a mount point that only a rename finds out about
		made, err = m.createInPlace(ctx, env, to, plan)
	}
	if err != nil || made == nil {
		return err
	}
	m.Repository = &Repository{Branch: made.Branch, Commit: made.Commit, LeftOut: made.LeftOut}
	for _, u := range made.Unfiltered {
		m.Notes = append(m.Notes, problem.Problem{
			File: u.Path, Message: "committed without running " + u.Why,
			Hints: []string{"to make the first commit right, in the project: git add --renormalize . && git commit --amend --no-edit"},
		})
	}
	return nil
}

// createBeside writes the files and the repository beside the target, and puts the whole in its place by one rename.
func (m *Made) createBeside(ctx context.Context, env Environment, plan repositoryPlan) (made *git.Repository, err error) {
	type packed struct {
		repository *git.Repository
		err        error
	}
	packing := make(chan packed, 1) // one processor compresses for git while the other writes the files
	go func() {
		r, err := plan.repository(m.Files, m.Subject)
		packing <- packed{r, err}
	}()
	stage, err := disk.NewStage(ctx, m.Path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if abort := stage.Abort(); err == nil {
			err = abort
		}
	}()
	written, err := stage.Write(ctx, m.Files, env.Progress)
	if err != nil {
		return nil, err
	}
	p := <-packing
	if p.err != nil {
		return nil, p.err
	}
	if p.repository != nil {
		stats := make([]git.Stat, len(written))
		for i, w := range written {
			stats[i] = git.Stat(w)
		}
		files, err := p.repository.Files(stats)
		if err != nil {
			return nil, err
		}
		if err := stage.WriteGit(ctx, gitFiles(files)); err != nil {
			return nil, err
		}
	}
	return p.repository, stage.Commit(ctx)
}
