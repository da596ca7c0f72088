package git

import (
	"path/filepath"
	"strings"
)

// Lookup is the file system and the environment in which to find a working tree.
type Lookup struct {
	Getenv   func(name string) string
	IsDir    func(path string) bool // follows symbolic links; false if it does not exist
	ReadFile func(path string) ([]byte, error)
}

const gitDirPrefix = "gitdir: " // of a .git file

// Enclosing returns the root of the working tree that contains a folder, which need not exist yet, and its repository. The
// folder is an absolute path with symbolic links resolved. Like git, Enclosing stops below GIT_CEILING_DIRECTORIES, and finds
// nothing in a bare repository or inside a .git folder. Unlike git it crosses file systems.
func (l Lookup) Enclosing(dir string) (root, repository string, ok bool) {
	ceiling := "" // the nearest folder above that must not be searched
	for _, c := range filepath.SplitList(l.Getenv("GIT_CEILING_DIRECTORIES")) {
		if c == "" || !filepath.IsAbs(c) {
			continue
		}
		c = filepath.Clean(c)
		prefix := strings.TrimSuffix(c, string(filepath.Separator)) + string(filepath.Separator)
		if c != dir && strings.HasPrefix(dir, prefix) && len(c) > len(ceiling) {
			ceiling = c
		}
	}
	for {
		dotGit := filepath.Join(dir, ".git")
		if target, ok := l.link(dotGit, gitDirPrefix); ok {
			dotGit = target
		}
		if l.isRepository(dotGit) {
			config, _ := l.ReadFile(filepath.Join(dotGit, "config")) // without one it is not bare
			if isTrue(configValues(config)["core.bare"]) {
				return "", "", false
			}
			return dir, dotGit, true
		}
		if l.isRepository(dir) {
			return "", "", false
		}
		parent := filepath.Dir(dir)
		if parent == dir || parent == ceiling {
			return "", "", false
		}
		dir = parent
	}
}

// isRepository reports whether a folder is a repository, or a linked worktree's folder in one.
func (l Lookup) isRepository(dir string) bool {
	if _, err := l.ReadFile(filepath.Join(dir, "HEAD")); err != nil {
		return false
	}
	if _, err := l.ReadFile(filepath.Join(dir, "commondir")); err == nil {
		return true
	}
	return l.IsDir(filepath.Join(dir, "objects")) && l.IsDir(filepath.Join(dir, "refs"))
}

// link reads a file that names a folder after a prefix. Submodules and linked worktrees have one instead of .git.
func (l Lookup) link(file, prefix string) (target string, ok bool) {
	data, err := l.ReadFile(file)
	if err != nil {
		return "", false
	}
	target, ok = strings.CutPrefix(string(data), prefix)
	target = strings.TrimRight(target, "\r\n")
	if !filepath.IsAbs(target) {
		target = filepath.Join(filepath.Dir(file), target)
	}
	return filepath.Clean(target), ok
}
