package disk

import (
	"context"
	"errors"
	"io"
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
	for _, i := range r.files[folder] {
		if err := ctx.Err(); err != nil {
			return err
		}
		f, err := readFile(root, path.Base(r.paths[i]))
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
	data, err := readContent(dir, name, info.Size())
	if err != nil {
		return tree.File{}, err
	}
	return tree.File{Data: data, Mode: modeOf(info)}, nil
}

// readContent is dir.ReadFile for a file of a known size, of which there are thousands. It spares the runtime five of nine
// system calls, by which that finds out that a file is nothing to poll, and how large it is.
func readContent(dir *os.Root, name string, size int64) (data []byte, err error) {
	f, err := dir.OpenFile(name, os.O_RDONLY|withoutPolling, 0)
	if err != nil {
		return nil, err
	}
	defer ignore(f.Close)
	data = make([]byte, 0, size+1) // one more, to see the end
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil:
			return nil, err
		case len(data) == cap(data):
			data = slices.Grow(data, cap(data))
		}
	}
}

// modeOf goes by the owner's right to execute, as git does.
func modeOf(info fs.FileInfo) fs.FileMode {
	if info.Mode()&0o100 != 0 {
		return tree.Executable
	}
	return tree.Regular
}
