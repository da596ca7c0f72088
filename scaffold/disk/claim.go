package disk

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// What a stage's folder is called and holds.
const (
	stagePrefix = ".scaffold-stage-" // and what rand.Text gives, in lower case
	markerFile  = "marker"
	projectDir  = "project"
	markerText  = "scaffold is writing a project here, or was stopped while it did.\n" +
		"The next run of scaffold in the folder above removes what was left.\n"
)

var errSwept = errors.New("another run of scaffold took the stage for one that was left behind")

// claim makes a new folder for a stage, which nobody else can look into, and locks it. It tries again where a run that
// sweeps was faster than the lock.
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

// lockResult is what came of taking a lock.
type lockResult int

const (
	notLockable lockResult = iota // this system, or this file system, has no locks
	locked
	lockedByAnother
)

// mark makes and locks the marker. A run that sweeps can get the lock first, and even have removed the marker before
// this one gets it.
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
