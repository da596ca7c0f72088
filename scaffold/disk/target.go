package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// target is where a new project goes.
type target struct {
	path   string      // as typed, cleaned
	parent string      // the deepest folder above it that exists
	rest   []string    // the names from there down to it, at least one
	empty  fs.FileInfo // of the empty folder that is there already, nil for none
}

// CheckTarget returns the error that NewStage returns for a path where no project can be created. It writes nothing, so it
// does not know whether the parent folder is writable.
func CheckTarget(path string) error {
	_, err := locate(path)
	return err
}

func locate(path string) (target, error) {
	t := target{path: filepath.Clean(path)}
	info, err := os.Lstat(t.path)
	if err == nil {
		return t.existing(info)
	}
	t.parent = t.path
	for isMissing(err) && filepath.Dir(t.parent) != t.parent {
		t.rest = append([]string{filepath.Base(t.parent)}, t.rest...)
		t.parent = filepath.Dir(t.parent)
		if info, err = os.Stat(t.parent); isMissing(err) {
			if _, missing := os.Lstat(t.parent); missing == nil {
				return t, problem.Problem{File: t.parent, Message: "is a broken link", Hints: []string{elsewhere}}
			}
		}
	}
	if err != nil {
		return t, explain(t.path, "cannot be read", err)
	}
	if !info.IsDir() {
		return t, problem.Problem{File: t.parent, Message: "is a file, not a folder", Hints: []string{elsewhere}}
	}
	return t, nil
}

const elsewhere = "choose another folder for the project"

// existing allows an empty folder, which many people create first, but no link to one: the project would replace the link,
// not the folder.
func (t target) existing(info fs.FileInfo) (target, error) {
	refuse := func(message string, hints ...string) (target, error) {
		return t, problem.Problem{File: t.path, Message: message, Hints: hints}
	}
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		return refuse("is a link", "use the folder that it links to, or choose another name")
	case !info.IsDir():
		return refuse("is an existing file", "choose another name")
	case info.Mode()&0o200 == 0:
		return refuse("is a read-only folder", "choose another name, or chmod u+w it")
	}
	entries, err := os.ReadDir(t.path)
	switch {
	case err != nil:
		return t, explain(t.path, "cannot be read", err)
	case len(entries) > 0:
		return refuse("already exists and is not empty", "choose another name, or empty it first")
	}
	if here, err := os.Stat("."); err == nil && os.SameFile(here, info) {
		return refuse("is the current folder, which would be replaced", "run scaffold from its parent folder")
	}
	t.parent, t.rest, t.empty = filepath.Dir(t.path), []string{filepath.Base(t.path)}, info
	return t, nil
}

// isMissing reports whether an error says that something does not exist: ENOENT, or ENOTDIR for a file in place of a parent
// folder. Any other error is no absence.
func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// IsMountPoint reports whether a folder is on another device than the one above it, so that no rename can replace it. It
// does not see a bind mount from the same device.
func IsMountPoint(dir string) bool {
	info, err := os.Stat(dir)
	above, errAbove := os.Stat(filepath.Dir(dir))
	return err == nil && errAbove == nil && written(info).Dev != written(above).Dev
}
