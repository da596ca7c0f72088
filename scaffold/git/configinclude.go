package git

import (
	"path/filepath"
	"strings"
)

// includeCondition tells whether a key includes a file, and under which condition, "" for always.
func includeCondition(key string) (condition string, ok bool) {
	if key == "include.path" {
		return "", true
	}
	condition, ok = strings.CutPrefix(key, "includeif.")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(condition, ".path")
}

// resolve gives the absolute path of a file that another includes, or "" where there is none.
func (l *configLoader) resolve(target, from string) string {
	if rest, ok := strings.CutPrefix(target, "~/"); ok {
		if l.Home == "" {
			return ""
		}
		return filepath.Join(l.Home, rest)
	}
	if target == "" || strings.HasPrefix(target, "~") {
		return "" // the home of someone else is none of our business
	}
	if filepath.IsAbs(target) {
		return target
	}
	return filepath.Join(filepath.Dir(from), target)
}

// holds tells whether a condition of the file "from" is true for the repository. A new one is on no branch yet and has
// no remote; hasconfig:remote.*.url: never holds, for it is made for settings that the network needs.
func (l *configLoader) holds(condition, from string) bool {
	if condition == "" {
		return true
	}
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
	glob := newGlob(fold(l.directory(pattern, from)))
	for _, dir := range l.gitDirs {
		if glob.match(fold(filepath.ToSlash(dir))) {
			return true
		}
	}
	return false
}

// directory gives the pattern of a gitdir: condition in full (git-config(1), "Conditional includes").
func (l *configLoader) directory(pattern, from string) string {
	switch {
	case strings.HasPrefix(pattern, "~/"):
		pattern = escape(filepath.ToSlash(l.Home)) + pattern[1:]
	case strings.HasPrefix(pattern, "./"):
		pattern = escape(filepath.ToSlash(filepath.Dir(from))) + pattern[1:]
	case !filepath.IsAbs(pattern) && !strings.HasPrefix(pattern, "/"):
		pattern = "**/" + pattern
	}
	return allBelow(pattern)
}

func allBelow(pattern string) string {
	if strings.HasSuffix(pattern, "/") {
		pattern += "**"
	}
	return pattern
}
