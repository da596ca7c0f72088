//go:build linux

package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestKill ends `scaffold new` without warning at many moments: at the target there is the whole project, or nothing.
// The next run in the same folder clears away what the killed one had begun.
func TestKill(t *testing.T) {
	files, moments := 60, 8
	if long() {
		files, moments = 300, 24
	}
	scaffold, bp := buildScaffold(t), writeBlueprint(t, files)
	parent := t.TempDir()
	whole := timeOf(t, func() { run(t, parent, scaffold, "new", "measure/whole", "--blueprint", bp) })
	if err := os.RemoveAll(filepath.Join(parent, "measure")); err != nil {
		t.Fatal(err)
	}
	killed, finished := 0, 0
	for i := range moments {
		cmd := exec.Command(scaffold, "new", "a/b/project", "--blueprint", bp)
		cmd.Dir = parent
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(whole * time.Duration(i) / time.Duration(moments-4))
		_ = cmd.Process.Signal(syscall.SIGKILL)
		err := cmd.Wait()
		_, missing := os.Stat(filepath.Join(parent, "a"))
		switch {
		case missing == nil:
			finished++
			if _, err := exec.LookPath("git"); err == nil {
				run(t, filepath.Join(parent, "a/b/project"), "git", "fsck", "--strict")
			}
			if err := os.RemoveAll(filepath.Join(parent, "a")); err != nil {
				t.Fatal(err)
			}
		case err == nil:
			t.Fatal("it ended well and made nothing")
		case !errors.Is(missing, fs.ErrNotExist):
			t.Fatal(missing)
		default:
			killed++
		}
	}
	t.Logf("%d killed with nothing at the target, %d had finished", killed, finished)
	if killed == 0 {
		t.Error("no run was killed in the middle")
	}
	run(t, parent, scaffold, "new", "last", "--blueprint", bp)
	entries, err := os.ReadDir(parent)
	if err != nil || len(entries) != 1 {
		t.Errorf("killed runs left something behind: %v %v", entries, err)
	}
}

// TestInterrupt ends `scaffold new` by signals that it can hear, while it writes: it cleans up before it goes. The program
// is stopped as soon as its staging folder appears, so that the signal arrives in the middle however fast the machine is.
func TestInterrupt(t *testing.T) {
	scaffold, bp := buildScaffold(t), writeBlueprint(t, 600)
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(signal.String(), func(t *testing.T) {
			for range 20 {
				if interrupt(t, scaffold, bp, signal) {
					return
				}
			}
			t.Error("20 runs, and all had finished before the signal")
		})
	}
}

// interrupt reports whether the signal came in time.
func interrupt(t *testing.T, scaffold, bp string, signal syscall.Signal) (inTime bool) {
	t.Helper()
	parent := t.TempDir()
	cmd := exec.Command(scaffold, "new", "a/b", "--blueprint", bp)
	cmd.Dir = parent
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	staged := func() bool {
		stages, _ := filepath.Glob(filepath.Join(parent, ".scaffold-stage-*"))
		return len(stages) > 0
	}
	for range 100_000 {
		if staged() {
			break
		}
		time.Sleep(100 * time.Microsecond)
	}
	_ = cmd.Process.Signal(syscall.SIGSTOP)
	inTime = staged()
	_ = cmd.Process.Signal(signal)
	_ = cmd.Process.Signal(syscall.SIGCONT)
	if err := cmd.Wait(); err == nil || !inTime {
		return false
	}
	if entries, _ := os.ReadDir(parent); cmd.ProcessState.ExitCode() != 130 || len(entries) > 0 {
		t.Errorf("exit code %d, want 130; left behind: %v\n%s", cmd.ProcessState.ExitCode(), entries, stderr.String())
	}
	return true
}

func timeOf(t *testing.T, f func()) time.Duration {
	t.Helper()
	start := time.Now()
	f()
	return time.Since(start)
}

// TestFullDisk fills a small file system at every size up to what the project needs.
func TestFullDisk(t *testing.T) {
	if os.Getuid() != 0 {
		lacks(t, "the right to mount a small file system")
	}
	scaffold, bp := buildScaffold(t), writeBlueprint(t, 30)
	for _, kilobytes := range []int{4, 64, 128, 200} {
		t.Run(fmt.Sprint(kilobytes, " kB"), func(t *testing.T) {
			disk := t.TempDir()
			if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, fmt.Sprintf("size=%dk", kilobytes)); err != nil {
				t.Fatal("mount: ", err)
			}
			defer syscall.Unmount(disk, 0)
			cmd := exec.Command(scaffold, "new", filepath.Join(disk, "in/project"), "--blueprint", bp)
			out, _ := cmd.CombinedOutput()
			if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(string(out), "space") {
				t.Errorf("exit code %d, want 1 and a word about space:\n%s", code, out)
			}
			if entries, err := os.ReadDir(disk); err != nil || len(entries) > 0 {
				t.Errorf("left behind: %v %v", entries, err)
			}
		})
	}
}

// TestReadOnly tries to write where nobody may, not even root.
func TestReadOnly(t *testing.T) {
	if os.Getuid() != 0 {
		lacks(t, "the right to mount a file system (new_target.txtar asserts the same by permissions)")
	}
	scaffold, parent := buildScaffold(t), t.TempDir()
	if err := syscall.Mount("tmpfs", parent, "tmpfs", syscall.MS_RDONLY, ""); err != nil {
		t.Fatal("mount: ", err)
	}
	defer syscall.Unmount(parent, 0)
	cmd := exec.Command(scaffold, "new", "project", "-y")
	cmd.Dir = parent
	out, _ := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(string(out), "read-only") {
		t.Errorf("exit code %d, want 1 and a word about why:\n%s", code, out)
	}
}
