package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func TestAnswerFlags(t *testing.T) {
	flag := blueprint.FlagAnswer
	part := blueprint.FlagPart
	tests := map[string]struct {
		args  []string
		flags []blueprint.Given
		parts []blueprint.GivenPart
	}{
		"none":     {},
		"language": {args: []string{"--language", "go"}, flags: []blueprint.Given{flag("--language go", "language", "go")}},
		"an empty answer is an answer": {
			args: []string{"--database="}, flags: []blueprint.Given{flag("--database ", "database", "")},
		},
		"features": {
			args: []string{"--with", "docker,ci", "--with", "jobs"}, flags: []blueprint.Given{flag("--with docker,ci,jobs", "features", "docker,ci,jobs")},
		},
		"sorted by key": {
			args:  []string{"--set", "port=9000", "--set", "app.blog.title=A=B", "--database", "mysql"},
			flags: []blueprint.Given{flag("--set app.blog.title=A=B", "app.blog.title", "A=B"), flag("--database mysql", "database", "mysql"), flag("--set port=9000", "port", "9000")},
		},
		"a key that is set twice keeps its order": {
			args:  []string{"--set", "port=1", "--set", "port=2"},
			flags: []blueprint.Given{flag("--set port=1", "port", "1"), flag("--set port=2", "port", "2")},
		},
		"apps": {
			args: []string{"--app", "blog, shop"}, parts: []blueprint.GivenPart{part("--app blog, shop", "app", "blog"), part("--app blog, shop", "app", "shop")},
		},
		"parts of another kind": {
			args: []string{"--part", "worker=mail"}, parts: []blueprint.GivenPart{part("--part worker=mail", "worker", "mail")},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var r project.Answers
			if err := readFlags(t, &r, "", test.args...); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.flags, r.Flags); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.parts, r.Parts); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func readFlags(t *testing.T, r *project.Answers, stdin string, args ...string) error {
	t.Helper()
	var o newOptions
	cmd := &cobra.Command{}
	o.register(&app{}, cmd)
	if err := cmd.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	return o.answers.read(cmd, strings.NewReader(stdin), r)
}

func TestAnswerFlagsReportEverything(t *testing.T) {
	var r project.Answers
	err := readFlags(t, &r, "", "--set", "port", "--set", "=x", "--set", "key:hunter2", "--part", "worker=", "--answers", "nowhere.yaml")
	want := "--set port: expected KEY=VALUE\n--set ...: expected KEY=VALUE\n--set key...: expected KEY=VALUE\n--part worker=: expected KIND=NAME,...\n" +
		"nowhere.yaml: cannot read the answers file: no such file or directory"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestReadAnswers(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "answers.yaml")
	if err := os.WriteFile(file, []byte("layout: full\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ name, stdin, want string }{
		"a file": {name: file},
		"stdin":  {name: "-", stdin: "layout: full\n"},
		"a folder": {
			name: dir, want: dir + ": the answers file is a folder",
		},
		"too large": {
			name: "-", stdin: strings.Repeat("#", blueprint.MaxManifest+1), want: "-: the answers file is too large (limit 1 MiB)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var answers *blueprint.AnswersFile
			data, label, err := readInput(test.name, "answers file", strings.NewReader(test.stdin))
			if err == nil {
				answers, err = blueprint.ParseAnswers(data, label)
			}
			switch {
			case test.want != "":
				if err == nil || err.Error() != test.want {
					t.Errorf("got %v, want %s", err, test.want)
				}
			case err != nil:
				t.Error(err)
			case answers.Layout != "full":
				t.Errorf("layout %q", answers.Layout)
			}
		})
	}
}
