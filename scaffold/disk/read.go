package disk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Read returns what is at some paths of the project in dir. Where nothing is, or a link is in place of a folder on the
// way, the tree has no file. Links are values: none is followed. For what is neither a file nor a link, the tree has a file
// without content whose Mode is that type alone, such as fs.ModeDir.
//
// Only what the system says is missing counts as missing: any other error ends the call. Files that are too large to be
// worked with, alone or together, are an error, too: their sizes are known before they are read.
func Read(ctx context.Context, dir string, paths []string) (tree.Tree, error) {
	for _, p := range paths {
		if !fs.ValidPath(p) || p == "." {
			return nil, problem.Problem{File: p, Message: "must be a path in a project"}
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, explain(dir, "cannot be read", err)
	}
	defer ignore(root.Close)
	found, err := readAll(ctx, root, dir, paths)
	if err != nil {
		return nil, err
	}
	there := 0
	for _, f := range found {
		if !f.Absent() {
			there++
		}
	}
	t := make(tree.Tree, there)
	for i, p := range paths {
		if f := found[i]; !f.Absent() {
			t[p] = f
		}
	}
	return t, nil
}

// readAll returns what is at each path, the zero File for nothing.
func readAll(ctx context.Context, root *os.Root, dir string, paths []string) ([]tree.File, error) {
	r := reader{root: root, dir: dir, paths: paths, files: byFolder(paths), found: make([]tree.File, len(paths))}
	return r.found, eachFolder(ctx, r.files, r.readFolder)
}

// reader reads some files of one project.
type reader struct {
	root  *os.Root
	dir   string
	paths []string
	files map[string][]int // by folder: the indices of its files in paths
	found []tree.File      // as paths; zero where there is none
	real  sync.Map         // by folder: whether it is one, and all above it are
	size  atomic.Int64     // of all contents so far
}

// The largest sizes, of one file and of all files of one call.
const (
	mostFile  = 64 << 20
	mostFiles = 128 << 20
)

// ErrTooLarge is what Read returns, with a problem, if files are too large to be worked with.
var ErrTooLarge = errors.New("too large")

// tooLarge returns the error for a file that is too large.
func tooLarge(size, most int64) error {
	return fmt.Errorf("is %w (%.1f MB; limit %d MiB)", ErrTooLarge, float64(size)/1e6, most>>20)
}

func (r *reader) readFolder(ctx context.Context, folder string) error {
	if is, err := r.isReal(folder); !is {
		return err
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
		f, ok := readQuickly(opened, name)
		if !ok {
			var err error
			if f, err = readFile(root, name, mostFile); err != nil && !isMissing(err) {
				return r.explain(r.paths[i], err)
			}
		}
		if r.size.Add(int64(len(f.Data))) > mostFiles {
			p := problem.Problem{File: r.dir, Message: fmt.Sprintf("the files of the project are too large (limit %d MiB together)", mostFiles>>20)}
			return systemError{p, ErrTooLarge}
		}
		r.found[i] = f
	}
	return nil
}

// isReal reports whether a folder is one, not a link to one, and so are all above it.
func (r *reader) isReal(folder string) (bool, error) {
	if folder == "." {
		return true, nil
	}
	if known, ok := r.real.Load(folder); ok {
		return known.(bool), nil
	}
	is, err := r.isReal(path.Dir(folder))
	if err != nil {
		return false, err
	}
	if is {
		info, err := r.root.Lstat(filepath.FromSlash(folder))
		if err != nil && !isMissing(err) {
			return false, r.explain(folder, err)
		}
		is = err == nil && info.IsDir()
	}
	r.real.Store(folder, is)
	return is, nil
}

func (r *reader) explain(p string, err error) error {
	shown := filepath.Join(r.dir, filepath.FromSlash(p))
	if errors.Is(err, ErrTooLarge) {
		return systemError{problem.Problem{File: shown, Message: err.Error()}, ErrTooLarge}
	}
	return explain(shown, "cannot be read", err)
}

// readFile returns a file or a link. The error is one of isMissing if there is none, and ErrTooLarge if the file has more
// than most bytes, even if it grew after its size was asked for.
func readFile(dir *os.Root, name string, most int64) (tree.File, error) {
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
	case info.Size() > most:
		return tree.File{}, tooLarge(info.Size(), most)
	}
	f, err := dir.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0) // another program may have put a pipe there meanwhile
	if err != nil {
		return tree.File{}, err
	}
	defer ignore(f.Close)
	if now, err := f.Stat(); err != nil || !now.Mode().IsRegular() {
		return tree.File{Mode: fs.ModeIrregular}, err
	}
	var data bytes.Buffer
	data.Grow(int(info.Size()) + bytes.MinRead)
	n, err := data.ReadFrom(io.LimitReader(f, most+1))
	switch {
	case err != nil:
		return tree.File{}, err
	case n > most:
		return tree.File{}, tooLarge(n, most)
	}
	return tree.File{Data: data.Bytes(), Mode: modeOf(info.Mode())}, nil
}

// modeOf goes by the owner's executable bit, as git does.
func modeOf(mode fs.FileMode) fs.FileMode {
	if mode&0o100 != 0 {
		return tree.Executable
	}
	return tree.Regular
}
