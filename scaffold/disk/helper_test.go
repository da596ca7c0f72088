package disk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// sample has a file of every kind, 24 in all, and one of the given size where that is not 0.
func sample(size int) tree.Tree {
	t := tree.Tree{
		"go.mod":          {Data: []byte("module x\n"), Mode: tree.Regular},
		"empty":           {Mode: tree.Regular},
		"scripts/run.sh":  {Data: []byte("#!/bin/sh\n"), Mode: tree.Executable},
		".env":            {Data: []byte("SECRET=1\n"), Mode: tree.Regular, Policy: tree.Private},
		"a b/it's #1.txt": {Data: []byte("x"), Mode: tree.Regular},
		"docs/link.md":    {Data: []byte("../go.mod"), Mode: tree.Symlink},
	}
	for i := range 18 {
		t[fmt.Sprintf("apps/a%d/m%d/f%d.py", i%3, i%6, i)] = tree.File{Data: []byte(strings.Repeat("x", 100*i)), Mode: tree.Regular}
	}
	if size > 0 {
		t["large"] = tree.File{Data: make([]byte, size), Mode: tree.Regular}
	}
	return t
}

func sampleGit() []GitFile {
	return []GitFile{
		{"HEAD", []byte("ref: refs/heads/main\n"), 0o644},
		{"objects", nil, fs.ModeDir},
		{"objects/pack", nil, fs.ModeDir},
		{"objects/pack/pack-1.pack", []byte("PACK"), 0o444},
	}
}

// list returns everything below dir: its mode, and its content or target.
func list(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		content := ""
		switch {
		case info.Mode().IsRegular():
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			content = string(data)
		case info.Mode()&fs.ModeSymlink != 0:
			if content, err = os.Readlink(path); err != nil {
				return err
			}
		}
		rel, err := filepath.Rel(dir, path)
		found[filepath.ToSlash(rel)] = info.Mode().String() + " " + content
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// unchanged runs a test of something that must leave dir as it is.
func unchanged(t *testing.T, dir string, test func()) {
	t.Helper()
	before := list(t, dir)
	test()
	if diff := cmp.Diff(before, list(t, dir)); diff != "" {
		t.Errorf("something was left or changed: %s", diff)
	}
}

// isComplete checks that the whole project of sample stands in dir, with mode bits less the umask.
func isComplete(t *testing.T, dir string) {
	t.Helper()
	got := make(tree.Tree)
	for path, entry := range list(t, dir) {
		if strings.HasPrefix(path, ".git/") || entry[0] == 'd' {
			continue
		}
		mode, content, _ := strings.Cut(entry, " ")
		f := tree.File{Data: []byte(content), Mode: tree.Regular}
		switch {
		case mode[0] == 'L':
			f.Mode = tree.Symlink
		case mode[3] == 'x':
			f.Mode = tree.Executable
		}
		got[path] = f
	}
	want := sample(0)
	for path, f := range want {
		if !f.Same(got[path]) {
			t.Errorf("%s: got %v %q, want %v %q", path, got[path].Mode, got[path].Data, f.Mode, f.Data)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	if _, err := os.Stat(filepath.Join(dir, ".git/objects/pack/pack-1.pack")); err != nil {
		t.Error(err)
	}
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// isProblem checks that an error is a problem with a hint, that it is about path, and that no path of the stage shows.
func isProblem(t *testing.T, err error, path string) {
	t.Helper()
	var p problem.Problem
	if !errors.As(err, &p) {
		t.Fatalf("got %#v, want a problem", err)
	}
	if p.File != path || p.Message == "" || len(p.Hints) == 0 || strings.Contains(p.Error(), stagePrefix) {
		t.Errorf("got %+v, want it to be about %s", p, path)
	}
}

func makeDir(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func names(t *testing.T, dir string) (out []string) {
	t.Helper()
	for _, entry := range must[[]os.DirEntry](t)(os.ReadDir(dir)) {
		out = append(out, entry.Name())
	}
	return out
}

// lacks skips a test for what this machine does not let it prepare, and fails it in CI, where nothing may skip.
func lacks(t testing.TB, why ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(append([]any{"nothing may skip in CI: "}, why...)...)
	}
	t.Skip(why...)
}

// where keeps the records of a project in a folder that all tests of one user share, as real ones do.
func where(dir string) Where {
	w := Where{Dir: dir, Places: []Place{{filepath.Join(os.TempDir(), fmt.Sprint("disk-test-", os.Getuid()), "state"), absolute(dir)}}}
	if git := filepath.Join(filepath.Dir(dir), "repository"); exists(filepath.Join(git, "worktrees/w/HEAD")) {
		w.Git, w.Common = filepath.Join(git, "worktrees/w"), git
	}
	return w
}

func absolute(dir string) string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		panic(err)
	}
	return dir
}

// homeOf is where the record of a project is.
func homeOf(dir, name string) string {
	place := where(dir).Places[0]
	return filepath.Join(place.Dir, homeName(place.Project), name)
}

// inData is a file of the journal in a project.
func inData(t *testing.T, dir, name string) string {
	t.Helper()
	found := must[[]string](t)(filepath.Glob(filepath.Join(dir, dataPrefix+"*")))
	if len(found) != 1 {
		t.Fatalf("%d folders of a journal: %q", len(found), found)
	}
	return filepath.Join(found[0], name)
}

// apply is a session that carries out one plan.
func apply(ctx context.Context, dir string, plan tree.Plan, o Options) error {
	return applyReaching(ctx, dir, plan, o, nil)
}

func applyReaching(ctx context.Context, dir string, plan tree.Plan, o Options, reach func()) error {
	place := where(dir)
	place.reach = reach
	s, err := Open(place)
	if err != nil {
		return err
	}
	defer s.Close()
	_, err = s.Apply(ctx, plan, o)
	return err
}

// recovery is a session that only recovers.
func recovery(ctx context.Context, dir string) (Outcome, error) {
	return recoverReaching(ctx, dir, nil)
}

func recoverReaching(ctx context.Context, dir string, reach func()) (Outcome, error) {
	place := where(dir)
	place.reach = reach
	s, err := Open(place)
	if err != nil {
		return Outcome{}, err
	}
	defer s.Close()
	return s.Recover(ctx)
}
