package scaffold_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// merged is what git makes of two branches that come from base.
func merged(base, ours, theirs *disk, style merge.Style) *disk {
	plan := merge.Trees(base.Tree, ours.Tree, theirs.Tree, merge.TreeOptions{
		Options: merge.Options{Style: style, Labels: plaintext.Labels{Ours: "HEAD", Base: "base", Theirs: "topic"}},
	})
	return &disk{base.TB, plan.Apply(ours.Tree)}
}

// repair does what the verb does: it gives the transition, and what Rescue has noted.
func (d *disk) repair(b *blueprint.Blueprint) (scaffold.Transition, []string) {
	d.Helper()
	return d.repairFrom(nil, b)
}

func (d *disk) repairFrom(ancestor []byte, b *blueprint.Blueprint) (scaffold.Transition, []string) {
	d.Helper()
	p, notes, err := scaffold.LoadDamaged(d.memory(), ancestor, "")
	if err != nil {
		d.Fatalf("rescue: %v", err)
	}
	now := d.now(p, b)
	tr, err := p.Repair(now, d.ours(p, now), scaffold.Options{})
	if err != nil {
		d.Fatalf("repair: %v", err)
	}
	return tr, notes
}

func TestRepairOfTwoBranches(t *testing.T) {
	b := load(t, shop)
	for _, tt := range []struct {
		name         string
		ours, theirs []change
		editsOurs    []string
		editsTheirs  []string
		// Neighbouring lines of answers are in conflict, and without their ancestor each seems to have been changed by both.
		needsAncestor bool
		want          []change // made one after the other on one branch, that comes to the same
	}{
		{name: "each adds an app", ours: []change{add("app", "blog")}, theirs: []change{add("app", "news")}, want: []change{add("app", "blog", "news")}},
		{
			name: "each adds several", ours: []change{add("app", "a", "z")}, theirs: []change{add("app", "m"), add("worker", "w")},
			want: []change{add("app", "a", "m", "z"), add("worker", "w")},
		},
		{
			name: "an app and a feature", ours: []change{add("app", "blog")}, theirs: []change{add("feature", "docker")},
			want: []change{add("app", "blog"), add("feature", "docker")},
		},
		{name: "each adds a feature", ours: []change{add("feature", "auth")}, theirs: []change{add("feature", "docker")}, want: []change{add("feature", "auth", "docker")}},
		{name: "both add the same, and one more", ours: []change{add("app", "blog")}, theirs: []change{add("app", "blog", "news")}, want: []change{add("app", "blog", "news")}},
		{
			name: "both change a file, far apart", needsAncestor: true, ours: []change{set("database=sqlite")}, theirs: []change{add("feature", "docker")},
			want: []change{set("database=sqlite"), add("feature", "docker")},
		},
		{
			name: "both change a file, far apart, with edits", needsAncestor: true, ours: []change{set("database=sqlite")}, theirs: []change{add("feature", "docker")},
			editsOurs: []string{"main.txt+=mine\n"}, want: []change{set("database=sqlite"), add("feature", "docker")},
		},
		{
			name: "one sets what the other leaves", ours: []change{set("database=sqlite"), add("app", "a")}, theirs: []change{add("app", "b"), set("regions=us")},
			want: []change{set("database=sqlite"), set("regions=us"), add("app", "a", "b")},
		},
		{
			name: "with edits on both", ours: []change{add("feature", "auth")}, theirs: []change{add("feature", "docker")},
			editsOurs: []string{"main.txt+=ours\n", "seed.txt=mine\n"}, editsTheirs: []string{"Dockerfile+=theirs\n"},
			want: []change{add("feature", "auth", "docker")},
		},
	} {
		for _, style := range []merge.Style{merge.StyleMerge, merge.StyleDiff3, merge.StyleZdiff3} {
			t.Run(tt.name, func(t *testing.T) {
				base := start(t, b, "app=core", "title=T")
				ours := base.copy().update(b, tt.ours...).edit(tt.editsOurs...)
				theirs := base.copy().update(b, tt.theirs...).edit(tt.editsTheirs...)
				d := merged(base, ours, theirs, style)
				var ancestor []byte
				if tt.needsAncestor {
					ancestor = base.Tree[lock.Path].Data
				}
				tr, _ := d.repairFrom(ancestor, b)
				if tr.Conflicts() > 0 {
					t.Fatalf("conflicts: %s", tell(tr.Files))
				}
				d.apply(tr.Plan())
				d.inSync()
				d.same(base.copy().update(b, tt.want...).edit(tt.editsOurs...).edit(tt.editsTheirs...))
				if again, _ := d.repair(b); !again.Empty() {
					t.Errorf("there is more to do: %s; %s", tell(again.Files), tell(again.Memory))
				}
			})
		}
	}
}

func TestRescueTakesWhatEachHasAdded(t *testing.T) {
	b := load(t, shop)
	base := start(t, b, "app=core,old", "features=docker")
	ours := base.copy().update(b, add("app", "blog"), set("database=sqlite"), remove("app", "old"))
	theirs := base.copy().update(b, add("app", "news"), add("feature", "auth"))
	for _, tt := range []struct {
		style     merge.Style
		wantApps  string
		wantNotes bool
	}{
		{merge.StyleDiff3, "blog core news", false}, // it is known that old was removed
		{merge.StyleMerge, "blog core news old", true},
	} {
		p, notes, err := scaffold.LoadDamaged(merged(base, ours, theirs, tt.style).memory(), nil, "")
		if err != nil {
			t.Fatal(err)
		}
		locked := p.Input().Locked
		var apps []string
		for _, part := range locked.Parts["app"] {
			apps = append(apps, part.Name)
		}
		if strings.Join(apps, " ") != tt.wantApps || locked.Values["database"] != "sqlite" {
			t.Errorf("apps %q, answers %v", apps, locked.Values)
		}
		if diff := cmp.Diff([]string{"auth", "docker"}, resolve(t, b, p.Input()).Values["features"]); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		if got := len(notes) > 0; got != tt.wantNotes {
			t.Errorf("notes: %q", notes)
		}
	}
}

func TestRescueNamesWhatIsToBeDecided(t *testing.T) {
	const head = "format: 1\nscaffold: 0.1.0\n"
	const demo = "blueprint:\n  source: demo\n  name: demo\n  version: 1.0.0\n  digest: sha256:0123456789\n"
	const rest = "name: shop\nyear: 2026\n"
	for _, tt := range []struct {
		name string
		lock string
		want []string
	}{
		{
			"an answer", head + demo + rest + "answers:\n<<<<<<< HEAD\n  database: sqlite\n=======\n  database: postgres\n>>>>>>> topic\nfiles: []\n",
			[]string{".scaffold/lock.yaml:12:1: ", `database is "sqlite" on one branch and "postgres" on the other (line 14)`, "scaffold repair"},
		},
		{
			"several at once", head + demo + "name: shop\n<<<<<<< HEAD\nyear: 2025\nanswers:\n  port: 1\n  \"is_x\": true\n=======\nyear: 2026\nanswers:\n  port: 2\n  \"is_x\": false\n>>>>>>> topic\nfiles: []\n",
			[]string{":10:1: year is 2025 on one branch and 2026 on the other (line 15)", ":12:1: port is 1", "(line 17)", ":13:1: is_x is true", "(line 18)"},
		},
		{
			"the answer of a part", head + demo + rest + "parts:\n  app:\n    - {name: blogs}\n<<<<<<< HEAD\n    - {name: blog, answers: {title: A}}\n=======\n    - {name: blog, answers: {title: B}}\n>>>>>>> topic\nfiles: []\n",
			[]string{":14:1: app.blog.title is \"A\"", "(line 16)"},
		},
		{
			"the blueprint", head + "<<<<<<< HEAD\n" + demo + "=======\n" + strings.Replace(demo, "1.0.0", "2.0.0", 1) + ">>>>>>> topic\n" + rest + "files: []\n",
			[]string{":7:1: the blueprint is demo 1.0.0 (sha256:01234567) on one branch and demo 2.0.0 (sha256:01234567) on the other (line 13)"},
		},
		{"one side is no YAML", head + demo + rest + "answers:\n<<<<<<< HEAD\n  a: [\n=======\n  a: [x]\n>>>>>>> topic\nfiles: []\n", []string{".scaffold/lock.yaml:1", "not valid YAML"}},
		{"one side has an unknown key", head + demo + rest + "<<<<<<< HEAD\nanswrs: {}\n=======\nanswers: {}\n>>>>>>> topic\nfiles: []\n", []string{":11:1: ", `did you mean "answers"?`}},
		{"a conflict without an end", head + demo + rest + "<<<<<<< HEAD\nanswers: {}\nfiles: []\n", []string{"lock.yaml:"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			memory := tree.Tree{lock.Path: {Data: []byte(tt.lock), Mode: tree.Regular}}
			_, _, err := scaffold.LoadDamaged(memory, nil, "")
			if err == nil {
				t.Fatal("it was rescued")
			}
			says(t, told(t, err), tt.want...)
		})
	}
}

func TestRepair(t *testing.T) {
	b := load(t, shop)
	blob := func(content string) string { return lock.BasePath(lock.Sum([]byte(content))) }
	for _, tt := range []struct {
		name      string
		edits     []string
		want      string // the plan for the project's files
		wantSays  string
		wantDrift bool // that only a person can heal
	}{
		{name: "nothing is wrong"},
		{name: "edits are none of its business", edits: []string{"main.txt+=mine\n", "-seed.txt"}, wantDrift: true},
		{name: "a content is missing", edits: []string{"-" + blob("seed\n")}},
		{name: "a content is missing of an edited file", edits: []string{"-" + blob("seed\n"), "seed.txt=mine\n"}},
		{name: "a content was tampered with", edits: []string{blob("seed\n") + "=x"}},
		{name: "a content is a link", edits: []string{blob("seed\n") + "@=x"}},
		{name: "a content too many", edits: []string{blob("stray\n") + "=x"}},
		{name: "settings for git", edits: []string{"-.scaffold/.gitignore", ".scaffold/.gitattributes=x"}},
		{name: "managed, edited", edits: []string{"registry.txt=x\n"}, want: "update registry.txt=apps: - blog Untitled  "},
		{name: "managed, missing", edits: []string{"-registry.txt"}, want: "create registry.txt=apps: - blog Untitled  "},
		{name: "managed, with a conflict of git", edits: []string{"registry.txt=<<<<<<< a\n=======\n>>>>>>> b\n"}, want: "update registry.txt=apps: - blog Untitled  "},
		{name: "managed, CRLF checkout", edits: []string{"registry.txt=apps:\r\n- blog Untitled\r\n\r\n"}},
		{name: "the lock was merged by hand, with paths twice", edits: []string{".scaffold/files.sum+=seed.txt " + strings.Repeat("a", 64) + "\n"}},
		{name: "the lock has lost lines, and the files are as they were rendered", edits: []string{"lost seed.txt="}},
		{
			name: "what a lost line was for was edited", edits: []string{"lost seed.txt=", "seed.txt=mine\n"},
			want: "conflict seed.txt=<<<<<<< yours mine ======= seed >>>>>>> demo 1.0.0 now ", wantDrift: true,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := start(t, b, "app=blog")
			whole := d.copy()
			for _, e := range tt.edits {
				if path, isLost := strings.CutPrefix(e, "lost "); isLost {
					d.loseLine(strings.TrimSuffix(path, "="))
					continue
				}
				d.edit(e)
			}
			tr, _ := d.repair(b)
			if got := tell(tr.Files); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if tr.Conflicts() > 0 {
				return
			}
			d.apply(tr.Plan())
			for path, f := range whole.memory() {
				if !d.Tree[path].Same(f) {
					t.Errorf("%s is not as it was: %q", path, d.Tree[path].Data)
				}
			}
			if len(d.memory()) != len(whole.memory()) {
				t.Errorf("got %q", d.memory().Paths())
			}
			if !tt.wantDrift {
				d.inSync()
			}
		})
	}
}

// loseLine takes the line of a file out of the lock.
func (d *disk) loseLine(path string) {
	var kept strings.Builder
	for line := range strings.Lines(string(d.Tree[lock.SumsPath].Data)) {
		if !strings.HasPrefix(line, path+" ") {
			kept.WriteString(line)
		}
	}
	d.edit(lock.SumsPath + "=" + kept.String())
}

func TestRepairWhereNobodyKnowsTheBase(t *testing.T) {
	d := start(t, load(t, shop), "features=auth")
	delete(d.Tree, lock.BasePath(lock.Sum(d.Tree["main.txt"].Data)))
	newer := load(t, strings.Replace(strings.Replace(shop, "version: 1.0.0", "version: 1.1.0", 1), "three", "3", 1)) // so that now is no help
	unedited := d.copy()
	tr, _ := unedited.repair(newer)
	says(t, tell(tr.Files), "update main.txt=top one two 3 ")
	unedited.apply(tr.Plan()).inSync()

	d.edit("main.txt+=mine\n")
	tr, _ = d.repair(newer)
	if tr.Conflicts() != 1 {
		t.Fatalf("got %s", tell(tr.Files))
	}
	says(t, tr.Files[0].Why, "original rendering is lost")
	d.apply(tr.Pending("scaffold repair"))
	d.pending()
}

func TestRepairMergesAgainWhatGitCouldNot(t *testing.T) {
	b := load(t, shop)
	base := start(t, b)
	ours := base.copy().update(b, add("feature", "auth")).edit("main.txt+=ours\n")
	theirs := base.copy().update(b, add("feature", "docker"))
	d := merged(base, ours, theirs, merge.StyleMerge)
	says(t, string(d.Tree["main.txt"].Data), "<<<<<<< HEAD\nfeatures auth\n")
	tr, _ := d.repair(b)
	d.apply(tr.Plan())
	says(t, string(d.Tree["main.txt"].Data), "\nfeatures auth,docker\nend\nours\n")
	d.inSync()

	theirs.edit("main.txt+=theirs\n") // now the persons' own lines are in conflict
	d = merged(base, ours, theirs, merge.StyleMerge)
	p, _, err := scaffold.LoadDamaged(d.memory(), nil, "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Repair(d.now(p, b), d.files(), scaffold.Options{})
	says(t, told(t, err), "main.txt:", "scaffold repair")
}

func TestRescueOfAWholeLock(t *testing.T) {
	d := start(t, load(t, shop))
	p, notes, err := scaffold.LoadDamaged(d.memory(), nil, "")
	if err != nil || notes != nil || len(p.Lock.Files) != len(d.files()) {
		t.Errorf("got %d files, %q, %v", len(p.Lock.Files), notes, err)
	}
	_, _, err = scaffold.LoadDamaged(nil, nil, "shop")
	says(t, told(t, err), "shop/.scaffold/lock.yaml: ")
}
