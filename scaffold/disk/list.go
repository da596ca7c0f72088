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

// List returns the files and links below a folder of the project in dir, sorted, relative to the project; "." is all of it.
// It follows no link, and returns nothing for a folder that does not exist. Folders for which leave returns true, given
// their path, are left out with everything in them; leave may be nil. More than most files, or folders, are an error.
func List(ctx context.Context, dir, folder string, most int, leave func(folder string) bool) ([]string, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, explain(dir, "cannot be read", err)
	}
	defer ignore(root.Close)
	var files []string
	r := reader{root: root, dir: dir}
	if is, err := r.isReal(folder); !is {
		return nil, err
	}
	folders := 0
	// No link is followed from here on, and os.Root would look at every single file.
	err = fs.WalkDir(os.DirFS(dir), folder, func(p string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case isMissing(err):
			return nil
		case err != nil:
			return explain(filepath.Join(dir, filepath.FromSlash(p)), "cannot be read", err)
		case d.IsDir():
			if p != folder && (path.Base(p) == ".git" || leave != nil && leave(p)) {
				return fs.SkipDir
			}
			if folders++; folders > most {
				return ErrTooMany
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

// ErrTooMany is what List returns if a folder holds more than the caller can use.
var ErrTooMany = errors.New("too many files")
