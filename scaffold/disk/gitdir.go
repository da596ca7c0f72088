package disk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// GitFile is a file or a folder below .git.
type GitFile struct {
	Path string // below .git, with slashes
	Data []byte
	Mode fs.FileMode // fs.ModeDir for a folder
}

// WriteGit creates .git and its content, in the order given; a folder comes before what it holds. Read-only files are those
// that git addresses by hash: they are on the disk when it returns, as git does by default for packs (core.fsync). The
// others, like the files of the project, reach it when the system writes them.
//
// Only this, CreateRepository, StartBranch and Session.Apply write below .git.
func (s *Stage) WriteGit(ctx context.Context, files []GitFile) error {
	if err := s.mkdir(".git"); err != nil {
		return err
	}
	root, err := s.root.OpenRoot(".git")
	if err != nil {
		return s.explain(".git", err)
	}
	defer ignore(root.Close)
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := writeGitFile(root, f); err != nil {
			return s.explain(path.Join(".git", f.Path), err)
		}
	}
	return nil
}

// CreateRepository creates .git with its content in a folder that has none: beside its place, and then by one rename.
func CreateRepository(ctx context.Context, dir string, files []GitFile) (err error) {
	s, err := NewStage(ctx, filepath.Join(dir, ".git"))
	if err != nil {
		return err
	}
	defer func() {
		if abort := s.Abort(); err == nil {
			err = abort
		}
	}()
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := writeGitFile(s.root, f); err != nil {
			return s.explain(f.Path, err)
		}
	}
	return s.Commit(ctx)
}

// StartBranch creates a branch that does not exist yet, the first of the files, and then its logs, which may exist. As git
// does, it writes the branch under the name of its lock, and fails if another process holds that.
func StartBranch(dir string, files []GitFile) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return explain(dir, "cannot be opened", err)
	}
	defer ignore(root.Close)
	for i, f := range files {
		name := filepath.FromSlash(f.Path)
		err := root.MkdirAll(filepath.Dir(name), 0o777)
		if err == nil && i == 0 {
			err = startBranch(root, name, f.Data)
		} else if err == nil {
			err = appendTo(root, name, f.Data)
		}
		if err != nil {
			return explain(filepath.Join(dir, name), "cannot be written", err)
		}
	}
	return nil
}

func startBranch(root *os.Root, name string, data []byte) error {
	lock := name + ".lock"
	if _, err := create(root, lock, data, 0o666, true); err != nil {
		return err
	}
	_, err := root.Lstat(name)
	if err == nil {
		err = fs.ErrExist
	}
	if isMissing(err) {
		err = root.Rename(lock, name)
	}
	if err != nil {
		_ = root.Remove(lock)
	}
	return err
}

func appendTo(root *os.Root, name string, data []byte) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

func writeGitFile(root *os.Root, f GitFile) error {
	if !fs.ValidPath(f.Path) || f.Path == "." {
		return problem.Problem{File: f.Path, Message: "must be a path below .git"}
	}
	name := filepath.FromSlash(f.Path)
	if f.Mode.IsDir() {
		return root.Mkdir(name, 0o777)
	}
	perm, frozen := os.FileMode(0o666), f.Mode.Perm()&0o222 == 0
	switch {
	case frozen:
		perm = 0o444
	case f.Mode.Perm()&0o100 != 0: // a hook
		perm = 0o777
	}
	_, err := create(root, name, f.Data, perm, frozen)
	return err
}
