package git

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// checkFormat returns the repository's own configuration files, lowest precedence first. It fails for a format that would
// be misread (repository-version in git's technical documentation).
func (w *Worktree) checkFormat() (files []string, err error) {
	file := filepath.Join(w.CommonDir, "config")
	files = []string{file}
	data, err := ReadFile(file)
	if err != nil && !isNoFile(err) {
		return nil, unreadable(err)
	}
	values := configValues(data)
	if isTrue(values["extensions.worktreeconfig"]) {
		files = append(files, filepath.Join(w.GitDir, "config.worktree"))
	}
	var list problem.List
	refuse := func(message string) {
		list = append(list, problem.Problem{File: file, Message: message, Hints: []string{"use git status to see uncommitted changes"}})
	}
	version := cmp.Or(values["core.repositoryformatversion"], "0")
	if version != "0" && version != "1" {
		refuse(fmt.Sprintf("unsupported repository version %s (expected 0 or 1)", version))
	}
	for key, value := range values {
		name, ok := strings.CutPrefix(key, "extensions.")
		switch name {
		case "objectformat":
			ok = ok && !strings.EqualFold(value, "sha1")
		case "refstorage":
			ok = ok && !strings.EqualFold(value, "files")
		case "noop", "noop-v1", "partialclone", "preciousobjects", "relativeworktrees", "worktreeconfig":
			continue
		default:
			ok = ok && version != "0" // where git ignores extensions
		}
		if ok {
			refuse(fmt.Sprintf("unsupported repository extension: extensions.%s = %s", name, value))
		}
	}
	return files, list.Sorted().Err()
}
