//go:build judges

package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// week takes a project through its owner's second week, one step at a time, and keeps a table of what happened.
type week struct {
	t             *testing.T
	dir, scaffold string
	env           []string
	checks        [][]string // must pass after every step
	rows          []weekRow
}

type weekRow struct {
	step                string
	conflicts, failures int
	took                time.Duration
}

// step lets the owner do something, commits it, and checks the project. A file that drifted counts as a failure.
func (w *week) step(name string, do func()) {
	w.t.Helper()
	start := time.Now()
	row := weekRow{step: name}
	do()
	out, _ := w.try("git", "grep", "--untracked", "--name-only", "^<<<<<<< ")
	conflicts := strings.Fields(out)
	if row.conflicts = len(conflicts); row.conflicts > 0 {
		w.t.Errorf("%s: conflicts in %s", name, conflicts)
	}
	w.run("git", "add", "--all")
	w.run("git", "commit", "--quiet", "--allow-empty", "--message", name)
	for _, check := range append([][]string{{w.scaffold, "check"}}, w.checks...) {
		if out, err := w.try(check...); err != nil {
			row.failures++
			w.t.Errorf("%s: %s: %v\n%s", name, strings.Join(check, " "), err, tail([]byte(out)))
		}
	}
	row.took = time.Since(start)
	w.rows = append(w.rows, row)
	w.t.Logf("%-32s %d conflicts, %d failures, %.0f s", name, row.conflicts, row.failures, row.took.Seconds())
	if row.conflicts+row.failures > 0 {
		w.t.FailNow() // the next steps would fail for the same reason
	}
}

// change is a step that scaffold takes.
func (w *week) change(args ...string) {
	w.t.Helper()
	w.step("scaffold "+strings.Join(args, " "), func() {
		if out, err := w.try(append(append([]string{w.scaffold}, args...), "-y")...); err != nil && !strings.Contains(out, "conflict") {
			w.t.Fatalf("scaffold %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	})
}

// edit replaces a text in a file, which must contain it.
func (w *week) edit(file, old, text string) {
	w.t.Helper()
	path := filepath.Join(w.dir, filepath.FromSlash(file))
	data, err := os.ReadFile(path)
	if err != nil {
		w.t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		w.t.Fatalf("%s does not contain %q", file, old)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(data), old, text, 1)), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// add writes a text at the end of a file.
func (w *week) add(file, text string) {
	w.t.Helper()
	f, err := os.OpenFile(filepath.Join(w.dir, filepath.FromSlash(file)), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := f.WriteString(text); err != nil {
		w.t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		w.t.Fatal(err)
	}
}

func (w *week) run(command ...string) {
	w.t.Helper()
	if out, err := w.try(command...); err != nil {
		w.t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, tail([]byte(out)))
	}
}

func (w *week) try(command ...string) (string, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir, cmd.Env = w.dir, append(projectEnv(), w.env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (w *week) table() string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%-32s  %9s  %8s  %6s\n", "step", "conflicts", "failures", "time")
	var sum weekRow
	for _, row := range w.rows {
		fmt.Fprintf(&b, "%-32s  %9d  %8d  %4.0f s\n", row.step, row.conflicts, row.failures, row.took.Seconds())
		sum.conflicts += row.conflicts
		sum.failures += row.failures
		sum.took += row.took
	}
	fmt.Fprintf(&b, "%-32s  %9d  %8d  %4.0f s\n", fmt.Sprintf("%d steps", len(w.rows)), sum.conflicts, sum.failures, sum.took.Seconds())
	return b.String()
}
