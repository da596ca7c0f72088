//go:build unix

package e2e

import (
	"os"
	"path/filepath"
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

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
