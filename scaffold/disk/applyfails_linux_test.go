package disk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// inside runs a test, in a process of its own that may mount what it likes or be another user. There, it gives the place
// for a project, which anybody can come to; here, "".
func inside(t *testing.T, configure func(*exec.Cmd)) string {
	t.Helper()
	if name, dir, _ := strings.Cut(os.Getenv(runnerVariable), " "); name == t.Name() {
		return dir
	}
	dir := t.TempDir()
	for up := dir; strings.Contains(up, "Test"); up = filepath.Dir(up) {
		os.Chmod(up, 0o777)
	}
	pattern := "^" + strings.ReplaceAll(regexp.QuoteMeta(t.Name()), "/", "$/^") + "$"
	cmd := exec.Command(os.Args[0], "-test.v", "-test.run="+pattern)
	cmd.Env = append(os.Environ(), runnerVariable+"="+t.Name()+" "+filepath.Join(dir, "shop"))
	if configure != nil {
		configure(cmd)
	}
	out, err := cmd.CombinedOutput()
	switch {
	case cmd.ProcessState == nil || strings.Contains(string(out), "--- SKIP"):
		lacks(t, err, string(out))
	case err != nil || !strings.Contains(string(out), "--- PASS"):
		t.Fatalf("%v\n%s", err, out)
	}
	return ""
}

// failsAt applies a plan, which must fail because of one path, say why, and leave everything as it was.
func failsAt(t *testing.T, dir string, before, after tree.Tree, p string, why error) {
	t.Helper()
	unchanged(t, dir, func() {
		err := apply(context.Background(), dir, between(before, after), Options{})
		isProblem(t, err, filepath.Join(dir, p))
		if !strings.Contains(err.Error(), why.Error()) {
			t.Errorf("got %v, want it to say %v", err, why)
		}
	})
	if outcome, err := recovery(context.Background(), dir); err != nil || outcome.Result != Nothing {
		t.Errorf("there was something to recover: %+v, %v", outcome, err)
	}
}

// mount puts a small disk under a project.
func mount(t *testing.T, dir, options string) {
	t.Helper()
	if err := mountTmpfs(filepath.Dir(dir), options); err != nil {
		lacks(t, err)
	}
}

func TestApplyFullDisk(t *testing.T) {
	dir := inside(t, withMounts)
	if dir == "" {
		return
	}
	before, _, theirs := some()
	mount(t, dir, "size=256k")
	fill(t, dir, before)
	fill(t, dir, theirs)
	large := tree.Tree{"new/deep/n": {Data: make([]byte, 400_000), Mode: tree.Regular}} // and nothing else that may not fit
	failsAt(t, dir, before, large, "new/deep/n", syscall.ENOSPC)
}

// TestApplyNoInodesLeft lets a run find out, at every step, that the disk takes nothing new any more.
func TestApplyNoInodesLeft(t *testing.T) {
	dir := inside(t, withMounts)
	if dir == "" {
		return
	}
	before, after, _ := some()
	failed, late := 0, 0
	for inodes := 0; ; inodes++ {
		mount(t, dir, "nr_inodes=200")
		fill(t, dir, before)
		var space syscall.Statfs_t
		if err := syscall.Statfs(dir, &space); err != nil {
			t.Fatal(err)
		}
		for i := uint64(inodes); i < space.Ffree; i++ {
			put(t, filepath.Dir(dir), fmt.Sprint("filler", i), tree.File{Mode: tree.Regular})
		}
		old := list(t, dir)
		var committed atomic.Bool
		err := applyReaching(context.Background(), dir, between(before, after), Options{}, func() {
			if exists(homeOf(dir, redoName)) {
				committed.Store(true)
			}
		})
		if err == nil {
			break
		}
		failed++
		if committed.Load() {
			late++
		}
		if !strings.Contains(err.Error(), syscall.ENOSPC.Error()) {
			t.Errorf("%d inodes: %v", inodes, err)
		}
		if diff := cmp.Diff(old, list(t, dir)); diff != "" {
			t.Fatalf("%d inodes: %s", inodes, diff)
		}
		syscall.Unmount(filepath.Dir(dir), syscall.MNT_DETACH)
	}
	if failed < 10 || late == 0 {
		t.Errorf("%d runs failed, %d after the commit", failed, late)
	}
}

// TestApplyMountedFile: a file that is mounted, as containers do it, can be written to, but not replaced.
func TestApplyMountedFile(t *testing.T) {
	dir := inside(t, withMounts)
	if dir == "" {
		return
	}
	before, after, theirs := some()
	fill(t, dir, before)
	fill(t, dir, theirs)
	name := filepath.Join(dir, "run")
	if err := syscall.Mount(name, name, "", syscall.MS_BIND, ""); err != nil {
		lacks(t, err)
	}
	defer syscall.Unmount(name, syscall.MNT_DETACH)
	failsAt(t, dir, before, after, "run", syscall.EBUSY)
}

func TestApplyReadOnlyDisk(t *testing.T) {
	dir := inside(t, withMounts)
	if dir == "" {
		return
	}
	before, after, _ := some()
	fill(t, dir, before)
	if err := prepare("readonly", dir); err != nil {
		lacks(t, err)
	}
	defer syscall.Unmount(dir, syscall.MNT_DETACH)
	failsAt(t, dir, before, after, ".scaffold", syscall.EROFS)
}

// TestApplyNoRight: the rights of a folder show only when something is put there.
func TestApplyNoRight(t *testing.T) {
	before, after, theirs := some()
	for _, closed := range []string{"gone", "kept", "d", "new", "."} {
		t.Run(closed, func(t *testing.T) {
			dir := inside(t, nil)
			if dir == "" {
				return
			}
			fill(t, dir, before)
			fill(t, dir, theirs)
			put(t, dir, "new/mine", tree.File{Mode: tree.Regular})
			open(t, dir)
			if err := errors.Join(os.Chmod(filepath.Join(dir, closed), 0o555), prepare("user", "65534")); err != nil {
				lacks(t, err)
			}
			defer os.Chmod(filepath.Join(dir, closed), 0o755) // so that it can be removed
			at := map[string]string{"gone": "gone/x", "kept": "kept/z", "d": "d/a", "new": "new/deep", ".": "f"}[closed]
			failsAt(t, dir, before, after, at, syscall.EACCES)
		})
	}
}

// open gives a project to the user without rights.
func open(t *testing.T, dir string) {
	t.Helper()
	if os.Getuid() != 0 {
		return
	}
	err := filepath.WalkDir(dir, func(p string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(p, 65534, 65534))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestApplyCannotGoBack: where even that fails, the journal stays, nothing is lost, and Recover brings it back.
func TestApplyCannotGoBack(t *testing.T) {
	dir := inside(t, nil)
	if dir == "" {
		return
	}
	before, after, _ := some()
	fill(t, dir, before)
	open(t, dir)
	if err := prepare("user", "65534"); err != nil {
		lacks(t, err)
	}
	old := list(t, dir)
	gone := filepath.Join(dir, "kept")
	ctx, cancel := context.WithCancel(context.Background())
	err := applyReaching(ctx, dir, between(before, after), Options{}, func() {
		if !exists(filepath.Join(gone, "z")) && exists(homeOf(dir, redoName)) {
			os.Chmod(gone, 0o555)
			cancel()
		}
	})
	var all problem.List
	if !errors.Is(err, context.Canceled) || !errors.As(err, &all) || len(all) != 1 || len(all[0].Hints) == 0 {
		t.Fatalf("got %v", err)
	}
	if _, err := recovery(context.Background(), dir); err == nil {
		t.Error("it recovered without the right to")
	}
	if err := os.Chmod(gone, 0o755); err != nil {
		t.Fatal(err)
	}
	if outcome := must[Outcome](t)(recovery(context.Background(), dir)); outcome.Result != Undone {
		t.Errorf("%+v", outcome)
	}
	if diff := cmp.Diff(old, list(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// TestApplyWithoutHardLinks: other users' files cannot be linked to (fs.protected_hardlinks), where they can be read.
func TestApplyWithoutHardLinks(t *testing.T) {
	dir := inside(t, nil)
	if dir == "" {
		return
	}
	before, after := files("a 1", "b* 2", "z 1"), files("a 11", "b* 22", "d/e 3", "z 11")
	fill(t, dir, before)
	open(t, dir)
	for _, name := range []string{"a", "b"} {
		if err := errors.Join(os.Lchown(filepath.Join(dir, name), 0, 0), os.Chmod(filepath.Join(dir, name), 0o754)); err != nil {
			lacks(t, err)
		}
	}
	before["a"] = tree.File{Data: []byte("1"), Mode: tree.Executable}
	if err := prepare("user", "65534"); err != nil {
		lacks(t, err)
	}
	if os.Link(filepath.Join(dir, "a"), filepath.Join(dir, "linked")) == nil {
		lacks(t, "they can be linked to")
	}
	ctx, cancel := context.WithCancel(context.Background())
	unchanged(t, dir, func() {
		err := applyReaching(ctx, dir, between(before, after), Options{}, func() {
			if exists(filepath.Join(dir, "d/e")) {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
	if err := apply(context.Background(), dir, between(before, after), Options{}); err != nil {
		t.Fatal(err)
	}
	for p, want := range map[string]string{"a": "-rw-r--r-- 11", "b": "-rwxr-xr-- 22"} {
		if got := list(t, dir)[p]; got != want {
			t.Errorf("%s: %q, want %q", p, got, want)
		}
	}
}
