package disk

import (
	"context"
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
// It is the only way to write below .git.
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
