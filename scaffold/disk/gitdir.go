package disk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

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
	return s.writeGit(ctx, root, ".git", files)
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
	if err := s.writeGit(ctx, s.root, "", files); err != nil {
		return err
	}
	return s.Commit(ctx)
}

// writeGit writes the content of a git directory, which is at a path below the stage.
func (s *Stage) writeGit(ctx context.Context, root *os.Root, at string, files []GitFile) error {
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !fs.ValidPath(f.Path) || f.Path == "." {
			return problem.Problem{File: f.Path, Message: "must be a path below .git"}
		}
		perm, frozen := os.FileMode(0o666), f.Mode.Perm()&0o222 == 0
		switch {
		case frozen:
			perm = 0o444
		case f.Mode.Perm()&0o100 != 0: // a hook
			perm = 0o777
		}
		var err error
		if name := filepath.FromSlash(f.Path); f.Mode.IsDir() {
			err = root.Mkdir(name, 0o777)
		} else {
			_, err = create(root, name, f.Data, perm, frozen)
		}
		if err != nil {
			return s.explain(path.Join(at, f.Path), err)
		}
	}
	return nil
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
		switch lock := name + ".lock"; {
		case err != nil:
		case i > 0:
			err = appendTo(root, name, string(f.Data))
		default:
			if _, err = create(root, lock, f.Data, 0o666, true); err != nil {
				break
			}
			if _, err = root.Lstat(name); err == nil {
				err = fs.ErrExist
			} else if isMissing(err) {
				err = root.Rename(lock, name)
			}
			if err != nil {
				_ = root.Remove(lock)
			}
		}
		if err != nil {
			return explain(filepath.Join(dir, name), "cannot be written", err)
		}
	}
	return nil
}

// appendTo adds whole lines to a regular file, whose last line may have no end.
func appendTo(root *os.Root, name string, text string) error {
	f, err := root.OpenFile(name, os.O_RDWR|os.O_APPEND|os.O_CREATE|syscall.O_NONBLOCK, 0o666)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = errors.New("must be a file, found " + kindOf(info.Mode()))
	case info.Size() > 0:
		last := make([]byte, 1)
		if _, err = f.ReadAt(last, info.Size()-1); last[0] != '\n' {
			text = "\n" + text
		}
	}
	if err == nil {
		_, err = f.WriteString(text)
	}
	return errors.Join(err, f.Close())
}

// Exclude adds lines to info/exclude of a git directory, which ignores files in one clone alone. It is not part of a
// transaction: a line that ignores too much does no harm if the change after it fails.
func Exclude(gitDir string, lines []string) error {
	root, err := os.OpenRoot(gitDir)
	if err != nil {
		return explain(gitDir, "cannot be opened", err)
	}
	defer ignore(root.Close)
	const name = "info/exclude"
	if err = root.MkdirAll("info", 0o755); err == nil {
		err = appendTo(root, name, strings.Join(lines, "\n")+"\n")
	}
	if err != nil {
		return explain(filepath.Join(gitDir, name), "cannot be written", err)
	}
	return nil
}
