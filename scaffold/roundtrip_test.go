package scaffold_test

import (
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
)

// There and back leaves every byte as it was, under .scaffold too.
func TestThereAndBack(t *testing.T) {
	b := load(t, shop)
	for _, tt := range []struct {
		name        string
		edits       []string
		there, back change
		wantThere   string // a path that is there in between
	}{
		{"add and remove a feature", nil, add("feature", "docker"), remove("feature", "docker"), "Dockerfile"},
		{"remove and add a feature", nil, remove("feature", "auth"), add("feature", "auth"), "main.txt"},
		{"add and remove an app", nil, add("app", "news"), remove("app", "news"), "apps/news/views.txt"},
		{"remove and add an app", nil, remove("app", "blog"), add("app", "blog"), "registry.txt"},
		{"set and back", nil, set("database=postgres"), set("database=none"), "auth.txt"},
		{
			"with edits",
			[]string{"main.txt+=mine\n", "mine.txt=mine\n", "seed.txt=mine\n", "apps/blog/run.sh~"},
			set("database=postgres"), set("database=none"), "auth.txt",
		},
		{"with a file deleted", []string{"-seed.txt"}, add("feature", "docker"), remove("feature", "docker"), "Dockerfile"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := start(t, b, "features=auth", "app=blog").edit(tt.edits...)
			was := d.copy()
			d.update(b, tt.there)
			if d.Tree[tt.wantThere].Absent() {
				t.Errorf("there is no %s", tt.wantThere)
			}
			if _, err := d.project().Base(); err != nil {
				t.Error(err)
			}
			d.update(b, tt.back)
			d.same(was)
		})
	}
}

func TestThereAndBackWithATombstone(t *testing.T) {
	b := load(t, shop)
	d := start(t, b, "features=auth").edit("-auth.txt")
	d.update(b, set("database=sqlite")) // changes auth.txt, so that its deletion is remembered
	d.update(b, set("database=none"))
	was := d.copy()
	says(t, string(was.Tree[lock.SumsPath].Data), " deleted\n")
	d.update(b, set("database=postgres"))
	d.update(b, set("database=none"))
	d.same(was)
	d.inSync()
}

func TestAddedAppIsTheOwners(t *testing.T) {
	b := load(t, shop)
	d := start(t, b)
	d.update(b, add("app", "blog")).edit("apps/blog/views.txt+=mine\n")
	newer := load(t, strings.Replace(strings.Replace(shop, "version: 1.0.0", "version: 1.1.0", 1), "views of", "all views of", 1))
	tr := d.transition(newer, scaffold.Options{})
	if tr.Conflicts() != 1 { // both changed neighbouring lines
		t.Errorf("got %s", tell(tr.Files))
	}
	newer = load(t, strings.Replace(strings.Replace(shop, "version: 1.0.0", "version: 1.1.0", 1), "- {name: title, default: Untitled}", "", 1))
	d.update(newer)
	says(t, string(d.Tree["apps/blog/views.txt"].Data), "views of blog\n", "mine\n")
	d.inSync()
}
