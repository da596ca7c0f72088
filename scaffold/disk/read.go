package disk

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Read gives what stands at some paths of the project in dir. Where nothing is, or a link stands in place of a folder on
// the way, the tree has no file. Links are values: none is followed. Where there is something that is neither a file nor
// a link, the tree has a file without content whose Mode is that type alone, such as fs.ModeDir.
func Read(ctx context.Context, dir string, paths []string) (tree.Tree, error) {
	for _, p := range paths {
		if !fs.ValidPath(p) || p == "." {
			return nil, problem.Problem{File: p, Message: "is not a path in a project"}
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, explain(dir, "cannot be read", err)
	}
	defer ignore(root.Close)
	r := reader{root: root, dir: dir, paths: paths, files: byFolder(paths), found: make([]tree.File, len(paths))}
	if err := inParallel(ctx, slices.Collect(maps.Keys(r.files)), r.readFolder); err != nil {
		return nil, err
	}
	t := make(tree.Tree, len(paths))
	for i, p := range paths {
		if f := r.found[i]; !f.Absent() {
			t[p] = f
		}
	}
	return t, nil
}

// reader reads some files of one project.
type reader struct {
	root  *os.Root
	dir   string
	paths []string
	files map[string][]int // by folder: the indices of its files in paths
	found []tree.File      // as paths; zero where there is none
	real  sync.Map         // by folder: whether it is one, and all above it are
}

func (r *reader) readFolder(ctx context.Context, folder string) error {
	if !r.isReal(folder) {
		return nil
	}
	root, err := r.root.OpenRoot(filepath.FromSlash(folder))
	if err != nil {
		return r.explain(folder, err)
	}
	defer ignore(root.Close)
	opened, err := root.Open(".")
	if err != nil {
		return r.explain(folder, err)
	}
	defer ignore(opened.Close)
	for _, i := range r.files[folder] {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := path.Base(r.paths[i])
		if f, ok := readQuickly(opened, name); ok {
			r.found[i] = f
			continue
		}
		f, err := readFile(root, name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return r.explain(r.paths[i], err)
		}
		r.found[i] = f
	}
	return nil
}

// isReal reports whether a folder is one, not a link to one, and so are all above it.
func (r *reader) isReal(folder string) bool {
	if folder == "." {
		return true
	}
	if known, ok := r.real.Load(folder); ok {
		return known.(bool)
	}
	is := r.isReal(path.Dir(folder))
	if is {
		info, err := r.root.Lstat(filepath.FromSlash(folder))
		is = err == nil && info.IsDir()
	}
	r.real.Store(folder, is)
	return is
}

func (r *reader) explain(p string, err error) error {
	return explain(filepath.Join(r.dir, filepath.FromSlash(p)), "cannot be read", err)
}

// readFile gives a zero file and fs.ErrNotExist where there is none.
func readFile(dir *os.Root, name string) (tree.File, error) {
	info, err := dir.Lstat(name)
	if err != nil {
		return tree.File{}, err
	}
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := dir.Readlink(name)
		if err != nil {
			return tree.File{}, err
		}
		return tree.File{Data: []byte(filepath.ToSlash(target)), Mode: tree.Symlink}, nil
	case !info.Mode().IsRegular():
		return tree.File{Mode: info.Mode().Type()}, nil
	}
	data, err := dir.ReadFile(name)
	if err != nil {
		return tree.File{}, err
	}
	return tree.File{Data: data, Mode: modeOf(info.Mode())}, nil
}

// modeOf goes by the owner's right to execute, as git does.
func modeOf(mode fs.FileMode) fs.FileMode {
	if mode&0o100 != 0 {
		return tree.Executable
	}
	return tree.Regular
}
