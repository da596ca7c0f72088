package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"
)

// index resolves within a fixed set of packages: it maps name or name[extra] to requirements ("name" or "name ; marker").
type index map[string][]string

func (x index) Resolve(_ context.Context, q request) ([]pin, error) {
	markers := map[string][]string{}
	var visit func(requirement, marker string)
	visit = func(requirement, marker string) {
		node, own, _ := strings.Cut(requirement, " ; ")
		marker = strings.TrimPrefix(marker+" and "+own, " and ")
		marker = strings.TrimSuffix(marker, " and ")
		name, _, extra := strings.Cut(node, "[")
		if !slices.Contains(markers[name], marker) {
			markers[name] = append(markers[name], marker)
		}
		for _, n := range x[node] {
			visit(n, marker)
		}
		if extra {
			for _, n := range x[name] {
				visit(n, marker)
			}
		}
	}
	for _, r := range q.Requirements {
		visit(r, "")
	}
	out := make([]pin, 0, len(markers))
	for name, m := range markers {
		p := pin{Name: name, Version: "1.2.3", Hashes: []string{"sha256:" + name}}
		if v, ok := q.Preferred[name]; ok {
			p.Version = v
		}
		for _, c := range q.Constraints {
			if v, ok := strings.CutPrefix(c, name+"=="); ok {
				p.Version = v
			}
		}
		if !slices.Contains(m, "") {
			slices.Sort(m)
			p.Marker = strings.Join(m, " or ")
		}
		out = append(out, p)
	}
	return out, nil
}

var shop = index{
	"flask":           {"werkzeug", "click"},
	"click":           {"colorama ; sys_platform == 'win32'"},
	"pytest":          {"colorama ; sys_platform == 'win32'", "iniconfig"},
	"psycopg":         {"tzdata ; sys_platform == 'win32'"},
	"psycopg[binary]": {"psycopg-binary"},
	"celery":          {"tzdata", "click", "kombu"},
	"rich":            {"colorama", "tzdata ; python_version < '3.13'"},
}

var spec1 = spec{
	Python: "3.12", Delims: [2]string{"[[", "]]"}, dir: "bp", name: "python",
	Run: []root{
		{Require: "flask"},
		{Require: "psycopg[binary]", When: `eq .database "postgres"`},
		{Require: "celery", When: `has "jobs" .features`},
		{Require: "rich", When: `has "cli" .features`},
	},
	Dev: []root{{Require: "pytest"}, {Require: "kombu", When: `eq .database "postgres"`}},
}

// render executes a template as package render does, with the functions that these templates use.
func render(t *testing.T, text, left, right string, answers map[string]any) string {
	t.Helper()
	funcs := template.FuncMap{"has": func(want string, in []string) bool { return slices.Contains(in, want) }}
	parsed, err := template.New("").Delims(left, right).Funcs(funcs).Option("missingkey=error").Parse(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	var b strings.Builder
	if err := parsed.Execute(&b, answers); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return b.String()
}

func TestLocksAreExactForEveryAnswer(t *testing.T) {
	files, err := generate(t.Context(), spec1, nil, shop)
	if err != nil {
		t.Fatal(err)
	}
	for _, database := range []string{"none", "postgres"} {
		for _, features := range [][]string{{}, {"jobs"}, {"cli"}, {"jobs", "cli"}} {
			answers := map[string]any{"database": database, "features": features}
			run, dev := chosen(spec1.Run, answers), chosen(spec1.Dev, answers)
			for file, roots := range map[string][]string{
				"bp/python/requirements.lock.tmpl":     run,
				"bp/python/requirements-dev.lock.tmpl": append(run, dev...),
			} {
				want, err := shop.Resolve(t.Context(), request{Requirements: roots})
				if err != nil {
					t.Fatal(err)
				}
				got, err := parseLock(strings.TrimPrefix(render(t, files[file], "[[", "]]", answers), header))
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(byName(want), byName(got)); diff != "" {
					t.Errorf("%s with %v (-resolved alone +pruned):\n%s", file, answers, diff)
				}
			}
		}
	}
}

// chosen applies the conditions in Go, independently of the templates.
func chosen(roots []root, answers map[string]any) []string {
	holds := map[string]bool{
		"":                        true,
		`eq .database "postgres"`: answers["database"] == "postgres",
		`has "jobs" .features`:    slices.Contains(answers["features"].([]string), "jobs"),
		`has "cli" .features`:     slices.Contains(answers["features"].([]string), "cli"),
	}
	var out []string
	for _, r := range roots {
		if holds[r.When] {
			out = append(out, r.Require)
		}
	}
	return out
}

// byName drops parentheses: the two spellings of a union differ in them.
func byName(pins []pin) map[string]pin {
	out := map[string]pin{}
	for _, p := range pins {
		p.Marker = strings.NewReplacer("(", "", ")", "").Replace(p.Marker)
		out[p.Name] = p
	}
	return out
}

func TestEveryPackageIsListedOnce(t *testing.T) {
	files, err := generate(t.Context(), spec1, nil, shop)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"click", "colorama", "kombu", "tzdata"} {
		if n := strings.Count(files["bp/python/requirements-dev.lock.tmpl"], "--hash=sha256:"+name+"\n"); n != 1 {
			t.Errorf("%s is listed %d times", name, n)
		}
	}
}

func TestMarkers(t *testing.T) {
	const (
		linux, win, pypy = "sys_platform == 'linux'", "sys_platform == 'win32'", "implementation_name != 'pypy'"
		both             = pypy + " and " + win
	)
	tests := []struct {
		name string
		by   []reach
		a, b bool
		want string
	}{
		{"everywhere", []reach{{"", ""}}, false, false, ""},
		{"one marker", []reach{{"", win}}, false, false, " ; " + win},
		{"an unmarked way is always open", []reach{{"", win}, {"", ""}}, false, false, ""},
		{"the unmarked way is open", []reach{{"", win}, {".a", ""}}, true, false, ""},
		{"the unmarked way is closed", []reach{{"", win}, {".a", ""}}, false, false, " ; " + win},
		{"two markers, both open", []reach{{".a", win}, {".b", linux}}, true, true, " ; " + linux + " or " + win},
		{"two markers, one open", []reach{{".a", win}, {".b", linux}}, true, false, " ; " + win},
		{"two markers, one always open", []reach{{".a", win}, {"", linux}}, false, false, " ; " + linux},
		{"the same marker twice", []reach{{".a", win}, {".b", win}}, false, true, " ; " + win},
		{"one implies the other, both open", []reach{{".a", pypy}, {".b", both}}, true, true, " ; " + pypy},
		{"one implies the other, only the narrow one open", []reach{{".a", pypy}, {".b", both}}, false, true, " ; " + both},
		{"one implies the other, only the wide one open", []reach{{".a", pypy}, {".b", both}}, true, false, " ; " + pypy},
		{"an and beside another marker", []reach{{".a", linux}, {".b", both}}, true, true, " ; (" + both + ") or " + linux},
		{"an or beside another marker", []reach{{"", linux + " or " + win}, {".b", pypy}}, false, true, " ; " + pypy + " or " + linux + " or " + win},
		{"an or that holds one already there", []reach{{"", linux + " or (" + both + ")"}, {".b", win}}, false, true, " ; " + linux + " or " + win},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := marker(actions{"<%", "%>"}, tt.by)
			if got := render(t, text, "<%", "%>", map[string]any{"a": tt.a, "b": tt.b}); got != tt.want {
				t.Errorf("%s renders as %q, want %q", text, got, tt.want)
			}
		})
	}
}

func TestDependencyLists(t *testing.T) {
	s := spec1
	s.Run = append(s.Run[:len(s.Run):len(s.Run)],
		root{Require: "Aio.HTTP >=3,<4; sys_platform == 'linux'"}, root{Require: `zope; extra == "x"`})
	x := index{"Aio.HTTP >=3,<4; sys_platform == 'linux'": nil, `zope; extra == "x"`: nil}
	for k, v := range shop {
		x[k] = v
	}
	files, err := generate(t.Context(), s, nil, x)
	if err != nil {
		t.Fatal(err)
	}
	list := files["bp/partials/python-dependencies.tmpl"]
	got := render(t, list, "{{", "}}", map[string]any{"database": "postgres", "features": []string{}})
	want := `    "Aio.HTTP>=3,<4; sys_platform == 'linux'",
    "flask>=1.2",
    "psycopg[binary]>=1.2",
    'zope; extra == "x"',
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLockedVersionsStay(t *testing.T) {
	s := spec1
	s.dir = t.TempDir()
	files, err := generate(t.Context(), s, map[string]string{"tzdata": "9.9.9", "click": "8"}, shop)
	if err != nil {
		t.Fatal(err)
	}
	if err := write(files); err != nil {
		t.Fatal(err)
	}
	kept, upgraded := locked(s, false), locked(s, true)
	if kept["tzdata"] != "9.9.9" || kept["click"] != "8" || kept["flask"] != "1.2.3" || len(upgraded) != 0 {
		t.Errorf("kept %v, upgraded %v", kept, upgraded)
	}
	again, err := generate(t.Context(), s, kept, shop)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(files, again); diff != "" {
		t.Errorf("a second run differs:\n%s", diff)
	}
}

func TestInvalidSpecs(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"no python", "run: [flask]\n", "is required"},
		{"nothing", "python: '3.12'\n", "must not both be empty"},
		{"unknown key", "python: '3.12'\nrun: [flask]\nruns: [x]\n", "runs"},
		{"unknown key of a root", "python: '3.12'\nrun: [{require: flask, if: x}]\n", "if"},
		{"an address", "python: '3.12'\nrun: ['flask @ https://example.com/f.whl']\n", "line 2"},
		{"twice", "python: '3.12'\nrun: [Flask]\ndev: ['flask>=3']\n", "flask is listed twice"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "python.lock.yaml")
			if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := readSpec(file); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestUnreadableLocks(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"an address", "flask @ https://example.com/f.whl\n", "index"},
		{"a folder", "-e .\n", "index"},
		{"no hashes", "flask==3.1\n", "no hashes"},
		{"two versions", "a==1 ; x \\\n    --hash=sha256:1\na==2 ; y \\\n    --hash=sha256:2\n", "two versions"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := parseLock(tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestClosuresMustMakeUpTheWhole(t *testing.T) {
	all := []pin{{Name: "a", Version: "1"}, {Name: "b", Version: "1"}}
	tests := []struct {
		name    string
		reached closures
		want    string
	}{
		{"whole", closures{"a": {{Name: "a", Version: "1"}, {Name: "b", Version: "1"}}}, ""},
		{"missing", closures{"a": {{Name: "a", Version: "1"}}}, "nothing reaches b"},
		{"other version", closures{"a": {{Name: "a", Version: "2"}, {Name: "b", Version: "1"}}}, "a alone needs a 2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := fmt.Sprint(whole(all, tt.reached))
			if (tt.want == "") != (got == "<nil>") || !strings.Contains(got, tt.want) {
				t.Errorf("got %s, want %q", got, tt.want)
			}
		})
	}
}
