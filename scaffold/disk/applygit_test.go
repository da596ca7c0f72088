package disk

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

const (
	newObject   = "objects/aa/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
	knownObject = "objects/cc/dddddddddddddddddddddddddddddddddddddd"
)

func indexOf(content string) []byte { return []byte("DIRC" + strings.Repeat(content, 20)) }

// repository makes one beside a project, with a linked work tree.
func repository(t *testing.T, dir string, index []byte) {
	t.Helper()
	dir = filepath.Dir(dir)
	put(t, dir, "repository/"+knownObject, tree.File{Data: []byte("known object"), Mode: tree.Regular})
	put(t, dir, "repository/worktrees/w/HEAD", tree.File{Data: []byte("ref: refs/heads/main\n"), Mode: tree.Regular})
	if index != nil {
		put(t, dir, "repository/worktrees/w/index", tree.File{Data: index, Mode: tree.Regular})
	}
}

// someGit is a change of that repository: the index, and two objects, one of which is there.
func someGit(dir string) GitChange {
	git := filepath.Join(filepath.Dir(dir), "repository")
	return GitChange{
		Dir: filepath.Join(git, "worktrees/w"), Common: git, Index: indexOf("old"),
		Files: []GitFile{
			{Path: newObject, Data: []byte("new object")},
			{Path: knownObject, Data: []byte("another way to deflate it")},
			{Path: "index", Data: indexOf("new")},
		},
	}
}

func TestApplyWritesGit(t *testing.T) {
	for name, old := range map[string][]byte{"index": indexOf("old"), "no index yet": nil} {
		t.Run(name, func(t *testing.T) {
			dir := project(t, nil)
			repository(t, dir, old)
			change := someGit(dir)
			change.Index = old
			index := filepath.Join(change.Dir, "index")
			if old != nil {
				if err := os.Chmod(index, 0o660); err != nil {
					t.Fatal(err)
				}
			}
			if err := apply(context.Background(), dir, between(nil, files("a 1")), Options{Git: change}); err != nil {
				t.Fatal(err)
			}
			got := list(t, change.Common)
			want := map[string]string{
				newObject: "-r--r--r-- new object", knownObject: "-rw-r--r-- known object",
				"worktrees/w/HEAD": "-rw-r--r-- ref: refs/heads/main\n", "worktrees/w/index": "-rw-r--r-- " + string(indexOf("new")),
			}
			if old != nil {
				want["worktrees/w/index"] = "-rw-rw---- " + string(indexOf("new")) // it keeps its rights
			}
			for p, entry := range got {
				if entry[0] == 'd' {
					delete(got, p)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if len(list(t, dir)) != 3 { // .scaffold, its lock, a
				t.Errorf("left: %v", list(t, dir))
			}
		})
	}
}

// TestApplyHoldsGitsLock: from before the first file of the project changes until after the last one, git must wait.
func TestApplyHoldsGitsLock(t *testing.T) {
	before, after, _ := some()
	dir := project(t, before)
	repository(t, dir, indexOf("old"))
	change := someGit(dir)
	old, seen := list(t, dir), 0
	err := applyReaching(context.Background(), dir, between(before, after), Options{Git: change}, func() {
		if bytes.Equal(must[[]byte](t)(os.ReadFile(filepath.Join(change.Dir, "index"))), indexOf("new")) {
			return // done
		}
		now := list(t, dir)
		for p := range now {
			if strings.HasPrefix(p, ".scaffold") {
				delete(now, p)
			}
		}
		for p := range old {
			if strings.HasPrefix(p, ".scaffold") {
				delete(old, p)
			}
		}
		if !cmp.Equal(old, now) {
			seen++
			if !exists(filepath.Join(change.Dir, "index.lock")) {
				t.Error("a file changes while git may work")
			}
		}
	})
	if err != nil || seen < 10 {
		t.Errorf("%d changes, %v", seen, err)
	}
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

func TestApplyRefusesGit(t *testing.T) {
	at := func(change GitChange, p string) string { return filepath.Join(change.Dir, p) }
	for name, tt := range map[string]struct {
		prepare func(change *GitChange) error
		want    string // the path of the problem, below the git directory
	}{
		"git is at work":      {func(c *GitChange) error { return os.WriteFile(at(*c, "index.lock"), nil, 0o644) }, "index.lock"},
		"index was changed":   {func(c *GitChange) error { return os.WriteFile(at(*c, "index"), indexOf("xyz"), 0o644) }, "index"},
		"index was removed":   {func(c *GitChange) error { return os.Remove(at(*c, "index")) }, "index"},
		"index came to be":    {func(c *GitChange) error { c.Index = nil; return nil }, "index"},
		"index is a link":     {func(c *GitChange) error { return asLink(at(*c, "index")) }, "index"},
		"not an index":        {func(c *GitChange) error { c.Files[2].Data = []byte("x"); return nil }, "index"},
		"another file":        {func(c *GitChange) error { c.Files[1].Path = "config"; return nil }, "config"},
		"a hook":              {func(c *GitChange) error { c.Files[1].Path = "objects/../hooks/x"; return nil }, "hooks/x"},
		"alternates":          {func(c *GitChange) error { c.Files[1].Path = "objects/info/alternates"; return nil }, "objects/info/alternates"},
		"twice":               {func(c *GitChange) error { c.Files[1].Path = newObject; return nil }, newObject},
		"relative":            {func(c *GitChange) error { c.Dir = ".git"; return nil }, "../../../.git"},
		"no git directory":    {func(c *GitChange) error { return os.RemoveAll(c.Dir) }, "."},
		"no object directory": {func(c *GitChange) error { return os.RemoveAll(filepath.Join(c.Common, "objects")) }, "../../objects"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := project(t, nil)
			repository(t, dir, indexOf("old"))
			change := someGit(dir)
			gitDir := change.Dir
			if err := tt.prepare(&change); err != nil {
				t.Fatal(err)
			}
			unchanged(t, filepath.Dir(dir), func() {
				err := apply(context.Background(), dir, between(nil, files("a 1")), Options{Git: change})
				var list problem.List
				var one problem.Problem
				if errors.As(err, &one) {
					list = problem.List{one}
				}
				errors.As(err, &list)
				if len(list) != 1 || list[0].File != filepath.Join(gitDir, tt.want) && list[0].File != ".git" {
					t.Errorf("got %v, want one problem with %s", err, tt.want)
				}
			})
		})
	}
}

func asLink(name string) error {
	return errors.Join(os.Rename(name, name+".real"), os.Symlink(filepath.Base(name)+".real", name))
}

// TestGitIsToldWithTheRest: all problems at once.
func TestGitIsToldWithTheRest(t *testing.T) {
	dir := project(t, files("a 1"))
	repository(t, dir, indexOf("old"))
	change := someGit(dir)
	if err := os.WriteFile(filepath.Join(change.Dir, "index.lock"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	err := apply(context.Background(), dir, between(nil, files("a 2")), Options{Git: change})
	var list problem.List
	if !errors.As(err, &list) || len(list) != 2 {
		t.Errorf("got %v", err)
	}
}

// TestGitsLockIsRemoved: someone takes our lock for one that was left. The files go back; after a kill they stand, and
// only the index is as it was.
func TestGitsLockIsRemoved(t *testing.T) {
	before, after, _ := some()
	dir := project(t, before)
	repository(t, dir, indexOf("old"))
	change := someGit(dir)
	old := list(t, dir)
	lock := filepath.Join(change.Dir, "index.lock")
	var removed atomic.Bool
	err := applyReaching(context.Background(), dir, between(before, after), Options{Git: change}, func() {
		if exists(homeOf(dir, redoName)) && !removed.Swap(true) {
			os.Remove(lock)
		}
	})
	isProblem(t, err, lock)
	if diff := cmp.Diff(old, list(t, dir)); diff != "" {
		t.Error(diff)
	}
	leave(t, dir, between(before, after), Options{Git: change}, 5)
	if err := os.WriteFile(lock, []byte("that of another git"), 0o644); err != nil {
		t.Fatal(err)
	}
	outcome := must[Outcome](t)(recovery(context.Background(), dir))
	if outcome.Result != Finished || !outcome.IndexKept {
		t.Errorf("%+v", outcome)
	}
	if diff := cmp.Diff(list(t, project(t, after)), list(t, dir)); diff != "" {
		t.Error(diff)
	}
	got := names(t, change.Dir)
	if !slices.Equal(got, []string{"HEAD", "index", "index.lock"}) || !bytes.Equal(must[[]byte](t)(os.ReadFile(filepath.Join(change.Dir, "index"))), indexOf("old")) {
		t.Errorf("got %q", got)
	}
}
