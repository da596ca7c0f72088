package disk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func newStage(t *testing.T) (s *Stage, dir string) {
	t.Helper()
	dir = t.TempDir()
	s = must[*Stage](t)(NewStage(context.Background(), filepath.Join(dir, "shop")))
	t.Cleanup(func() { s.Abort() })
	return s, dir
}

// TestWrittenIsWhatGitSees compares what Write says with what the file system says of the committed project.
func TestWrittenIsWhatGitSees(t *testing.T) {
	s, dir := newStage(t)
	got := must[[]Written](t)(s.Write(context.Background(), sample(0), nil))
	if err := s.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	want := make([]Written, 0, len(got))
	for _, p := range sample(0).Paths() {
		w := written(must[fs.FileInfo](t)(os.Lstat(filepath.Join(dir, "shop", p))))
		w.Path = p
		want = append(want, w)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, w := range got {
		if age := time.Since(w.MTime); age < -time.Minute || age > time.Hour {
			t.Errorf("%s was written %v ago", w.Path, age)
		}
	}
}

func TestWriteRefusesUnsafeTrees(t *testing.T) {
	file := tree.File{Mode: tree.Regular}
	for name, bad := range map[string]tree.Tree{
		"climbs out":      {"ok": file, "../x": file},
		"absolute":        {"ok": file, "/x": file},
		".git":            {"ok": file, ".git/config": file},
		"another case":    {"ok": file, "OK": file},
		"file and folder": {"ok": file, "ok/x": file},
		"link out":        {"ok": file, "link": {Data: []byte("../../x"), Mode: tree.Symlink}},
		"through a link":  {"ok": file, "link": {Data: []byte("dir"), Mode: tree.Symlink}, "link/x": file},
		"device":          {"ok": file, "con.txt": file},
	} {
		t.Run(name, func(t *testing.T) {
			s, dir := newStage(t)
			unchanged(t, dir, func() {
				_, err := s.Write(context.Background(), bad, nil)
				var list problem.List
				if !errors.As(err, &list) || len(list) == 0 {
					t.Errorf("got %v, want a list of problems", err)
				}
			})
		})
	}
}

// TestWriteReplacesNothing: trees that are safe one by one can meet in a second Write.
func TestWriteReplacesNothing(t *testing.T) {
	for name, second := range map[string]tree.Tree{
		"same file":                {"dir/f": {Data: []byte("new"), Mode: tree.Regular}},
		"link in place of a file":  {"dir/f": {Data: []byte("g"), Mode: tree.Symlink}},
		"file through a link":      {"link/f": {Mode: tree.Regular}},
		"folder through a link":    {"link/sub/f": {Mode: tree.Regular}},
		"file in place of a link":  {"link": {Mode: tree.Regular}},
		"folder in place of files": {"dir/f/g": {Mode: tree.Regular}},
	} {
		t.Run(name, func(t *testing.T) {
			s, dir := newStage(t)
			must[[]Written](t)(s.Write(context.Background(), tree.Tree{
				"dir/f": {Data: []byte("old"), Mode: tree.Regular},
				"link":  {Data: []byte("dir"), Mode: tree.Symlink},
			}, nil))
			unchanged(t, dir, func() {
				_, err := s.Write(context.Background(), second, nil)
				var p problem.Problem
				if !errors.As(err, &p) {
					t.Errorf("got %v, want a problem", err)
				}
			})
		})
	}
}

func TestWriteTwice(t *testing.T) {
	s, dir := newStage(t)
	for _, p := range []string{"dir/a", "dir/b"} {
		must[[]Written](t)(s.Write(context.Background(), tree.Tree{p: {Data: []byte(p), Mode: tree.Regular}}, nil))
	}
	if err := s.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := names(t, filepath.Join(dir, "shop/dir")); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("got %q", got)
	}
}

func TestWriteNothing(t *testing.T) {
	s, dir := newStage(t)
	if got, err := s.Write(context.Background(), nil, nil); err != nil || len(got) != 0 {
		t.Errorf("got %v, %v", got, err)
	}
	if err := s.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := names(t, filepath.Join(dir, "shop")); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}

func TestWriteGitRefuses(t *testing.T) {
	for name, files := range map[string][]GitFile{
		"climbs out":      {{"../x", nil, 0o644}},
		"absolute":        {{"/x", nil, 0o644}},
		".git itself":     {{".", nil, 0o644}},
		"unclean":         {{"a//b", nil, 0o644}},
		"twice":           {{"HEAD", nil, 0o644}, {"HEAD", nil, 0o644}},
		"missing folder":  {{"refs/heads/main", nil, 0o644}},
		"folder is there": {{"refs", nil, fs.ModeDir}, {"refs", nil, fs.ModeDir}},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := newStage(t)
			var p problem.Problem
			if err := s.WriteGit(context.Background(), files); !errors.As(err, &p) {
				t.Errorf("got %v, want a problem", err)
			}
		})
	}
}
