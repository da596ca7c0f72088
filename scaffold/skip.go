package scaffold

import (
	"bytes"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

const ignoreHeader = "# Paths that scaffold leaves alone, in the syntax of .gitignore.\n"

// Skip returns the plan that makes updates leave some paths alone from now on. paths are in the project, with slashes: of
// files, or of folders for all in them. The error is a problem.List.
func (p Project) Skip(paths ...string) (tree.Plan, error) {
	old := p.Memory[lock.IgnorePath]
	if !old.Absent() && old.Mode.Type() != 0 {
		return nil, problem.List{p.problem(lock.IgnorePath, "not a regular file", "move it away")}
	}
	content := old.Data
	if old.Absent() {
		content = []byte(ignoreHeader)
	}
	literal := strings.NewReplacer("*", `\*`, "?", `\?`, "[", `\[`)
	var problems problem.List
	for _, path := range paths {
		switch pattern := "/" + literal.Replace(path); {
		case path == ".":
			problems = append(problems, p.problem(path, "cannot skip the whole project", "name files or folders in it"))
		case path == lock.Dir || strings.HasPrefix(path, lock.Dir+"/"):
			problems = append(problems, p.problem(path, "cannot skip scaffold's own files"))
		case p.Skipped.has(path) || slices.Contains(strings.Split(string(content), "\n"), pattern):
		default:
			if len(content) > 0 && !bytes.HasSuffix(content, []byte("\n")) {
				content = append(bytes.Clone(content), '\n')
			}
			content = append(bytes.Clone(content), pattern+"\n"...)
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	if bytes.Equal(content, old.Data) || old.Absent() && string(content) == ignoreHeader {
		return nil, nil
	}
	return tree.Plan{}.Replace(lock.IgnorePath, old, ownFile(content), "left alone from now on"), nil
}
