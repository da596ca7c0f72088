package disk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// TestApplyCancelled ends the context after every few steps. All of it or nothing must be there.
func TestApplyCancelled(t *testing.T) {
	before, after, theirs := every()
	cancelled, late := 0, 0
	for n := int64(1); ; n += 17 {
		dir := project(t, before)
		fill(t, dir, theirs)
		old := list(t, dir)
		ctx, cancel := context.WithCancel(context.Background())
		var count atomic.Int64
		err := applyReaching(ctx, dir, between(before, after), Options{}, func() {
			if count.Add(1) == n {
				cancel()
			}
		})
		cancel()
		if count.Load() < n {
			break
		}
		if err == nil {
			late++
			continue
		}
		cancelled++
		if !errors.Is(err, context.Canceled) {
			t.Errorf("at %d: %v", n, err)
		}
		if diff := cmp.Diff(old, list(t, dir)); diff != "" {
			t.Fatalf("at %d: %s", n, diff)
		}
	}
	if cancelled < 8 || late == 0 || late > cancelled {
		t.Errorf("%d times cancelled, %d times too late for it", cancelled, late)
	}
}

// TestApplyGivesBackTheSameFiles, not copies of them.
func TestApplyGivesBackTheSameFiles(t *testing.T) {
	before, after := files("a 1", "gone 2", "z 3"), files("a 11", "z 33")
	dir := project(t, before)
	info := func(p string) fs.FileInfo { return must[fs.FileInfo](t)(os.Lstat(filepath.Join(dir, p))) }
	old := map[string]fs.FileInfo{"a": info("a"), "gone": info("gone"), "z": info("z")}
	ctx, cancel := context.WithCancel(context.Background())
	err := applyReaching(ctx, dir, between(before, after), Options{}, func() {
		if data, err := os.ReadFile(filepath.Join(dir, "a")); err == nil && string(data) == "11" {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	for p, was := range old {
		if !os.SameFile(was, info(p)) || !was.ModTime().Equal(info(p).ModTime()) {
			t.Errorf("%s is another file", p)
		}
	}
}

// TestApplyMeetsTheirs: the person saves a file at every step of a run. It is never lost, and the rest is whole.
func TestApplyMeetsTheirs(t *testing.T) {
	for name, tt := range map[string]struct {
		before, after tree.Tree
		edited        string
	}{
		"update":                {files("a 1", "z 1"), files("a 2", "z 2"), "a"},
		"delete":                {files("a 1", "z 1"), files("z 2"), "a"},
		"create":                {files("z 1"), files("a 2", "z 2"), "a"},
		"link":                  {files("a -> y", "z 1"), files("a -> z", "z 2"), "a"},
		"folder becomes file":   {files("a/b 1", "z 1"), files("a 2", "z 2"), "a/b"},
		"file becomes folder":   {files("a 1", "z 1"), files("a/b 2", "z 2"), "a"},
		"into a folder to come": {files("z 1"), files("a/b 2", "z 2"), "a/b"},
	} {
		t.Run(name, func(t *testing.T) {
			refused := 0
			for n := int64(1); ; n++ {
				dir := project(t, tt.before)
				old := list(t, dir)
				var count atomic.Int64
				saved := false
				err := applyReaching(context.Background(), dir, between(tt.before, tt.after), Options{}, func() {
					if count.Add(1) == n {
						saved = save(filepath.Join(dir, tt.edited), "theirs")
					}
				})
				if count.Load() < n {
					break
				}
				if !saved { // its folder is not there
					continue
				}
				got := list(t, dir)
				if !strings.HasSuffix(got[tt.edited], " theirs") {
					t.Fatalf("at %d: it is lost: %q, %v", n, got[tt.edited], err)
				}
				if err == nil {
					continue
				}
				refused++
				dropWith(tt.edited, old, got)
				if diff := cmp.Diff(old, got); diff != "" {
					t.Fatalf("at %d: %s\n%v", n, diff, err)
				}
			}
			if refused == 0 {
				t.Error("nothing was refused")
			}
		})
	}
}

// TestApplyPutsAside what it replaced, when it has to go back and the person has already gone on.
func TestApplyPutsAside(t *testing.T) {
	before, after := files("a 1", "z 1"), files("a 2", "z 2")
	dir := project(t, before)
	ctx, cancel := context.WithCancel(context.Background())
	err := applyReaching(ctx, dir, between(before, after), Options{}, func() {
		if data, err := os.ReadFile(filepath.Join(dir, "a")); err == nil && string(data) == "2" {
			save(filepath.Join(dir, "a"), "theirs")
			cancel()
		}
	})
	var all problem.List
	if !errors.Is(err, context.Canceled) || !errors.As(err, &all) || len(all) != 1 || all[0].File != filepath.Join(dir, "a") {
		t.Errorf("got %v", err)
	}
	got := list(t, dir)
	for p := range got { // the random part of the name
		if name := strings.TrimPrefix(p, asidePrefix); name != p && strings.HasSuffix(p, "/a") {
			got["aside/a"] = got[p]
		}
	}
	for p, want := range map[string]string{"a": " theirs", "z": " 1", "aside/a": " 1"} {
		if !strings.HasSuffix(got[p], want) {
			t.Errorf("%s: %q, want %q", p, got[p], want)
		}
	}
}

// save saves a file as editors do: beside its place, then a rename.
func save(name, content string) bool {
	return os.WriteFile(name+"~", []byte(content), 0o644) == nil && os.Rename(name+"~", name) == nil
}

// dropWith drops from lists what comes with a path that the person wrote: it, its folders, and what was put aside.
func dropWith(edited string, lists ...map[string]string) {
	for _, all := range lists {
		for p := range all {
			if p == edited || strings.HasPrefix(edited, p+"/") || strings.HasPrefix(p, asidePrefix) {
				delete(all, p)
			}
		}
	}
}
