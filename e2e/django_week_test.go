package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDjangoWeek does with a Django project what its owner does in the second week: writes two apps that use each other and
// the accounts, deletes what the blueprint put there, then takes every feature, another app and other databases, one by
// one, and gives the features back. Nothing may conflict or drift, and tests and linters pass.
func TestDjangoWeek(t *testing.T) {
	onlyLong(t)
	for _, program := range []string{"git", "make", "python"} {
		need(t, program)
	}
	scaffold := buildScaffold(t)
	parent := t.TempDir()
	run(t, parent, scaffold, "new", "shop", "-y", "--layout", "full", "--language", "python", "--app", "catalog,orders")
	dir := filepath.Join(parent, "shop")
	commit := func(message string) {
		t.Helper()
		run(t, dir, "git", "add", "--all")
		run(t, dir, "git", "commit", "--quiet", "--allow-empty", "--message", message)
		run(t, dir, scaffold, "check")
	}
	change := func(args ...string) {
		t.Helper()
		run(t, dir, scaffold, append(args, "-y")...) // exits with 1 if anything conflicts
		commit(strings.Join(args, " "))
	}

	for _, app := range []string{"catalog", "orders"} {
		if err := os.Remove(filepath.Join(dir, "apps", app, "templates", app, "index.html")); err != nil {
			t.Fatal(err)
		}
	}
	overwrite(t, os.DirFS("testdata/django/week"), filepath.Join(dir, "apps"), func(text string) string { return text })
	output(t, dir, "make", "install")
	output(t, dir, ".venv/bin/python", "manage.py", "makemigrations")
	output(t, dir, "make", "test", "lint")
	commit("Sell cups")

	m := newMatrix(t, "full", "python")
	var taken []string
	for _, f := range m.factors[1:] {
		c, ok := m.resolve(combination{database: "sqlite", features: append(taken[:len(taken):len(taken)], f.name)})
		if f.name == "apps" || !ok {
			continue
		}
		change("add", "feature", f.name)
		taken = c.features
	}
	change("add", "app", "reviews")
	output(t, dir, "make", "test", "lint")

	for _, database := range []string{"postgres", "mysql", "sqlite"} {
		change("set", "database="+database)
	}
	output(t, dir, "git", "mv", "apps/reviews/templates/reviews/index.html", "apps/reviews/templates/reviews/reviews.html")
	commit("Name the page of reviews")
	for _, feature := range taken {
		change("remove", "feature", feature)
	}
	change("remove", "app", "reviews")
	output(t, dir, "make", "test", "lint")
}
