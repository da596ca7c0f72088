package disk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Outcome is what Recover found and did.
type Outcome struct {
	Result Result
	Kept   []Kept // what the person changed after the run was killed
	// IndexKept tells that the index of git stayed as it is: its lock, with the new index in it, is gone. Only what git
	// says about conflicts is missing.
	IndexKept bool
	Why       error // of Undone: why the run could not be finished, nil where it had begun to go back itself
}

// Result is what became of a run that was killed.
type Result uint8

// The results.
const (
	Nothing  Result = iota // no run was killed, or none that was in the midst of changing the project
	Undone                 // everything is as it was before that run
	Finished               // everything is as that run wanted it
)

// Kept is a path at which the person's file stayed, because it was neither what the run found nor what it wrote.
type Kept struct {
	Path  string // in the project
	Aside string // in the project: where the file is that was to stand there; "" for one that was to be removed
}

// Recover finishes what a killed run of Apply had begun in the project in dir, or undoes it: see Apply for the states.
// It must come before anything of the project is read. Where no run was killed it only looks, and writes nothing.
//
// A run that had reached its commit point is finished. If that fails, it is undone. What the person changed in between is
// never overwritten. After an error, the next call tries again.
func Recover(ctx context.Context, dir string) (Outcome, error) {
	return recoverProject(ctx, dir, nil)
}

func recoverProject(ctx context.Context, dir string, reach func()) (Outcome, error) {
	if wasKilled, err := looksKilled(dir); !wasKilled {
		return Outcome{}, err
	}
	j, err := openJournal(dir, reach)
	if err != nil {
		return Outcome{}, err
	}
	defer j.close()
	outcome, err := j.recover(ctx)
	j.keep = err != nil
	return outcome, err
}

func looksKilled(dir string) (bool, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return false, explain(dir, "cannot be opened", err)
	}
	defer ignore(root.Close)
	j := journal{dir: dir, root: root}
	names, err := j.names()
	if isMissing(err) {
		return false, nil
	}
	if err != nil {
		return false, j.explain(journalDir, err)
	}
	return !slices.Equal(names, []string{path.Base(asideDir)}), nil
}

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
	return j.recoverForward(ctx, redo)
}

func (j *journal) recoverForward(ctx context.Context, r record) (Outcome, error) {
	c := carrier{journal: j, record: r, lenient: true}
	err := c.forward(ctx)
	if err != nil && ctx.Err() != nil {
		return Outcome{}, err
	}
	lost := false
	if err == nil {
		lost, err = j.swapIndex()
	}
	if err != nil {
		if failed := j.rename(j.root, redoName, undoName); failed != nil {
			return Outcome{}, because(err, j.unfinished(failed))
		}
		return j.recoverBack(r, err)
	}
	c.removeEmptied()
	c.settleAll()
	return Outcome{Result: Finished, Kept: c.kept, IndexKept: lost}, nil
}

func (j *journal) recoverBack(r record, why error) (Outcome, error) {
	c := carrier{journal: j, record: r, lenient: true}
	if err := c.back(); err != nil {
		return Outcome{}, because(why, j.unfinished(err))
	}
	c.settleAll()
	return Outcome{Result: Undone, Kept: c.kept, Why: why}, nil
}

// unfinished is the error where something could not even be put back.
func (j *journal) unfinished(err error) problem.Problem {
	return problem.Problem{
		File: j.dir, Message: "is half changed: " + err.Error(),
		Hints: []string{"what is missing is in " + j.shown(journalDir) + ", and nothing is lost: remove what is in the way, and run scaffold here again"},
	}
}
