package disk

import (
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestKilled kills a run at every point. Nothing may be at the target, and the next run must sweep and succeed.
func TestKilled(t *testing.T) {
	for _, tt := range []struct{ point, target string }{
		{"staged", "shop"},
		{"1", "shop"},
		{"10", "shop"},
		{"24", "shop"},
		{"written", "shop"},
		{"git", "shop"},
		{"staged", "new/folders/shop"},
		{"git", "new/folders/shop"},
		{"10", "empty"},
		{"git", "empty"},
	} {
		t.Run(tt.target+"/"+tt.point, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, tt.target)
			empty := tt.target == "empty"
			if empty {
				makeDir(t, path, 0o755)
			}
			if code, output := run(t, "kill="+tt.point, path); code != -1 {
				t.Fatalf("the helper was not killed: %d, %s", code, output)
			}
			left := names(t, dir)
			if len(left) == 0 || !strings.HasPrefix(left[0], stagePrefix) {
				t.Fatalf("no stage was left to be swept: %q", left)
			}
			if empty && len(names(t, path)) != 0 || !empty && len(left) != 1 {
				t.Errorf("something is at the target: %q", left)
			}
			if code, output := run(t, path); code != 0 {
				t.Fatalf("the next run failed: %s", output)
			}
			isComplete(t, path)
			if left := names(t, dir); len(left) != 1 {
				t.Errorf("not swept: %q", left)
			}
		})
	}
}

// TestKilledAtAnyTime kills runs from outside, at moments that nobody chose.
func TestKilledAtAnyTime(t *testing.T) {
	dir := t.TempDir()
	start := time.Now()
	if code, output := run(t, filepath.Join(dir, "first")); code != 0 {
		t.Fatal(output)
	}
	whole := time.Since(start)
	random := rand.New(rand.NewPCG(uint64(start.UnixNano()), 0))
	for i := range 12 {
		path := filepath.Join(dir, "killed"+strconv.Itoa(i))
		cmd := command(path)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(whole))))
		cmd.Process.Kill()
		cmd.Wait()
		if _, err := os.Lstat(path); err == nil {
			isComplete(t, path)
		}
	}
	if code, output := run(t, filepath.Join(dir, "last")); code != 0 {
		t.Fatal(output)
	}
	for _, name := range names(t, dir) {
		if strings.HasPrefix(name, stagePrefix) {
			t.Errorf("%s was not swept: %q", name, names(t, filepath.Join(dir, name)))
		}
	}
}

// TestOneWins lets several processes commit the same target at the same moment.
func TestOneWins(t *testing.T) {
	for _, target := range []string{"shop", "new/folders/shop", "empty"} {
		t.Run(target, func(t *testing.T) {
			for range 2 {
				dir := t.TempDir()
				path := filepath.Join(dir, target)
				if target == "empty" {
					makeDir(t, path, 0o755)
				}
				won := race(t, 3, "wait=git", path)
				if won != 1 {
					t.Errorf("%d of 3 processes made the same project", won)
				}
				isComplete(t, path)
				if left := names(t, dir); len(left) != 1 {
					t.Errorf("left: %q", left)
				}
			}
		})
	}
}

// race runs n helpers up to their common point, lets them go on together, and counts those that succeed. The others
// must say that the target was taken.
func race(t *testing.T, n int, args ...string) (won int) {
	t.Helper()
	type runner struct {
		cmd *exec.Cmd
		in  io.WriteCloser
		out *strings.Builder
	}
	runners := make([]runner, 0, n)
	for range n {
		r := runner{cmd: command(args...), out: new(strings.Builder)}
		r.in = must[io.WriteCloser](t)(r.cmd.StdinPipe())
		out := must[io.ReadCloser](t)(r.cmd.StdoutPipe())
		if err := r.cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(out, make([]byte, len("waiting\n"))); err != nil {
			t.Fatal(err)
		}
		runners = append(runners, r)
		go io.Copy(r.out, out)
	}
	for _, r := range runners {
		r.in.Close()
	}
	for _, r := range runners {
		if r.cmd.Wait() == nil {
			won++
		} else if code := r.cmd.ProcessState.ExitCode(); code != 1 {
			t.Errorf("a process that lost ended with %d", code)
		}
	}
	return won
}

func TestModesFollowTheUmask(t *testing.T) {
	for umask, want := range map[string][4]os.FileMode{ // regular, executable, folder, private
		"000": {0o666, 0o777, 0o777, 0o600},
		"022": {0o644, 0o755, 0o755, 0o600},
		"077": {0o600, 0o700, 0o700, 0o600},
	} {
		t.Run(umask, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "new", "shop")
			if code, output := run(t, "umask="+umask, path); code != 0 {
				t.Fatal(output)
			}
			for name, mode := range map[string]os.FileMode{
				"go.mod": want[0], "scripts/run.sh": want[1], "scripts": want[2], ".": want[2], "..": want[2], ".env": want[3],
				".git": want[2], ".git/HEAD": want[0], ".git/objects/pack/pack-1.pack": want[0] & 0o444,
			} {
				if info := must[os.FileInfo](t)(os.Stat(filepath.Join(path, name))); info.Mode().Perm() != mode {
					t.Errorf("%s: %v, want %v", name, info.Mode().Perm(), mode)
				}
			}
		})
	}
}

// TestFails: whatever the system refuses, the error says why, there is a hint, and nothing is left.
func TestFails(t *testing.T) {
	tests := []struct {
		name   string
		mounts bool
		args   func(dir string) []string // the last is the target
		cause  syscall.Errno
		left   string
	}{
		{"parent that nobody may write to", false, func(dir string) []string {
			makeDir(t, dir+"/closed", 0o555)
			return []string{"user=65534", dir + "/closed/shop"}
		}, syscall.EACCES, ""},
		{"parent that is not ours", false, func(dir string) []string {
			makeDir(t, dir+"/closed", 0o555)
			return []string{"user=65534", dir + "/closed/a/b/shop"}
		}, syscall.EACCES, ""},
		{"read-only disk", true, func(dir string) []string {
			return []string{"readonly=" + dir, dir + "/shop"}
		}, syscall.EROFS, ""},
		{"full disk", true, func(dir string) []string {
			return []string{"disk=" + dir, "size=300000", dir + "/shop"}
		}, syscall.ENOSPC, ""},
		{"file too large", false, func(dir string) []string {
			return []string{"limit=100000", "size=300000", dir + "/shop"}
		}, syscall.EFBIG, ""},
		{"mount point", true, func(dir string) []string {
			makeDir(t, dir+"/shop", 0o755)
			return []string{"disk=" + dir + "/shop", dir + "/shop"}
		}, syscall.EBUSY, "left: shop dtrwxrwxrwx\n"},
		{"empty folder comes back", true, func(dir string) []string {
			makeDir(t, dir+"/shop", 0o750)
			return []string{"mount=project", dir + "/shop"}
		}, syscall.EBUSY, "left: shop drwxr-x---\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for up := dir; strings.Contains(up, "Test"); up = filepath.Dir(up) {
				os.Chmod(up, 0o755) // another user must get there
			}
			args := tt.args(dir)
			cmd := command(args...)
			if tt.mounts {
				withMounts(cmd)
			}
			var output string
			unchanged(t, dir, func() {
				out, err := cmd.Output()
				if cmd.ProcessState == nil {
					lacks(t, "the right to mount anything: ", err)
				}
				output = string(out)
			})
			if code := cmd.ProcessState.ExitCode(); code == 3 {
				lacks(t, "what the case needs")
			} else if code != 1 {
				t.Fatalf("exit code %d: %s", code, output)
			}
			if !strings.Contains(output, tt.cause.Error()) || !strings.Contains(output, "hints: 1") {
				t.Errorf("got %s, want it to say %q and a hint", output, tt.cause.Error())
			}
			if _, left, _ := strings.Cut(output, "hints: 1\n"); left != tt.left {
				t.Errorf("left behind: %q, want %q", left, tt.left)
			}
		})
	}
}
