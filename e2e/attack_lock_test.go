//go:build linux

package e2e

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// longLock makes a project whose list of files is as long as a lock may be, and none of the files is there.
func longLock(t *testing.T, scaffold string, line func(i int) (path, sum string)) (dir string) {
	t.Helper()
	parent := t.TempDir()
	lay(t, filepath.Join(parent, "bp"), map[string]string{"blueprint.yaml": attackHead, "files/a": "a\n"})
	run(t, parent, scaffold, "new", "shop", "--blueprint", "bp", "-y", "--no-git")
	dir = filepath.Join(parent, "shop")
	file, err := os.Create(filepath.Join(dir, ".scaffold/files.sum"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := bufio.NewWriter(file) // a child starts with the peak of this process as its own
	for i := range 109_000 {
		path, sum := line(i)
		fmt.Fprintln(w, path, sum)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestAttackLongLock reads locks that are as long as they may be.
func TestAttackLongLock(t *testing.T) {
	scaffold := buildScaffold(t)
	shared := sumOf("a\n")
	folder := strings.Repeat("x", 139)
	for name, sum := range map[string]func(i int) string{
		"one content":               func(int) string { return shared },
		"contents that are missing": func(i int) string { return sumOf(strconv.Itoa(i)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := longLock(t, scaffold, func(i int) (string, string) {
				return fmt.Sprintf("apps/%04d/%s/f%06d.go", i/100, folder, i), sum(i)
			})
			for _, verb := range []string{"check", "check --strict", "diff", "info", "update --dry-run"} {
				const most = 200 << 20
				cmd := exec.Command(scaffold, strings.Fields(verb)...) // its output is not kept
				cmd.Dir = dir
				_ = cmd.Run()
				var own syscall.Rusage
				usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
				if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil || !ok {
					t.Fatal("the system counts no memory")
				}
				memory, cpu := usage.Maxrss<<10, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
				t.Logf("scaffold %s: %v, %d MB", verb, cpu, memory>>20)
				if code := cmd.ProcessState.ExitCode(); memory > max(most, own.Maxrss<<10) || cpu > mostCPU || code < 0 || code == 2 {
					t.Errorf("scaffold %s: exit code %d, %v, %d MB", verb, code, cpu, memory>>20)
				}
			}
		})
	}
}

// TestAttackManyFolders reads a lock whose paths have millions of folders.
func TestAttackManyFolders(t *testing.T) {
	scaffold := buildScaffold(t)
	shared, folders := sumOf("a\n"), strings.Repeat("y/", 70)
	dir := longLock(t, scaffold, func(i int) (string, string) { return fmt.Sprintf("%06d/%sg", i, folders), shared })
	for _, verb := range []string{"check", "diff", "info", "update --dry-run"} {
		if a := endsSoon(t, scaffold, dir, strings.Fields(verb)...); a.code != 2 || !strings.Contains(a.out, "folders") {
			t.Errorf("scaffold %s: exit code %d: %.200s", verb, a.code, a.out)
		}
	}
}
