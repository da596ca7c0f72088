// Package disk is the only writer of the program: confined by os.Root, all or nothing. Its callers decide what to write,
// and where.
package disk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Stage is a new project that is written beside its target. Nothing is at the target before Commit.
//
// It must end in Commit or Abort. The next run in the same folder removes what a killed run leaves behind.
type Stage struct {
	target target
	parent *os.Root // of target.parent
	name   string   // the stage's own folder, in parent
	marker *os.File // locked as long as this process lives
	root   *os.Root // of the project, in the stage
}

// NewStage starts a project at path, where nothing may be but an empty folder. Missing parent folders are created together
// with the project. Errors are problems that name the path as it was given.
func NewStage(ctx context.Context, path string) (*Stage, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t, err := locate(path)
	if err != nil {
		return nil, err
	}
	parent, err := os.OpenRoot(t.parent)
	if err != nil {
		return nil, explain(t.parent, "cannot open the folder", err)
	}
	sweep(parent)
	s := &Stage{target: t, parent: parent}
	if err := s.start(); err != nil {
		_ = s.Abort() // the first error says it all
		return nil, explain(t.path, "cannot be created in "+t.parent, err)
	}
	return s, nil
}

// start creates the stage's folder and, in it, the project's.
func (s *Stage) start() error {
	var err error
	if s.name, s.marker, err = claim(s.parent); err != nil {
		return err
	}
	dir := filepath.Join(s.name, projectDir)
	for _, name := range append([]string{""}, s.target.rest[1:]...) {
		dir = filepath.Join(dir, name)
		if err := s.parent.Mkdir(dir, 0o777); err != nil {
			return err
		}
	}
	if s.target.empty != nil { // as that folder, before anything is in it: what is created inherits a group by its setgid bit
		if err := own(s.parent, dir, s.target.empty); err != nil {
			return err
		}
		if err := s.parent.Chmod(dir, s.target.empty.Mode()&(fs.ModePerm|fs.ModeSetgid|fs.ModeSticky)); err != nil {
			return err
		}
	}
	s.root, err = s.parent.OpenRoot(dir)
	return err
}

// Commit moves the project to its target by one rename. If another process has created one of the folders above it
// meanwhile, the project goes into that folder. If it fails, nothing has changed there, and Abort must still be called.
func (s *Stage) Commit(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.root.Close(); err != nil { // Windows renames no folder that is open
		return explain(s.target.path, "cannot be created", err)
	}
	var err error
	doing := "cannot be created"
	if s.target.empty != nil {
		doing, err = "cannot replace the empty folder", s.replaceEmpty()
	} else {
		from, to := filepath.Join(s.name, projectDir), ""
		for i, name := range s.target.rest {
			to = filepath.Join(to, name)
			if i > 0 {
				from = filepath.Join(from, name)
			}
			if err = s.parent.Rename(from, to); err == nil || !isTaken(err) {
				break
			}
		}
	}
	if err != nil && isTaken(err) {
		return problem.Problem{
			File: s.target.path, Message: "was created by another process meanwhile: nothing was changed",
			Hints: []string{"check what is in " + s.target.path + ", or choose another name"},
		}
	}
	if err != nil {
		return explain(s.target.path, doing, err)
	}
	_ = s.Abort() // if the empty stage cannot be removed, the next run sweeps it
	return nil
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
	return err
}

// Abort removes the stage. It may be called at any time, and more than once. After Commit it does nothing.
func (s *Stage) Abort() error {
	if s.parent == nil {
		return nil
	}
	if s.root != nil {
		ignore(s.root.Close)
	}
	var err error
	if s.marker != nil {
		ignore(s.marker.Close) // Windows removes no file that is open
		err = discard(s.parent, s.name)
	}
	ignore(s.parent.Close)
	s.parent = nil
	return err
}

// isTaken reports whether a rename failed because of what is at its new path: a folder that is not empty, or a file.
func isTaken(err error) bool {
	return errors.Is(err, fs.ErrExist) || errors.Is(err, syscall.ENOTDIR)
}
