package project_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func TestNotAProject(t *testing.T) {
	b := start(t)
	t.Chdir(t.TempDir())
	for name, run := range all() {
		t.Run(name, func(t *testing.T) {
			b.T = t
			_, err := run(t.Context(), b.env, request())
			b.fails(err, project.Invalid)
		})
	}
}

// TestInSubfolder: the project is found from any folder in it, and paths are those of the project, whatever the person types.
func TestInSubfolder(t *testing.T) {
	b := start(t)
	t.Chdir("apps/blog")
	w, err := project.Why(t.Context(), b.env, "../../main.txt")
	b.must(err)
	if w.Path != "main.txt" || w.State != project.Unedited || w.Project.Shown("apps/news/x") != "../news/x" {
		t.Errorf("%s is %s; shown as %s", w.Path, w.State, w.Project.Shown("apps/news/x"))
	}
	b.must(os.Remove("views.txt"))
	done, err := project.Restore(t.Context(), b.env, request(), ".")
	b.must(err)
	if len(done.Files) != 1 || done.Files[0].Path != "apps/blog/views.txt" {
		t.Errorf("restored %+v", done.Files)
	}
	_, err = project.Restore(t.Context(), b.env, request(), "../../../bp")
	b.fails(err, project.Invalid)
	_, err = project.Skip(t.Context(), b.env, request(), filepath.Dir(b.dir))
	b.fails(err, project.Invalid)
}

func TestUnreadable(t *testing.T) {
	for name, damage := range map[string]func(b *bench){
		"a lock that is no YAML":   func(b *bench) { b.write(project.LockPath, "{") },
		"a lock of a later format": func(b *bench) { b.write(project.LockPath, "format: 99\n") },
		"a folder in its place": func(b *bench) {
			b.must(os.Remove(project.LockPath))
			b.must(os.Mkdir(project.LockPath, 0o755))
		},
		"no list of files": func(b *bench) { b.must(os.Remove(project.Dir + "/files.sum")) },
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t)
			damage(b)
			before := b.files()
			for name, run := range all() {
				if name == "repair" {
					continue // it may know better
				}
				if _, err := run(t.Context(), b.env, request()); err == nil {
					t.Errorf("%s succeeds", name)
				} else {
					b.fails(err, project.Invalid)
				}
			}
			b.unchanged(before)
		})
	}
}

// TestPending: while conflicts wait only continue and abort change the project, and those that read it say so.
func TestPending(t *testing.T) {
	b := start(t)
	b.write("main.txt", "mine\n")
	b.next()
	r := request()
	r.Command, r.Force, r.Set = "scaffold update --set port=9000 --force", true, []string{"port=9000"}
	done, err := project.Change(t.Context(), b.env, r)
	b.must(err)
	if done.Conflicts() != 1 {
		t.Fatalf("%d conflicts: %+v", done.Conflicts(), done.Files)
	}
	waiting := b.files()
	for name, run := range all() {
		if name == "info" || name == "why" {
			continue
		}
		_, err := run(t.Context(), b.env, request())
		b.fails(err, project.Unresolved)
	}
	i, err := project.Describe(t.Context(), b.env)
	b.must(err)
	if i.Pending != r.Command || !slices.Equal(i.Conflicts, []string{"main.txt"}) || i.Answers["port"] != 8000 {
		t.Errorf("pending %q, conflicts %q, answers %v", i.Pending, i.Conflicts, i.Answers)
	}
	w, err := project.Why(t.Context(), b.env, "main.txt")
	b.must(err)
	if w.State != project.Conflicted || w.Update != nil || w.Note == "" {
		t.Errorf("%+v", w)
	}
	b.unchanged(waiting)
}

// TestInterrupted: who reads a project that a killed change left half done is told so, and a dry run stops there. The next
// change completes it first.
func TestInterrupted(t *testing.T) {
	b := start(t)
	b.interrupted("made.txt", "", "made\n")
	before := b.files()
	for name, run := range reading() {
		b.said = nil
		if _, err := run(t.Context(), b.env, request()); err != nil || len(b.said) != 1 {
			t.Errorf("%s: %v; it says %v", name, err, b.said)
		}
	}
	b.said = nil
	r := request()
	r.DryRun = true
	for _, run := range changing() {
		_, err := run(t.Context(), b.env, r)
		b.fails(err, project.Failed)
	}
	if len(b.said) > 0 {
		t.Errorf("a dry run says %v beside its error", b.said)
	}
	b.unchanged(before)
	_, err := project.Change(t.Context(), b.env, request())
	b.must(err)
	if b.read("made.txt") != "made\n" || len(b.said) != 1 {
		t.Errorf("made %q; it says %v", b.read("made.txt"), b.said)
	}
	if _, err := project.Change(t.Context(), b.env, request()); err != nil || len(b.said) != 1 {
		t.Errorf("again: %v; it says %v", err, b.said)
	}
}

// TestEditedSinceInterrupted: a file that was edited after a change was killed stays, and scaffold's is beside it.
func TestEditedSinceInterrupted(t *testing.T) {
	b := start(t)
	b.interrupted("main.txt", "port 8000\n", "scaffold's\n")
	b.write("main.txt", "mine\n")
	_, err := project.Skip(t.Context(), b.env, request(), "docs")
	b.must(err)
	if b.read("main.txt") != "mine\n" {
		t.Errorf("main.txt is %q", b.read("main.txt"))
	}
	if !slices.ContainsFunc(b.said, func(p problem.Problem) bool { return p.File == "main.txt" }) {
		t.Errorf("it says %v", b.said)
	}
}

// TestOldJournal: what version 1.0.0 left in the project is not used, and stops every change, but not who reads.
func TestOldJournal(t *testing.T) {
	b := start(t)
	b.write(".scaffold/journal/redo", "{}\n")
	for name, run := range reading() {
		if _, err := run(t.Context(), b.env, request()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	before := b.files()
	for _, run := range changing() {
		_, err := run(t.Context(), b.env, request())
		b.fails(err, project.Failed)
	}
	b.unchanged(before)
}

// TestForeignRepository: of a repository in a format that is not known nothing is assumed. Only changes need to know.
func TestForeignRepository(t *testing.T) {
	b := start(t)
	b.next()
	b.write(".git/config", "[core]\n\trepositoryformatversion = 99\n")
	for name, run := range reading() {
		if _, err := run(t.Context(), b.env, request()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	before := b.files()
	_, err := project.Change(t.Context(), b.env, request())
	b.fails(err, project.Failed)
	b.unchanged(before)
	r := request()
	r.Force = true
	_, err = project.Change(t.Context(), b.env, r)
	b.must(err)
	if b.read("new.txt") != "new\n" {
		t.Error("--force does not go on")
	}
}
