package git

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// checkFormat gives the files of the repository's own configuration, the weakest first. It fails for a repository that
// would be read wrongly (git's technical/repository-version).
func (w *Worktree) checkFormat() (files []string, err error) {
	file := filepath.Join(w.CommonDir, "config")
	files = []string{file}
	data, err := os.ReadFile(file)
	if err != nil && !isNoFile(err) {
		return nil, unreadable(err)
	}
	settings, _, _ := parseConfig(data) // what breaks is told when all of the configuration is read
	values := map[string]string{}
	for _, s := range settings {
		values[s.key] = s.value
	}
	if isTrue(values["extensions.worktreeconfig"]) {
		files = append(files, filepath.Join(w.GitDir, "config.worktree"))
	}
	return files, checkExtensions(values, file)
}

func checkExtensions(values map[string]string, file string) error {
	var list problem.List
	refuse := func(message string) {
		list = append(list, problem.Problem{File: file, Message: message, Hints: []string{"git itself can tell what is not committed: git status"}})
	}
	version := cmp.Or(values["core.repositoryformatversion"], "0")
	if version != "0" && version != "1" {
		refuse(fmt.Sprintf("the repository has version %s, and only 0 and 1 are supported", version))
	}
	for key, value := range values {
		name, ok := strings.CutPrefix(key, "extensions.")
		if ok && !supported(name, value, version) {
			refuse(fmt.Sprintf("the repository has extensions.%s = %s, which is not supported", name, value))
		}
	}
	return list.Sorted().Err()
}

// supported tells whether a repository with the extension is read rightly.
func supported(extension, value, version string) bool {
	switch extension {
	case "objectformat":
		return strings.EqualFold(value, "sha1")
	case "refstorage":
		return strings.EqualFold(value, "files")
	case "noop", "noop-v1", "partialclone", "preciousobjects", "relativeworktrees", "worktreeconfig":
		return true
	}
	return version == "0" // where git does not look at it
}
