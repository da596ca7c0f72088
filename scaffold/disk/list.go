package disk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// List gives the files and links below a folder of the project in dir, sorted, relative to the project; "." is all of it.
// It follows no link, and gives nothing for a folder that is not there. Folders for which leave, given their path, says
// true are left out with all in them; leave may be nil. More than most files are an error.
func List(ctx context.Context, dir, folder string, most int, leave func(folder string) bool) ([]string, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, explain(dir, "cannot be read", err)
	}
	defer ignore(root.Close)
	var files []string
	if r := (reader{root: root}); !r.isReal(folder) {
		return nil, nil
	}
	// From here on no link leads anywhere, and os.Root would look at every single file.
	err = fs.WalkDir(os.DirFS(dir), folder, func(p string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return explain(filepath.Join(dir, filepath.FromSlash(p)), "cannot be read", err)
		case d.IsDir():
			if p != folder && (path.Base(p) == ".git" || leave != nil && leave(p)) {
				return fs.SkipDir
			}
			return nil
		case len(files) == most:
			return ErrTooMany
		}
		files = append(files, p)
		return nil
	})
	slices.Sort(files)
	return files, err
}

// ErrTooMany is what List returns where a folder holds more files than the caller can use.
var ErrTooMany = errors.New("too many files")
