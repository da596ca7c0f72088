//go:build unix

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	oldQuestions = "name: service\nversion: 1.0.0\nsummary: Asks\nquestions:\n  - {name: port, kind: int, default: 8000}\n"
	newQuestions = "name: service\nversion: 2.0.0\nsummary: Asks more\nquestions:\n" +
		"  - {name: port, kind: int, default: 8000, min: 1024}\n  - {name: region, default: eu}\n  - {name: owner}\n"
)

// TestTerminalUpdate asks, at an update, for what is new and for what is no longer allowed, and for nothing else.
func TestTerminalUpdate(t *testing.T) {
	scaffold := buildScaffold(t)
	begin := func(t *testing.T, port string) (project string) {
		t.Helper()
		dir := t.TempDir()
		write(t, filepath.Join(dir, "bp/blueprint.yaml"), oldQuestions)
		write(t, filepath.Join(dir, "bp/files/main.txt.tmpl"), "{{ .port }}\n")
		run(t, dir, scaffold, "new", "shop", "--blueprint", "bp", "--no-git", "--set", "port="+port)
		write(t, filepath.Join(dir, "bp/blueprint.yaml"), newQuestions)
		write(t, filepath.Join(dir, "bp/files/main.txt.tmpl"), "{{ .port }} {{ .region }} {{ .owner }}\n")
		return filepath.Join(dir, "shop")
	}
	holds := func(t *testing.T, project, want string) {
		t.Helper()
		if got, err := os.ReadFile(filepath.Join(project, "main.txt")); err != nil || string(got) != want {
			t.Errorf("main.txt is %q, %v; want %q", got, err, want)
		}
	}
	update := []string{"-c", `cd "$1" && exec "$2" update`, "sh"}
	t.Run("what is new", func(t *testing.T) {
		project := begin(t, "9000")
		s := atTerminal(t, "/bin/sh", nil, append(update, project, scaffold)...)
		s.expect("Region")
		s.press(enter)
		s.expect("Owner")
		s.press("Ada" + enter)
		s.expect("rendered differently now")
		s.ends(0)
		holds(t, project, "9000 eu Ada\n")
	})
	t.Run("what is no longer allowed", func(t *testing.T) {
		project := begin(t, "80")
		s := atTerminal(t, "/bin/sh", nil, append(update, project, scaffold)...)
		s.expect("Port")
		s.press("9001" + enter)
		s.expect("Region")
		s.press(enter)
		s.expect("Owner")
		s.press("Ada" + enter)
		s.ends(0)
		holds(t, project, "9001 eu Ada\n")
	})
	t.Run("ctrl-c leaves everything as it was", func(t *testing.T) {
		project := begin(t, "9000")
		s := atTerminal(t, "/bin/sh", nil, append(update, project, scaffold)...)
		s.expect("Region")
		s.press(ctrlC)
		s.ends(130)
		holds(t, project, "9000\n")
	})
}

// TestTerminalFields adds a model without naming its fields: they are asked for, one after another.
func TestTerminalFields(t *testing.T) {
	scaffold := buildScaffold(t)
	source, err := filepath.Abs("testdata/models")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	run(t, dir, scaffold, "new", "shop", "--blueprint", source, "--app", "blog", "--no-git", "-y")
	s := atTerminal(t, "/bin/sh", nil, "-c", `cd "$1" && exec "$2" add model blog.Person`, "sh", filepath.Join(dir, "shop"), scaffold)
	s.expect("model blog.Person: Fields: NAME:TYPE")
	s.press("?" + enter)
	s.expect("title:string:max=200")
	s.press("Name" + enter)
	s.expect("call it name")
	s.press("name:max=80" + enter)
	s.expect("another")
	s.press("name:text" + enter)
	s.expect("is taken")
	s.press("born:date:optional" + enter)
	s.expect("another")
	s.press(enter)
	s.expect("Plural")
	s.press(enter) // people
	s.expect("Module")
	s.press(enter)
	s.expect("Key")
	s.press(enter)
	s.expect("Owner")
	s.press(enter)
	s.expect("Without")
	s.press(enter)
	s.ends(0)
	model, err := os.ReadFile(filepath.Join(dir, "shop/apps/blog/models/person.py"))
	for _, want := range []string{"One of the people", `name = models.CharField("name", max_length=80)`, `born = models.DateField("born", null=True, blank=True)`} {
		if err != nil || !strings.Contains(string(model), want) {
			t.Errorf("%v: it has no %q:\n%s", err, want, model)
		}
	}
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
