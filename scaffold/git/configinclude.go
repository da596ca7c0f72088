package git

import (
	"path/filepath"
	"strings"
)

// holds reports whether a condition in the file "from" is true for the repository. A new repository has no branch and no
// remotes. The condition hasconfig:remote.*.url: is always false here: it is meant for settings of the network.
func (l *configLoader) holds(condition, from string) bool {
	kind, pattern, ok := strings.Cut(condition, ":")
	if !ok {
		return false
	}
	fold := func(s string) string { return s }
	switch kind {
	case "gitdir":
	case "gitdir/i":
		fold = strings.ToLower
	case "onbranch":
		return l.branch != "" && newGlob(allBelow(pattern)).match(l.branch)
	default:
		return false
	}
	switch {
	case strings.HasPrefix(pattern, "~/"):
		pattern = escape(filepath.ToSlash(l.Home)) + pattern[1:]
	case strings.HasPrefix(pattern, "./"):
		pattern = escape(filepath.ToSlash(filepath.Dir(from))) + pattern[1:]
	case !filepath.IsAbs(pattern) && !strings.HasPrefix(pattern, "/"):
		pattern = "**/" + pattern
	}
	glob := newGlob(fold(allBelow(pattern)))
	for _, dir := range l.gitDirs {
		if glob.match(fold(filepath.ToSlash(dir))) {
			return true
		}
	}
	return false
}

// allBelow completes a pattern that ends in a slash, as git does.
func allBelow(pattern string) string {
	if strings.HasSuffix(pattern, "/") {
		pattern += "**"
	}
	return pattern
}
