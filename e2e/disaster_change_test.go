//go:build linux

package e2e

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// changing is a project with its owner's edits, and a blueprint with a next version: that one changes every third file and
// renames most of the last sixth.
type changing struct {
	scaffold, parent string
	files            int
	model            string // the project, never changed itself
	before, after    map[string]string
	exit             int // of the update
	whole            time.Duration
}

func newChanging(t *testing.T, conflicts bool) *changing {
	c := &changing{scaffold: buildScaffold(t), parent: t.TempDir(), files: 60}
	if long() {
		c.files = 300
	}
	bp := writeBlueprint(t, c.files)
	if err := os.Rename(bp, filepath.Join(c.parent, "bp")); err != nil {
		t.Fatal(err)
	}
	run(t, c.parent, c.scaffold, "new", "model", "--blueprint", "bp")
	c.model = filepath.Join(c.parent, "model")
	for i := 0; i < c.files; i += 7 {
		edit(t, fmt.Sprintf("%s/dir%d/file%d.txt", c.model, i/10, i), "\n// an edit of its owner\n", "")
	}
	if conflicts {
		edit(t, c.model+"/dir0/file0.txt", "", "// the first line, of its owner\n")
		edit(t, c.model+"/dir2/file21.txt", "", "// the first line, of its owner\n")
	}
	run(t, c.model, "git", "commit", "-qam", "Edits")
	edit(t, c.model+"/notes.txt", "not committed, and not scaffold's\n", "")
	c.nextVersion(t)
	c.before = snapshot(t, c.model)
	dir := c.copy(t, "undisturbed")
	c.whole = timeOf(t, func() { c.exit = c.run(t, dir, "update") })
	if c.after = snapshot(t, dir); c.exit != 0 && c.exit != 5 || (c.exit == 5) != conflicts {
		t.Fatalf("the update that nobody disturbed ended with exit code %d", c.exit)
	}
	return c
}

func (c *changing) nextVersion(t *testing.T) {
	t.Helper()
	file := func(i int) string { return fmt.Sprintf("%s/bp/files/dir%d/file%d.txt.tmpl", c.parent, i/10, i) }
	for i := 0; i < c.files; i += 3 {
		edit(t, file(i), "", "// the first line, of the blueprint\n")
	}
	for i := c.files * 5 / 6; i < c.files; i++ {
		if i%7 == 0 || i%3 == 0 {
			continue
		}
		if err := os.Rename(file(i), fmt.Sprintf("%s/bp/files/new%d.txt.tmpl", c.parent, i)); err != nil {
			t.Fatal(err)
		}
	}
	manifest := filepath.Join(c.parent, "bp/blueprint.yaml")
	text, err := os.ReadFile(manifest)
	if err == nil {
		err = os.WriteFile(manifest, []byte(strings.Replace(string(text), "version: 1.0.0", "version: 2.0.0", 1)), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// copy gives a fresh copy of the project. git's index fits the model's files, so it is made to fit these.
func (c *changing) copy(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(c.parent, name)
	run(t, c.parent, "cp", "-a", c.model, dir)
	run(t, dir, "git", "status")
	return dir
}

func (c *changing) run(t *testing.T, dir string, args ...string) (exit int) {
	t.Helper()
	cmd := exec.Command(c.scaffold, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	if code := cmd.ProcessState.ExitCode(); code == 0 || code == 5 {
		return code
	}
	t.Fatalf("scaffold %s: exit code %d\n%s", strings.Join(args, " "), cmd.ProcessState.ExitCode(), out)
	return 0
}

// edit adds text to a file, at its end or at its start. A file that is not there is made.
func edit(t *testing.T, name, after, before string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		err = os.WriteFile(name, []byte(before+string(text)+after), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// snapshot gives every file of a project, with its mode, but for git's own and what was kept of git's index.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, path)
		switch {
		case err != nil:
			return err
		case name == ".git":
			return fs.SkipDir
		case d.IsDir() || name == ".scaffold/pending/index":
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		files[name] = info.Mode().String() + "\n" + string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// differences names the files in which two snapshots differ.
func differences(a, b map[string]string) []string {
	var names []string
	for name := range a {
		if a[name] != b[name] {
			names = append(names, name)
		}
	}
	for name := range b {
		if _, both := a[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// isSettled asserts that the project is as before the update, or as after it, in its files and for git, and tells which.
func (c *changing) isSettled(t *testing.T, dir string) (updated bool) {
	t.Helper()
	now := snapshot(t, dir)
	updated = !maps.Equal(now, c.before)
	if updated && !maps.Equal(now, c.after) {
		t.Errorf("neither as before:\n%v\nnor as after:\n%v", differences(now, c.before), differences(now, c.after))
	}
	if _, err := os.Lstat(filepath.Join(dir, ".git/index.lock")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("git's index stays locked: ", err)
	}
	unmerged := output(t, dir, "git", "ls-files", "--unmerged")
	if (unmerged != "") != (updated && c.exit == 5) {
		t.Errorf("updated: %v, and git knows of these conflicts: %q", updated, unmerged)
	}
	return updated
}

// TestKillUpdate ends `scaffold update` without warning at many moments. A dry run then changes nothing, and the next
// update finishes or undoes what was begun, and ends as if nothing had happened.
func TestKillUpdate(t *testing.T) {
	need(t, "git")
	for _, conflicts := range []bool{false, true} {
		t.Run("conflicts="+strconv.FormatBool(conflicts), func(t *testing.T) {
			c := newChanging(t, conflicts)
			moments := 16
			if !long() {
				moments = 4
			}
			halfway := 0
			for i := range moments {
				dir := c.copy(t, fmt.Sprint("killed", i))
				c.kill(t, dir, c.whole*time.Duration(i+1)/time.Duration(moments-2))
				now := snapshot(t, dir)
				if !maps.Equal(now, c.before) && !maps.Equal(now, c.after) {
					halfway++
				}
				dry := exec.Command(c.scaffold, "update", "--dry-run") // it may fail: what it reads is incomplete
				dry.Dir = dir
				_ = dry.Run()
				if then := snapshot(t, dir); !maps.Equal(now, then) {
					t.Errorf("a dry run changed %v", differences(now, then))
				}
				if exit := c.run(t, dir, "update"); exit != 0 && exit != c.exit {
					t.Errorf("exit code %d", exit)
				}
				if !c.isSettled(t, dir) {
					t.Error("the update after a killed one did nothing")
				}
				run(t, dir, "git", "fsck", "--strict")
				if t.Failed() {
					t.Fatalf("killed after %v of %v", c.whole*time.Duration(i+1)/time.Duration(moments-2), c.whole)
				}
				if err := os.RemoveAll(dir); err != nil {
					t.Fatal(err)
				}
			}
			t.Logf("%d were killed in between", halfway)
			if halfway == 0 && long() { // a few moments may miss it
				t.Error("none was killed in the midst of changing the project")
			}
		})
	}
}

func (c *changing) kill(t *testing.T, dir string, after time.Duration) {
	t.Helper()
	cmd := exec.Command(c.scaffold, "update")
	cmd.Dir = dir
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = cmd.Process.Signal(syscall.SIGKILL)
	_ = cmd.Wait()
}

// TestFullDiskUpdate updates on a file system that is full sooner or later: nothing changes, and it says why.
func TestFullDiskUpdate(t *testing.T) {
	if os.Getuid() != 0 {
		lacks(t, "the right to mount a small file system")
	}
	need(t, "git")
	c := newChanging(t, true)
	sizes := []int{0, 16, 64} // the project needs more, but not much more
	if long() {
		sizes = []int{0, 16, 128, 512, 700}
	}
	for _, free := range sizes {
		t.Run(fmt.Sprint(free, " kB"), func(t *testing.T) {
			disk := t.TempDir()
			if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=64m"); err != nil {
				t.Fatal("mount: ", err)
			}
			defer syscall.Unmount(disk, 0)
			dir := filepath.Join(disk, "project")
			run(t, c.parent, "cp", "-a", c.model, dir)
			run(t, dir, "git", "status")
			if err := os.WriteFile(filepath.Join(disk, "ballast"), make([]byte, free<<10), 0o644); err != nil {
				t.Fatal(err)
			}
			fill(t, disk)
			if err := os.Remove(filepath.Join(disk, "ballast")); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(c.scaffold, "update", "--source", filepath.Join(c.parent, "bp"))
			cmd.Dir = dir
			out, _ := cmd.CombinedOutput()
			if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(string(out), "space") {
				t.Errorf("exit code %d, want 1 and a word about space:\n%s", code, out)
			}
			if c.isSettled(t, dir) {
				t.Error("it failed, and changed the project")
			}
		})
	}
}

// fill takes all the space that is left.
func fill(t *testing.T, disk string) {
	t.Helper()
	f, err := os.Create(filepath.Join(disk, "full"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size >= 1; size /= 2 {
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
	}
}
