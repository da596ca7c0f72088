package disk

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	cacheStage    = ".new-" // the rest is random
	cacheStageAge = 24 * time.Hour
)

// ReadCached returns a file of a cache. The caller checks the content: other programs of the same user can change it.
func ReadCached(dir, name string, limit int64) ([]byte, error) {
	root, err := openCache(dir)
	if err != nil {
		return nil, err
	}
	defer ignore(root.Close)
	if info, err := root.Lstat(name); err != nil || !info.Mode().IsRegular() || info.Size() > limit {
		return nil, &fs.PathError{Op: "read", Path: filepath.Join(dir, name), Err: fs.ErrNotExist}
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer ignore(f.Close)
	return io.ReadAll(io.LimitReader(f, limit+1))
}

// WriteCached puts a file into a cache, which it creates where it is missing. Processes that write the same name at once do not
// wait for each other: each writes a file of its own and renames it, so that a reader sees all of one of them.
func WriteCached(dir, name string, data []byte) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	root, err := openCache(dir)
	if err != nil {
		return err
	}
	defer ignore(root.Close)
	sweepCache(root)
	stage := cacheStage + randomName()
	f, err := root.OpenFile(stage, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = root.Rename(stage, name)
	}
	if err != nil {
		_ = root.Remove(stage)
	}
	return err
}

// openCache refuses a folder of another user, who could change files after they were checked.
func openCache(dir string) (*os.Root, error) {
	info, err := os.Lstat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() || !isOurs(info) {
		return nil, &fs.PathError{Op: "use", Path: dir, Err: fs.ErrPermission}
	}
	return os.OpenRoot(dir)
}

// sweepCache removes what writers left that were killed long ago.
func sweepCache(root *os.Root) {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return
	}
	for _, e := range entries {
		if info, err := e.Info(); strings.HasPrefix(e.Name(), cacheStage) && err == nil && time.Since(info.ModTime()) > cacheStageAge {
			_ = root.Remove(e.Name())
		}
	}
}
