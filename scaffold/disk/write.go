package disk

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Written is what the file system reports of a file, as git's index records it. Numbers are cut to 32 bits, as git does; those
// that a system does not have are zero.
type Written struct {
	Path         string // in the project, with slashes
	CTime, MTime time.Time
	Dev, Inode   uint32
	UID, GID     uint32
	Size         uint32 // bytes
}

// StatOf returns what the file system reports of the file at a path; it does not follow a link. Path is left empty.
func StatOf(path string) (Written, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return Written{}, err
	}
	return written(info), nil
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
	w := writer{
		stage: s, tree: t, paths: paths, files: byFolder(paths), written: make([]Written, len(paths)),
		progress: counter{total: len(paths), report: progress},
	}
	folders := map[string]bool{".": true}
	for dir := range w.files {
		for ; !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	delete(folders, ".")
	for _, dir := range slices.Sorted(maps.Keys(folders)) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := s.mkdir(dir); err != nil {
			return nil, err
		}
	}
	if err := eachFolder(ctx, w.files, w.writeFolder); err != nil {
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
	progress counter
}

// counter reports progress, one call at a time.
type counter struct {
	mu          sync.Mutex
	done, total int
	report      func(done, total int)
}

func (c *counter) count() {
	if c.report == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done++
	c.report(c.done, c.total)
}

// writeFolder writes the files and links of one folder. It replaces nothing and follows no link. The folder is open, so that
// the path of a file has one element and is found at once.
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
		name, f := path.Base(p), w.tree[p]
		if f.Mode != tree.Symlink {
			w.written[i], err = create(root, name, f.Data, rightsOfNew(f), false)
		} else if err = root.Symlink(filepath.FromSlash(string(f.Data)), name); err == nil {
			var info fs.FileInfo
			if info, err = root.Lstat(name); err == nil {
				w.written[i] = written(info)
			}
		}
		if err != nil {
			return w.stage.explain(p, err)
		}
		w.written[i].Path = p
		w.progress.count()
	}
	return nil
}

// rightsOfNew returns the permissions of a new file, before the umask.
func rightsOfNew(f tree.File) fs.FileMode {
	switch {
	case f.Policy == tree.Private:
		return 0o600
	case f.Mode == tree.Executable:
		return 0o777
	}
	return 0o666
}

// create writes a new file; with sync, it is on the disk when create returns.
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
