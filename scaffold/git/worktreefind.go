package git

import (
	"path/filepath"
	"strings"
)

// Lookup is what finding a work tree asks of the file system and the environment.
type Lookup struct {
	Getenv   func(name string) string
	IsDir    func(path string) bool // follows links; false for what is not there
	ReadFile func(path string) ([]byte, error)
}

// Enclosing gives the top of the work tree that a folder is in, or would be in if it does not exist yet. The folder is
// an absolute path with its links resolved. As git does it stops below GIT_CEILING_DIRECTORIES, and finds nothing in a
// bare repository or inside a .git folder. It does not ask which file system a folder is on.
func Enclosing(dir string, l Lookup) (root string, ok bool) {
	root, _, ok = l.find(dir)
	return root, ok
}

// find gives the top of the work tree and its repository.
func (l Lookup) find(dir string) (root, repository string, ok bool) {
	ceiling := l.ceiling(dir)
	for {
		dotGit := filepath.Join(dir, ".git")
		if target, ok := l.link(dotGit); ok {
			dotGit = target
		}
		switch {
		case l.isRepository(dotGit) && !l.isBare(dotGit):
			return dir, dotGit, true
		case l.isRepository(dotGit), l.isRepository(dir):
			return "", "", false
		}
		parent := filepath.Dir(dir)
		if parent == dir || parent == ceiling {
			return "", "", false
		}
		dir = parent
	}
}

// ceiling gives the nearest folder above dir that may not be looked into, or "".
func (l Lookup) ceiling(dir string) string {
	nearest := ""
	for _, c := range filepath.SplitList(l.Getenv("GIT_CEILING_DIRECTORIES")) {
		if c == "" || !filepath.IsAbs(c) {
			continue
		}
		c = filepath.Clean(c)
		prefix := strings.TrimSuffix(c, string(filepath.Separator)) + string(filepath.Separator)
		if c != dir && strings.HasPrefix(dir, prefix) && len(c) > len(nearest) {
			nearest = c
		}
	}
	return nearest
}

// isRepository tells whether a folder is a repository, or the folder that a linked work tree has in one.
func (l Lookup) isRepository(dir string) bool {
	if _, err := l.ReadFile(filepath.Join(dir, "HEAD")); err != nil {
		return false
	}
	if _, err := l.ReadFile(filepath.Join(dir, "commondir")); err == nil {
		return true
	}
	return l.IsDir(filepath.Join(dir, "objects")) && l.IsDir(filepath.Join(dir, "refs"))
}

// link reads a .git file, which submodules and linked work trees have in place of the folder.
func (l Lookup) link(file string) (target string, ok bool) {
	data, err := l.ReadFile(file)
	if err != nil {
		return "", false
	}
	target, ok = strings.CutPrefix(string(data), "gitdir: ")
	target = strings.TrimRight(target, "\r\n")
	if !filepath.IsAbs(target) {
		target = filepath.Join(filepath.Dir(file), target)
	}
	return target, ok
}

// isBare tells whether a repository says that it has no work tree, as one does that linked work trees share.
func (l Lookup) isBare(repository string) bool {
	data, err := l.ReadFile(filepath.Join(repository, "config"))
	if err != nil {
		return false
	}
	bare := false
	settings, _, _ := parseConfig(data) // what can be read decides
	for _, s := range settings {
		if s.key == "core.bare" {
			bare = isTrue(s.value)
		}
	}
	return bare
}
