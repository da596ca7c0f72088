package disk

import (
	"errors"
	"io/fs"
	"path/filepath"
	"syscall"
)

// place renames the project. Where another process has made one of the folders above it meanwhile, the project goes into
// that one.
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

// replaceEmpty puts the project in the place of an empty folder, with the rights of that folder. rmdir(2) removes nothing
// else than an empty folder, whatever has come to be there meanwhile; os.Root has no such method.
func (s *Stage) replaceEmpty() error {
	from, to := filepath.Join(s.name, projectDir), s.target.rest[0]
	if err := s.copyMode(from); err != nil {
		return explain(s.target.path, "cannot get the rights of the folder that it replaces", err)
	}
	if err := syscall.Rmdir(s.target.path); err != nil && !isMissing(err) {
		if isTaken(err) {
			return s.target.taken(s.target.path)
		}
		return explain(s.target.path, "cannot take the place of the empty folder", err)
	}
	err := s.parent.Rename(from, to)
	if err == nil {
		return nil
	}
	if isTaken(err) {
		return s.target.taken(s.target.path)
	}
	if s.parent.Mkdir(to, 0o700) != nil || s.copyMode(to) != nil {
		return explain(s.target.path, "the empty folder is lost, and the project cannot be created", err)
	}
	return explain(s.target.path, "cannot be created", err)
}

// isTaken reports whether a rename failed because of what is at its new path: a folder that is not empty, or a file.
func isTaken(err error) bool {
	return errors.Is(err, fs.ErrExist) || errors.Is(err, syscall.ENOTDIR)
}

func (s *Stage) copyMode(dir string) error {
	return s.parent.Chmod(dir, s.target.empty.Mode()&(fs.ModePerm|fs.ModeSetgid|fs.ModeSticky))
}
