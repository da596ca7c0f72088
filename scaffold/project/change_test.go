package project_test

import (
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// TestCarriedOut: a dry run of a verb plans what the verb then does, and writes nothing. Done again there is nothing to do.
func TestCarriedOut(t *testing.T) {
	for name, run := range changing() {
		t.Run(name, func(t *testing.T) {
			b := start(t)
			b.must(os.Remove("other.txt"))
			b.must(os.Remove(".scaffold/.gitattributes"))
			before := b.files()
			r := request()
			if name == "change" {
				r.Set = []string{"port=9000"}
			}
			r.DryRun = true
			planned, err := run(t.Context(), b.env, r)
			b.must(err)
			b.unchanged(before)
			r.DryRun = false
			done, err := run(t.Context(), b.env, r)
			b.must(err)
			if planned.Empty() || !planned.DryRun || done.DryRun || !slices.Equal(paths(planned.Plan()), paths(done.Plan())) {
				t.Errorf("planned %q, did %q", paths(planned.Plan()), paths(done.Plan()))
			}
			after := b.files()
			for _, c := range done.Plan() {
				if content, is := after[b.dir+"/"+c.Path]; is == c.New.Absent() || content != string(c.New.Data) {
					t.Errorf("%s is %q, want %q", c.Path, content, c.New.Data)
				}
			}
			if again, err := run(t.Context(), b.env, r); name != "add" && (err != nil || len(again.Plan()) > 0) {
				t.Errorf("again: %v %v", again, err)
			}
			b.unchanged(after)
		})
	}
}

func paths(plan tree.Plan) []string {
	var out []string
	for _, c := range plan {
		out = append(out, c.Path)
	}
	return out
}

// TestEnded: a change with conflicts is undone to the byte, or finished as the owner resolved it; and what began it can be
// typed again.
func TestEnded(t *testing.T) {
	for name, withoutGit := range map[string][]bool{"with git": nil, "without git": {true}} {
		t.Run(name, func(t *testing.T) {
			b := start(t, withoutGit...)
			b.write("main.txt", "mine\n")
			b.next()
			before := b.files()
			r := request()
			r.Command, r.Force = "scaffold update --force", true
			_, err := project.Change(t.Context(), b.env, r)
			b.must(err)
			waiting := b.files()
			if !strings.Contains(b.read("main.txt"), "<<<<<<<") || b.read("new.txt") != "new\n" {
				t.Fatalf("main.txt is %q", b.read("main.txt"))
			}
			_, err = project.Continue(t.Context(), b.env, project.ResumeRequest{})
			b.fails(err, project.Unresolved)
			for _, dryRun := range []bool{true, false} {
				undone, err := project.Abort(t.Context(), b.env, project.ResumeRequest{DryRun: dryRun})
				b.must(err)
				if undone.Command != r.Command || undone.DryRun != dryRun {
					t.Errorf("%+v", undone)
				}
				b.unchanged(map[bool]map[string]string{true: waiting, false: before}[dryRun])
			}
			for _, end := range []func() error{
				func() error { _, err := project.Abort(t.Context(), b.env, project.ResumeRequest{}); return err },
				func() error {
					_, err := project.Continue(t.Context(), b.env, project.ResumeRequest{})
					return err
				},
			} {
				b.fails(end(), project.Failed) // there is no update in progress
			}

			_, err = project.Change(t.Context(), b.env, r)
			b.must(err)
			b.write("main.txt", "both\n")
			b.must(os.Remove("new.txt"))
			resolved := b.files()
			_, err = project.Continue(t.Context(), b.env, project.ResumeRequest{})
			b.fails(err, project.Unresolved) // what the change wrote was undone
			b.unchanged(resolved)
			done, err := project.Continue(t.Context(), b.env, project.ResumeRequest{Force: true})
			b.must(err)
			i, err := project.Describe(t.Context(), b.env)
			b.must(err)
			if done.Command != r.Command || i.Blueprint.Version != "2.0.0" || i.Pending != "" || b.read("main.txt") != "both\n" {
				t.Errorf("ended %q; now %+v", done.Command, i)
			}
		})
	}
}

// TestFavored: a conflict is decided beforehand.
func TestFavored(t *testing.T) {
	for conflict, want := range map[string]string{"ours": "mine\n", "theirs": "the port is 8000\n"} {
		b := start(t)
		b.write("main.txt", "mine\n")
		b.next()
		r := request()
		r.Force, r.Conflict = true, conflict
		done, err := project.Change(t.Context(), b.env, r)
		b.must(err)
		if done.Conflicts() > 0 || b.read("main.txt") != want {
			t.Errorf("%s: %q, %d conflicts", conflict, b.read("main.txt"), done.Conflicts())
		}
	}
}

// TestSource: another blueprint is recorded as a clone elsewhere finds it, and may be an older one.
func TestSource(t *testing.T) {
	b := start(t)
	b.must(os.CopyFS("../b2", os.DirFS("../bp")))
	b.blueprint(service, "1.0.0", "0.1.0")
	b.must(os.Rename("../bp", "../older"))
	t.Chdir("apps")
	for source, want := range map[string]string{"../../b2": "../b2", "../../older/": "../older"} {
		r := request()
		r.Source = source
		_, err := project.Change(t.Context(), b.env, r)
		b.must(err)
		i, err := project.Describe(t.Context(), b.env)
		b.must(err)
		if i.Blueprint.Source != want || i.Note != "" {
			t.Errorf("%s is recorded as %q: %s", source, i.Blueprint.Source, i.Note)
		}
	}
}

// TestAsked: a question that a new version brings is asked, and what the asker returns, an error too, is taken as it is.
func TestAsked(t *testing.T) {
	b := start(t)
	b.blueprint(service, "parts:", "  - {name: title}\nparts:", "1.0.0", "2.0.0", "port {{", "{{ .title }} at {{")
	before := b.files()
	_, err := project.Change(t.Context(), b.env, request())
	b.fails(err, project.Invalid)
	cancelled := errors.New("cancelled")
	b.env.Ask.Question = func(blueprint.Question, any) (any, error) { return nil, cancelled }
	if _, err = project.Change(t.Context(), b.env, request()); !errors.Is(err, cancelled) {
		t.Errorf("%v, want what the asker said", err)
	}
	b.fails(err, project.Failed)
	b.unchanged(before)
	var asked []string
	b.env.Ask.Question = func(q blueprint.Question, _ any) (any, error) {
		asked = append(asked, q.Name)
		return "Shop", nil
	}
	_, err = project.Change(t.Context(), b.env, request())
	b.must(err)
	if !slices.Equal(asked, []string{"title"}) || b.read("main.txt") != "Shop at 8000 }}\n" && b.read("main.txt") != "Shop at 8000\n" {
		t.Errorf("asked %q, wrote %q", asked, b.read("main.txt"))
	}
}

// TestDeclined: who does not want the project that is shown gets none.
func TestDeclined(t *testing.T) {
	b := start(t)
	t.Chdir("..")
	var shown []string
	b.env.Ask.Create = func(_ string, files tree.Tree) (bool, error) {
		shown = slices.Sorted(maps.Keys(files))
		return false, nil
	}
	b.env.Ask.Source = func() (string, error) { return "bp", nil }
	_, err := project.New(t.Context(), b.env, project.NewRequest{Path: "other"})
	if !errors.Is(err, project.ErrDeclined) || !slices.Contains(shown, "main.txt") {
		t.Errorf("%v; shown %q", err, shown)
	}
	if _, err := os.Lstat("other"); !os.IsNotExist(err) {
		t.Errorf("the folder is there: %v", err)
	}
}

// TestInPlace: a project goes into the folder that is there, beside what a hosting service put into it.
func TestInPlace(t *testing.T) {
	b := start(t)
	b.must(os.MkdirAll("../clone", 0o755))
	t.Chdir("../clone")
	b.dir = strings.TrimSuffix(b.dir, "shop") + "clone"
	b.must(os.Mkdir(".git", 0o755))
	for name, content := range map[string]string{"HEAD": "ref: refs/heads/trunk\n", "config": "[core]\n\tbare = false\n", "objects/.keep": "", "refs/.keep": ""} {
		b.write(".git/"+name, content)
	}
	b.write("README.md", "Mine\n")
	b.write("LICENSE.txt", "Mine\n")
	b.write(".gitignore", "*.log")
	made, err := project.New(t.Context(), b.env, project.NewRequest{Path: ".", Source: "../bp"})
	b.must(err)
	if made.Repository == nil || made.Repository.Branch != "trunk" || made.Repository.Commit == "" {
		t.Errorf("%+v, notes %v", made.Repository, made.Notes)
	}
	for path, want := range map[string]string{"README.md": "Mine\n", ".gitignore": "*.log\n.env\n", "main.txt": "port 8000\n"} {
		if b.read(path) != want {
			t.Errorf("%s is %q, want %q", path, b.read(path), want)
		}
	}
	report, err := project.Check(t.Context(), b.env, project.CheckRequest{})
	b.must(err)
	if len(report.Drift) > 1 { // the .gitignore is its owner's, too
		t.Errorf("%+v", report.Drift)
	}
	_, err = project.New(t.Context(), b.env, project.NewRequest{Path: ".", Source: "../bp"})
	b.fails(err, project.Failed)
}
