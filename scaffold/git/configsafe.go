package git

import (
	"path/filepath"
	"strings"
)

// rewrite is a setting url.<base>.insteadOf.
type rewrite struct{ base, prefix string }

// set notes a setting: the last one of a key counts, except for safe.directory and insteadOf, which are lists.
func (l *configLoader) set(key, value string) {
	l.values[key] = value
	if base, ok := strings.CutSuffix(key, ".insteadof"); ok && value != "" && strings.HasPrefix(base, "url.") {
		l.rewrites = append(l.rewrites, rewrite{strings.TrimPrefix(base, "url."), value})
	}
	if key != "safe.directory" {
		return
	}
	if value == "" { // empties the list
		l.safe = nil
		return
	}
	l.safe = append(l.safe, value)
}

// IsSafe reports whether the person trusts a folder that belongs to another user: git's safe.directory in the
// configuration of the system, of the person, or in the environment, never in that of a repository (git-config(1)).
func IsSafe(dir string, e Environment) bool {
	l := &configLoader{Environment: e, values: map[string]string{}}
	for _, file := range e.files() {
		l.file(file, 0)
	}
	l.environment()
	for _, pattern := range l.safe {
		if pattern == "*" {
			return true
		}
		below, isPrefix := strings.CutSuffix(inHome(pattern, e.Home), "/*")
		if !filepath.IsAbs(below) {
			continue
		}
		for _, spelling := range spellings(dir) {
			for _, named := range spellings(below) {
				named, spelling := filepath.ToSlash(filepath.Clean(named)), filepath.ToSlash(filepath.Clean(spelling))
				if named == spelling && !isPrefix || isPrefix && strings.HasPrefix(spelling, strings.TrimSuffix(named, "/")+"/") {
					return true
				}
			}
		}
	}
	return false
}
