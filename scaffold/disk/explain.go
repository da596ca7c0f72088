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
// to do. A context's error stays what it is.
func explain(path, doing string, err error) error {
	var already problem.Problem
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.As(err, &already) {
		return err
	}
	p := problem.Problem{File: path, Message: doing + ": " + cause(err).Error()}
	if hint := hintFor(err); hint != "" {
		p.Hints = []string{hint}
	}
	return p
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
		return "free some space, or choose a place on another disk"
	case is(syscall.EDQUOT):
		return "your quota on that disk is used up: free some space, or choose a place on another disk"
	case is(syscall.EROFS):
		return "that disk can only be read: choose a place on another one"
	case is(fs.ErrPermission):
		return "you may not write there: choose another place, or ask for the right to"
	case is(syscall.ENAMETOOLONG):
		return "choose a shorter name, or a place that is less deep"
	case is(syscall.EFBIG):
		return "the system limits how large a file may be (ulimit -f): raise the limit"
	case is(syscall.EMFILE), is(syscall.ENFILE):
		return "too many files are open (ulimit -n): close some programs, or raise the limit"
	case is(syscall.EBUSY):
		return "something is mounted there: choose a new folder inside of it"
	case is(syscall.EXDEV):
		return "it is on another disk than the folder around it: choose a new folder inside of it"
	case is(syscall.ELOOP):
		return "a link on the way leads back to itself: choose another place"
	case is(fs.ErrNotExist):
		return "it was removed meanwhile: try again"
	}
	return ""
}

// ignore closes what was only read, or is given up: its error would change nothing.
func ignore(closing func() error) { _ = closing() }
