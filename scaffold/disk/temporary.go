package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Temporary calls a function with a folder of its own, and removes the folder afterwards, with everything in it.
func Temporary(use func(dir string) error) (err error) {
	dir, err := os.MkdirTemp("", "scaffold-")
	if err != nil {
		return explain(os.TempDir(), "cannot create a temporary folder", err)
	}
	defer func() { err = errors.Join(err, removeAll(dir)) }()
	return use(dir)
}

// removeAll removes a folder, with what programs such as go have made read-only.
func removeAll(dir string) error {
	if os.RemoveAll(dir) == nil {
		return nil
	}
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			_ = os.Chmod(path, 0o700) //nolint:gosec // RemoveAll says what fails
		}
		return nil
	})
	if err := os.RemoveAll(dir); err != nil {
		return explain(dir, "cannot be removed", err)
	}
	return nil
}

// Save writes a file that the person named, such as a report, and replaces one that is there.
func Save(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666) //nolint:gosec // less the umask
	if err != nil {
		return explain(path, "cannot be written", err)
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return explain(path, "cannot be written", err)
	}
	return nil
}
