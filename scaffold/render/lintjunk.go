package render

import (
	"path"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Junk returns the files of a blueprint that an editor, an operating system or an interpreter left there, by their
// names. They are rendered like any other file, so they are no error.
func Junk(b *blueprint.Blueprint) problem.List {
	var found problem.List
	for i := range b.Layers {
		for j := range b.Layers[i].Files {
			s := &b.Layers[i].Files[j]
			for name := range strings.SplitSeq(strings.TrimSuffix(s.Path, suffix), "/") {
				if left := leftBy(name); left != "" {
					found = append(found, b.ProblemIn(*s, 0, 0, "left by "+left+", and copied into every project", "delete it"))
					break
				}
			}
		}
	}
	return found
}

// leftBy returns what leaves files or folders of such a name behind, "" for nothing known.
func leftBy(name string) string {
	for _, known := range [...]struct{ pattern, by string }{
		{".DS_Store", "macOS"},
		{"._*", "macOS"},
		{"Thumbs.db", "Windows"},
		{"desktop.ini", "Windows"},
		{"__pycache__", "Python"},
		{"*.py[cod]", "Python"},
		{".pytest_cache", "pytest"},
		{".mypy_cache", "mypy"},
		{".ruff_cache", "Ruff"},
		{"node_modules", "npm"},
		{".*.sw[op]", "Vim"},
		{"*.orig", "a merge"},
		{"*.rej", "patch"},
		{"*~", "an editor"},
		{"#*#", "Emacs"},
		{".#*", "Emacs"},
	} {
		if ok, err := path.Match(known.pattern, name); err == nil && ok {
			return known.by
		}
	}
	return ""
}
