//go:build judges

package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/blueprints"
)

// TestFlaskWeek does with a Flask project what its owner does in the second week: writes a URL shortener with accounts, an
// API and an admin on PostgreSQL, in two apps that refer to each other; edits files of every kind; deletes one sample app
// and renames another; upgrades the lock; then takes every feature, another app for a while, other databases and a
// newer blueprint, and gives the features back. After each step the project must install, pass its tests, linters and types, and migrate an
// empty database (its own tests do).
//
// With -short, only conflicts and drift are looked for.
//
//	go test -tags judges ./e2e -run TestFlaskWeek -v -timeout 2h
func TestFlaskWeek(t *testing.T) {
	for _, program := range []string{"git", "make", "python", "uv"} {
		need(t, program)
	}
	s := newServers(t)
	environment := map[string][]string{}
	for _, database := range []string{"postgres", "mysql", "sqlite"} {
		environment[database] = s.environment(combination{database: database})
	}
	parent := t.TempDir()
	blueprint := filepath.Join(parent, "micro")
	files, _ := blueprints.Open("micro")
	overwrite(t, files, blueprint, func(text string) string { return text })
	w := &week{
		t: t, dir: filepath.Join(parent, "links"), scaffold: buildScaffold(t), env: environment["postgres"],
		checks: [][]string{{"make", "install"}, {"make", "test"}, {"make", "lint"}},
	}
	if testing.Short() {
		w.checks = nil
	}
	defer func() { t.Logf("An owner's second week on Flask\n%s", w.table()) }()
	run(t, parent, w.scaffold, "new", "links", "-y", "--blueprint", blueprint, "--set", "language=python", "--set", "database=postgres",
		"--set", "features=auth,api,admin", "--app", "shortener,stats,blog,notes")
	write := func(part string) {
		t.Helper()
		overwrite(t, os.DirFS(filepath.Join("testdata/flask/week", part)), w.dir, func(text string) string { return text })
	}

	w.step("start", func() {})
	w.step("write the shortener", func() {
		w.run("git", "rm", "--quiet", "tests/shortener/test_api.py", "src/links/templates/shortener/index.html",
			"src/links/templates/shortener/detail.html", "src/links/templates/shortener/delete.html")
		write("shortener")
		w.run("make", "migration", "APP=shortener", "NAME=links of users")
	})
	w.step("write the statistics", func() {
		w.run("git", "rm", "-r", "--quiet", "tests/stats/test_api.py", "src/links/stats/api.py", "src/links/stats/forms.py", "src/links/templates/stats")
		write("stats")
		w.run("make", "migration", "APP=stats", "NAME=visits of links")
	})
	w.step("refer back to the statistics", func() {
		write("back")
		w.run("make", "migration", "APP=shortener", "NAME=last visit")
	})
	w.step("edit files of every kind", func() { w.editEverything() })
	w.change("remove", "app", "notes")
	w.step("rename an app", func() { w.rename("blog", "journal") })
	w.step("upgrade the lock", func() { w.run("make", "lock", "UPGRADE=--upgrade") })
	w.change("add", "app", "reviews")
	m := newMatrix(t, "micro", "python")
	taken := []string{"auth", "api", "admin"}
	for _, f := range m.factors[1:] {
		if f.name != "apps" && !slices.Contains(taken, f.name) {
			w.change("add", "feature", f.name)
			taken = append(taken, f.name)
		}
	}
	for _, database := range []string{"mysql", "sqlite", "postgres"} {
		w.env = environment[database]
		w.change("set", "database="+database)
	}
	w.change("remove", "app", "reviews")
	w.step("scaffold update", func() {
		raiseBlueprint(t, blueprint)
		w.run(w.scaffold, "update", "-y")
	})
	for _, feature := range taken[3:] {
		w.change("remove", "feature", feature)
	}
	w.change("remove", "feature", "admin")
}

// editEverything is a line of the owner's in a file of each kind that the blueprint goes on changing.
func (w *week) editEverything() {
	w.t.Helper()
	w.edit("src/links/config.py", "        MAX_CONTENT_LENGTH=1024 * 1024,", "        MAX_CONTENT_LENGTH=64 * 1024,")
	w.edit("src/links/security.py", `"""`, `"""Links are public; who follows them is not. `)
	w.add("src/links/static/app.css", "\n.links { columns: 2; }\n")
	w.edit("src/links/templates/base.html", "<p>links · ", "<p>links, short for long · ")
	w.edit("src/links/templates/main/home.html", "links is running", "Short links")
	w.edit("tests/conftest.py", "def client(app: Flask)", "def guest(app: Flask) -> FlaskClient:\n    return app.test_client()\n\n\n@pytest.fixture\ndef client(app: Flask)")
	w.edit("pyproject.toml", "The web application links", "Short links")
	w.edit("README.md", "A web application made with", "Short links, made with")
	w.add("Makefile", "\nopen:\n\t$(PY) -m webbrowser http://127.0.0.1:8000\n")
	w.add(".gitignore", "\n/exports/\n")
	w.add(".env.example", "\n# Where exports go\nEXPORTS=\n")
	w.edit("gunicorn.conf.py", "import os", "import os\n\npreload_app = True")
}

// rename gives an app another name, wherever it stands.
func (w *week) rename(from, to string) {
	w.t.Helper()
	for _, folder := range []string{"src/links/", "src/links/templates/", "tests/"} {
		w.run("git", "mv", folder+from, folder+to)
	}
	out, err := w.try("git", "grep", "--name-only", "-i", from, "--", "src", "tests", "README.md")
	if err != nil {
		w.t.Fatal(err, out)
	}
	title := strings.NewReplacer(from, to, strings.ToUpper(from[:1])+from[1:], strings.ToUpper(to[:1])+to[1:])
	for file := range strings.Lines(out) {
		path := filepath.Join(w.dir, filepath.FromSlash(strings.TrimSpace(file)))
		data, err := os.ReadFile(path)
		if err != nil {
			w.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(title.Replace(string(data))), 0o644); err != nil {
			w.t.Fatal(err)
		}
	}
}

// raiseBlueprint makes a newer version of a blueprint: it changes files that the owner has edited, those of apps included.
func raiseBlueprint(t *testing.T, dir string) {
	t.Helper()
	for file, change := range map[string][2]string{
		"blueprint.yaml":                           {"version: 1.0.0", "version: 1.1.0"},
		"python/README.md.tmpl":                    {"Where things are", "Where everything is"},
		"python/src/[[ .package ]]/config.py.tmpl": {"Settings: the defaults", "The settings: the defaults"},
		"python/src/[[ .package ]]/errors.py.tmpl": {"Error pages.", "Pages for errors."},
		"parts/app/python-sql/src/[[ .package ]]/[[ .part.name ]]/routes.py.tmpl": {"PER_PAGE = 12", "PER_PAGE = 24"},
	} {
		path := filepath.Join(dir, filepath.FromSlash(file))
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(data), change[0], change[1])
		if text == string(data) {
			t.Fatalf("%s does not contain %q", file, change[0])
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
