package disk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"syscall"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// carrier carries out a record, or undoes it. Each step looks first, and does not repeat what was done already, so that
// either can begin where an interrupted run stopped.
type carrier struct {
	*journal
	record record
	// lenient is for Recover: what the person changed since is kept, and what cannot go there is put aside. Otherwise it is
	// an error.
	lenient bool
	kept    []Kept
}

// errChanged is the error if something else is at a path than was looked at.
var errChanged = errors.New("was changed meanwhile")

// forward carries the record out: all steps, and then the change of git's index, whose lock may be lost.
func (c *carrier) forward(ctx context.Context) (lost bool, err error) {
	for number, s := range c.record.Steps {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		err := c.do(number, s)
		if errors.Is(err, errChanged) || errors.Is(err, fs.ErrExist) {
			return false, problem.Problem{File: c.shown(s.Path), Message: errChanged.Error(), Hints: []string{runAgain}}
		}
		if err != nil {
			return false, c.explain(s.Path, err)
		}
	}
	if err := c.settleAll(); err != nil {
		return false, err
	}
	return c.swapIndex()
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
		if err := c.mkdir(s.Path, 0o777); err != nil {
			return err
		}
		return c.ownNew(c.root, s.Path, s.Path)
	case s.Old.Mode.IsDir(): // makes room for a file, which is put aside if the person has put something into the folder
		if err := c.remove(c.root, s.Path); !c.lenient || !errors.Is(err, fs.ErrExist) { // what ENOTEMPTY is taken for
			return err
		}
		return nil
	case s.New.absent():
		return c.take(s.Path, c.inOld(number), s.Old)
	}
	if c.lenient { // since it was written, anything may have happened to it
		if staged, err := identAt(c.root, c.inNew(number)); err != nil || !c.record.is(staged, s.New) {
			return errors.Join(err, fmt.Errorf("%s: %w", c.shown(c.inNew(number)), errDamaged))
		}
	}
	if s.Old.absent() {
		return c.place(c.root, c.inNew(number), s.Path)
	}
	return c.replace(number, s)
}

// replace changes a file so that at any moment every other program sees either its old or its new content. The price is the
// moment between the last look and the rename: a file that an editor saves by a rename then is lost. What it saves through
// a descriptor that it holds open is not: see lateSaves.
func (c *carrier) replace(number int, s step) error {
	if err := c.keepCopy(s.Path, c.inOld(number)); err != nil {
		return err
	}
	now, err := look(c.root, s.Path)
	if err != nil || !c.record.is(now, s.Old) {
		return errors.Join(err, c.removeOld(c.root, c.inOld(number)), errChanged)
	}
	return c.rename(c.root, c.inNew(number), s.Path)
}

// take moves what is at a path into the journal, whatever it is at that moment. If it is not want, it goes back.
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

// blocked handles a path where neither old nor new is. If new is still in the journal, its place is taken; if not, the run
// put it there, and the person went on from it.
//
// Where a later step was done at the same path or at a folder above, what is there is not the person's. That is how files
// become folders, and folders files.
func (c *carrier) blocked(number int, s step) error {
	if !c.lenient {
		return errChanged
	}
	for _, later := range c.record.Steps[number+1:] {
		if later.New.absent() || s.Path != later.Path && !strings.HasPrefix(s.Path, later.Path+"/") {
			continue
		}
		if now, err := look(c.root, later.Path); err != nil || c.record.is(now, later.New) {
			return err
		}
	}
	if s.New.absent() && !s.Old.Mode.IsDir() {
		c.kept = append(c.kept, Kept{Path: s.Path})
		return nil
	}
	return c.putAside(c.inNew(number), s.Path)
}

// putAside leaves at a path what the person has there, and keeps the journal's file for it where close does not drop it.
func (c *carrier) putAside(name, p string) error {
	if have, err := identAt(c.root, name); err != nil || have.absent() {
		return err
	}
	aside, err := c.moveAside(name, p)
	if err == nil && aside != "" {
		c.kept = append(c.kept, Kept{Path: p, Aside: aside})
	}
	return err
}

// moveAside moves a file of the journal to a free path in the folder for what is put aside, and returns that path.
func (c *carrier) moveAside(name, p string) (string, error) {
	base, err := c.asideDir()
	if err != nil {
		return "", err
	}
	want := path.Join(base, p)
	for i := len(base) + 1; i < len(want); i++ { // unlike os.Root.MkdirAll, through no link
		if want[i] != '/' {
			continue
		}
		if err := c.mkdir(want[:i], 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		if err := isFolder(c.root, want[:i]); err != nil {
			return "", err
		}
	}
	aside := want
	err = c.place(c.root, name, aside)
	for again := 1; errors.Is(err, fs.ErrExist); again++ {
		aside = fmt.Sprintf("%s.%d", want, again)
		err = c.place(c.root, name, aside)
	}
	return aside, err
}

// lateSaves finds the files that another program changed through a descriptor that it held open while they were replaced:
// what it saved went into the file that the journal keeps. It is put aside.
//
// The journal's file is the same as the one that was replaced only where a hard link could be made. A program that keeps
// its descriptor open and writes after this has written into a file without a name: nothing can be done about that.
func (c *carrier) lateSaves() {
	for number, s := range c.record.Steps {
		if !isFile(s.Old.Mode) || s.Old.Mode == tree.Symlink {
			continue
		}
		now, err := identAt(c.root, c.inOld(number))
		if err != nil || now.absent() || now.SHA256 == s.Old.SHA256 {
			continue
		}
		if aside, err := c.moveAside(c.inOld(number), s.Path); err == nil {
			c.kept = append(c.kept, Kept{Path: s.Path, Aside: aside, Saved: true})
		}
	}
}

// back undoes the record, from its end. It goes on after an error, to put back all it can.
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
		if now.absent() {
			err = c.mkdir(s.Path, s.Old.Mode.Perm())
		}
		if err == nil && now != s.Old {
			err = c.chmod(c.root, s.Path, s.Old.Mode.Perm()) // the umask counts for mkdir
		}
		return err
	case c.record.is(now, s.Old):
		return nil
	case !c.record.is(now, s.New):
		return c.putAside(c.inOld(number), s.Path) // nothing in the journal: the run had not come here
	case s.New.Mode.IsDir():
		return c.removeIfEmpty(s.Path)
	case s.Old.absent():
		return c.take(s.Path, c.inNew(number), s.New)
	case s.New.absent():
		return c.place(c.root, c.inOld(number), s.Path)
	}
	return c.rename(c.root, c.inOld(number), s.Path)
}

// removeEmptied removes the folders that became empty. It is the last thing to happen, for it is not undone; a folder that
// cannot be removed does no harm.
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
			_ = c.removeIfEmpty(dir)
		}
	}
}

// removeIfEmpty removes a folder. It stays if it holds something, or is in use.
func (c *carrier) removeIfEmpty(dir string) error {
	err := c.remove(c.root, dir)
	for _, stays := range []error{fs.ErrExist, fs.ErrPermission, syscall.EBUSY} { // ENOTEMPTY is an fs.ErrExist
		if errors.Is(err, stays) {
			return nil
		}
	}
	return err
}

// settleAll waits until all that was done is on the disk: the record must not be removed before.
func (c *carrier) settleAll() error {
	folders := make(map[string]bool)
	for _, s := range c.record.Steps {
		folders[path.Dir(s.Path)] = true
	}
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		if err := settle(c.root, folder); err != nil && !isMissing(err) {
			return explain(c.shown(folder), "cannot be written", err)
		}
	}
	return nil
}
