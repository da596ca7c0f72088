package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestMountPoint starts a project on a mount point, such as a volume of a container: nothing can take its place, so the
// files are written into it. One with other files is left alone.
func TestMountPoint(t *testing.T) {
	if os.Getuid() != 0 {
		lacks(t, "the right to mount a file system")
	}
	scaffold, volume := buildScaffold(t), filepath.Join(t.TempDir(), "shop")
	if err := os.Mkdir(volume, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", volume, "tmpfs", 0, ""); err != nil {
		t.Fatal("mount: ", err)
	}
	defer syscall.Unmount(volume, 0)
	run(t, filepath.Dir(volume), scaffold, "new", "shop", "-y")
	run(t, volume, scaffold, "check", "--strict")
	if _, err := os.Stat(filepath.Join(volume, ".git/HEAD")); err != nil {
		t.Error(err)
	}
	entries, err := os.ReadDir(filepath.Dir(volume))
	if err != nil || len(entries) != 1 {
		t.Errorf("left beside it: %v %v", entries, err)
	}
	cmd := exec.Command(scaffold, "new", "shop", "-y")
	cmd.Dir = filepath.Dir(volume)
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "not empty") {
		t.Errorf("again: got %v, %s", err, out)
	}
}
