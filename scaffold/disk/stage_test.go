package disk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// makeAt makes a whole project at path.
func makeAt(path string) error {
	ctx := context.Background()
	s, err := NewStage(ctx, path)
	if err != nil {
		return err
	}
	defer s.Abort()
	if _, err := s.Write(ctx, sample(0), nil); err != nil {
		return err
	}
	if err := s.WriteGit(ctx, sampleGit()); err != nil {
		return err
	}
	return s.Commit(ctx)
}

func TestNewProject(t *testing.T) {
	tests := []struct {
		name, path, stands string
		prepare            func() error
	}{
		{"beside nothing", "shop", "shop", nil},
		{"in a folder", "old/shop", "old/shop", func() error { return os.Mkdir("old", 0o755) }},
		{"in folders that are missing", "a/b/c/shop", "a/b/c/shop", nil},
		{"in place of an empty folder", "shop", "shop", func() error { return os.Mkdir("shop", 0o755) }},
		{"below a link to a folder", "link/shop", "old/shop", func() error {
			return errors.Join(os.Mkdir("old", 0o755), os.Symlink("old", "link"))
		}},
		{"below a link, in folders that are missing", "link/a/shop", "old/a/shop", func() error {
			return errors.Join(os.Mkdir("old", 0o755), os.Symlink("old", "link"))
		}},
		{"unclean path", "a/.//shop/", "a/shop", nil},
		{"spaces and quotes", "it's a \"shop\"", "it's a \"shop\"", nil},
		{"same name as what a stage holds", "project/marker", "project/marker", nil},
	}
	for _, tt := range tests {
		for _, absolute := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/absolute=%v", tt.name, absolute), func(t *testing.T) {
				dir := t.TempDir()
				t.Chdir(dir)
				if tt.prepare != nil {
					if err := tt.prepare(); err != nil {
						t.Fatal(err)
					}
				}
				path := tt.path
				if absolute {
					path = filepath.Join(dir, path)
				}
				if err := makeAt(path); err != nil {
					t.Fatal(err)
				}
				isComplete(t, filepath.Join(dir, tt.stands))
				for path := range list(t, dir) {
					if strings.Contains(path, stagePrefix) {
						t.Errorf("left behind: %s", path)
					}
				}
			})
		}
	}
}

func TestTargetsThatAreRefused(t *testing.T) {
	long := strings.Repeat("x", 300)
	tests := []struct {
		name, path, about string
		prepare           func() error
	}{
		{"folder that is not empty", "shop", "shop", func() error {
			return errors.Join(os.Mkdir("shop", 0o755), os.WriteFile("shop/.hidden", nil, 0o644))
		}},
		{"file", "shop", "shop", func() error { return os.WriteFile("shop", nil, 0o644) }},
		{"link to a folder", "shop", "shop", func() error {
			return errors.Join(os.Mkdir("old", 0o755), os.Symlink("old", "shop"))
		}},
		{"link to nothing", "shop", "shop", func() error { return os.Symlink("nowhere", "shop") }},
		{"parent is a file", "old/shop", "old", func() error { return os.WriteFile("old", nil, 0o644) }},
		{"folder above is a file", "old/a/b/shop", "old", func() error { return os.WriteFile("old", nil, 0o644) }},
		{"parent is a link to nothing", "old/shop", "old", func() error { return os.Symlink("nowhere", "old") }},
		{"parent is a link to a file", "old/shop", "old", func() error {
			return errors.Join(os.WriteFile("file", nil, 0o644), os.Symlink("file", "old"))
		}},
		{"parent is a link to itself", "old/shop", "old/shop", func() error { return os.Symlink("old", "old") }},
		{"name too long", long, long, nil},
		{"the folder that we are in", ".", ".", nil},
		{"a folder above", "..", "..", nil},
		{"closed empty folder", "shop", "shop", func() error { return os.Mkdir("shop", 0o555) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			t.Chdir(dir)
			if tt.prepare != nil {
				if err := tt.prepare(); err != nil {
					t.Fatal(err)
				}
			}
			unchanged(t, dir, func() {
				isProblem(t, CheckTarget(tt.path), tt.about)
				_, err := NewStage(context.Background(), tt.path)
				isProblem(t, err, tt.about)
			})
		})
	}
}

// TestNameTooLongBelow: such a name shows only when its folder is made.
func TestNameTooLongBelow(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new", strings.Repeat("x", 300), "shop")
	unchanged(t, dir, func() {
		_, err := NewStage(context.Background(), path)
		isProblem(t, err, path)
	})
}

func TestEmptyFolderKeepsItsRights(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such rights")
	}
	path := filepath.Join(t.TempDir(), "shop")
	if err := errors.Join(os.Mkdir(path, 0o700), os.Chmod(path, 0o710)); err != nil {
		t.Fatal(err)
	}
	if err := makeAt(path); err != nil {
		t.Fatal(err)
	}
	if info := must[fs.FileInfo](t)(os.Stat(path)); info.Mode().Perm() != 0o710 {
		t.Errorf("got %v, want -rwx--x---", info.Mode().Perm())
	}
}

// TestTakenMeanwhile: what somebody puts at the target while the project is written stays, and the run says so.
func TestTakenMeanwhile(t *testing.T) {
	tests := map[string]func(path string) error{
		"folder": func(path string) error {
			return errors.Join(os.MkdirAll(path, 0o755), os.WriteFile(filepath.Join(path, "mine"), []byte("mine"), 0o644))
		},
		"file": func(path string) error {
			return errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("mine"), 0o644))
		},
		"link": func(path string) error {
			return errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.Symlink("nowhere", path))
		},
	}
	for name, take := range tests {
		for _, target := range []string{"shop", "new/shop", "empty"} {
			t.Run(name+"/"+target, func(t *testing.T) {
				dir := t.TempDir()
				path := filepath.Join(dir, target)
				if target == "empty" {
					if err := os.Mkdir(path, 0o755); err != nil {
						t.Fatal(err)
					}
				}
				s := must[*Stage](t)(NewStage(context.Background(), path))
				must[[]Written](t)(s.Write(context.Background(), sample(0), nil))
				if target == "empty" && name != "folder" {
					if err := os.Remove(path); err != nil {
						t.Fatal(err)
					}
				}
				if err := take(path); err != nil {
					t.Fatal(err)
				}
				isProblem(t, s.Commit(context.Background()), path)
				if err := s.Abort(); err != nil {
					t.Error(err)
				}
				got := list(t, dir)
				for p := range got {
					if strings.Contains(p, stagePrefix) || strings.Contains(p, "go.mod") {
						t.Errorf("left behind: %s", p)
					}
				}
				if entry := got[target] + got[target+"/mine"]; !strings.Contains(entry, "mine") && !strings.Contains(entry, "nowhere") {
					t.Errorf("what was there is gone: %v", got)
				}
			})
		}
	}
}

// TestFoldersMadeMeanwhile: that somebody else made a folder above the target is no reason to fail.
func TestFoldersMadeMeanwhile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a/b/shop")
	s := must[*Stage](t)(NewStage(context.Background(), path))
	must[[]Written](t)(s.Write(context.Background(), sample(0), nil))
	if err := s.WriteGit(context.Background(), sampleGit()); err != nil {
		t.Fatal(err)
	}
	if err := makeAt(filepath.Join(dir, "a/b/other")); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	isComplete(t, path)
	isComplete(t, filepath.Join(dir, "a/b/other"))
}

func TestAbortLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	unchanged(t, dir, func() {
		s := must[*Stage](t)(NewStage(context.Background(), filepath.Join(dir, "a/shop")))
		must[[]Written](t)(s.Write(context.Background(), sample(0), nil))
		for range 2 {
			if err := s.Abort(); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestCancelled(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "shop")
	for _, at := range []int{0, 1, 10, 24, 25} {
		t.Run(strconv.Itoa(at), func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			unchanged(t, dir, func() {
				s := must[*Stage](t)(NewStage(ctx, path))
				defer s.Abort()
				if at == 0 {
					cancel()
				}
				last := 0
				_, err := s.Write(ctx, sample(0), func(done, total int) {
					if done != last+1 || total != 24 {
						t.Errorf("progress says %d of %d after %d", done, total, last)
					}
					if last = done; done == at {
						cancel()
					}
				})
				if at == 25 {
					cancel()
				} else if !errors.Is(err, context.Canceled) {
					t.Errorf("Write gives %v", err)
				}
				if last > at+runtime.GOMAXPROCS(0) {
					t.Errorf("%d files were written after the end", last-at)
				}
				if err := s.WriteGit(ctx, sampleGit()); !errors.Is(err, context.Canceled) {
					t.Errorf("WriteGit gives %v", err)
				}
				if err := s.Commit(ctx); !errors.Is(err, context.Canceled) {
					t.Errorf("Commit gives %v", err)
				}
			})
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := NewStage(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("NewStage gives %v", err)
	}
}

func TestSweepTouchesNothingElse(t *testing.T) {
	dir := t.TempDir()
	stage := func(n int) string { return filepath.Join(dir, stagePrefix+fmt.Sprintf("%026d", n)) }
	live := must[*Stage](t)(NewStage(context.Background(), filepath.Join(dir, "live")))
	must[[]Written](t)(live.Write(context.Background(), sample(0), nil))
	if err := live.WriteGit(context.Background(), sampleGit()); err != nil {
		t.Fatal(err)
	}
	write := func(path, text string) error {
		return errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644))
	}
	err := errors.Join(
		write(filepath.Join(dir, stagePrefix+"short", markerFile), markerText),
		write(filepath.Join(stage(1), "mine"), ""),
		write(filepath.Join(stage(2), projectDir, "mine"), ""),
		write(filepath.Join(stage(3), markerFile), "something else"),
		write(filepath.Join(stage(4), markerFile), markerText), write(filepath.Join(stage(4), "mine"), ""),
		write(stage(5), markerText),
		write(filepath.Join(dir, "mine", markerFile), markerText),
		os.Symlink("mine", stage(6)),
		os.MkdirAll(filepath.Join(stage(7), markerFile), 0o755),
	)
	if err != nil {
		t.Fatal(err)
	}
	unchanged(t, dir, func() {
		s := must[*Stage](t)(NewStage(context.Background(), filepath.Join(dir, "shop")))
		if err := s.Abort(); err != nil {
			t.Error(err)
		}
	})
	if err := live.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	isComplete(t, filepath.Join(dir, "live"))
}

// TestManyAtOnce: runs that start, sweep and finish in one folder at the same time do not disturb each other.
func TestManyAtOnce(t *testing.T) {
	dir := t.TempDir()
	var group sync.WaitGroup
	for worker := range 6 {
		group.Go(func() {
			for i := range 15 {
				path := filepath.Join(dir, fmt.Sprintf("p%d-%d", worker, i))
				s, err := NewStage(context.Background(), path)
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := s.Write(context.Background(), tree.Tree{"f": {Mode: tree.Regular}}, nil); err != nil {
					t.Error(err)
				}
				if err := s.Commit(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	got := slices.Collect(func(yield func(string) bool) {
		for _, entry := range must[[]os.DirEntry](t)(os.ReadDir(dir)) {
			if !yield(entry.Name()) {
				return
			}
		}
	})
	if len(got) != 90 || strings.HasPrefix(got[0], stagePrefix) {
		t.Errorf("got %d projects: %q", len(got), got)
	}
}

func TestExplain(t *testing.T) {
	if err := explain("p", "x", context.Canceled); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled run became %v", err)
	}
	want := problem.Problem{File: "q", Message: "said already"}
	if diff := cmp.Diff(error(want), explain("p", "x", want), cmpopts.IgnoreUnexported(problem.Problem{})); diff != "" {
		t.Error(diff)
	}
}
