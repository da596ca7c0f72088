package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// The name of a stage's folder, and of what it holds.
const (
	stagePrefix = ".scaffold-stage-" // the rest is random
	markerFile  = "marker"
	projectDir  = "project"
	markerText  = "scaffold is creating a project here, or was interrupted.\n" +
		"The next run of scaffold in the parent folder removes the leftovers.\n"
)

var errSwept = errors.New("another scaffold command removed the folder as a leftover")

// claim creates and locks a new folder for a stage, which no other user can read. It tries again if another run sweeps the
// folder before its marker is locked.
func claim(parent *os.Root) (name string, marker *os.File, err error) {
	for range 16 {
		name = stagePrefix + randomName()
		if err = parent.Mkdir(name, 0o700); err != nil {
			return "", nil, err
		}
		path := filepath.Join(name, markerFile)
		marker, err = parent.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			if flock(marker) == lockedByAnother || !isAt(parent, path, marker) {
				err = errSwept
			} else if _, err = marker.WriteString(markerText); err == nil {
				return name, marker, nil
			}
			ignore(marker.Close)
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

func isAt(parent *os.Root, path string, f *os.File) bool {
	there, err := parent.Lstat(path)
	if err != nil {
		return false
	}
	open, err := f.Stat()
	return err == nil && os.SameFile(there, open)
}
