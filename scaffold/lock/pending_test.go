package lock

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func somePending() Pending {
	return Pending{
		Command: "scaffold update --to 'v2: final'", From: "full 1.0.0", To: "full 1.2.0",
		Labels:    plaintext.Labels{Ours: "yours", Base: "full 1.0.0", Theirs: "full 1.2.0"},
		Conflicts: []Conflict{{Path: "config/urls.py"}, {Path: "logo \"x\".png", Beside: "logo \"x\".png.new"}},
		Before: []Entry{
			{Path: ".scaffold/base/a/b", Mode: tree.Regular},
			{Path: "config/urls.py", SHA256: Sum([]byte("x")), Mode: tree.Executable},
			{Path: "link", SHA256: Sum([]byte("y")), Mode: tree.Symlink},
			{Path: "new", Mode: tree.Regular},
		},
	}
}

func TestPendingComesBackAsItWas(t *testing.T) {
	for name, p := range map[string]Pending{"some": somePending(), "hardly any": {}} {
		for _, end := range []string{"\n", "\r\n"} {
			files := p.Marshal()
			for path, f := range files {
				files[path] = remembered([]byte(strings.ReplaceAll(string(f.Data), "\n", end)))
			}
			got, err := ReadPending(files, asIs)
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, files[PendingPath].Data)
			}
			if diff := cmp.Diff(p, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s, -want +got:\n%s", name, diff)
			}
		}
	}
}

// oldPending is somePending as version 0.1 wrote it.
const oldPending = `# Written by scaffold: a change that waits for you. Git ignores this file.
# Edit the files under conflicts, then: scaffold continue. To take all of it back: scaffold abort.
format: 1
command: "scaffold update --to 'v2: final'"
from: "full 1.0.0"
to: "full 1.2.0"
markers: {ours: yours, base: "full 1.0.0", theirs: "full 1.2.0"}
conflicts:
  - {path: config/urls.py}
  - {path: "logo \"x\".png", beside: "logo \"x\".png.new"}
before:
  - {path: .scaffold/base/a/b}
  - {path: config/urls.py, sha256: 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881, mode: "755"}
  - {path: link, sha256: a1fce4363854ff888cff4b8e7875d600c2682390412a8cf79b37d0b11148b0fa, mode: link}
  - {path: new}
`

func readOld(text string) (Pending, error) {
	return ReadPending(tree.Tree{PendingPath: remembered([]byte(text))}, func(string) string { return "p.yaml" })
}

func TestReadPendingReadsFormat1(t *testing.T) {
	got, err := readOld(oldPending)
	if diff := cmp.Diff(somePending(), got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

func TestReadPendingRefuses(t *testing.T) {
	for _, tt := range []struct {
		name     string
		old, new string
		want     []string
	}{
		{"no YAML", "markers: {", "markers: {{", []string{"p.yaml:", "not valid YAML"}},
		{"nothing", oldPending, "", []string{"p.yaml"}},
		{"another format", "format: 1", "format: 3", []string{"p.yaml:3:9: ", "newer"}},
		{"an unknown key", "command: ", "comand: ", []string{"p.yaml:4:1: ", `"comand"`, "has no command"}},
		{"a path that points outside the project", "path: new}", "path: ../new}", []string{"p.yaml:", `".."`}},
		{"a path in .git", "path: config/urls.py}", "path: .git/config}", []string{"p.yaml:9:"}},
		{"the lock", "path: new}", "path: .scaffold/lock.yaml}", []string{"p.yaml:"}},
		{"the lines of files", "path: new}", "path: .scaffold/files.sum}", []string{"p.yaml:"}},
		{"what is in progress", "path: new}", "path: .scaffold/pending/x}", []string{"p.yaml:"}},
		{"a conflict in .scaffold", "path: config/urls.py}", "path: .scaffold/base/x}", []string{"p.yaml:9:"}},
		{"a wrong hash", Sum([]byte("x")), "x", []string{"p.yaml:", "64 digits"}},
		{"a wrong mode", `mode: "755"`, `mode: "777"`, []string{"p.yaml:", `"777"`}},
		{"several at once", "from: ", "form: ", []string{`"form"`, "has no from"}},
		{"not a list", "before:\n", "before: x\nx:\n", []string{"before must be a list", `"x"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(oldPending, tt.old, tt.new, 1)
			if text == oldPending {
				t.Fatal("the test changes nothing")
			}
			_, err := readOld(text)
			var list problem.List
			if !errors.As(err, &list) {
				t.Fatalf("got %v", err)
			}
			for _, word := range tt.want {
				if !strings.Contains(list.Error(), word) {
					t.Errorf("it does not say %q:\n%v", word, list)
				}
			}
		})
	}
}

// FuzzReadPending: what is read survives being written and read again, in time that its size bounds.
func FuzzReadPending(f *testing.F) {
	files := somePending().Marshal()
	f.Add(string(files[PendingPath].Data), string(files[beforePath].Data))
	f.Add(oldPending, "")
	f.Add("format: 1\nconflicts: [1]\nbefore: {}\n", "a -\n")
	f.Fuzz(func(t *testing.T, text, before string) {
		started := time.Now()
		p, err := ReadPending(tree.Tree{PendingPath: remembered([]byte(text)), beforePath: remembered([]byte(before))}, asIs)
		if took := time.Since(started); took > time.Second {
			t.Fatalf("%d bytes took %v", len(text)+len(before), took)
		}
		if err != nil {
			return
		}
		again, err := ReadPending(p.Marshal(), asIs)
		if err != nil {
			t.Fatalf("%v\n%s", err, p.Marshal())
		}
		p.Before = sorted(p.Before, byPath)
		if diff := cmp.Diff(p, again, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	})
}
