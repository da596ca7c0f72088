package disk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"syscall"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// explain turns an error of the system into a problem that names the person's path, not that of the stage, and says what
// to do. A context's error stays as it is.
func explain(path, doing string, err error) error {
	return explained(path, doing, err, hintFor(err))
}

func explained(path, doing string, err error, hint string) error {
	var already problem.Problem
	var list problem.List
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.As(err, &already) || errors.As(err, &list) {
		return err
	}
	p := problem.Problem{File: path, Message: doing + ": " + cause(err).Error()}
	if hint != "" {
		p.Hints = []string{hint}
	}
	return systemError{p, err}
}

// cause drops the operation and the path that package os puts in front.
func cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

func hintFor(err error) string {
	is := func(target error) bool { return errors.Is(err, target) }
	switch {
	case is(syscall.ENOSPC):
		return "free some space, or choose a folder on another disk"
	case is(syscall.EDQUOT):
		return "your disk quota is used up: free some space, or choose a folder on another disk"
	case is(syscall.EROFS):
		return "that disk is read-only: choose a folder on another one"
	case is(fs.ErrPermission):
		return "choose another folder, or ask for permission to write there"
	case is(syscall.ENAMETOOLONG):
		return "choose a shorter name, or a less deeply nested folder"
	case is(syscall.EFBIG):
		return "raise the limit on the size of files (ulimit -f)"
	case is(syscall.EMFILE), is(syscall.ENFILE):
		return "close some programs, or raise the limit on open files (ulimit -n)"
	case is(syscall.EBUSY):
		return "something is mounted there: choose a new folder inside it"
	case is(syscall.EXDEV):
		return "it is on a different disk from its parent folder: choose a new folder inside it"
	case is(syscall.ELOOP):
		return "a link in the path leads back to itself: choose another place"
	case is(fs.ErrNotExist):
		return "it was removed meanwhile: try again"
	}
	return ""
}

// ignore closes what was only read, or is given up: its error changes nothing.
func ignore(closing func() error) { _ = closing() }
