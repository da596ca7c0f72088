package scaffold_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

const mixed = `
-- blueprint.yaml --
version: 1.0.0
questions:
  - {name: key, kind: secret}
  - {name: port, kind: int, default: 8000}
rules:
  - {match: run.sh, exec: true}
  - {match: seed.txt, policy: once}
  - {match: registry.txt, policy: managed}
  - {match: .env, private: true}
parts:
  app: {questions: [{name: title}, {name: tags, kind: choices, choices: [a, b], default: [a]}]}
layers:
  - {dir: files}
  - {dir: app, part: app, to: 'apps/{{ .part.name }}'}
-- files/.env.tmpl --
KEY={{ .key }}
-- files/run.sh --
#!/bin/sh
-- files/seed.txt --
seed
-- files/registry.txt.tmpl --
port {{ .port }}
-- files/merged.txt --
one
two
-- files/link -> merged.txt --
-- app/views.txt.tmpl --
{{ .part.title }}
`

func TestLoad(t *testing.T) {
	for _, tt := range []struct {
		name  string
		edits []string
		want  []string
	}{
		{"as it was made", nil, nil},
		{"no lock", []string{"-.scaffold/lock.yaml"}, []string{"shop/.scaffold/lock.yaml: ", "scaffold new"}},
		{"a link", []string{".scaffold/lock.yaml@=x"}, []string{"shop/.scaffold/lock.yaml: not a regular file"}},
		{"a conflict", []string{".scaffold/lock.yaml=<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> topic\n"}, []string{"shop/.scaffold/lock.yaml:1:1: "}},
		{"another format", []string{".scaffold/lock.yaml=format: 3\n"}, []string{"shop/.scaffold/lock.yaml:1:9: ", "newest scaffold"}},
		{"no lines of files", []string{"-.scaffold/files.sum"}, []string{"shop/.scaffold/files.sum: missing", "scaffold repair"}},
		{"lines of files in conflict", []string{".scaffold/files.sum=<<<<<<< a\n=======\n>>>>>>> b\n"}, []string{"shop/.scaffold/files.sum:1:1: ", "scaffold repair"}},
		{"several things at once", []string{".scaffold/lock.yaml=format: 1\nyear: x\nnaem: y\n"}, []string{":2:", ":3:", `"name"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := start(t, load(t, mixed)).edit(tt.edits...)
			_, err := scaffold.Load(d.memory(), "shop")
			says(t, told(t, err), tt.want...)
		})
	}
}

func TestBase(t *testing.T) {
	d := start(t, load(t, mixed), "app=blog", "title=My Blog")
	base, err := d.project().Base()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]tree.File{
		".env":                {Mode: tree.Regular, Policy: tree.Private},
		"run.sh":              {Mode: tree.Executable, Data: []byte("#!/bin/sh\n")},
		"seed.txt":            {Mode: tree.Regular, Policy: tree.Once, Data: []byte("seed\n")},
		"registry.txt":        {Mode: tree.Regular, Policy: tree.Managed, Data: []byte("port 8000\n")},
		"link":                {Mode: tree.Symlink, Data: []byte("merged.txt")},
		"apps/blog/views.txt": {Mode: tree.Regular, Data: []byte("My Blog\n")},
	} {
		if diff := cmp.Diff(want, base[path]); diff != "" {
			t.Errorf("%s, -want +got:\n%s", path, diff)
		}
	}
	if len(base) != len(d.files()) {
		t.Errorf("the base has %d files, the project %d", len(base), len(d.files()))
	}
	place := func(path string) string { return lock.BasePath(lock.Sum(base[path].Data)) }
	d.edit("-"+place("run.sh"), place("seed.txt")+"=x", place("link")+"@=y")
	rest, err := d.project().Base()
	says(t, told(t, err), place("run.sh"), "run.sh", place("seed.txt"), "seed.txt", place("link"), "scaffold repair")
	if len(rest) != len(base)-3 || !rest["registry.txt"].Same(base["registry.txt"]) {
		t.Errorf("of %d files %d are known", len(base), len(rest))
	}
}

func TestLockedComesBackAsItWas(t *testing.T) {
	b := load(t, mixed)
	d := start(t, b, "app=blog,news", "title=T", "port=9000", "app.news.tags=b")
	p := d.project()
	a := resolve(t, b, p.Input())
	if !p.UpToDate(b, a, builtIn) {
		t.Errorf("resolved otherwise: %+v", a)
	}
	locked := p.Input().Locked
	want := []any{"shop", 2026, []string{"port"}, 9000, "news", []string{"title", "tags"}, []string{"b"}}
	news := locked.Parts["app"][1]
	got := []any{locked.Name, locked.Year, locked.Asked, locked.Values["port"], news.Name, news.Asked, news.Values["tags"]}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	locked.Values["port"] = 1
	news.Values["tags"].([]string)[0] = "x"
	if again := p.Input().Locked; again.Values["port"] != 9000 || again.Parts["app"][1].Values["tags"].([]string)[0] != "b" {
		t.Error("the project changed with what it gave")
	}
}

func TestPathsWith(t *testing.T) {
	d := start(t, load(t, version(t, "1.0.0", "rules: [{match: p, private: true}]\n", "a=1 ", "b/c=1 ", "p=x ")))
	now := d.now(d.project(), load(t, version(t, "2.0.0", "", "a=1 ", "d/e/f=1 ")))
	want := ".gitignore .keep a b/c d d.new d.new2 d/e d/e.new d/e.new2 d/e/f d/e/f.new d/e/f.new2 p"
	if got := strings.Join(d.project().PathsWith(now, nil), " "); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	taken := d.edit("d/e.new=mine", "d/e.new2=mine", "d.new2=mine").read(d.project().PathsWith(now, nil))
	want = ".gitignore .keep a b/c d d.new d.new2 d.new3 d/e d/e.new d/e.new2 d/e.new3 d/e.new4 d/e/f d/e/f.new d/e/f.new2 p"
	if got := strings.Join(d.project().PathsWith(now, taken), " "); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := strings.Join(d.project().Paths(), " "), ".gitignore .keep a b/c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
