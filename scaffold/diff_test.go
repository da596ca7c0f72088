package scaffold_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/patch"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func TestDiff(t *testing.T) {
	for _, tt := range []struct {
		name  string
		edits []string
		opt   scaffold.CheckOptions
		want  string
	}{
		{name: "nothing"},
		{name: "edited", edits: []string{"merged.txt=one\n2\n", "seed.txt=x\n", ".env=y", "mine=z"}, want: "update merged.txt=one 2 ; update seed.txt=x "},
		{name: "deleted", edits: []string{"-merged.txt"}, want: "delete merged.txt"},
		{name: "deleted, for git ignores it", edits: []string{"-merged.txt"}, opt: scaffold.CheckOptions{Ignored: func(string) bool { return true }}},
		{name: "mode", edits: []string{"run.sh~"}, want: "chmod run.sh=#!/bin/sh "},
		{name: "mode that the disk does not keep", edits: []string{"run.sh~", "run.sh+=x\n"}, opt: scaffold.CheckOptions{IgnoreModes: true}, want: "update run.sh*=#!/bin/sh x "},
		{name: "a file became a link", edits: []string{"merged.txt@=seed.txt"}, want: "update merged.txt@=seed.txt"},
		{name: "a file became a folder", edits: []string{"-merged.txt", "merged.txt/x=1"}, want: "delete merged.txt"},
		{name: "CRLF checkout", edits: []string{"merged.txt=one\r\ntwo\r\n"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := start(t, load(t, mixed)).edit(tt.edits...)
			p := d.project()
			plan, err := p.Diff(d.read(p.Paths()), tt.opt)
			if err != nil {
				t.Fatal(err)
			}
			if got := tell(plan); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	d := start(t, load(t, mixed)).edit("merged.txt=x", "-"+lock.BasePath(lock.Sum([]byte("one\ntwo\n"))))
	_, err := d.project().Diff(d.files(), scaffold.CheckOptions{})
	says(t, told(t, err), lock.BasePath(lock.Sum([]byte("one\ntwo\n"))))
}

func TestUnifiedOfACRLFCheckout(t *testing.T) {
	d := start(t, load(t, mixed)).edit("merged.txt=one\r\n2\r\n")
	plan, err := d.project().Diff(d.files(), scaffold.CheckOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want := "diff --git a/merged.txt b/merged.txt\nindex 4e349b5..796f136 100644\n--- a/merged.txt\n+++ b/merged.txt\n@@ -1,2 +1,2 @@\n one\r\n-two\r\n+2\r\n"
	if got := patch.Unified(plan); got != want {
		t.Errorf("got %q", got)
	}
}

// patches are changes of every kind: by path, what stood there and what stands there now.
func patches() (before, after tree.Tree) {
	file := func(s string) tree.File { return tree.File{Data: []byte(s), Mode: tree.Regular} }
	run := func(s string) tree.File { return tree.File{Data: []byte(s), Mode: tree.Executable} }
	link := func(s string) tree.File { return tree.File{Data: []byte(s), Mode: tree.Symlink} }
	var long, edited strings.Builder
	for i := range 400 {
		line := strings.Repeat("x", i%7) + "\n"
		long.WriteString(line)
		if i%40 < 36 {
			edited.WriteString(line)
		}
		if i%55 == 3 {
			edited.WriteString("new\n")
		}
	}
	noise := bytes.Repeat([]byte{0, 1, 2, 250, 251}, 37)
	before = tree.Tree{
		"long": file(long.String()), "gone": file("a\nb\n"), "gone-empty": file(""), "end": file("a\nb"), "end-more": file("a\n"),
		"all": file("a\n"), "mode": file("a\n"), "both": file("a\n"), "with space": file("a\n"), `quo"te ü`: file("a\n"),
		"link": link("long"), "to-link": file("long"), "binary": file(string(noise)), "binary-gone": file("\x00x"), "empty": file(""),
		"to-empty": file("a\nb\n"), "same": file("same\n"), "crlf": file("a\r\nb\r\n"),
	}
	after = tree.Tree{
		"long": file(edited.String()), "new": file("a\nb\n"), "new-empty": file(""), "new-run": run("#!/bin/sh\n"), "end": file("a\nb\n"),
		"end-more": file("a\nb"), "all": file("b\n"), "mode": run("a\n"), "both": run("b\n"), "with space": file("b\n"), `quo"te ü`: file("b\n"),
		"link": link("end"), "to-link": link("long"), "binary": file(string(noise) + "\x00more"), "binary-new": file("\x00" + strings.Repeat("y", 200)),
		"empty": file("a\n"), "to-empty": file(""), "same": file("same\n"), "crlf": file("a\r\nc\r\n"), "d/e/new": file("x\n"),
	}
	return before, after
}

func planOf(before, after tree.Tree) tree.Plan {
	var plan tree.Plan
	paths := tree.Tree{}
	for path := range before {
		paths[path] = tree.File{}
	}
	for path := range after {
		paths[path] = tree.File{}
	}
	for _, path := range paths.Paths() {
		plan = append(plan, tree.Change{Path: path, Op: tree.Update, Old: before[path], New: after[path]})
	}
	return plan
}

func TestGitAppliesUnified(t *testing.T) {
	need(t, "git")
	before, after := patches()
	dir := t.TempDir()
	write(t, dir, before)
	apply(t, dir, patch.Unified(planOf(before, after)), "git", "apply", "--whitespace=nowarn", "-")
	holds(t, dir, before, after)
	apply(t, dir, patch.Unified(planOf(before, after)), "git", "apply", "--whitespace=nowarn", "-R", "-")
	holds(t, dir, after, before)
}

func TestPatchAppliesUnified(t *testing.T) {
	need(t, "patch")
	before, after := patches()
	for _, tr := range []tree.Tree{before, after} { // what patch cannot do
		for _, path := range []string{"binary", "binary-gone", "binary-new", "link", "to-link"} {
			delete(tr, path)
		}
	}
	dir := t.TempDir()
	write(t, dir, before)
	apply(t, dir, patch.Unified(planOf(before, after)), "patch", "-p1", "--binary", "-s")
	holds(t, dir, before, after)
}

func apply(t *testing.T, dir, patch, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(patch)
	cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s\n%s", name, err, out, patch)
	}
}

func write(t *testing.T, dir string, files tree.Tree) {
	t.Helper()
	for path, f := range files {
		full := filepath.Join(dir, path)
		err := os.MkdirAll(filepath.Dir(full), 0o755)
		switch {
		case err != nil:
		case f.Mode == tree.Symlink:
			err = os.Symlink(string(f.Data), full)
		default:
			err = os.WriteFile(full, f.Data, f.Mode.Perm())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// holds wants the files of after in dir, and none of before that after has not.
func holds(t *testing.T, dir string, before, after tree.Tree) {
	t.Helper()
	for path, want := range after {
		full := filepath.Join(dir, path)
		info, err := os.Lstat(full)
		if err != nil {
			t.Error(err)
			continue
		}
		var data []byte
		if info.Mode().Type() != 0 {
			target, err := os.Readlink(full)
			if err != nil {
				t.Error(err)
			}
			data = []byte(target)
		} else if data, err = os.ReadFile(full); err != nil {
			t.Error(err)
		}
		if !bytes.Equal(data, want.Data) || info.Mode().Type() != want.Mode.Type() || info.Mode()&0o100 != want.Mode&0o100 {
			t.Errorf("%s: got %v %q, want %v %q", path, info.Mode(), data, want.Mode, want.Data)
		}
	}
	for path := range before {
		if _, err := os.Lstat(filepath.Join(dir, path)); err == nil && after[path].Absent() {
			t.Errorf("%s is still there", path)
		}
	}
}

// need skips a test whose program is missing, and fails it in CI, where nothing may skip.
func need(t *testing.T, program string) {
	t.Helper()
	_, err := exec.LookPath(program)
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		t.Fatal(err)
	default:
		t.Skip(err)
	}
}
