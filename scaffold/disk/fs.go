package disk

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
)

// FS returns the files below dir, and nothing outside it: links that lead out are not followed. It is os.Root.FS, but
// twice as fast for thousands of files that are opened folder by folder: it finds each folder once.
func FS(dir string) (fs.FS, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &folderFS{rootFS: root.FS().(rootFS), root: root}, nil
}

// rootFS is what os.Root.FS promises to be.
type rootFS interface {
	fs.StatFS
	fs.ReadFileFS
	fs.ReadDirFS
	fs.ReadLinkFS
}

type folderFS struct {
	rootFS
	root   *os.Root
	access sync.Mutex
	name   string   // of the folder that was asked for last
	folder *os.Root // it, nil for none
}

// Open opens a file in its folder. If that fails, as for a link that leads out of the folder, the root decides.
func (f *folderFS) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return f.rootFS.Open(name)
	}
	f.access.Lock()
	defer f.access.Unlock()
	if dir := path.Dir(name); f.folder == nil || f.name != dir {
		next, err := f.root.OpenRoot(filepath.FromSlash(dir))
		if err != nil {
			return f.rootFS.Open(name)
		}
		if f.folder != nil {
			ignore(f.folder.Close)
		}
		f.folder, f.name = next, dir
	}
	if opened, err := f.folder.Open(path.Base(name)); err == nil {
		return opened, nil
	}
	return f.rootFS.Open(name)
}
