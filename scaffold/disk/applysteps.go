package disk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// carrier carries out what a record says, or takes it back. Every step looks first: what was done already is not done
// again, so that either may begin where a killed run stopped.
type carrier struct {
	*journal
	record record
	// lenient is how Recover works: what the person changed since is kept, and what cannot go there is put aside.
	// Otherwise it is an error.
	lenient bool
	kept    []Kept
}

// errChanged is the cause where something else stands than was looked at.
var errChanged = errors.New("was changed meanwhile")

// forward carries the record out.
func (c *carrier) forward(ctx context.Context) error {
	for number, s := range c.record.Steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := c.do(number, s); err != nil {
			return c.explainStep(s.Path, err)
		}
	}
	return nil
}

func (c *carrier) explainStep(p string, err error) error {
	if errors.Is(err, errChanged) || errors.Is(err, fs.ErrExist) {
		return problem.Problem{File: c.shown(p), Message: errChanged.Error(), Hints: []string{runAgain}}
	}
	return c.explain(p, err)
}

func (c *carrier) do(number int, s step) error {
	now, err := look(c.root, s.Path)
	switch {
	case err != nil:
		return err
	case c.record.is(now, s.New):
		return nil
	case !c.record.is(now, s.Old):
		return c.blocked(number, s)
	case s.New.Mode.IsDir():
		return c.mkdir(s.Path, 0o777)
	case s.Old.Mode.IsDir():
		return c.removeFolder(s.Path)
	case s.New.absent():
		return c.take(s.Path, inOld(number), s.Old)
	}
	if c.lenient { // since it was written, anything may have happened to it
		if staged, err := identAt(c.root, inNew(number)); err != nil || !c.record.is(staged, s.New) {
			return errors.Join(err, fmt.Errorf("%s: %w", c.shown(inNew(number)), errDamaged))
		}
	}
	if s.Old.absent() {
		return c.place(c.root, inNew(number), s.Path)
	}
	return c.replace(number, s)
}

// replace changes a file so that at any moment either its old or its new content stands there, for every other program.
// The price are the microseconds between the last look and the rename, in which a file that an editor saves is lost.
func (c *carrier) replace(number int, s step) error {
	if err := c.keepCopy(s.Path, inOld(number)); err != nil {
		return err
	}
	now, err := look(c.root, s.Path)
	if err != nil || !c.record.is(now, s.Old) {
		return errors.Join(err, c.removeOld(c.root, inOld(number)), errChanged)
	}
	return c.rename(c.root, inNew(number), s.Path)
}

// take moves what stands at a path into the journal, whatever it is at that moment. If it is something else than want,
// it goes back.
func (c *carrier) take(p, into string, want ident) error {
	if err := c.removeOld(c.root, into); err != nil { // a rename to another name of the same file would do nothing
		return err
	}
	if err := c.rename(c.root, p, into); err != nil {
		return err
	}
	taken, err := identAt(c.root, into)
	if err == nil && c.record.is(taken, want) {
		return nil
	}
	return errors.Join(err, c.place(c.root, into, p), errChanged)
}

// removeFolder makes room for a file. Where the person put something into the folder meanwhile, the file is in the way.
func (c *carrier) removeFolder(p string) error {
	err := c.remove(c.root, p)
	if c.lenient && errors.Is(err, fs.ErrExist) { // what ENOTEMPTY is taken for
		return nil
	}
	return err
}

// blocked is where neither old nor new stands. If new is still in the journal, its place is taken; if not, the run put it
// there, and the person went on from it.
func (c *carrier) blocked(number int, s step) error {
	switch {
	case !c.lenient:
		return errChanged
	case c.isCovered(number):
		return nil
	case s.New.absent() && !s.Old.Mode.IsDir():
		c.kept = append(c.kept, Kept{Path: s.Path})
		return nil
	}
	return c.putAside(inNew(number), s.Path)
}

// isCovered tells whether a later step was done at the same path or at a folder above: what stands there is not the
// person's then. Files become folders in that way, and folders files.
func (c *carrier) isCovered(number int) bool {
	p := c.record.Steps[number].Path
	for _, later := range c.record.Steps[number+1:] {
		if later.New.absent() || p != later.Path && !strings.HasPrefix(p, later.Path+"/") {
			continue
		}
		if now, err := look(c.root, later.Path); err == nil && c.record.is(now, later.New) {
			return true
		}
	}
	return false
}

// putAside leaves at a path what the person has there, and keeps what the journal has for it where it is not dropped.
func (c *carrier) putAside(name, p string) error {
	if have, err := identAt(c.root, name); err != nil || have.absent() {
		return err
	}
	aside := path.Join(asideDir, p)
	if err := c.root.MkdirAll(filepath.FromSlash(path.Dir(aside)), 0o700); err != nil {
		return err
	}
	err := c.place(c.root, name, aside)
	for again := 1; errors.Is(err, fs.ErrExist); again++ {
		aside = fmt.Sprintf("%s.%d", path.Join(asideDir, p), again)
		err = c.place(c.root, name, aside)
	}
	if err == nil {
		c.kept = append(c.kept, Kept{Path: p, Aside: aside})
	}
	return err
}

// back takes the record back, from its end. It goes on after an error, to bring back all it can.
func (c *carrier) back() error {
	var failed problem.List
	for number, s := range slices.Backward(c.record.Steps) {
		if err := c.undo(number, s); err != nil {
			failed = append(failed, problem.Problem{File: c.shown(s.Path), Message: "cannot be put back: " + cause(err).Error()})
		}
	}
	return failed.Err()
}

func (c *carrier) undo(number int, s step) error {
	now, err := look(c.root, s.Path)
	switch {
	case err != nil:
		return err
	case s.Old.Mode.IsDir() && (now.absent() || now.Mode.IsDir()):
		return c.restoreFolder(s, now)
	case c.record.is(now, s.Old):
		return nil
	case !c.record.is(now, s.New):
		return c.putAside(inOld(number), s.Path) // where the journal has nothing, the run had not come here
	case s.New.Mode.IsDir():
		_ = c.remove(c.root, s.Path) // it stays where the person has put something into it
		return nil
	case s.Old.absent():
		return c.take(s.Path, inNew(number), s.New)
	case s.New.absent():
		return c.place(c.root, inOld(number), s.Path)
	}
	return c.rename(c.root, inOld(number), s.Path)
}

func (c *carrier) restoreFolder(s step, now ident) error {
	if now.absent() {
		if err := c.mkdir(s.Path, s.Old.Mode.Perm()); err != nil {
			return err
		}
	}
	if now == s.Old {
		return nil
	}
	return c.chmod(c.root, s.Path, s.Old.Mode.Perm()) // the umask counts for mkdir
}

// removeEmptied removes the folders that became empty.
func (c *carrier) removeEmptied() {
	emptied := make(map[string]bool)
	for _, s := range c.record.Steps {
		if !s.New.absent() || s.Old.Mode.IsDir() {
			continue
		}
		for dir := path.Dir(s.Path); dir != "."; dir = path.Dir(dir) {
			emptied[dir] = true
		}
	}
	for _, dir := range slices.Backward(slices.Sorted(maps.Keys(emptied))) { // deepest first
		if now, err := look(c.root, dir); err == nil && now.Mode.IsDir() {
			_ = c.remove(c.root, dir) // it stays where it holds something
		}
	}
}

// settleAll waits until all that was done is on the disk: the record must not be gone before.
func (c *carrier) settleAll() {
	folders := make(map[string]bool)
	for _, s := range c.record.Steps {
		folders[path.Dir(s.Path)] = true
	}
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		c.settle(folder)
	}
}
