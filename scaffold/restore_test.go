package scaffold_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
)

func TestRestore(t *testing.T) {
	for _, tt := range []struct {
		name  string
		edits []string
		paths []string
		want  string
	}{
		{"nothing to do", nil, []string{"."}, ""},
		{"edited", []string{"merged.txt=x\n"}, []string{"merged.txt"}, "update merged.txt=one two "},
		{"deleted", []string{"-merged.txt"}, []string{"merged.txt"}, "create merged.txt=one two "},
		{"mode", []string{"run.sh~"}, []string{"run.sh"}, "chmod run.sh*=#!/bin/sh "},
		{"once, for it was asked for", []string{"seed.txt=x\n"}, []string{"seed.txt"}, "update seed.txt=seed "},
		{"only what was asked for", []string{"merged.txt=x\n", "-run.sh"}, []string{"run.sh"}, "create run.sh*=#!/bin/sh "},
		{"a folder", []string{"apps/blog/views.txt=x\n", "apps/mine=x\n", "merged.txt=x\n"}, []string{"apps/"}, "update apps/blog/views.txt=T "},
		{"twice", []string{"-run.sh"}, []string{"run.sh", "./run.sh"}, "create run.sh*=#!/bin/sh "},
		{"everything but private files", []string{"-.env", "-run.sh", "-link"}, []string{"."}, "create link@=merged.txt; create run.sh*=#!/bin/sh "},
		{"a link became a file", []string{"-link", "link=x"}, []string{"link"}, "update link@=merged.txt"},
		{"with its line endings", []string{"merged.txt=one\r\nmine\r\n"}, []string{"merged.txt"}, "update merged.txt=one\r two\r "},
		{"CRLF checkout", []string{"merged.txt=one\r\ntwo\r\n"}, []string{"merged.txt"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := start(t, load(t, mixed), "app=blog", "title=T").edit(tt.edits...)
			p := d.project()
			plan, err := p.Restore(d.read(p.Paths()), tt.paths...)
			if err != nil {
				t.Fatal(err)
			}
			if got := tell(plan); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			d.apply(plan)
		})
	}
}

func TestAppend(t *testing.T) {
	const lacking = "update .env=KEY=k A=1 B=2 " // what is missing, at the end
	for _, tt := range []struct {
		name         string
		edits, paths []string
		want         string
		refuses      []string
	}{
		{"by its name", []string{".env=KEY=k\nA=1\n"}, []string{".env"}, lacking, nil},
		{"as part of everything, once", []string{".env=KEY=k\nA=1\n"}, []string{".", "./.env"}, lacking, nil},
		{"nothing is missing", []string{".env=B=\nA=x\n# KEY=\n"}, []string{"."}, "", nil},
		{"the file is missing", []string{"-.env"}, []string{".env"}, "create .env=KEY= A=1 B=2 ", nil},
		{"not private", nil, []string{"merged.txt", "nothing"}, "", []string{"merged.txt: not a private file", "nothing: not a private file"}},
		{"UTF-16", []string{".env=A\x00=\x001\x00"}, []string{".env"}, "", []string{".env: not a text"}},
		{"a folder", []string{"-.env", ".env/x=1"}, []string{".env"}, "", []string{".env: a folder is in its place"}},
		{"a link", []string{"-.env", ".env@=elsewhere"}, []string{".env"}, "", []string{".env: a link is in its place"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := load(t, strings.Replace(mixed, "KEY={{ .key }}\n", "KEY=\nA=1\nB=2\n", 1))
			d := start(t, b).edit(tt.edits...)
			p := d.project()
			plan, err := p.Append(d.now(p, b), d.read([]string{".env"}), tt.paths...)
			says(t, told(t, err), tt.refuses...)
			if got := tell(plan); err == nil && got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// What a private file lacks is said even where nothing but its content changed, which nobody remembers.
func TestAppendIsHinted(t *testing.T) {
	b := load(t, strings.Replace(strings.Replace(mixed, "port {{ .port }}\n", "port\n", 1), "KEY={{ .key }}\n", "KEY={{ .key }}\n{{ if eq .port 1 }}\nONE=1\n{{ end }}\n", 1))
	d := start(t, b).edit(".env=KEY=mine\n")
	p := d.project()
	now := d.now(p, b, set("port=1"))
	change, err := p.Transition(now, d.ours(p, now), scaffold.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(change.Files) != 1 || change.Files[0].Writes() || !slices.Equal(change.Files[0].Missing, []string{"ONE"}) {
		t.Errorf("got %+v", change.Files)
	}
}

func TestRestoreRefuses(t *testing.T) {
	d := start(t, load(t, mixed), "app=blog", "title=T").edit("mine=x", "-run.sh", "run.sh/x=1", "-"+lock.BasePath(lock.Sum([]byte("seed\n"))), "-seed.txt")
	for _, tt := range []struct {
		paths []string
		want  []string
	}{
		{[]string{"merged.tx", "appps", "mine"}, []string{`merged.tx: `, `did you mean "merged.txt"?`, `did you mean "apps"?`, "mine: "}},
		{[]string{".env"}, []string{".env: private"}},
		{[]string{"run.sh"}, []string{"run.sh: a folder is in its place"}},
		{[]string{"seed.txt"}, []string{lock.BasePath(lock.Sum([]byte("seed\n"))), "scaffold repair"}},
		{[]string{"../x"}, []string{"../x: "}},
		{[]string{"*.txt"}, []string{"*.txt: "}},
	} {
		p := d.project()
		plan, err := p.Restore(d.read(p.Paths()), tt.paths...)
		if err == nil || plan != nil {
			t.Fatalf("%q: got %s", tt.paths, tell(plan))
		}
		says(t, told(t, err), tt.want...)
	}
}

func TestRestoreRaisesTheDead(t *testing.T) {
	d := start(t, load(t, version(t, "1.0.0", "", "a=1 ", "b=1 "))).edit("-a", "-b")
	b := load(t, version(t, "2.0.0", "", "a=2 ", "b=2 "))
	d.update(b)
	p := d.project()
	plan, err := p.Restore(d.read(p.Paths()), "a")
	if err != nil {
		t.Fatal(err)
	}
	d.apply(plan)
	if got := string(d.Tree["a"].Data); got != "2\n" {
		t.Errorf("got %q", got)
	}
	d.inSync()
	for _, e := range d.project().Lock.Files {
		if e.Tombstone != (e.Path == "b") {
			t.Errorf("%s: tombstone %v", e.Path, e.Tombstone)
		}
	}
	if tr := d.transition(b, scaffold.Options{}); !tr.Empty() {
		t.Errorf("there is more to do: %s", tell(tr.Files))
	}
}
