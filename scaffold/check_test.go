package scaffold_test

import (
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func TestCheck(t *testing.T) {
	const conflict = "<<<<<<< yours\na\n=======\nb\n>>>>>>> demo 2.0.0\n"
	blob := func(content string) string { return lock.BasePath(lock.Sum([]byte(content))) }
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	stray := lock.BasePath(lock.Sum([]byte("stray")))
	for _, tt := range []struct {
		name  string
		edits []string
		opt   scaffold.CheckOptions
		want  string // "kind path", sorted by path
	}{
		{name: "in sync"},
		{name: "edited, merged", edits: []string{"merged.txt=x\n"}},
		{name: "edited, merged, strict", edits: []string{"merged.txt=x\n"}, opt: scaffold.CheckOptions{Strict: true}, want: "edited merged.txt"},
		{name: "edited, once, strict", edits: []string{"seed.txt=x\n"}, opt: scaffold.CheckOptions{Strict: true}},
		{name: "edited, managed", edits: []string{"registry.txt=x\n"}, want: "edited registry.txt"},
		{name: "edited, private", edits: []string{".env=x\n"}, opt: scaffold.CheckOptions{Strict: true}},
		{name: "managed, CRLF checkout", edits: []string{"registry.txt=" + crlf("port 8000\n")}, opt: scaffold.CheckOptions{Strict: true}},
		{name: "managed, edited in a CRLF checkout", edits: []string{"registry.txt=" + crlf("port 8001\n")}, want: "edited registry.txt"},
		{name: "missing", edits: []string{"-merged.txt", "-registry.txt", "-link"}, want: "missing link, missing merged.txt, missing registry.txt"},
		{name: "missing, once and private", edits: []string{"-seed.txt", "-.env"}},
		{name: "missing, ignored by git", edits: []string{"-merged.txt"}, opt: scaffold.CheckOptions{Ignored: func(p string) bool { return p == "merged.txt" }}},
		{name: "modes", edits: []string{"run.sh~", "registry.txt*", "seed.txt*"}, want: "mode registry.txt, mode run.sh"},
		{name: "modes that the disk does not keep", edits: []string{"run.sh~", "registry.txt*"}, opt: scaffold.CheckOptions{IgnoreModes: true}},
		{name: "managed, edited, mode", edits: []string{"registry.txt*", "registry.txt=x\n"}, want: "mode registry.txt, edited registry.txt"},
		{name: "a file became a link", edits: []string{"merged.txt@=seed.txt"}, want: "edited merged.txt"},
		{name: "a file became a folder", edits: []string{"-merged.txt", "merged.txt/x=1"}, want: "edited merged.txt"},
		{name: "a link became a file", edits: []string{"-link", "link=merged.txt"}, want: "edited link"},
		{name: "a link that the disk cannot have", edits: []string{"-link", "link=merged.txt"}, opt: scaffold.CheckOptions{IgnoreModes: true, Strict: true}},
		{name: "a conflict is left", edits: []string{"merged.txt=x\n" + conflict, "seed.txt=" + crlf(conflict)}, want: "unresolved merged.txt, unresolved seed.txt"},
		{name: "half a conflict is a text", edits: []string{"merged.txt=<<<<<<< a\nb\n", "seed.txt=Title\n=======\n>>>>>>> x\n"}},
		{name: "a missing content", edits: []string{"-" + blob("seed\n")}, want: "damaged " + blob("seed\n")},
		{name: "a tampered content", edits: []string{blob("seed\n") + "=x"}, want: "damaged " + blob("seed\n")},
		{name: "another content under the name", edits: []string{blob("seed\n") + "=" + string(lock.Pack([]byte("evil\n")))}, want: "damaged " + blob("seed\n")},
		{name: "a content that nothing names", edits: []string{stray + "=x"}, want: "stray " + stray},
		{name: "attributes changed", edits: []string{".scaffold/.gitattributes=x\n", "-.scaffold/.gitignore"}, want: "settings .scaffold/.gitattributes, settings .scaffold/.gitignore"},
		{name: "attributes in a CRLF checkout", edits: []string{".scaffold/.gitignore=# Written by scaffold.\r\n/journal/\r\n/pending/\r\n/pending.yaml\r\n"}},
		{name: "what is under way is nobody's drift", edits: []string{".scaffold/journal/x=1", ".scaffold/other=1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := start(t, load(t, mixed), "app=blog", "title=T").edit(tt.edits...)
			p := d.project()
			var got []string
			for _, drift := range p.Check(d.read(p.Paths()), tt.opt) {
				got = append(got, string(drift.Kind)+" "+drift.Path)
				if drift.Why == "" || (drift.Heal == "") != (drift.Kind == scaffold.Unresolved) || (drift.Line > 0) != (drift.Kind == scaffold.Unresolved) {
					t.Errorf("%+v", drift)
				}
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("got  %q\nwant %q", strings.Join(got, ", "), tt.want)
			}
		})
	}
}

func TestCheckOfAFileAboutConflicts(t *testing.T) {
	d := start(t, load(t, version(t, "1.0.0", "", "doc=<<<<<<<\na\n=======\nb\n>>>>>>>\n")))
	d.inSync()
}

func TestCheckKnowsTombstones(t *testing.T) {
	d := start(t, load(t, version(t, "1.0.0", "", "a=1 ", "b=1 "))).edit("-a")
	if got := len(d.project().Check(d.files(), scaffold.CheckOptions{})); got != 1 {
		t.Errorf("%d files drifted, want 1", got)
	}
	d.update(load(t, version(t, "2.0.0", "", "a=2 ", "b=1 ")))
	d.inSync()
}

func TestRerender(t *testing.T) {
	b := load(t, mixed)
	d := start(t, b, "app=blog", "title=T")
	for _, tt := range []struct {
		name     string
		old, new string // in the blueprint
		change   change
		want     string
	}{
		{"the same", "x", "x", set(), ""}, // with another secret
		{"another answer", "x", "x", set("port=1"), "registry.txt"},
		{"another file", "-- files/link -> merged.txt --\n", "", set(), "link"},
		{"a file more", "-- files/seed.txt --", "-- files/more.txt --\n-- files/seed.txt --", set(), "more.txt"},
		{"another mode", "match: run.sh", "match: other.sh", set(), "run.sh"},
		{"another policy", "policy: once", "policy: managed", set(), "seed.txt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := d.project()
			var got []string
			for _, drift := range p.CheckRendered(d.now(p, load(t, strings.Replace(mixed, tt.old, tt.new, 1)), tt.change)) {
				got = append(got, drift.Path)
				if drift.Kind != scaffold.Rendered || drift.Why == "" {
					t.Errorf("%+v", drift)
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestCheckAsksOneAtATime: what git ignores is looked up with caches that bear only one goroutine.
func TestCheckAsksOneAtATime(t *testing.T) {
	var files strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&files, "-- files/%d.txt --\n%d\n", i, i)
	}
	d := start(t, load(t, "-- blueprint.yaml --\nversion: 1.0.0\nlayers: [{dir: files}]\n"+files.String()))
	var busy atomic.Int32
	ask := func(string) bool {
		if busy.Add(1) > 1 {
			t.Error("asked by two goroutines at once")
		}
		runtime.Gosched()
		busy.Add(-1)
		return false
	}
	opt := scaffold.CheckOptions{Ignored: ask, Removed: ask}
	p := d.project()
	p.Skipped = ask
	for name, ours := range map[string]tree.Tree{"there": d.files(), "gone": {}} {
		p.Check(ours, opt)
		if _, err := p.Diff(ours, opt); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
