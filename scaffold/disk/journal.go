package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// What the journal's folder is called and holds. The name of the record is the state of the run: see Apply.
const (
	memoryDir  = ".scaffold"
	journalDir = memoryDir + "/journal"
	lockName   = journalDir + "/lock"  // locked as long as a run lives
	redoName   = journalDir + "/redo"  // the record: carry it out
	undoName   = journalDir + "/undo"  // the record: take it back
	intentName = journalDir + "/index" // that of git: which lock on it is ours
	newDir     = journalDir + "/new"   // what will stand, by the number of its step
	oldDir     = journalDir + "/old"   // what stood, by the number of its step
	asideDir   = journalDir + "/aside" // what Recover could not put in its place, by path: the person's from then on
)

// journal is the folder of one run that changes a project. Its lock keeps other runs out.
type journal struct {
	dir   string // the project, as the person gave it
	root  *os.Root
	lock  *os.File
	reach func() // called after every single change to the disk; tests stop there
	keep  bool   // close leaves the record for Recover
}

// openJournal locks a project. Where the file system has no locks, two runs at once are not kept apart.
func openJournal(dir string, reach func()) (*journal, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, explain(dir, "cannot be opened", err)
	}
	if reach == nil {
		reach = func() {}
	}
	j := &journal{dir: dir, root: root, reach: reach}
	for range 16 {
		err = j.claim()
		if !errors.Is(err, errSwept) && !errors.Is(err, fs.ErrNotExist) { // the run before took its folder with it
			break
		}
	}
	if err == nil {
		return j, nil
	}
	j.tidy()
	ignore(root.Close)
	return nil, j.explain(journalDir, err)
}

func (j *journal) claim() error {
	for _, folder := range []struct {
		name string
		perm fs.FileMode
	}{{memoryDir, 0o777}, {journalDir, 0o700}} {
		if err := j.mkdir(folder.name, folder.perm); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		if err := j.mustBe(folder.name, fs.ModeDir); err != nil {
			return err
		}
	}
	if err := j.mustBe(lockName, 0); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := j.root.OpenFile(filepath.FromSlash(lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	j.reach()
	if err := j.hold(f); err != nil {
		ignore(f.Close)
		return err
	}
	j.lock = f
	return nil
}

// mustBe keeps a link, or whatever else a stranger's repository may bring, from being taken for a part of the journal.
func (j *journal) mustBe(name string, kind fs.FileMode) error {
	info, err := j.root.Lstat(filepath.FromSlash(name))
	if err != nil || info.Mode().Type() == kind {
		return err
	}
	return problem.Problem{
		File: j.shown(name), Message: "is not what scaffold keeps its journal in", Hints: []string{"move it away"},
	}
}

func (j *journal) hold(f *os.File) error {
	switch {
	case flock(f) == lockedByAnother:
		return j.busy(f)
	case !isAt(j.root, filepath.FromSlash(lockName), f):
		return errSwept
	}
	if f.Truncate(0) == nil { // who holds it is only for the message
		_, _ = fmt.Fprintf(f, "process %d", os.Getpid())
	}
	return nil
}

func (j *journal) busy(f *os.File) error {
	who := "another run of scaffold"
	if text, _ := io.ReadAll(io.LimitReader(f, 40)); strings.HasPrefix(string(text), "process ") {
		who += " (" + string(text) + ")"
	}
	return problem.Problem{
		File: j.dir, Message: who + " is changing this project", Hints: []string{"wait until it has ended, and try again"},
	}
}

// isClean tells whether no run was killed here, going by what is in the journal's folder.
func (j *journal) isClean() (bool, error) {
	names, err := j.names()
	for _, name := range names {
		if name != path.Base(lockName) && name != path.Base(asideDir) {
			return false, err
		}
	}
	return true, err
}

func (j *journal) names() ([]string, error) {
	f, err := j.root.Open(filepath.FromSlash(journalDir))
	if err != nil {
		return nil, err
	}
	defer ignore(f.Close)
	return f.Readdirnames(-1)
}

// close drops the journal, but for what was put aside, and lets other runs in. A part that does not go away does no harm:
// without its record the journal means nothing, and the next run removes it.
func (j *journal) close() {
	if !j.keep {
		_, _ = j.removeAll(redoName), j.removeAll(undoName)
		j.unlockIndex()
		for _, name := range []string{newDir, oldDir, intentName, redoName + temporary, intentName + temporary} {
			_ = j.removeAll(name)
		}
	}
	if j.remove(j.root, lockName) != nil { // Windows removes no file that is open
		ignore(j.lock.Close)
		_ = j.remove(j.root, lockName)
	}
	ignore(j.lock.Close)
	j.tidy()
	ignore(j.root.Close)
}

// tidy removes the journal's folders where they are empty.
func (j *journal) tidy() {
	for _, name := range []string{journalDir, memoryDir} {
		if j.mustBe(name, fs.ModeDir) != nil || j.remove(j.root, name) != nil {
			return
		}
	}
}

// shown names a path of the project as the person knows it.
func (j *journal) shown(p string) string { return filepath.Join(j.dir, filepath.FromSlash(p)) }
