package git

import (
	"path/filepath"
	"strings"
)

// set notes a setting: the last one of a key counts, except for safe.directory, which is a list.
func (l *configLoader) set(key, value string) {
	l.values[key] = value
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
