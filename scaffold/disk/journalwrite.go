package disk

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"syscall"
)

// Apply and Recover change the disk only by these methods, so that a test can stop after each change.

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

func (j *journal) own(root *os.Root, name string, like fs.FileInfo) error {
	defer j.reach()
	return own(root, name, like)
}

// ownNew sets the owner and group of a file that root creates to those of the nearest existing folder above it, so that a
// container that runs as root does not take over a project. It does nothing for other users.
func (j *journal) ownNew(root *os.Root, name, at string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	for dir := path.Dir(at); ; dir = path.Dir(dir) {
		info, err := j.root.Lstat(filepath.FromSlash(dir))
		if err == nil {
			return j.own(root, name, info)
		}
		if !isMissing(err) || dir == "." {
			return err
		}
	}
}

func (j *journal) symlink(root *os.Root, target, name string) error {
	defer j.reach()
	return root.Symlink(filepath.FromSlash(target), filepath.FromSlash(name))
}

// write creates a file, and waits until it is on the disk.
func (j *journal) write(root *os.Root, name string, data []byte, perm fs.FileMode) error {
	defer j.reach()
	_, err := create(root, filepath.FromSlash(name), data, perm, true)
	return err
}

// settle waits until the entries of a folder are on the disk. Some systems and file systems cannot, and need not.
func settle(root *os.Root, folder string) error {
	f, err := root.Open(filepath.FromSlash(folder))
	if err != nil {
		return err
	}
	defer ignore(f.Close)
	err = f.Sync()
	if errors.Is(err, syscall.EIO) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return err
	}
	return nil
}

// removeOld removes a file that an interrupted run may have left.
func (j *journal) removeOld(root *os.Root, name string) error {
	if err := j.remove(root, name); err != nil && !isMissing(err) {
		return err
	}
	return nil
}

// place moves a file or a link to a path where nothing is. The error is fs.ErrExist if something is there. A rename would
// replace what another program puts there in the last moment, a hard link does not; so a rename is only for where no hard
// link can be made.
func (j *journal) place(root *os.Root, from, to string) error {
	err := j.link(root, from, to)
	switch {
	case err == nil:
		return j.remove(root, from)
	case errors.Is(err, fs.ErrExist), isMissing(err):
		return err
	}
	switch _, there := root.Lstat(filepath.FromSlash(to)); {
	case there == nil:
		return fs.ErrExist
	case !isMissing(there):
		return there
	}
	return j.rename(root, from, to)
}

// keepCopy keeps what is at a path in the journal too: by a hard link, or else by a copy.
func (j *journal) keepCopy(from, to string) error {
	if err := j.removeOld(j.root, to); err != nil {
		return err
	}
	if err := j.link(j.root, from, to); err == nil || isMissing(err) {
		return err
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

// explain words an error at a path of the project, and says what to do.
func (j *journal) explain(p string, err error) error {
	is := func(target error) bool { return errors.Is(err, target) }
	hint := hintFor(err)
	switch {
	case is(syscall.ENOSPC), is(syscall.EDQUOT):
		hint = "free some space, then run the command again"
	case is(syscall.EROFS):
		hint = "that disk is read-only"
	case is(fs.ErrPermission):
		hint = "check who owns the file and its folder"
	case is(syscall.EXDEV):
		hint = "it is on a different disk from the project's " + memoryDir + "; scaffold cannot change both at once"
	case is(syscall.EBUSY):
		hint = "something is mounted there: unmount it, then run the command again"
	}
	return explained(j.shown(p), "cannot be changed", err, hint)
}
