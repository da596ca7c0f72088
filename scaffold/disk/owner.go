package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// systemError is a problem that a system call caused, so that callers can ask for either.
type systemError struct {
	problem.Problem
	cause error
}

func (e systemError) Unwrap() []error { return []error{e.Problem, e.cause} }

// Owner returns the user who owns what is at a path, with links followed. It is not known on systems without user IDs.
func Owner(path string) (uid int, known bool, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, false, explain(path, "cannot be read", err)
	}
	uid, known = ownerOf(info)
	return uid, known, nil
}

// isOurs reports whether something is a folder, no link, that belongs to the user that this process runs as.
func isOurs(info fs.FileInfo) bool {
	uid, known := ownerOf(info)
	return info.IsDir() && (!known || uid == os.Geteuid())
}

// own sets the owner and group of a new file to those of like. Where the system does not permit that, as for everybody but
// root, the file keeps the owner and group that it was created with.
func own(root *os.Root, name string, like fs.FileInfo) error {
	info, err := root.Lstat(filepath.FromSlash(name))
	if err != nil {
		return err
	}
	uid, known := ownerOf(like)
	gid, _ := groupOf(like)
	is, _ := ownerOf(info)
	group, _ := groupOf(info)
	if !known || uid == is && gid == group {
		return nil
	}
	err = root.Lchown(filepath.FromSlash(name), uid, gid)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}
