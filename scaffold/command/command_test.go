//go:build unix

package command_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/command"
)

func TestRun(t *testing.T) {
	dir := t.TempDir()
	out, err := command.Run(t.Context(), dir, "pwd; echo problem >&2; read line || true", time.Minute)
	if err != nil || !strings.Contains(out, filepath.Base(dir)) || !strings.Contains(out, "problem") {
		t.Errorf("%q, %v", out, err)
	}
	if out, err := command.Run(t.Context(), dir, "echo seen; exit 3", time.Minute); err == nil || out != "seen\n" {
		t.Errorf("%q, %v", out, err)
	}
	out, err = command.Run(t.Context(), dir, "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done", time.Minute)
	if err != nil || len(out) > 1<<16 || !strings.HasSuffix(out, "line 19999\n") {
		t.Errorf("%d bytes, %v", len(out), err)
	}
}

// TestRunEndsChildren holds that no child outlives its command: not its time limit, its cancellation or its own end.
func TestRunEndsChildren(t *testing.T) {
	const endless = "(while :; do :; done)" // needs no program on the PATH
	for name, tt := range map[string]struct {
		line   string
		limit  time.Duration
		cancel bool
		want   string
	}{
		"time limit": {endless + " & echo $! > pid; wait", 300 * time.Millisecond, false, "still running after 300ms"},
		"cancelled":  {endless + " & echo $! > pid; wait", time.Minute, true, context.Canceled.Error()},
		"left":       {endless + " >/dev/null 2>&1 & echo $! > pid", time.Minute, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if tt.cancel {
				time.AfterFunc(300*time.Millisecond, cancel)
			}
			started := time.Now()
			_, err := command.Run(ctx, dir, tt.line, tt.limit)
			if (err == nil) != (tt.want == "") || err != nil && err.Error() != tt.want {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if took := time.Since(started); took > 10*time.Second {
				t.Errorf("it took %v", took)
			}
			data, err := os.ReadFile(filepath.Join(dir, "pid"))
			if err != nil {
				t.Fatal(err)
			}
			pid, err := strconv.Atoi(strings.TrimSpace(string(data)))
			if err != nil {
				t.Fatal(err)
			}
			defer syscall.Kill(pid, syscall.SIGKILL)
			for range 100 { // until init has seen it end
				if err = syscall.Kill(pid, 0); errors.Is(err, syscall.ESRCH) || isZombie(pid) {
					return
				}
				time.Sleep(20 * time.Millisecond)
			}
			t.Errorf("process %d is alive: %v", pid, err)
		})
	}
}

// isZombie reports whether a process has ended, but its parent has not asked.
func isZombie(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && strings.Contains(string(stat), ") Z ")
}
