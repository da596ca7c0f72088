//go:build linux

package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// hostile is a project as a stranger can hand it over, and the verbs that somebody may type in it.
type hostile struct {
	scaffold, parent, dir string
}

const hook = "#!/bin/sh\ntouch ../ran\n"

// verbs change the project, or only look at it. None may do what a journal says that came with the project.
var verbs = [][]string{
	{"update", "--dry-run"},
	{"update"},
	{"set", "port=9000"},
	{"set", "port=9000", "--dry-run"},
	{"restore", "."},
	{"repair"},
	{"continue"},
	{"abort"},
	{"add", "feature", "x"},
	{"remove", "feature", "x"},
	{"check"},
	{"diff"},
}

func newHostile(t *testing.T, scaffold string, withGit bool) *hostile {
	t.Helper()
	h := &hostile{scaffold: scaffold, parent: t.TempDir()}
	bp := writeBlueprint(t, 5)
	args := []string{"new", "shop", "--blueprint", bp}
	if !withGit {
		args = append(args, "--no-git")
	}
	h.dir = filepath.Join(h.parent, "shop")
	run(t, h.parent, scaffold, args...)
	h.put(t, "outside/scaffold-index-abcdefghijklmnopqrstuvwxyz", "not scaffold's")
	h.put(t, "outside/secret", "x")
	return h
}

func (h *hostile) put(t *testing.T, name, text string) {
	t.Helper()
	full := filepath.Join(h.parent, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

func (h *hostile) link(t *testing.T, target, name string) {
	t.Helper()
	full := filepath.Join(h.dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, full); err != nil {
		t.Fatal(err)
	}
}

func sumOf(text string) string {
	s := sha256.Sum256([]byte(text))
	return hex.EncodeToString(s[:])
}

// sealed is a record as scaffold writes one: with a checksum, which anybody can compute.
func sealed(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s\n%s\n", data, sumOf(string(data)))
}

type object map[string]any

// installsHook is a record by which a file of the journal goes to a path, or is put aside if something is there.
func installsHook(path string) object {
	return object{"steps": []object{{
		"path": path, "old": object{"mode": 0o644, "sha256": sumOf("never")}, "new": object{"mode": 0o755, "sha256": sumOf(hook)},
	}}}
}

// TestHostileJournal: whatever journal comes with a project, in a clone or in an archive, nothing outside of the project's
// files changes, and in .git nothing does.
func TestHostileJournal(t *testing.T) {
	scaffold := buildScaffold(t)
	for name, plant := range map[string]func(*testing.T, *hostile){
		"aside is a link into .git": func(t *testing.T, h *hostile) {
			h.put(t, "shop/.scaffold/journal/redo", sealed(t, installsHook("hooks/pre-commit")))
			h.put(t, "shop/.scaffold/journal/new/0", hook)
			h.put(t, "shop/hooks/pre-commit", "in the way")
			h.link(t, "../../.git", ".scaffold/journal/aside")
		},
		"aside is a link into .git, undone": func(t *testing.T, h *hostile) {
			h.put(t, "shop/.scaffold/journal/undo", sealed(t, installsHook("hooks/pre-commit")))
			h.put(t, "shop/.scaffold/journal/old/0", hook)
			h.put(t, "shop/hooks/pre-commit", "in the way")
			h.link(t, "../../.git", ".scaffold/journal/aside")
		},
		"new is a link into .git": func(t *testing.T, h *hostile) {
			h.put(t, "shop/.scaffold/journal/redo", sealed(t, object{"steps": []object{{
				"path": "stolen", "old": object{}, "new": object{"mode": 0o644, "sha256": sumOf("ref: refs/heads/main\n")},
			}}}))
			h.put(t, "shop/.git/0", "ref: refs/heads/main\n")
			h.link(t, "../../.git", ".scaffold/journal/new")
		},
		"old is a link into .git": func(t *testing.T, h *hostile) {
			h.put(t, "shop/.scaffold/journal/redo", sealed(t, object{"steps": []object{{
				"path": "0", "old": object{"mode": 0o755, "sha256": sumOf(hook)}, "new": object{},
			}}}))
			h.put(t, "shop/0", hook)
			h.link(t, "../../.git/hooks", ".scaffold/journal/old")
		},
		"index names a folder": func(t *testing.T, h *hostile) {
			h.put(t, "shop/.scaffold/journal/index", sealed(t, object{
				"dir": filepath.Join(h.parent, "outside"), "draft": "scaffold-index-abcdefghijklmnopqrstuvwxyz", "new": sumOf("x"),
			}))
		},
		"the folder itself is a link": func(t *testing.T, h *hostile) { h.link(t, "../.git", ".scaffold/journal") },
		"a stray file":                func(t *testing.T, h *hostile) { h.put(t, "shop/.scaffold/journal/.DS_Store", "x") },
		"a file in its place":         func(t *testing.T, h *hostile) { h.put(t, "shop/.scaffold/journal", "x") },
		"today's name": func(t *testing.T, h *hostile) {
			const data = ".scaffold/journal-abcdefghijklmnopqrstuvwxyz"
			h.put(t, "shop/"+data+"/new/0", hook)
			h.put(t, "shop/"+data+"/redo", sealed(t, installsHook("hooks/pre-commit")))
			h.put(t, "shop/"+data+"/begun", sealed(t, object{"data": data}))
			h.link(t, "../../.git", data+"/aside")
			h.link(t, "../.git/hooks", ".scaffold/aside-abcdefghijklmnopqrstuvwxyz")
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, withGit := range []bool{true, false} {
				if withGit {
					need(t, "git")
				}
				for _, verb := range verbs {
					h := newHostile(t, scaffold, withGit)
					plant(t, h)
					h.holds(t, withGit, verb)
				}
			}
		})
	}
}

// holds commits what was planted, clones it, and runs a verb: nothing but files of the project may change.
func (h *hostile) holds(t *testing.T, withGit bool, verb []string) {
	t.Helper()
	committed := withGit
	if committed {
		run(t, h.dir, "git", "add", "-Af")
		run(t, h.dir, "git", "commit", "-qm", "Planted")
		run(t, h.dir, "git", "status")
	}
	before, outside := h.git(t), tree(t, filepath.Join(h.parent, "outside"))
	cmd := exec.Command(h.scaffold, verb...)
	cmd.Dir = h.dir
	out, _ := cmd.CombinedOutput()
	if diff := cmp.Diff(before, h.git(t)); diff != "" {
		t.Errorf("%q, git %v: .git changed: %s\n%s", verb, withGit, diff, out)
	}
	if diff := cmp.Diff(outside, tree(t, filepath.Join(h.parent, "outside"))); diff != "" {
		t.Errorf("%q, git %v: changed outside: %s\n%s", verb, withGit, diff, out)
	}
	if verb[0] == "update" && committed && cmd.ProcessState.ExitCode() != 0 {
		t.Errorf("%q: blocked by what came with the repository\n%s", verb, out)
	}
}

func (h *hostile) git(t *testing.T) map[string]string {
	if _, err := os.Stat(filepath.Join(h.dir, ".git")); err != nil {
		return nil
	}
	return tree(t, filepath.Join(h.dir, ".git"))
}

// tree lists everything below a folder, with its mode and content or target.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		text, err := os.Readlink(path)
		if err != nil {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			text = string(data)
		}
		found[strings.TrimPrefix(path, dir+"/")] = info.Mode().String() + " " + text
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestOldJournal: where version 1.0.0 was killed, the project may be partially updated. That cannot be told from what a
// stranger planted, so nothing of it is used, and the person is told what to do.
func TestOldJournal(t *testing.T) {
	h := newHostile(t, buildScaffold(t), true)
	h.put(t, "shop/.scaffold/journal/redo", sealed(t, installsHook("x")))
	cmd := exec.Command(h.scaffold, "update")
	cmd.Dir = h.dir
	out, err := cmd.CombinedOutput()
	for _, want := range []string{"left by scaffold 1.0.0", "complete it with scaffold 1.0.0", "remove .scaffold/journal"} {
		if err == nil || !strings.Contains(string(out), want) {
			t.Errorf("%v, want it to say %q:\n%s", err, want, out)
		}
	}
}

// interrupted leaves what a run leaves that is killed between its commit point and its first step.
func (h *hostile) interrupted(t *testing.T) {
	t.Helper()
	const data = ".scaffold/journal-abcdefghijklmnopqrstuvwxyz"
	home := ".git/scaffold/" + sumOf("/")[:32]
	h.put(t, "shop/"+data+"/new/0", "new\n")
	h.put(t, "shop/"+data+"/old/.keep", "")
	h.put(t, "shop/"+home+"/begun", sealed(t, object{"data": data}))
	h.put(t, "shop/"+home+"/redo", sealed(t, object{"steps": []object{{
		"path": "made", "old": object{}, "new": object{"mode": 0o755, "sha256": sumOf("new\n")},
	}}}))
}

// TestInterrupted: a verb that only reads, and a dry run, say that a change was interrupted, and leave it as it is. The
// next verb that changes the project completes it.
func TestInterrupted(t *testing.T) {
	scaffold := buildScaffold(t)
	for _, verb := range [][]string{{"check"}, {"diff"}, {"update", "--dry-run"}, {"set", "port=9000", "--dry-run"}, {"restore", ".", "--dry-run"}} {
		h := newHostile(t, scaffold, true)
		h.interrupted(t)
		before := tree(t, h.dir)
		cmd := exec.Command(scaffold, verb...)
		cmd.Dir = h.dir
		out, _ := cmd.CombinedOutput()
		if !strings.Contains(string(out), "an update was interrupted") {
			t.Errorf("%q does not say so:\n%s", verb, out)
		}
		if diff := cmp.Diff(before, tree(t, h.dir)); diff != "" {
			t.Errorf("%q: %s", verb, diff)
		}
	}
	h := newHostile(t, scaffold, true)
	h.interrupted(t)
	cmd := exec.Command(scaffold, "update")
	cmd.Dir = h.dir
	out, _ := cmd.CombinedOutput()
	made, err := os.ReadFile(filepath.Join(h.dir, "made"))
	if err != nil || string(made) != "new\n" || !strings.Contains(string(out), "completed an interrupted update") {
		t.Errorf("%v\n%s", err, out)
	}
	for path := range tree(t, h.dir) {
		if strings.Contains(path, "journal") || strings.HasPrefix(path, ".git/scaffold") {
			t.Errorf("left: %s", path)
		}
	}
}

// TestForeignOwner: walking up from a folder that everybody may write to, as /tmp is, finds what another user has planted
// there. It is not a project of ours unless git's safe.directory says so.
func TestForeignOwner(t *testing.T) {
	if os.Getuid() != 0 {
		lacks(t, "the right to give files away")
	}
	h := newHostile(t, buildScaffold(t), false)
	err := filepath.WalkDir(h.dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, 65534, 65534)
	})
	if err != nil {
		t.Fatal(err)
	}
	ours := filepath.Join(h.dir, "ours")
	if err := os.Mkdir(ours, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, verb := range append(verbs, []string{"update", "-y"}) {
		out, code := h.with(t, ours, nil, verb...)
		if code == 0 || !strings.Contains(out, "belongs to another user (uid 65534)") || !strings.Contains(out, "git config --global --add safe.directory "+h.dir) {
			t.Errorf("%q: exit code %d\n%s", verb, code, out)
		}
	}
	if out, code := h.with(t, ours, nil, "check"); code == 0 {
		t.Errorf("it was trusted\n%s", out)
	}
	for _, env := range [][]string{
		{"SUDO_UID=65534"},
		{"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=" + h.dir},
		{"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*"},
		{"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=" + h.parent + "/*"},
	} {
		if out, code := h.with(t, ours, env, "check"); code != 0 {
			t.Errorf("%q: exit code %d\n%s", env, code, out)
		}
	}
}

func (h *hostile) with(t *testing.T, dir string, env []string, args ...string) (output string, code int) {
	t.Helper()
	cmd := exec.Command(h.scaffold, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, _ := cmd.CombinedOutput()
	return string(out), cmd.ProcessState.ExitCode()
}

// TestEndlessFiles: a link to a device in git's folder, above the project, is refused and not read to its end.
func TestEndlessFiles(t *testing.T) {
	need(t, "git")
	scaffold := buildScaffold(t)
	for _, name := range []string{"HEAD", "config", "index", "packed-refs"} {
		parent := t.TempDir()
		run(t, parent, "git", "init", "-q")
		run(t, parent, scaffold, "new", "sub/shop", "--blueprint", writeBlueprint(t, 5))
		run(t, parent, "git", "add", "-A")
		run(t, parent, "git", "commit", "-qm", "All")
		run(t, parent, "git", "pack-refs", "--all")
		full := filepath.Join(parent, ".git", name)
		if err := os.RemoveAll(full); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("/dev/zero", full); err != nil {
			t.Fatal(err)
		}
		for _, verb := range []string{"check", "diff", "update", "repair"} {
			cmd := exec.Command("timeout", "-s", "KILL", "10", scaffold, verb)
			cmd.Dir = filepath.Join(parent, "sub/shop")
			out, err := cmd.CombinedOutput()
			if code := cmd.ProcessState.ExitCode(); code != 0 && code != 1 {
				t.Errorf("%s is endless: %s: %v\n%s", name, verb, err, out)
			}
		}
	}
}
