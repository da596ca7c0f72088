package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// All changes to the disk that Apply and Recover make are here, so that a test can stop after each of them.

func (j *journal) mkdir(name string, perm fs.FileMode) error {
	defer j.reach()
	return j.root.Mkdir(filepath.FromSlash(name), perm)
}

func (j *journal) rename(root *os.Root, from, to string) error {
	defer j.reach()
	return root.Rename(filepath.FromSlash(from), filepath.FromSlash(to))
}

func (j *journal) link(root *os.Root, from, to string) error {
	defer j.reach()
	return root.Link(filepath.FromSlash(from), filepath.FromSlash(to))
}

func (j *journal) remove(root *os.Root, name string) error {
	defer j.reach()
	return root.Remove(filepath.FromSlash(name))
}

func (j *journal) removeAll(name string) error {
	defer j.reach()
	return j.root.RemoveAll(filepath.FromSlash(name))
}

func (j *journal) chmod(root *os.Root, name string, perm fs.FileMode) error {
	defer j.reach()
	return root.Chmod(filepath.FromSlash(name), perm)
}

func (j *journal) symlink(root *os.Root, target, name string) error {
	defer j.reach()
	return root.Symlink(filepath.FromSlash(target), filepath.FromSlash(name))
}

// write writes a new file, and waits until it is on the disk.
func (j *journal) write(root *os.Root, name string, data []byte, perm fs.FileMode) error {
	defer j.reach()
	_, err := create(root, filepath.FromSlash(name), data, perm, true)
	return err
}

// settle waits until what happened in a folder is on the disk. Some systems and file systems cannot, and need not.
func (j *journal) settle(folder string) {
	f, err := j.root.Open(filepath.FromSlash(folder))
	if err != nil {
		return
	}
	_ = f.Sync()
	ignore(f.Close)
}

// removeOld removes what a run that was killed may have left at a name.
func (j *journal) removeOld(root *os.Root, name string) error {
	if err := j.remove(root, name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// place moves a file or a link to where nothing is, and gives fs.ErrExist where something is. A rename would replace what
// comes to be there in the last moment, a link does not; it is only for file systems without hard links.
func (j *journal) place(root *os.Root, from, to string) error {
	err := j.link(root, from, to)
	switch {
	case err == nil:
		return j.remove(root, from)
	case errors.Is(err, fs.ErrExist), errors.Is(err, fs.ErrNotExist):
		return err
	}
	if _, there := root.Lstat(filepath.FromSlash(to)); !errors.Is(there, fs.ErrNotExist) {
		return fs.ErrExist
	}
	return j.rename(root, from, to)
}

// keepCopy makes what stands at a path stand in the journal too. Where a hard link cannot be made, a copy is.
func (j *journal) keepCopy(from, to string) error {
	if err := j.removeOld(j.root, to); err != nil {
		return err
	}
	if j.link(j.root, from, to) == nil {
		return nil
	}
	info, err := j.root.Lstat(filepath.FromSlash(from))
	if err != nil {
		return err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		target, err := j.root.Readlink(filepath.FromSlash(from))
		if err != nil {
			return err
		}
		return j.symlink(j.root, target, to)
	}
	data, err := j.root.ReadFile(filepath.FromSlash(from))
	if err != nil {
		return err
	}
	if err := j.write(j.root, to, data, 0o600); err != nil {
		return err
	}
	return j.chmod(j.root, to, info.Mode().Perm())
}

// explain names a path of the project as the person knows it, and says what to do.
func (j *journal) explain(p string, err error) error {
	known := explain(j.shown(p), "cannot be changed", err)
	var is problem.Problem
	if !errors.As(known, &is) || len(is.Hints) == 0 || errors.As(err, new(problem.Problem)) {
		return known
	}
	if hint := hintForChange(err); hint != "" {
		is.Hints = []string{hint}
	}
	return is
}

func hintForChange(err error) string {
	is := func(target error) bool { return errors.Is(err, target) }
	switch {
	case is(syscall.ENOSPC), is(syscall.EDQUOT):
		return "free some space, and run the command again"
	case is(syscall.EROFS):
		return "that disk can only be read"
	case is(fs.ErrPermission):
		return "you may not write there: see who owns the file and the folder that it is in"
	case is(syscall.EXDEV):
		return "it is on another disk than the project's " + memoryDir + ", and no run can change both at once"
	case is(syscall.EBUSY):
		return "something is mounted there: unmount it, and run the command again"
	}
	return ""
}
