package scaffold_test

import (
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
)

// waiting is a project with every kind of conflict, before and after the update that has them.
func waiting(t *testing.T, opt scaffold.Options) (before, after *disk) {
	t.Helper()
	d := start(t, load(t, version(t, "1.0.0", "",
		"text=1 ", "crlf=1 ", "logo=\x001", "gone=1 ", "dropped=1 ", "old=a b c d ", "run=1 ", "plain=1 ")))
	d.edit("text=2\n", "crlf=2\r\n", "logo=\x002", "dropped=2\n", "mine=untouched\n", "added=mine\n", "dir/x=mine\n", "run*", "heading=Title\n=======\n")
	b := load(t, version(t, "2.0.0", "rules: [{match: '.env', private: true}]\n",
		"text=3 ", "crlf=3 ", "logo=\x003 ", "new=a b c d ", "added=theirs ", "dir=theirs ", "run=2 ", "plain=2 ", ".env=secret "))
	before = d.copy()
	tr := d.transition(b, opt)
	if tr.Conflicts() == 0 {
		t.Fatal("no conflicts")
	}
	return before, d.apply(tr.Pending("scaffold update --to 2.0.0"))
}

func (d *disk) pending() *scaffold.Pending {
	d.Helper()
	p, err := scaffold.LoadPending(d.memory(), "")
	if err != nil || p == nil {
		d.Fatalf("pending: %v, %v", p, err)
	}
	return p
}

func TestPendingSaysWhatWaits(t *testing.T) {
	before, d := waiting(t, scaffold.Options{})
	p := d.pending()
	if p.Command != "scaffold update --to 2.0.0" || p.From != "demo 1.0.0" || p.To != "demo 2.0.0" {
		t.Errorf("%q from %q to %q", p.Command, p.From, p.To)
	}
	var got []string
	for _, c := range p.Conflicts {
		got = append(got, c.Path+" "+c.Beside)
	}
	if want := "added ,crlf ,dir.new dir.new,dropped ,logo logo.new,text "; strings.Join(got, ",") != want {
		t.Errorf("got  %q\nwant %q", strings.Join(got, ","), want)
	}
	if !d.Tree[lock.Path].Same(before.Tree[lock.Path]) {
		t.Error("the lock has advanced")
	}
	if _, err := d.project().Base(); err != nil {
		t.Errorf("the base of before is not whole: %v", err)
	}
	says(t, string(d.Tree["text"].Data), "<<<<<<< yours\n2\n=======\n3\n>>>>>>> demo 2.0.0\n")
	if p, err := scaffold.LoadPending(before.memory(), ""); p != nil || err != nil {
		t.Errorf("nothing was waiting: %v, %v", p, err)
	}
}

func TestAbortRestoresEveryByte(t *testing.T) {
	before, after := waiting(t, scaffold.Options{})
	for _, tt := range []struct {
		name        string
		edits       []string // while it was waiting
		mineAlready []string // of those, the ones that abort has no business with
	}{
		{"at once", nil, nil},
		{"after half of it was resolved", []string{"text=resolved\n", "-logo.new", "plain=edited\n", "-run", "new*"}, nil},
		{"files that the update does not know", []string{"mine=edited\n", "more=1\n", "-heading"}, []string{"mine=edited\n", "more=1\n", "-heading"}},
		{"what it made was deleted", []string{"-new", "-.env", "-dir.new"}, nil},
		{"what it deleted came back", []string{"gone=again\n", "old=again\n"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := after.copy().edit(tt.edits...)
			p := d.pending()
			plan, err := p.Abort(d.read(p.Paths()))
			if err != nil {
				t.Fatal(err)
			}
			d.apply(plan)
			d.same(before.copy().edit(tt.mineAlready...))
		})
	}
}

func TestAbortNamesWhatIsLost(t *testing.T) {
	before, d := waiting(t, scaffold.Options{})
	delete(d.Tree, lock.BeforePath(lock.Sum(before.Tree["text"].Data)))
	d.edit(lock.BeforePath(lock.Sum(before.Tree["run"].Data)) + "=other")
	p := d.pending()
	_, err := p.Abort(d.read(p.Paths()))
	says(t, told(t, err), "earlier version of text", "earlier version of run", "earlier version of plain") // run and plain were the same
}

func TestContinue(t *testing.T) {
	resolved := []string{"text=resolved\n", "crlf=resolved\r\n", "-logo.new", "added=both\n", "-dir.new"}
	for _, style := range []merge.Style{merge.StyleMerge, merge.StyleDiff3, merge.StyleZdiff3} {
		_, after := waiting(t, scaffold.Options{Style: style})
		for _, tt := range []struct {
			name  string
			edits []string
			want  []string // what it says; nothing: it goes on
		}{
			{"resolved", resolved, nil},
			{"a heading is no marker", append([]string{"text=Title\n=======\n"}, resolved[1:]...), nil},
			{"markers of others are their business", append([]string{"text=<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> topic\n"}, resolved[1:]...), nil},
			{"eight are no marker", append([]string{"text=<<<<<<<< yours\n"}, resolved[1:]...), nil},
			{"nothing is", nil, []string{"text:1:1: ", "crlf:1:1: ", "added:1:1: ", "logo.new: ", "dir.new: "}},
			{"one is not", append([]string{"crlf+=\n"}, resolved[2:]...), []string{"crlf:1:1: ", "text:1:1: "}},
			{"a start is left", append([]string{"text=a\n<<<<<<< yours\n"}, resolved[1:]...), []string{"text:2:1: "}},
			{"an end is left", append([]string{"text=a\nb\n>>>>>>> demo 2.0.0\n"}, resolved[1:]...), []string{"text:3:1: "}},
			{
				"two are left", append([]string{"text=<<<<<<< yours\na\n=======\nb\n>>>>>>> demo 2.0.0\nx\n>>>>>>> demo 2.0.0\n"}, resolved[1:]...),
				[]string{"text:1:1: ", "text:7:1: "},
			},
			{"a base is left", append([]string{"text=||||||| demo 1.0.0\n"}, resolved[1:]...), []string{"text:1:1: "}},
			{"what lies beside is left", append([]string{"logo.new=x"}, append(resolved[:2:2], resolved[3:]...)...), []string{"logo.new: ", "edit logo as"}},
		} {
			t.Run(tt.name, func(t *testing.T) {
				d := after.copy().edit(tt.edits...)
				p := d.pending()
				plan, err := p.Continue(d.read(p.Paths()))
				if says(t, told(t, err), tt.want...); err != nil {
					return
				}
				was := d.copy()
				d.apply(plan)
				for path, f := range was.files() {
					if !d.Tree[path].Same(f) {
						t.Errorf("%s was written", path)
					}
				}
				if got := d.project().Lock.Blueprint.Version; got != "2.0.0" {
					t.Errorf("the lock has the version %s", got)
				}
				for path := range d.memory() {
					if strings.HasPrefix(path, lock.PendingDir) || path == lock.PendingPath {
						t.Errorf("%s is left", path)
					}
				}
			})
		}
	}
}

func TestContinueLeavesAProjectInSync(t *testing.T) {
	_, d := waiting(t, scaffold.Options{})
	d.edit("-text", "crlf=resolved\r\n", "-logo.new", "added=both\n", "-dir.new", "-dropped", "-dir/x", "dir=theirs\n")
	p := d.pending()
	plan, err := p.Continue(d.read(p.Paths()))
	if err != nil {
		t.Fatal(err)
	}
	d.apply(plan)
	d.edit("run*")
	says(t, string(d.Tree[lock.SumsPath].Data), "\ntext ", " deleted\n") // it was resolved by deleting it
	drift := d.project().Check(d.files(), scaffold.CheckOptions{IgnoreModes: true})
	if len(drift) > 0 {
		t.Errorf("drift: %+v", drift)
	}
}

func TestContinueWithoutWhatItNeeds(t *testing.T) {
	_, after := waiting(t, scaffold.Options{})
	for _, edit := range []string{"-.scaffold/pending/lock.yaml", ".scaffold/pending/lock.yaml=x"} {
		d := after.copy().edit(edit)
		p := d.pending()
		_, err := p.Continue(nil)
		says(t, told(t, err), "scaffold abort", "scaffold update --to 2.0.0")
	}
}
