package disk

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Options adjust Apply. The zero value is for a project without a repository.
type Options struct {
	Git GitChange // what changes in the repository together with the files
	// IgnoreModes is for file systems, and repositories (core.fileMode), without executable bits: they are not compared,
	// and a change of one alone writes nothing.
	IgnoreModes bool
	Progress    func(done, total int) // if not nil, called after each file that is prepared, one call at a time
}

// transaction is one run of Apply.
type transaction struct {
	*journal
	changes []tree.Change
	options Options
	record  record
	files   map[string]tree.File // the new contents, by path
}

func (t *transaction) run(ctx context.Context) ([]Kept, error) {
	s := survey{root: t.root, dir: t.dir, changes: t.changes, ignoreModes: t.options.IgnoreModes, git: t.options.Git}
	steps, err := s.steps(ctx)
	if err != nil {
		return nil, err
	}
	t.record = record{IgnoreModes: t.options.IgnoreModes, Steps: steps}
	if err := t.prepare(ctx); err != nil {
		return nil, err
	}
	c := carrier{journal: t.journal, record: t.record}
	lost, err := c.forward(ctx)
	if err == nil && lost {
		err = problem.Problem{
			File: filepath.Join(t.git.dir, indexLock), Message: "was removed while scaffold held it", Hints: []string{runAgain},
		}
	}
	if err != nil {
		return nil, c.giveUp(err)
	}
	c.removeEmptied()
	c.lateSaves()
	return c.kept, nil
}

// prepare does everything before the commit point, and reaches it.
func (t *transaction) prepare(ctx context.Context) error {
	t.files = make(map[string]tree.File, len(t.changes))
	for _, c := range t.changes {
		t.files[c.Path] = c.New
	}
	if len(t.options.Git.Files) > 0 {
		t.git = gitFolders{t.options.Git.Dir, t.options.Git.common()}
	}
	b, err := t.begin(t.options.Git)
	if err != nil {
		return err
	}
	if err := t.lockIndex(t.options.Git, b); err != nil {
		return err
	}
	if err := t.stage(ctx); err != nil {
		return err
	}
	if err := t.writeObjects(ctx, t.options.Git, b); err != nil {
		return err
	}
	if err := t.save(redoName, t.record, true); err != nil {
		_ = t.removeOld(t.home.root, redoName) // it may have its name, and not be on the disk
		return explain(t.home.path(redoName), "cannot be written", err)
	}
	return nil
}

// giveUp puts everything back, and returns the error for it. From here on, Recover would do the same.
func (c *carrier) giveUp(reason error) error {
	err := c.rename(c.home.root, redoName, undoName)
	if err == nil {
		err = c.back()
	}
	if err == nil {
		err = c.settleAll()
	}
	if err != nil {
		c.keep = true
		return because(reason, c.unfinished(err))
	}
	for _, k := range c.kept {
		reason = because(reason, problem.Problem{
			File: c.shown(k.Path), Message: "was changed meanwhile; your version stays, and what it replaced is in " + c.shown(k.Aside),
		})
	}
	return reason
}

// because adds a problem to the error that led to it.
func because(reason error, p problem.Problem) error {
	var list problem.List
	var one problem.Problem
	switch {
	case reason == nil:
		return p
	case errors.As(reason, &list):
	case errors.As(reason, &one):
		list = problem.List{one}
	default: // that of a context: it stays to be found
		return errors.Join(reason, problem.List{p})
	}
	return append(slices.Clip(list), p)
}
