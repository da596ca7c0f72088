package disk

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func TestReadGivesWhatWasWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shop")
	if err := makeAt(path); err != nil {
		t.Fatal(err)
	}
	want := sample(0)
	got := must[tree.Tree](t)(Read(context.Background(), path, append(want.Paths(), "missing", "no/such/folder")))
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), got.Paths()); diff != "" {
		t.Error(diff)
	}
	for p, f := range want {
		if !f.Same(got[p]) {
			t.Errorf("%s: got %v %q", p, got[p].Mode, got[p].Data)
		}
	}
}

func TestReadFollowsNoLink(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	err := errors.Join(
		os.Mkdir("outside", 0o755), os.WriteFile("outside/secret", []byte("secret"), 0o644),
		os.Mkdir("p", 0o755), os.Mkdir("p/real", 0o755), os.WriteFile("p/real/f", []byte("f"), 0o644),
		os.Symlink("real", "p/inner"), os.Symlink("../outside", "p/outer"), os.Symlink(filepath.Join(dir, "outside"), "p/absolute"),
		os.Symlink("../outside/secret", "p/link"), os.Symlink("nowhere", "p/dangling"), os.Mkdir("p/folder", 0o755),
		os.Mkdir("p/real/a", 0o755), os.WriteFile("p/real/a/f", nil, 0o644), os.Mkdir("p/real/b", 0o755), os.WriteFile("p/real/b/f", nil, 0o644),
		os.Symlink("../inner", "p/real/up"), os.Chmod("p/real/f", 0o744),
	)
	if err != nil {
		t.Fatal(err)
	}
	got := must[tree.Tree](t)(Read(context.Background(), "p", []string{
		"real/f", "inner/f", "outer/secret", "absolute/secret", "link", "dangling", "folder", "real/up/f", "real/f/x", "inner",
		"inner/a/f", "inner/b/f", "inner/real/c/f",
	}))
	want := tree.Tree{
		"real/f":   {Data: []byte("f"), Mode: tree.Executable},
		"link":     {Data: []byte("../outside/secret"), Mode: tree.Symlink},
		"dangling": {Data: []byte("nowhere"), Mode: tree.Symlink},
		"inner":    {Data: []byte("real"), Mode: tree.Symlink},
		"folder":   {Mode: fs.ModeDir},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadFails(t *testing.T) {
	dir := t.TempDir()
	_, err := Read(context.Background(), filepath.Join(dir, "missing"), []string{"a"})
	isProblem(t, err, filepath.Join(dir, "missing"))
	_, err = Read(context.Background(), dir, []string{"../" + filepath.Base(dir)})
	if err == nil {
		t.Error("a path that climbs out was read")
	}
	long := strings.Repeat("x", 300)
	_, err = Read(context.Background(), dir, []string{long})
	isProblem(t, err, filepath.Join(dir, long))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, dir, []string{"a"}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
