package disk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Outcome is what Recover found and did.
type Outcome struct {
	Result Result
	Kept   []Kept // what was kept aside, or was changed by the person after the run was interrupted
	// IndexKept reports that git's index stayed as it was: the lock with the new index in it is gone. All that is missing
	// is what git says about conflicts.
	IndexKept bool
	Why       error    // of Undone: why the run could not be completed; nil if it was going back already
	Strays    []string // paths in the project that have the name of a journal and no record in a place of the session
	// Old is the journal of an interrupted run of version 1.0.0, which kept it in the project; "" for none. It is not used:
	// a clone could have brought it.
	Old string
}

// Result is the fate of an interrupted run.
type Result uint8

// The results.
const (
	Nothing  Result = iota // no run was interrupted while it changed the project
	Undone                 // everything is as it was before that run
	Finished               // everything is as that run wanted it
)

// Kept is a path where the person's file stayed, because it was neither what the run found nor what it wrote.
type Kept struct {
	Path  string // in the project
	Aside string // in the project: the file that was to take its place; "" if it was to be removed
	// Saved is for the other way round: Path was replaced, and Aside is what another program saved there meanwhile.
	Saved bool
}

func (o *Outcome) join(other Outcome) {
	o.Result = max(o.Result, other.Result)
	o.Kept = append(o.Kept, other.Kept...)
	o.IndexKept = o.IndexKept || other.IndexKept
	if o.Why == nil {
		o.Why = other.Why
	}
}

// recoverAt recovers the run whose record is in a home.
func (s *Session) recoverAt(ctx context.Context, h *home) (Outcome, error) {
	j := s.journalAt(h)
	begun, err := j.loadBegun()
	switch {
	case isMissing(err):
		j.close() // half a record at most
		return Outcome{}, nil
	case errors.Is(err, errDamaged):
		// What a run puts on record may not have been on the disk, as when the power failed. A record of steps is written later,
		// and waits for it: if there is one, something else has damaged this one.
		if hasRecord(h.root, ".") {
			return Outcome{}, j.damaged(begunName)
		}
		j.close()
		return Outcome{}, nil
	case err != nil:
		return Outcome{}, explain(h.path(begunName), "cannot be read", err)
	}
	j.data = begun.Data
	if err := j.checkData(); err != nil {
		return Outcome{}, err
	}
	outcome, err := j.recover(ctx)
	j.keep = err != nil
	j.close()
	return outcome, err
}

// hasRecord reports whether a folder holds a record of steps, or something in its place.
func hasRecord(root *os.Root, folder string) bool {
	for _, name := range []string{redoName, undoName} {
		if _, err := root.Lstat(filepath.FromSlash(path.Join(folder, name))); !isMissing(err) {
			return true
		}
	}
	return false
}

// recover goes back if the run was going back already. Else it goes forward, and back if it cannot.
func (j *journal) recover(ctx context.Context) (Outcome, error) {
	undo, err := j.loadRecord(undoName)
	if err == nil {
		return j.recoverBack(undo, nil)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return Outcome{}, err
	}
	redo, err := j.loadRecord(redoName)
	if errors.Is(err, fs.ErrNotExist) {
		return Outcome{}, nil
	}
	if err != nil {
		return Outcome{}, err
	}
	c := carrier{journal: j, record: redo, lenient: true}
	lost, err := c.forward(ctx)
	switch {
	case err != nil && ctx.Err() != nil:
		return Outcome{}, err
	case err != nil:
		if failed := j.rename(j.home.root, redoName, undoName); failed != nil {
			return Outcome{}, because(err, j.unfinished(failed))
		}
		return j.recoverBack(redo, err)
	}
	c.removeEmptied()
	c.lateSaves()
	return Outcome{Result: Finished, Kept: c.kept, IndexKept: lost}, nil
}

func (j *journal) recoverBack(r record, why error) (Outcome, error) {
	c := carrier{journal: j, record: r, lenient: true}
	err := c.back()
	if err == nil {
		err = c.settleAll()
	}
	if err != nil {
		return Outcome{}, because(why, j.unfinished(err))
	}
	return Outcome{Result: Undone, Kept: c.kept, Why: why}, nil
}

// unfinished is the error if something could not even be put back.
func (j *journal) unfinished(err error) problem.Problem {
	return problem.Problem{
		File: j.dir, Message: "is partially updated: " + err.Error(),
		Hints: []string{
			"fix the cause, then run the command again: it starts by completing or undoing the change",
			"nothing is lost: what was replaced is in " + j.shown(j.inData(oldDir)) +
				"; to give up on recovering it, remove " + j.home.path(""),
		},
	}
}
