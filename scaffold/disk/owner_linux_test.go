package disk

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// others returns what in a folder does not have an owner and a group.
func others(t *testing.T, dir string, uid, gid uint32) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if s := info.Sys().(*syscall.Stat_t); s.Uid != uid || s.Gid != gid {
			found = append(found, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestApplyKeepsOwners: what root changes in a project, as in a container, stays its owner's; new files are like their folder.
func TestApplyKeepsOwners(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root")
	}
	dir := t.TempDir()
	before, after := files("a 1", "b/c 2", "gone 3"), files("a 11", "b/c 22", "b/new/er 4", "top 5")
	before["l"], after["l"] = tree.File{Data: []byte("a"), Mode: tree.Symlink}, tree.File{Data: []byte("top"), Mode: tree.Symlink}
	fill(t, dir, before)
	err := filepath.WalkDir(dir, func(p string, _ fs.DirEntry, _ error) error { return os.Lchown(p, 1234, 1235) })
	if err != nil {
		t.Fatal(err)
	}
	if err := apply(context.Background(), dir, between(before, after), Options{}); err != nil {
		t.Fatal(err)
	}
	for _, p := range others(t, dir, 1234, 1235) {
		if filepath.Base(p) != memoryDir && filepath.Dir(p) != filepath.Join(dir, memoryDir) {
			t.Errorf("%s is not its owner's", p)
		}
	}
}

// TestStageKeepsGroup: a project in the place of an empty folder has the group of that folder, and so has what is in it.
func TestStageKeepsGroup(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root")
	}
	dir := filepath.Join(t.TempDir(), "shop")
	if err := os.Mkdir(dir, 0o775); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, 0, 1235); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o775|fs.ModeSetgid); err != nil {
		t.Fatal(err)
	}
	s := must[*Stage](t)(NewStage(context.Background(), dir))
	if _, err := s.Write(context.Background(), files("a 1", "b/c 2"), nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	if found := others(t, dir, 0, 1235); len(found) > 0 {
		t.Errorf("not of the group: %q", found)
	}
	if info := must[fs.FileInfo](t)(os.Stat(dir)); info.Mode() != fs.ModeDir|fs.ModeSetgid|0o775 {
		t.Errorf("mode %v", info.Mode())
	}
}
