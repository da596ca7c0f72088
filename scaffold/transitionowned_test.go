package scaffold_test

import (
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/patch"
)

// growing is a blueprint whose apps grow by their own answers.
const growing = `
-- blueprint.yaml --
version: 1.0.0
questions:
  - {name: features, kind: choices, singular: feature, choices: [api], default: []}
parts:
  app: {questions: [{name: fields, default: id}]}
layers:
  - {dir: files}
  - {dir: app, part: app, to: 'apps/{{ .part.name }}'}
rules:
  - {match: 'apps/**', policy: part}
  - {match: 'apps/*/once.txt', policy: once}
-- files/all.txt.tmpl --
{{ range .parts.app }}{{ .name }} {{ .fields }}
{{ end }}
-- app/model.txt.tmpl --
package {{ .part.name }}
{{ if has "api" .features }}api
{{ end }}
middle

fields {{ .part.fields }}
end
-- app/once.txt --
once
`

func TestPartsGrowByTheirOwnAnswers(t *testing.T) {
	one := load(t, growing)
	two := load(t, strings.NewReplacer("version: 1.0.0", "version: 2.0.0", "middle", "center").Replace(growing))
	for _, tt := range []struct {
		name    string
		edits   []string
		newer   bool // blueprint
		changes []change
		want    string
	}{
		{name: "another feature leaves them alone", changes: []change{add("feature", "api")}},
		{name: "an update leaves them alone", newer: true},
		{name: "another part leaves them alone", changes: []change{add("app", "shop")}, want: "all.txt apps/shop/model.txt apps/shop/once.txt"},
		{name: "their own answers", changes: []change{set("app.blog.fields=name")}, want: "all.txt apps/blog/model.txt=package blog   middle  fields name end "},
		{
			name: "their own answers, with edits", edits: []string{"apps/blog/model.txt=package blog\n\n\nmiddle\n\nfields id\nend\nmine\n"},
			changes: []change{set("app.blog.fields=name")}, want: "all.txt apps/blog/model.txt=package blog   middle  fields name end mine ",
		},
		{
			name: "their own answers, and nothing of the update that comes with them", newer: true,
			changes: []change{set("app.blog.fields=name")}, want: "all.txt apps/blog/model.txt=package blog   middle  fields name end ",
		},
		{name: "deleted, they stay deleted", edits: []string{"-apps/blog/model.txt"}, changes: []change{add("feature", "api")}},
		{name: "edited, they are left alone", edits: []string{"apps/blog/model.txt=mine\n"}, newer: true},
		{name: "their part is removed", changes: []change{remove("app", "blog")}, want: "all.txt delete apps/blog/model.txt apps/blog/once.txt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := start(t, one, "app=blog").edit(tt.edits...)
			b := one
			if tt.newer {
				b = two
			}
			tr := d.transition(b, scaffold.Options{}, tt.changes...)
			got := tell(tr.Files)
			for _, word := range strings.Fields(tt.want) {
				says(t, got, word)
			}
			if tt.want == "" && got != "" {
				t.Errorf("unexpected: %s", got)
			}
			d.apply(tr.Plan())
			d.inSync()
			if again := d.transition(b, scaffold.Options{}); !again.Empty() {
				t.Errorf("there is more to do: %s; %s", tell(again.Files), tell(again.Memory))
			}
			if again, _ := d.repair(b); !again.Empty() {
				t.Errorf("there is something to repair: %s; %s", tell(again.Files), tell(again.Memory))
			}
		})
	}
}

// TestPartsRememberWhatTheyWereMergedWith: diff and restore show the owner's edits, not what updates have left out.
func TestPartsRememberWhatTheyWereMergedWith(t *testing.T) {
	d := start(t, load(t, growing), "app=blog").edit("apps/blog/model.txt+=mine\n")
	d.update(load(t, strings.Replace(growing, "version: 1.0.0", "version: 2.0.0", 1)), add("feature", "api"))
	plan, err := d.project().Diff(d.files(), scaffold.CheckOptions{})
	if err != nil || len(plan) != 1 {
		t.Fatalf("%v %s", err, tell(plan))
	}
	if text := patch.Unified(plan); strings.Contains(text, "api") || !strings.Contains(text, "+mine") {
		t.Errorf("got %s", text)
	}
	drift := d.project().CheckRendered(d.now(d.project(), load(t, strings.Replace(growing, "version: 1.0.0", "version: 2.0.0", 1))))
	if len(drift) > 0 {
		t.Errorf("drift: %+v", drift)
	}
}

// TestOnceStaysWhereItIs: a blueprint that renames or drops such a file moves and deletes nothing.
func TestOnceStaysWhereItIs(t *testing.T) {
	rules := "rules: [{match: 'm/**', policy: once}]\n"
	one := load(t, version(t, "1.0.0", rules, "m/1=a b ", "m/2=c d ", "m/3=e f "))
	two := load(t, version(t, "2.0.0", rules, "m/1=x ", "m/3_named=e f "))
	for _, edits := range [][]string{nil, {"m/2+=mine\n", "m/3+=mine\n"}} {
		d := start(t, one).edit(edits...)
		was := d.copy()
		d.update(two)
		for _, path := range []string{"m/1", "m/2", "m/3"} {
			if !d.Tree[path].Same(was.Tree[path]) {
				t.Errorf("%s has changed", path)
			}
		}
		if !d.Tree["m/3_named"].Absent() {
			t.Error("the file is there twice, under its former and its new name")
		}
		d.inSync()
		if _, found := d.Tree[lock.SumsPath]; !found {
			t.Error("no files.sum")
		}
	}
}
