package disk

import (
	"context"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Written is what the file system says of a file: what git's index records. Numbers are cut to 32 bits, as git does; those
// that a system does not have are zero.
type Written struct {
	Path         string // in the project, with slashes
	CTime, MTime time.Time
	Dev, Inode   uint32
	UID, GID     uint32
	Size         uint32 // bytes
}

// Write writes the files of t, none of which may be there yet. Regular files get mode 0666 and executable ones 0777,
// less the umask; private ones 0600. It returns what it wrote, in path order, and calls progress, if not nil, after each
// file, one call at a time.
//
// Nothing is written if Tree.Check finds anything. After an error, only Abort may be called.
func (s *Stage) Write(ctx context.Context, t tree.Tree, progress func(done, total int)) ([]Written, error) {
	if err := t.Check().Err(); err != nil {
		return nil, err
	}
	paths := t.Paths()
	w := writer{stage: s, tree: t, paths: paths, files: byFolder(paths), written: make([]Written, len(paths)), progress: progress}
	if err := w.makeFolders(ctx); err != nil {
		return nil, err
	}
	if err := inParallel(ctx, slices.Sorted(maps.Keys(w.files)), w.writeFolder); err != nil {
		return nil, err
	}
	return w.written, nil
}

// writer writes one tree.
type writer struct {
	stage    *Stage
	tree     tree.Tree
	paths    []string         // sorted
	files    map[string][]int // by folder: the indices of its files in paths
	written  []Written        // as paths
	progress func(done, total int)
	mu       sync.Mutex // of done and progress
	done     int
}

func (w *writer) makeFolders(ctx context.Context) error {
	all := map[string]bool{".": true}
	for dir := range w.files {
		for ; !all[dir]; dir = path.Dir(dir) {
			all[dir] = true
		}
	}
	delete(all, ".")
	for _, dir := range slices.Sorted(maps.Keys(all)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.stage.mkdir(dir); err != nil {
			return err
		}
	}
	return nil
}

// writeFolder writes the files of one folder. The folder is open, so that the path of a file has one element and is found
// at once.
func (w *writer) writeFolder(ctx context.Context, dir string) error {
	root, err := w.stage.root.OpenRoot(filepath.FromSlash(dir))
	if err != nil {
		return w.stage.explain(dir, err)
	}
	defer ignore(root.Close)
	for _, i := range w.files[dir] {
		if err := ctx.Err(); err != nil {
			return err
		}
		p := w.paths[i]
		if w.written[i], err = writeFile(root, path.Base(p), w.tree[p]); err != nil {
			return w.stage.explain(p, err)
		}
		w.written[i].Path = p
		w.count()
	}
	return nil
}

func (w *writer) count() {
	if w.progress == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done++
	w.progress(w.done, len(w.paths))
}

// writeFile writes one file or link into an open folder. It replaces nothing and follows no link.
func writeFile(dir *os.Root, name string, f tree.File) (Written, error) {
	perm := os.FileMode(0o666)
	switch {
	case f.Mode == tree.Symlink:
		if err := dir.Symlink(filepath.FromSlash(string(f.Data)), name); err != nil {
			return Written{}, err
		}
		info, err := dir.Lstat(name)
		if err != nil {
			return Written{}, err
		}
		return written(info), nil
	case f.Policy == tree.Private:
		perm = 0o600
	case f.Mode == tree.Executable:
		perm = 0o777
	}
	return create(dir, name, f.Data, perm, false)
}

// create writes a new file.
func create(dir *os.Root, name string, data []byte, perm os.FileMode, sync bool) (w Written, err error) {
	f, err := dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return w, err
	}
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	if _, err := f.Write(data); err != nil {
		return w, err
	}
	if sync {
		if err := f.Sync(); err != nil {
			return w, err
		}
	}
	info, err := f.Stat()
	if err != nil {
		return w, err
	}
	return written(info), nil
}

// mkdir creates a folder below the project, unless it exists. It goes through no link.
func (s *Stage) mkdir(dir string) error {
	name := filepath.FromSlash(dir)
	err := s.root.Mkdir(name, 0o777)
	if err == nil {
		return nil
	}
	if info, there := s.root.Lstat(name); there == nil && info.IsDir() {
		return nil
	}
	return s.explain(dir, err)
}

// explain names a path below the project as the person will know it.
func (s *Stage) explain(p string, err error) error {
	return explain(filepath.Join(s.target.path, filepath.FromSlash(p)), "cannot be written", err)
}
