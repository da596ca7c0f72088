package disk

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The name of a stage's folder, and of what it holds.
const (
	stagePrefix = ".scaffold-stage-" // the rest is random
	markerFile  = "marker"
	projectDir  = "project"
	markerText  = "scaffold is writing a project here, or was stopped while it did.\n" +
		"The next run of scaffold in the folder above removes what was left.\n"
)

var errSwept = errors.New("another scaffold command removed the folder as a leftover")

// claim creates and locks a new folder for a stage, which no other user can read. It tries again if another run sweeps the
// folder before it is locked.
func claim(parent *os.Root) (name string, marker *os.File, err error) {
	for range 16 {
		name = stagePrefix + strings.ToLower(rand.Text())
		if err = parent.Mkdir(name, 0o700); err != nil {
			return "", nil, err
		}
		if marker, err = mark(parent, filepath.Join(name, markerFile)); err == nil {
			return name, marker, nil
		}
		if !errors.Is(err, errSwept) && !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	_ = discard(parent, name)
	return "", nil, err
}

// lockResult is the outcome of an attempt to lock a file.
type lockResult int

const (
	notLockable lockResult = iota // the system, or the file system, has no locks
	locked
	lockedByAnother
)

// mark creates and locks the marker. A run that sweeps may lock it first, and even remove it.
func mark(parent *os.Root, path string) (*os.File, error) {
	f, err := parent.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if flock(f) == lockedByAnother || !isAt(parent, path, f) {
		ignore(f.Close)
		return nil, errSwept
	}
	if _, err := f.WriteString(markerText); err != nil {
		ignore(f.Close)
		return nil, err
	}
	return f, nil
}

func isAt(parent *os.Root, path string, f *os.File) bool {
	there, err := parent.Lstat(path)
	if err != nil {
		return false
	}
	open, err := f.Stat()
	return err == nil && os.SameFile(there, open)
}
