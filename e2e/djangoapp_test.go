package e2e

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// writeDjangoApps replaces the empty apps of a Django project by testdata/django/app, as an owner fills them: a model with
// pages, forms, an API, an admin and tests. If the project is a repository, the change becomes part of its first commit.
func writeDjangoApps(t *testing.T, dir string, apps ...string) {
	t.Helper()
	source := os.DirFS(filepath.Join("testdata", "django", "app"))
	for _, app := range apps {
		target := filepath.Join(dir, "apps", app)
		if err := os.Remove(filepath.Join(target, "templates", app, "index.html")); err != nil {
			t.Fatal(err)
		}
		named := strings.NewReplacer("APP", app, "TITLE", strings.ToUpper(app[:1])+app[1:])
		overwrite(t, source, target, named.Replace)
	}
	if _, err := exec.LookPath("git"); err == nil && len(apps) > 0 {
		output(t, dir, "git", "add", "--all")
		output(t, dir, "git", "commit", "--quiet", "--amend", "--no-edit")
	}
}

// overwrite writes the files of source into a directory, with their names and texts changed by a function.
func overwrite(t *testing.T, source fs.FS, target string, change func(string) string) {
	t.Helper()
	err := fs.WalkDir(source, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(target, filepath.FromSlash(change(path)))
		if entry.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		data, err := fs.ReadFile(source, path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, []byte(change(string(data))), 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}
