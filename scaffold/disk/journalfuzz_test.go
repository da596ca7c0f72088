package disk

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// FuzzJournal recovers a project whose journal, and even whose record, are anybody's: nothing outside of the project changes,
// nothing in .git, and nothing through a link.
func FuzzJournal(f *testing.F) {
	const data = dataPrefix + "abcdefghijklmnopqrstuvwxyz"
	steps := `{"steps":[{"path":"%s","old":{"mode":420,"sha256":"` + sum([]byte("x")) + `"},"new":{"mode":493,"sha256":"` + sum([]byte("hook")) + `"}}]}`
	add := `{"steps":[{"path":"%s","old":{},"new":{"mode":493,"sha256":"` + sum([]byte("hook")) + `"}}]}`
	for _, path := range []string{"hooks/pre-commit", "a", ".git/hooks/x", "../outside/x", "link/x", ".scaffold/journal-x/y"} {
		for _, from := range []string{"", data + "/new", data + "/old", data, ".scaffold/aside-abcdefghijklmnopqrstuvwxyz", ".scaffold/journal", "link", "hooks"} {
			for _, to := range []string{"../../.git", "../.git", "../../../outside", "../outside", ".git"} {
				f.Add(fmt.Sprintf(steps, path), data, from, to, false)
				f.Add(fmt.Sprintf(add, path), data, from, to, true)
			}
		}
	}
	f.Fuzz(func(t *testing.T, record, folder, from, to string, undo bool) {
		dir := project(t, files("a x", "hooks/mine y"))
		parent := filepath.Dir(dir)
		put(t, dir, ".git/hooks/sample", tree.File{Data: []byte("s"), Mode: tree.Regular})
		put(t, parent, "outside/x", tree.File{Data: []byte("x"), Mode: tree.Regular})
		for _, name := range []string{data + "/new/0", data + "/old/0", ".scaffold/journal/new/0"} {
			put(t, dir, name, tree.File{Data: []byte("hook"), Mode: tree.Executable})
		}
		if strings.ContainsRune(from+to, 0) || from != "" && !filepath.IsLocal(from) {
			t.Skip()
		}
		if from != "" && !strings.HasPrefix(from, ".git") && filepath.Clean(from) != ".scaffold" && filepath.Clean(from) != "." {
			os.RemoveAll(filepath.Join(dir, from))
			os.MkdirAll(filepath.Dir(filepath.Join(dir, from)), 0o755)
			if os.Symlink(to, filepath.Join(dir, from)) != nil {
				t.Skip()
			}
		}
		home := homeOf(dir, "")
		t.Cleanup(func() { os.RemoveAll(home) })
		name := redoName
		if undo {
			name = undoName
		}
		write := func(name string, text []byte) {
			if err := os.WriteFile(filepath.Join(home, name), text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.MkdirAll(home, 0o700); err != nil {
			t.Fatal(err)
		}
		write(begunName, sealed(`{"data":"`+folder+`"}`))
		write(name, sealed(record))
		git, outside := list(t, filepath.Join(dir, ".git")), list(t, filepath.Join(parent, "outside"))
		_, _ = recovery(context.Background(), dir)
		if diff := cmp.Diff(git, list(t, filepath.Join(dir, ".git"))); diff != "" {
			t.Errorf(".git: %s", diff)
		}
		if diff := cmp.Diff(outside, list(t, filepath.Join(parent, "outside"))); diff != "" {
			t.Errorf("outside: %s", diff)
		}
	})
}
