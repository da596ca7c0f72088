package git

import "github.com/seed-d277c37b/scaffold/scaffold/tree"

// Ignored gives what tells whether the ignore files of a tree leave a path out of commits. For a folder, ask for a path
// in it.
func Ignored(t tree.Tree) func(path string) bool {
	i := readIgnores(t)
	return func(path string) bool {
		_, ignored := i.ignored(path)
		return ignored
	}
}
