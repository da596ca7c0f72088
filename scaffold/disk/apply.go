package disk

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Options are what Apply needs to know beside the plan. The zero value is that of a project without a repository.
type Options struct {
	Git GitChange // what changes in the repository together with the files
	// IgnoreModes is for file systems, and repositories (core.fileMode), in which the right to execute means nothing: it
	// is not compared, and a change of it alone writes nothing.
	IgnoreModes bool
	Progress    func(done, total int) // where not nil: called after every file that is prepared, one call at a time
	reach       func()                // for tests: see journal
}

// Apply carries a plan out in the project in dir: all of it or nothing. A plan that writes nothing costs nothing.
//
// Everything is looked at before anything is written. Where a path is not what Change.Old says, where a link or a file
// stands in place of a folder, where something that scaffold did not make is in the way, or a path is not safe, the error
// is a problem.List of all that was found. Nothing but the paths of the plan is ever changed, and folders that the plan
// leaves empty are removed. Where anything fails, or ctx ends, everything is put back.
//
// The technique is the redo log, or write-ahead log (Gray and Reuter, Transaction Processing, 1993, chapter 9): what will
// be done is on the disk before it is done. A run that is killed has left the project in one of these states, which
// differ by the record in .scaffold/journal/; Recover finds them, too.
//
//   - No record: new contents were being written into the journal; or all was done, or put back, and the journal was
//     being removed. The project is wholly as it was, or as it should be. What is left of the journal can go.
//   - redo: all new contents are on the disk, and so is the list of steps. This is the commit point. Each step is one
//     rename, link or removal of which the system makes all or nothing, so that every path is either old or new, and its
//     hash tells which: what is old can be made new, any number of times.
//   - undo: a step failed, and the run was putting back what it had done. What a step replaced or removed is kept in the
//     journal until the end, so that what is new can be made old, by the same reasoning.
//
// A record is complete and on the disk before it gets its name; half a record has another name, and means nothing.
func Apply(ctx context.Context, dir string, plan tree.Plan, o Options) error {
	changes := writing(plan, o.IgnoreModes)
	if len(changes) == 0 && len(o.Git.Files) == 0 {
		return ctx.Err()
	}
	j, err := openJournal(dir, o.reach)
	if err != nil {
		return err
	}
	defer j.close()
	if clean, err := j.isClean(); err != nil || !clean {
		j.keep = true
		if err != nil {
			return j.explain(journalDir, err)
		}
		return problem.Problem{
			File: dir, Message: "another run of scaffold was killed in this project meanwhile", Hints: []string{runAgain},
		}
	}
	t := transaction{journal: j, changes: changes, options: o}
	return t.run(ctx)
}

// writing gives the changes that need the disk.
func writing(plan tree.Plan, ignoreModes bool) []tree.Change {
	var changes []tree.Change
	for _, c := range plan {
		if !sameMode(c.Old.Mode, c.New.Mode, ignoreModes) || !bytes.Equal(c.Old.Data, c.New.Data) {
			changes = append(changes, c)
		}
	}
	return changes
}

// transaction is one run of Apply.
type transaction struct {
	*journal
	changes []tree.Change
	options Options
	record  record
	files   map[string]tree.File // what will stand, by path
}

func (t *transaction) run(ctx context.Context) error {
	s := survey{root: t.root, dir: t.dir, changes: t.changes, ignoreModes: t.options.IgnoreModes, git: t.options.Git}
	steps, err := s.steps(ctx)
	if err != nil {
		return err
	}
	t.record = record{IgnoreModes: t.options.IgnoreModes, Steps: steps}
	if err := t.prepare(ctx); err != nil {
		return err
	}
	c := carrier{journal: t.journal, record: t.record}
	if err := c.forward(ctx); err != nil {
		return c.giveUp(err)
	}
	lost, err := t.swapIndex()
	if err == nil && lost {
		err = problem.Problem{
			File: filepath.Join(t.options.Git.Dir, indexLock), Message: "was removed while scaffold held it", Hints: []string{runAgain},
		}
	}
	if err != nil {
		return c.giveUp(err)
	}
	c.removeEmptied()
	c.settleAll()
	return nil
}

// prepare does all that comes before the commit point, and that.
func (t *transaction) prepare(ctx context.Context) error {
	t.files = make(map[string]tree.File, len(t.changes))
	for _, c := range t.changes {
		t.files[c.Path] = c.New
	}
	if err := t.lockIndex(t.options.Git); err != nil {
		return err
	}
	if err := t.stage(ctx); err != nil {
		return err
	}
	if err := t.writeObjects(ctx, t.options.Git); err != nil {
		return err
	}
	if err := t.save(redoName, t.record); err != nil {
		return t.explain(redoName, err)
	}
	return nil
}

// giveUp puts everything back, and gives the error for it. From here on, Recover would do the same.
func (c *carrier) giveUp(reason error) error {
	err := c.rename(c.root, redoName, undoName)
	if err == nil {
		err = c.back()
	}
	if err != nil {
		c.keep = true
		return because(reason, c.unfinished(err))
	}
	c.settleAll()
	for _, k := range c.kept {
		reason = because(reason, problem.Problem{
			File: c.shown(k.Path), Message: "was changed meanwhile, and is kept: what stood there before is in " + c.shown(k.Aside),
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
