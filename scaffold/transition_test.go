package scaffold_test

import (
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
)

// version makes a blueprint: a version, the rest of its manifest, and files as "path=content", lines as words.
func version(t *testing.T, number, manifest string, files ...string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("-- blueprint.yaml --\nversion: " + number + "\n" + manifest)
	for _, f := range files {
		path, content, _ := strings.Cut(f, "=")
		if target, isLink := strings.CutSuffix(path, "@"); isLink {
			b.WriteString("-- files/" + target + " -> " + content + " --\n")
			continue
		}
		b.WriteString("-- files/" + path + " --\n" + strings.ReplaceAll(content, " ", "\n"))
		if !strings.HasSuffix(content, " ") {
			b.WriteString("\n") // or the next file would be part of it
		}
	}
	return b.String()
}

func TestTransition(t *testing.T) {
	const poem = "one two three four five six seven eight "
	for _, tt := range []struct {
		name         string
		rules        string
		before       []string
		edits        []string
		after        []string
		rulesAfter   string // "" for rules
		opt          scaffold.Options
		want         string // the plan
		wantBuried   string // paths with a tombstone afterwards
		wantSays     string
		wantConflict bool
	}{
		{name: "nothing changed", before: []string{"a=1 "}, after: []string{"a=1 "}},
		{name: "changed by the blueprint", before: []string{"a=1 "}, after: []string{"a=2 "}, want: "update a=2 "},
		{
			name: "changed by both", before: []string{"a=" + poem}, edits: []string{"a+=nine\n"}, after: []string{"a=zero " + poem},
			want: "update a=zero " + poem + "nine ",
		},
		{name: "changed by both alike", before: []string{"a=1 "}, edits: []string{"a=2\n"}, after: []string{"a=2 "}},
		{
			name: "conflict", before: []string{"a=1 "}, edits: []string{"a=2\n"}, after: []string{"a=3 "}, wantConflict: true,
			want: "conflict a=<<<<<<< yours 2 ======= 3 >>>>>>> demo 2.0.0 ",
		},
		{
			name: "conflict, with base", before: []string{"a=1 "}, edits: []string{"a=2\n"}, after: []string{"a=3 "}, wantConflict: true,
			opt:  scaffold.Options{Style: merge.StyleDiff3},
			want: "conflict a=<<<<<<< yours 2 ||||||| demo 1.0.0 1 ======= 3 >>>>>>> demo 2.0.0 ",
		},
		{
			name: "conflict, with labels", before: []string{"a=1 "}, edits: []string{"a=2\n"}, after: []string{"a=3 "}, wantConflict: true,
			opt: scaffold.Options{Labels: plaintext.Labels{Ours: "me"}}, want: "conflict a=<<<<<<< me 2 ======= 3 >>>>>>> demo 2.0.0 ",
		},
		{
			name: "conflict, ours", before: []string{"a=1 "}, edits: []string{"a=2\n"}, after: []string{"a=3 "},
			opt: scaffold.Options{Favor: merge.FavorOurs},
		},
		{
			name: "conflict, theirs", before: []string{"a=1 "}, edits: []string{"a=2\n"}, after: []string{"a=3 "},
			opt: scaffold.Options{Favor: merge.FavorTheirs}, want: "update a=3 ",
		},
		{name: "new", before: []string{"a=1 "}, after: []string{"a=1 ", "b=2 "}, want: "create b=2 "},
		{
			name: "new, in the way of the person's", before: []string{"a=1 "}, edits: []string{"b=mine\n"}, after: []string{"a=1 ", "b=2 "},
			wantConflict: true, want: "conflict b=<<<<<<< yours mine ======= 2 >>>>>>> demo 2.0.0 ",
		},
		{
			name: "new, where the person has a folder", before: []string{"a=1 "}, edits: []string{"b/c=mine\n"}, after: []string{"a=1 ", "b=2 "},
			wantConflict: true, want: "conflict b.new=2 ",
		},
		{
			name: "new, below the person's file", before: []string{"a=1 "}, edits: []string{"b=mine\n"}, after: []string{"a=1 ", "b/c=2 "},
			wantConflict: true, want: "conflict b.new/c=2 ",
		},
		{name: "dropped", before: []string{"a=1 ", "b=2 "}, after: []string{"a=1 "}, want: "delete b"},
		{
			name: "dropped, edited", before: []string{"a=1 ", "b=2 "}, edits: []string{"b=3\n"}, after: []string{"a=1 "},
			wantConflict: true, want: "conflict b=3 ",
		},
		{
			name: "a folder is dropped that holds the person's files", before: []string{"a=1 ", "d/b=2 "}, edits: []string{"d/mine=3\n"},
			after: []string{"a=1 "}, want: "delete d/b",
		},
		{
			name: "deleted by the person", before: []string{"a=1 ", "b=2 "}, edits: []string{"-b"}, after: []string{"a=1 ", "b=3 "},
			want: "tombstone b", wantBuried: "b",
		},
		{
			name: "deleted by the person, name like a glob", before: []string{"a=1 ", "b[1]*c=2 "}, edits: []string{"-b[1]*c"},
			after: []string{"a=1 ", "b[1]*c=3 "}, want: "tombstone b[1]*c", wantBuried: "b[1]*c",
		},
		{
			name: "deleted by the person, not changed", before: []string{"a=1 ", "b=2 "}, edits: []string{"-b"}, after: []string{"a=2 ", "b=2 "},
			want: "update a=2 ",
		},
		{
			name: "deleted, for git ignores it", before: []string{"a=1 ", "b=2 "}, edits: []string{"-b"}, after: []string{"a=1 ", "b=3 "},
			opt: scaffold.Options{Ignored: func(path string) bool { return path == "b" }}, want: "create b=3 ",
		},
		{
			name: "moved by the blueprint", before: []string{"a=" + poem}, edits: []string{"a+=nine\n"}, after: []string{"b=" + poem},
			want: "delete a; move a>b=" + poem + "nine ",
		},
		{
			name: "moved as declared", before: []string{"old=1 "}, edits: []string{"old=1\nmine\n"}, after: []string{"new=9 8 7 1 "},
			rulesAfter: "moves: [{from: old, to: new, since: 1.5.0}]\n", want: "move old>new=9 8 7 1 mine ; delete old",
		},
		{
			name: "a declared move of before is none", before: []string{"old=1 "}, edits: []string{"old=mine\n"}, after: []string{"new=9 8 7 6 "},
			rulesAfter: "moves: [{from: old, to: new, since: 1.0.0}]\n", wantConflict: true, want: "create new=9 8 7 6 ; conflict old=mine ",
		},
		{
			name: "executable in the blueprint", before: []string{"a=1 "}, after: []string{"a=1 "}, edits: []string{"a+=2\n"},
			rulesAfter: "rules: [{match: a, exec: true}]\n", want: "chmod a*=1 2 ",
		},
		{
			name: "executable, where the disk does not keep it", rules: "rules: [{match: a, exec: true}]\n", before: []string{"a=1 "},
			edits: []string{"a~"}, after: []string{"a=2 "}, opt: scaffold.Options{IgnoreModes: true}, want: "update a*=2 ",
		},
		{
			name: "executable, where the disk keeps it and the person took it", rules: "rules: [{match: a, exec: true}]\n", before: []string{"a=1 "},
			edits: []string{"a~"}, after: []string{"a=2 "}, want: "update a=2 ",
		},
		{
			name: "a link, where the disk has none", before: []string{"l@=a", "a=1 "}, edits: []string{"-l", "l=a"}, after: []string{"l@=b", "a=1 "},
			opt: scaffold.Options{IgnoreModes: true}, want: "update l@=b",
		},
		{
			name: "CRLF checkout", before: []string{"a=" + poem}, edits: []string{"a=" + strings.ReplaceAll(poem, " ", "\r\n")},
			after: []string{"a=zero " + poem}, want: "update a=" + strings.ReplaceAll("zero "+poem, " ", "\r "),
		},
		{name: "once", rules: "rules: [{match: a, policy: once}]\n", before: []string{"a=1 "}, after: []string{"a=2 "}},
		{name: "once, new", rules: "rules: [{match: a, policy: once}]\n", before: []string{"b=1 "}, after: []string{"a=2 ", "b=1 "}, want: "create a=2 "},
		{
			name: "managed, edited", rules: "rules: [{match: a, policy: managed}]\n", before: []string{"a=1 "}, edits: []string{"a=mine\n"},
			after: []string{"a=2 "}, want: "update a=2 ", wantSays: "overwritten",
		},
		{
			name: "merged, then managed", before: []string{"a=1 "}, edits: []string{"a=mine\n"}, after: []string{"a=2 "},
			rulesAfter: "rules: [{match: a, policy: managed}]\n", want: "update a=2 ", wantSays: "overwritten",
		},
		{
			name: "merged, then managed, not changed", before: []string{"a=1 "}, edits: []string{"a=mine\n"}, after: []string{"a=1 "},
			rulesAfter: "rules: [{match: a, policy: managed}]\n", want: "keep a", wantSays: "managed by scaffold from now on, but edited",
		},
		{
			name: "once, then merged", rules: "rules: [{match: a, policy: once}]\n", before: []string{"a=" + poem}, edits: []string{"a+=nine\n"},
			after: []string{"a=zero " + poem}, rulesAfter: "rules: []\n", want: "update a=zero " + poem + "nine ",
		},
		{
			name: "merged, then once", before: []string{"a=1 "}, after: []string{"a=2 "}, rulesAfter: "rules: [{match: a, policy: once}]\n",
			want: "keep a", wantSays: "yours from now on",
		},
		{
			name: "left out by a condition", before: []string{"a=1 ", "b=2 "}, after: []string{"a=1 ", "b=2 "},
			rulesAfter: "rules: [{match: b, when: eq 1 2}]\n", want: "delete b",
		},
		{
			name: "left out by a condition, edited", before: []string{"a=1 ", "b=2 "}, edits: []string{"b=mine\n"}, after: []string{"a=1 ", "b=2 "},
			rulesAfter: "rules: [{match: b, when: eq 1 2}]\n", wantConflict: true, want: "conflict b=mine ",
		},
		{
			name: "several versions of edits in a name with spaces", before: []string{"my file ü.txt=" + poem},
			edits: []string{"my file ü.txt+=nine\n"}, after: []string{"my file ü.txt=zero " + poem}, want: "update my file ü.txt=zero " + poem + "nine ",
		},
		{
			name: "binary", before: []string{"a=\x001"}, edits: []string{"a=\x002"}, after: []string{"a=\x003"}, wantConflict: true,
			want: "conflict a=\x002; create a.new=\x003 ",
		},
		{
			name: "binary, the name beside is taken", before: []string{"a=\x001"}, edits: []string{"a=\x002", "a.new=mine"}, after: []string{"a=\x003"},
			wantConflict: true, want: "conflict a=\x002; create a.new2=\x003 ",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := start(t, load(t, version(t, "1.0.0", tt.rules, tt.before...)))
			d.edit(tt.edits...)
			rules := tt.rulesAfter
			if rules == "" {
				rules = tt.rules
			}
			b := load(t, version(t, "2.0.0", rules, tt.after...))
			tr := d.transition(b, tt.opt)
			if got := tell(tr.Files); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			if got := tr.Conflicts() > 0; got != tt.wantConflict {
				t.Errorf("conflicts: %v", got)
			}
			if tt.wantSays != "" {
				says(t, tr.Files[0].Why, tt.wantSays)
			}
			if tr.From != "demo 1.0.0" || tr.To != "demo 2.0.0" {
				t.Errorf("from %q to %q", tr.From, tr.To)
			}
			if tt.wantConflict {
				return
			}
			d.apply(tr.Plan())
			var buried []string
			for _, e := range d.project().Lock.Files {
				if e.Tombstone {
					buried = append(buried, e.Path)
				}
			}
			if got := strings.Join(buried, " "); got != tt.wantBuried {
				t.Errorf("tombstones: got %q, want %q", got, tt.wantBuried)
			}
			if _, err := d.project().Base(); err != nil {
				t.Errorf("the base is not whole: %v", err)
			}
			if again := d.transition(b, tt.opt); !again.Empty() {
				t.Errorf("there is more to do: %s; %s", tell(again.Files), tell(again.Memory))
			}
		})
	}
}

func TestTransitionNeverTouchesPrivateFiles(t *testing.T) {
	const manifest = "questions: [{name: key, kind: secret}]\nrules: [{match: '.env*', private: true}]\n"
	env := func(files ...string) string {
		for i, f := range files {
			files[i] = strings.ReplaceAll(f, "KEY", "{{.key}}")
		}
		return "-- blueprint.yaml --\n" + strings.Join(files, "")
	}
	before := load(t, env("version: 1.0.0\n"+manifest, "-- files/.env.tmpl --\nKEY\n"))
	after := load(t, env("version: 2.0.0\n"+manifest, "-- files/.env.tmpl --\nKEY and more\n-- files/.env.new.tmpl --\nKEY\n"))
	none := load(t, env("version: 3.0.0\n"+manifest, "-- files/a --\n"))

	d := start(t, before)
	secret := string(d.Tree[".env"].Data)
	tr := d.transition(after, scaffold.Options{})
	d.apply(tr.Plan())
	if string(d.Tree[".env"].Data) != secret {
		t.Error("a private file that exists was written")
	}
	if fresh := d.Tree[".env.new"]; len(fresh.Data) < 20 {
		t.Errorf("a new private file was not made: %q", tell(tr.Files))
	}
	for path, f := range d.memory() {
		if strings.Contains(string(f.Data), strings.TrimSpace(secret)) {
			t.Errorf("%s holds the secret", path)
		}
	}
	clone := d.copy().edit("-.env", "-.env.new")
	if got := tell(clone.transition(none, scaffold.Options{}).Files); strings.Contains(got, ".env") {
		t.Errorf("a clone lacks private files, and that is all right: %s", got)
	}
	tr = d.transition(none, scaffold.Options{})
	says(t, tell(tr.Files), "keep .env;", "keep .env.new")
	d.apply(tr.Plan())
	if string(d.Tree[".env"].Data) != secret {
		t.Error("a private file that is no longer rendered did not stay")
	}
	d.inSync()
}

func TestTransitionToAndFromPrivate(t *testing.T) {
	open := load(t, version(t, "1.0.0", "", "a=1 "))
	private := load(t, version(t, "2.0.0", "rules: [{match: a, private: true}]\n", "a=2 "))
	d := start(t, open)
	was := lock.BasePath(lock.Sum(d.Tree["a"].Data))
	tr := d.transition(private, scaffold.Options{})
	says(t, tell(tr.Files), "keep a")
	d.apply(tr.Plan())
	if !d.Tree[was].Absent() || string(d.Tree["a"].Data) != "1\n" {
		t.Error("what is private now is still in the base, or was written")
	}
	says(t, string(d.Tree[".gitignore"].Data), "/a\n")
	there, gone := d.copy(), d.copy().edit("-a")
	again := load(t, version(t, "3.0.0", "", "a=3 "))
	there.apply(there.transition(again, scaffold.Options{}).Plan())
	if string(there.Tree["a"].Data) != "1\n" {
		t.Errorf("what was private was written: %q", there.Tree["a"].Data)
	}
	gone.apply(gone.transition(again, scaffold.Options{}).Plan())
	if string(gone.Tree["a"].Data) != "3\n" {
		t.Errorf("what is public now is missing: %q", gone.Tree["a"].Data)
	}
}

func TestTransitionRefusesADamagedBaseThatItNeeds(t *testing.T) {
	d := start(t, load(t, version(t, "1.0.0", "", "a=1 ", "b=2 ", "c=3 ")))
	for _, content := range []string{"1\n", "2\n"} {
		delete(d.Tree, lock.BasePath(lock.Sum([]byte(content))))
	}
	b := load(t, version(t, "2.0.0", "", "a=1 ", "b=2 ", "c=4 "))
	p := d.project()
	now := d.now(p, b)
	if _, err := p.Transition(now, d.ours(p, now), scaffold.Options{}); err != nil {
		t.Errorf("only c is needed: %v", err)
	}
	b = load(t, version(t, "2.0.0", "", "a=5 ", "b=6 ", "c=4 "))
	now = d.now(p, b)
	_, err := p.Transition(now, d.ours(p, now), scaffold.Options{})
	says(t, told(t, err), lock.BasePath(lock.Sum([]byte("1\n"))), lock.BasePath(lock.Sum([]byte("2\n"))), "scaffold repair")
}

func TestTransitionWithNothingToDo(t *testing.T) {
	b := load(t, version(t, "1.0.0", "", "a=1 "))
	d := start(t, b).edit("a=mine\n")
	if tr := d.transition(b, scaffold.Options{}); !tr.Empty() {
		t.Errorf("%s; %s", tell(tr.Files), tell(tr.Memory))
	}
	p := d.project()
	answers := resolve(t, b, p.Input())
	if !p.UpToDate(b, answers, builtIn) {
		t.Error("the project is not up to date with what it was made of")
	}
	other := load(t, version(t, "1.0.0", "", "a=2 "))
	if p.UpToDate(other, answers, builtIn) {
		t.Error("the project is up to date with another blueprint")
	}
	newer := load(t, version(t, "1.1.0", "", "a=1 "))
	tr := d.transition(newer, scaffold.Options{})
	if tr.Empty() || len(tr.Files) > 0 || tell(tr.Memory)[:len("update "+lock.Path)] != "update "+lock.Path {
		t.Errorf("another version with the same files: %s; %s", tell(tr.Files), tell(tr.Memory))
	}
}

func TestTransitionTakesAStateWithItsMemory(t *testing.T) {
	d := start(t, load(t, version(t, "1.0.0", "", "a=1 ")))
	p := d.project()
	newer := load(t, version(t, "2.0.0", "", "a=2 ", "b=1 "))
	whole, err := scaffold.Render(t.Context(), newer, resolve(t, newer, p.Input()), builtIn)
	if err != nil {
		t.Fatal(err)
	}
	tr, err := p.Transition(whole, d.ours(p, whole), scaffold.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := tell(tr.Files), "update a=2 ; create b=1 "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	d.apply(tr.Plan())
	for path, f := range whole.Files {
		if !d.Tree[path].Same(f) {
			t.Errorf("%s is not as in a new project", path)
		}
	}
}

func TestTransitionFollowsWhatThePersonMoved(t *testing.T) {
	const poem = "one two three four five six seven eight "
	d := start(t, load(t, version(t, "1.0.0", "", "a="+poem)))
	d.Tree["mine/b"] = d.Tree["a"]
	d.edit("-a", "mine/b+=nine\n")
	b := load(t, version(t, "2.0.0", "", "a=zero "+poem))
	p := d.project()
	tr, err := p.Transition(d.now(p, b), d.files(), scaffold.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := tell(tr.Files), "update mine/b=zero "+poem+"nine "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
