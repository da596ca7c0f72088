package disk

import (
	"errors"
	"io/fs"
	"path/filepath"
	"runtime"
	"syscall"
)

// place renames the project. If another process has created one of the folders above it meanwhile, the project goes into
// that folder.
func (s *Stage) place() error {
	if s.target.empty != nil {
		return s.replaceEmpty()
	}
	from, to := filepath.Join(s.name, projectDir), ""
	for i, name := range s.target.rest {
		to = filepath.Join(to, name)
		if i > 0 {
			from = filepath.Join(from, name)
		}
		err := s.parent.Rename(from, to)
		if err == nil {
			return nil
		}
		if !isTaken(err) {
			return explain(s.target.path, "cannot be created", err)
		}
	}
	return s.target.taken(s.target.path)
}

// replaceEmpty puts the project in the place of an empty folder, with the permissions of that folder. On POSIX systems a
// rename does both at once, and refuses a folder that is no longer empty (rename(2)); os.Root refuses any folder.
func (s *Stage) replaceEmpty() error {
	from, to := filepath.Join(s.name, projectDir), s.target.rest[0]
	err := syscall.Rename(filepath.Join(s.parent.Name(), from), filepath.Join(s.parent.Name(), to))
	if runtime.GOOS == "windows" && err != nil { // where a rename replaces no folder
		if err = syscall.Rmdir(s.target.path); err == nil || isMissing(err) {
			err = s.parent.Rename(from, to)
		}
	}
	switch {
	case err == nil:
		return nil
	case isTaken(err):
		return s.target.taken(s.target.path)
	}
	return explain(s.target.path, "cannot replace the empty folder", err)
}

// isTaken reports whether a rename failed because of what is at its new path: a folder that is not empty, or a file.
func isTaken(err error) bool {
	return errors.Is(err, fs.ErrExist) || errors.Is(err, syscall.ENOTDIR)
}

// copyRights sets the owner, group and permissions of a folder to those of the empty folder that it replaces.
func (s *Stage) copyRights(dir string) error {
	if err := own(s.parent, dir, s.target.empty); err != nil {
		return err
	}
	return s.parent.Chmod(dir, s.target.empty.Mode()&(fs.ModePerm|fs.ModeSetgid|fs.ModeSticky))
}
