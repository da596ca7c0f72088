package main

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"
)

var variables1 = []variable{
	{question: "database", values: []string{"sqlite", "postgres", "mysql", "none"}},
	{question: "features", values: []string{"", "metrics"}, several: true},
	{question: "features", values: []string{"", "river"}, several: true},
}

func spec1() *spec { return &spec{Delims: [2]string{"[[", "]]"}, variables: variables1} }

// rendered is what package render does, as far as these templates need it.
func rendered(t *testing.T, text string, answers map[string]any) string {
	t.Helper()
	functions := template.FuncMap{
		"has":  func(want string, in []string) bool { return slices.Contains(in, want) },
		"list": func(items ...string) []string { return items },
	}
	parsed, err := template.New("").Delims("[[", "]]").Funcs(functions).Option("missingkey=error").Parse(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	var b strings.Builder
	if err := parsed.Execute(&b, answers); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return b.String()
}

// values gives the answers of a combination as templates see them.
func values(s *spec, c combination) map[string]any {
	answers := map[string]any{"module": "example.com/shop", "features": []string{}}
	for name, given := range s.input(c) {
		if name == "features" {
			answers[name] = given
		} else {
			answers[name] = given[0]
		}
	}
	return answers
}

func TestConditionsHoldWhereTheyShould(t *testing.T) {
	s := spec1()
	all := s.combinations()
	if len(all) != 16 {
		t.Fatalf("%d combinations", len(all))
	}
	for set := range 1 << len(all) { // every set of combinations, or nearly so
		if set%97 != 0 && set > 1<<10 {
			continue
		}
		var yes, no []combination
		for i, c := range all {
			switch {
			case set>>i&1 == 1:
				yes = append(yes, c)
			case (set/7+i)%5 != 0: // the others are refused by the blueprint
				no = append(no, c)
			}
		}
		if len(yes) == 0 {
			continue
		}
		text := "yes"
		if when := condition(s.variables, yes, no); when != "" {
			text = "[[ if " + when + " ]]yes[[ end ]]"
		}
		for _, c := range yes {
			if rendered(t, text, values(s, c)) != "yes" {
				t.Fatalf("%s is false for %v", text, values(s, c))
			}
		}
		for _, c := range no {
			if rendered(t, text, values(s, c)) != "" {
				t.Fatalf("%s is true for %v", text, values(s, c))
			}
		}
	}
}

func TestConditionsAreShort(t *testing.T) {
	s := spec1()
	for want, holds := range map[string]func(database string, metrics, river bool) bool{
		"":                                      func(string, bool, bool) bool { return true },
		`eq .database "sqlite"`:                 func(d string, _, _ bool) bool { return d == "sqlite" },
		`ne .database "none"`:                   func(d string, _, _ bool) bool { return d != "none" },
		`has "river" .features`:                 func(_ string, _, r bool) bool { return r },
		`not (has "metrics" .features)`:         func(_ string, m, _ bool) bool { return !m },
		`has .database (list "sqlite" "mysql")`: func(d string, _, _ bool) bool { return d == "sqlite" || d == "mysql" },
		`and (eq .database "postgres") (has "river" .features)`: func(d string, _, r bool) bool { return d == "postgres" && r },
		`or (has "metrics" .features) (eq .database "mysql")`:   func(d string, m, _ bool) bool { return d == "mysql" || m },
	} {
		var yes, no []combination
		for _, c := range s.combinations() {
			if holds(variables1[0].values[c[0]], c[1] == 1, c[2] == 1) {
				yes = append(yes, c)
			} else {
				no = append(no, c)
			}
		}
		got := condition(s.variables, yes, no)
		if got != want && len(got) > len(want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// go.mod as the go command writes it for some combinations.
var mods = map[string]string{
	"none": "module example.com/shop\n\ngo 1.25\n",
	"sqlite": "module example.com/shop\n\ngo 1.26.0\n\nrequire example.com/sqlite v1.0.0\n\n" +
		"require (\n\texample.com/libc v1.10.0 // indirect\n\texample.com/shared v1.2.3 // indirect\n)\n",
	"postgres": "module example.com/shop\n\ngo 1.25\n\nrequire (\n\texample.com/pgx/v5 v5.0.0\n\texample.com/shared v1.2.3\n)\n",
	"mysql":    "module example.com/shop\n\ngo 1.25\n\nrequire example.com/mysql v0.9.0\n\nrequire example.com/shared v1.2.3 // indirect\n",
}

var sums = map[string]string{
	"sqlite":   "example.com/sqlite v0.9.0/go.mod h1:a=\nexample.com/sqlite v0.10.0 h1:b=\nexample.com/sqlite v0.10.0/go.mod h1:c=\n",
	"postgres": "example.com/pgx/v5 v5.0.0 h1:d=\nexample.com/sqlite v0.10.0/go.mod h1:c=\n",
	"mysql":    "example.com/mysql v0.9.0 h1:e=\n",
}

func TestTemplatesGiveBackWhatTheyWereMadeOf(t *testing.T) {
	s := spec1()
	s.variables = variables1[:1]
	var all []tidied
	for _, c := range s.combinations() {
		name := variables1[0].values[c[0]]
		all = append(all, tidied{c, mods[name], sums[name]})
	}
	mod, sum, err := s.templates(all)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		answers := values(s, one.combination)
		if diff := cmp.Diff(one.mod, rendered(t, mod, answers)); diff != "" {
			t.Errorf("go.mod of %v:\n%s\nfrom\n%s", answers, diff, mod)
		}
		if diff := cmp.Diff(one.sum, rendered(t, sum, answers)); diff != "" {
			t.Errorf("go.sum of %v:\n%s\nfrom\n%s", answers, diff, sum)
		}
	}
	found := versions{}
	for _, match := range pinned.FindAllStringSubmatch(mod, -1) {
		found[match[1]] = match[2]
	}
	want := versions{
		"example.com/sqlite": "v1.0.0", "example.com/libc": "v1.10.0", "example.com/shared": "v1.2.3",
		"example.com/pgx/v5": "v5.0.0", "example.com/mysql": "v0.9.0",
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("what is written is not read again:\n%s", diff)
	}
}

func TestWhatCannotBeReadIsRefused(t *testing.T) {
	for name, mod := range map[string]string{
		"no module": "go 1.25\n",
		"a replace": "module example.com/shop\n\ngo 1.25\n\nrequire example.com/x v1.0.0\n\nreplace example.com/x => ../x\n",
	} {
		if _, err := parse(mod); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for _, wrong := range []string{"vary: {colour: [red]}\n", "vary: {database: [oracle]}\n", "very: {}\n"} {
		dir := t.TempDir()
		blueprint := "name: x\nversion: 1.0.0\nsummary: x\nquestions:\n  - {name: database, kind: choice, choices: [a], default: a}\n"
		for name, text := range map[string]string{"blueprint.yaml": blueprint, "go.mod.yaml": wrong} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := readSpec(filepath.Join(dir, "go.mod.yaml")); err == nil {
			t.Errorf("%s: no error", wrong)
		}
	}
}

// TestSets renders the built-in sets in every combination, with and without an app, and asks the go command whether it
// would change anything.
func TestSets(t *testing.T) {
	if os.Getenv("SCAFFOLD_TESTS") != "long" {
		t.Skip("long, and needs the module proxy: set SCAFFOLD_TESTS=long")
	}
	files, err := filepath.Glob("../*/*.mod.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		s, err := readSpec(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range s.combinations() {
			answers := s.input(c)
			var previous []byte
			for _, apps := range [][]string{nil, {"blog"}} {
				if len(s.blueprint.Parts) == 0 && apps != nil {
					continue
				}
				project, ok, err := s.render(answers, apps...)
				if err != nil {
					t.Fatal(err)
				}
				if !ok {
					continue
				}
				if apps != nil && !bytes.Equal(previous, project["go.mod"].Data) {
					t.Errorf("%v: an app changes go.mod", answers)
				}
				previous = project["go.mod"].Data
				dir := t.TempDir()
				if err := write(dir, project); err != nil {
					t.Fatal(err)
				}
				goes(t, dir, answers, "mod", "tidy", "-diff")
			}
		}
	}
}

// goes runs the go command, at first without a network. What is not there is fetched, but for a machine that cannot.
func goes(t *testing.T, dir string, answers map[string][]string, args ...string) {
	t.Helper()
	var out []byte
	var err error
	for _, proxy := range []string{"GOPROXY=off", ""} {
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
		if proxy != "" {
			cmd.Env = append(cmd.Env, proxy)
		}
		if out, err = cmd.CombinedOutput(); err == nil {
			return
		}
		if !bytes.Contains(out, []byte("GOPROXY=off")) {
			break
		}
	}
	missing := slices.ContainsFunc([]string{"dial tcp", "no such host", "Forbidden"}, func(text string) bool {
		return bytes.Contains(out, []byte(text))
	})
	if missing && os.Getenv("CI") != "true" {
		t.Skipf("the modules are not there: %s", out)
	}
	t.Errorf("%v: go %s: %v\n%s", slices.Sorted(maps.Keys(answers)), strings.Join(args, " "), err, out)
}
