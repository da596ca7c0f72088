package blueprint

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// isFolder checks that a layer's folder is there, and that no link leads to it.
func (r *reader) isFolder(dir string, layer int) bool {
	message, hints := r.folderProblem(dir)
	if message == "" {
		return true
	}
	if node := r.folders[layer]; node != nil {
		r.refuse(node, message, hints...)
		return false
	}
	r.problems = append(r.problems, problem.Problem{
		File: r.File, Message: message,
		Hints: []string{"put the project's files into " + defaultLayer + "/, or name their folders under layers:"},
	})
	return false
}

func (r *reader) folderProblem(dir string) (message string, hints []string) {
	for i := range len(dir) + 1 {
		if i < len(dir) && dir[i] != '/' {
			continue
		}
		info, err := fs.Lstat(r.fsys, dir[:i])
		switch {
		case errors.Is(err, fs.ErrNotExist):
			entries, _ := fs.ReadDir(r.fsys, ".") // only for a hint
			var names []string
			for _, e := range entries {
				if e.IsDir() {
					names = append(names, e.Name())
				}
			}
			return fmt.Sprintf("the blueprint has no folder %q", dir[:i]), problem.DidYouMean(dir, names)
		case err != nil:
			return fmt.Sprintf("folder %q cannot be read: %s", dir[:i], cause(err)), nil
		case info.Mode()&fs.ModeSymlink != 0:
			return fmt.Sprintf("%q is a symbolic link; a layer must be a real folder", dir[:i]), nil
		case !info.IsDir():
			return fmt.Sprintf("%q is not a folder", dir[:i]), nil
		case strings.EqualFold(path.Base(dir[:i]), ".git"):
			return fmt.Sprintf("%q cannot be a layer", dir), nil
		}
	}
	return "", nil
}
