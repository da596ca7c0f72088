//go:build linux

package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestCancelWhileBusy sends SIGINT to verbs in the midst of rendering and reading a large project: each ends within 100 ms
// with exit code 130, and nothing is written. The best of several attempts counts, because other work delays them.
func TestCancelWhileBusy(t *testing.T) {
	onlyLong(t)
	const soon, attempts = 100 * time.Millisecond, 7
	scaffold, bp := buildScaffold(t), busyBlueprint(t)
	parent := t.TempDir()
	run(t, parent, scaffold, "new", "shop", "--blueprint", bp)
	manifest := filepath.Join(bp, "blueprint.yaml")
	old, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(manifest, bytes.Replace(old, []byte("1.0.0"), []byte("1.1.0"), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"new", "../other", "--blueprint", bp},
		{"update"},
		{"set", "port=9000"},
		{"check", "--rerender"},
		{"check"},
		{"diff"},
		{"diff", "--update"},
		{"blueprint", "lint", bp},
	} {
		t.Run(strings.ReplaceAll(strings.Join(args, " "), bp, "BP"), func(t *testing.T) {
			dir := filepath.Join(parent, "shop")
			before := tree(t, dir)
			start := timeOf(t, func() { run(t, dir, scaffold, "version") })
			best := time.Duration(0)
			for attempt := 0; attempt < attempts && (best == 0 || best > soon); attempt++ {
				took, code, output := cancelAfter(t, scaffold, dir, args, start+10*time.Millisecond<<attempt)
				switch {
				case code == 0 || code == 3 || code == -1: // it had ended, or not begun
				case code != 130:
					t.Fatalf("exit code %d, want 130\n%s", code, output)
				case best == 0 || took < best:
					best = took
				}
			}
			t.Logf("it ended %v after the signal", best.Round(time.Millisecond))
			if best > soon {
				t.Errorf("at best it ended %v after the signal", best)
			}
			if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
				t.Errorf("the project has changed: %.1000s", diff)
			}
			if entries, err := os.ReadDir(parent); err != nil || len(entries) != 1 {
				t.Errorf("beside the project there is %v (%v)", entries, err)
			}
		})
	}
}

// cancelAfter runs a verb, interrupts it after a while, and returns how long it then took to end.
func cancelAfter(t *testing.T, scaffold, dir string, args []string, after time.Duration) (took time.Duration, code int, output string) {
	t.Helper()
	cmd := exec.Command(scaffold, args...)
	cmd.Dir = dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	sent := time.Now()
	_ = cmd.Process.Signal(syscall.SIGINT)
	_ = cmd.Wait()
	return time.Since(sent), cmd.ProcessState.ExitCode(), out.String()
}

// busyBlueprint makes a blueprint just within its budget, with large files to copy: everything about it takes long.
func busyBlueprint(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "blueprint.yaml"), "name: busy\nversion: 1.0.0\nquestions:\n  - {name: port, kind: int, default: 8000}\n")
	for _, folder := range []string{"loops", "actions", "large"} {
		if err := os.MkdirAll(filepath.Join(dir, "files", folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 10 {
		n := strconv.Itoa(i)
		write(t, filepath.Join(dir, "files/loops", n+".tmpl"), "{{ .port }}"+strings.Repeat("{{ range until 7000 }}{{ end }}", 8)+"\n")
		write(t, filepath.Join(dir, "files/actions", n+".tmpl"), strings.Repeat("{{ .port }}\n", 9_990))
	}
	for i := range 4 {
		write(t, filepath.Join(dir, "files/large", strconv.Itoa(i)), strings.Repeat("line "+strconv.Itoa(i)+"\n", 2<<20))
	}
	return dir
}

// TestCancelBlueprintTest sends SIGINT to a test that runs a command in each project: none of their processes and none of
// their folders is left.
func TestCancelBlueprintTest(t *testing.T) {
	scaffold, dir := buildScaffold(t), t.TempDir()
	pids := filepath.Join(dir, "pids")
	temporary := filepath.Join(dir, "tmp")
	if err := os.Mkdir(temporary, 0o755); err != nil {
		t.Fatal(err)
	}
	var output bytes.Buffer
	cmd := exec.Command(scaffold, "blueprint", "test", "micro", "--jobs", "3", "--run", "sleep 600 & echo $! >> "+pids+"; wait")
	cmd.Env = append(os.Environ(), "TMPDIR="+temporary)
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var started []string
	for range 500 {
		data, _ := os.ReadFile(pids)
		if started = strings.Fields(string(data)); len(started) == 3 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if len(started) != 3 {
		t.Errorf("%d commands were started, want 3", len(started))
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // the exit code is asked for
	if code := cmd.ProcessState.ExitCode(); code != 130 {
		t.Errorf("exit code %d, want 130\n%s", code, output.String())
	}
	for _, pid := range started {
		stat, err := os.ReadFile("/proc/" + pid + "/stat")
		if err == nil && !strings.Contains(string(stat), ") Z ") {
			t.Errorf("process %s is alive: %s", pid, stat)
		}
	}
	left, err := os.ReadDir(temporary)
	if err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}
