package disk

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Place is a folder where the record of a change may be kept. It must be one that no clone, archive or copy of a project
// can bring along, such as git's own folder or one in the user's home: whoever can write there can already run code as
// the user. It is made when it is needed, and removed when it is empty.
type Place struct {
	Dir     string // absolute
	Project string // identifies the project among those that keep their records here
}

// The files of a home. The name of the record is the state of the run: see Session.Apply.
const (
	lockName  = "lock"  // locked while a session is open
	begunName = "begun" // what a run will create: where its files are, and which lock on git's index is its own
	redoName  = "redo"  // the record: carry it out
	undoName  = "undo"  // the record: take it back
)

// home is the folder of one project in a Place, locked by this process.
type home struct {
	place *os.Root
	name  string   // of the folder, in place
	root  *os.Root // of the folder
	lock  *os.File
	reach func()
}

// homeName returns the name of a project's folder in a place.
func homeName(project string) string { return sum([]byte(project))[:hex.EncodedLen(16)] }

// openHome locks the home of a project. With create it is made; without, the error is fs.ErrNotExist if there is none.
func openHome(p Place, create bool, reach func()) (h *home, err error) {
	for range 16 { // another session may remove the folders as they become empty
		if create {
			if err := os.MkdirAll(p.Dir, 0o700); err != nil {
				return nil, err
			}
		}
		h, err = openNamed(p.Dir, homeName(p.Project), create, reach)
		if !errors.Is(err, errSwept) && (!create || !errors.Is(err, fs.ErrNotExist)) {
			break
		}
	}
	return h, err
}

// openNamed is openHome for a folder whose name is known.
func openNamed(dir, name string, create bool, reach func()) (*home, error) {
	info, err := os.Lstat(dir)
	if err != nil {
		return nil, err
	}
	if !isOurs(info) {
		return nil, &fs.PathError{Op: "use", Path: dir, Err: fs.ErrPermission}
	}
	place, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	h := &home{place: place, name: name, reach: reach}
	if err := h.claim(create); err != nil {
		h.tidy()
		ignore(place.Close)
		return nil, err
	}
	return h, nil
}

func (h *home) claim(create bool) error {
	if create {
		if err := h.place.Mkdir(h.name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		h.reach()
	}
	if err := isFolder(h.place, h.name); err != nil {
		return err
	}
	root, err := h.place.OpenRoot(h.name)
	if err != nil {
		return err
	}
	flags := os.O_RDWR | syscall.O_NONBLOCK
	if create {
		flags |= os.O_CREATE
	}
	f, err := root.OpenFile(lockName, flags, 0o600)
	if err == nil {
		h.reach()
		if err = h.hold(root, f); err == nil {
			h.root, h.lock = root, f
			return nil
		}
		ignore(f.Close)
	}
	ignore(root.Close)
	return err
}

// isFolder returns an error unless name is a folder, and not a link to one.
func isFolder(root *os.Root, name string) error {
	info, err := root.Lstat(filepath.FromSlash(name))
	if err != nil || info.IsDir() {
		return err
	}
	return problem.Problem{
		File: filepath.Join(root.Name(), filepath.FromSlash(name)), Message: "must be a folder, found " + kindOf(info.Mode()),
		Hints: []string{"move it away, then run the command again"},
	}
}

// hold locks f, which is to be the lock of the home in root.
func (h *home) hold(root *os.Root, f *os.File) error {
	if flock(f) == lockedByAnother {
		who := "another scaffold command"
		if text, _ := io.ReadAll(io.LimitReader(f, 40)); strings.HasPrefix(string(text), "process ") {
			who += " (" + string(text) + ")"
		}
		return busyError{who}
	}
	if !isAt(root, lockName, f) {
		return errSwept
	}
	if f.Truncate(0) == nil { // who holds it is only for the message
		_, _ = fmt.Fprintf(f, "process %d", os.Getpid())
	}
	return nil
}

// busyError is the error where another process holds the lock.
type busyError struct{ who string }

func (e busyError) Error() string { return e.who + " is changing this project" }

// close releases the lock, and removes the home unless it holds a record.
func (h *home) close() {
	if remove(h.root, lockName) != nil { // Windows removes no file that is open
		ignore(h.lock.Close)
		_ = remove(h.root, lockName)
	}
	h.reach()
	ignore(h.lock.Close)
	ignore(h.root.Close)
	h.tidy()
	ignore(h.place.Close)
}

// tidy removes the folders that are empty.
func (h *home) tidy() {
	if remove(h.place, h.name) == nil {
		h.reach()
		_ = os.Remove(h.place.Name()) // fails while other projects have a home there
	}
}

// path returns the absolute path of a file of the home.
func (h *home) path(name string) string { return filepath.Join(h.place.Name(), h.name, name) }

func remove(root *os.Root, name string) error { return root.Remove(filepath.FromSlash(name)) }
