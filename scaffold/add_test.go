package scaffold_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// shop has everything that can be asked for: parts, a list with and one without a singular, one answer.
const shop = `
-- blueprint.yaml --
version: 1.0.0
questions:
  - {name: database, kind: choice, choices: [none, sqlite, postgres], default: none}
  - name: features
    kind: choices
    singular: feature
    choices: [auth, {value: admin, requires: [auth]}, docker]
    default: []
  - {name: regions, kind: choices, choices: [eu, us], default: [eu]}
parts:
  app:
    questions: [{name: title, default: Untitled}]
  worker: {}
rules:
  - {match: registry.txt, policy: managed}
layers:
  - {dir: files}
  - {dir: docker, when: has "docker" .features}
  - {dir: auth, when: has "auth" .features}
  - {dir: app, part: app, to: 'apps/{{ .part.name }}'}
-- files/main.txt.tmpl --
top
one
two
three
database {{ .database }}
four
five
six
features {{ .features | join "," }}
end
-- files/registry.txt.tmpl --
apps:
{{ range .parts.app }}- {{ .name }} {{ .title }}
{{ end }}
-- files/seed.txt --
seed
-- docker/Dockerfile --
FROM scratch
-- docker/.dockerignore --
.git
-- auth/auth.txt.tmpl --
auth with {{ .database }}
-- app/views.txt.tmpl --
views of {{ .part.name }}
-- app/run.sh* --
#!/bin/sh
`

func TestRequest(t *testing.T) {
	b := load(t, shop)
	d := start(t, b, "features=auth,admin", "app=blog", "regions=eu,us")
	for _, tt := range []struct {
		name         string
		change       change
		wantApps     []string
		wantFeatures []string
		wantRegions  []string
	}{
		{"nothing", set(), []string{"blog"}, []string{"auth", "admin"}, []string{"eu", "us"}},
		{"add a part", add("app", "news"), []string{"blog", "news"}, []string{"auth", "admin"}, []string{"eu", "us"}},
		{"add parts", add("app", "news", "abc"), []string{"abc", "blog", "news"}, []string{"auth", "admin"}, []string{"eu", "us"}},
		{"remove a part", remove("app", "blog"), nil, []string{"auth", "admin"}, []string{"eu", "us"}},
		{"add a choice", add("feature", "docker"), []string{"blog"}, []string{"auth", "admin", "docker"}, []string{"eu", "us"}},
		{"by the question's name", add("features", "docker"), []string{"blog"}, []string{"auth", "admin", "docker"}, []string{"eu", "us"}},
		{"remove a choice", remove("feature", "admin"), []string{"blog"}, []string{"auth"}, []string{"eu", "us"}},
		{"remove all choices", remove("feature", "auth", "admin"), []string{"blog"}, []string{}, []string{"eu", "us"}},
		{"a question without a singular", remove("regions", "us"), []string{"blog"}, []string{"auth", "admin"}, []string{"eu"}},
		{"set a list", set("features=docker"), []string{"blog"}, []string{"docker"}, []string{"eu", "us"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in, err := tt.change(b, d.project().Input())
			if err != nil {
				t.Fatal(err)
			}
			a := resolve(t, b, in)
			var apps []string
			for _, p := range a.Parts["app"] {
				apps = append(apps, p.Name)
			}
			if diff := cmp.Diff([]any{tt.wantApps, tt.wantFeatures, tt.wantRegions}, []any{apps, a.Values["features"], a.Values["regions"]}); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	if diff := cmp.Diff([]string{"database", "features", "regions"}, d.project().Input().Locked.Asked); diff != "" {
		t.Errorf("what was asked, -want +got:\n%s", diff)
	}
}

func TestRequestInARow(t *testing.T) {
	b := load(t, shop)
	in := start(t, b, "features=auth").project().Input()
	var err error
	for _, c := range []change{add("feature", "docker"), remove("feature", "auth"), add("app", "a"), add("app", "b"), set("database=sqlite")} {
		if in, err = c(b, in); err != nil {
			t.Fatal(err)
		}
	}
	a := resolve(t, b, in)
	if diff := cmp.Diff([]any{[]string{"docker"}, 2, "sqlite"}, []any{a.Values["features"], len(a.Parts["app"]), a.Values["database"]}); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestRequestRefuses(t *testing.T) {
	b := load(t, shop)
	d := start(t, b, "features=auth,admin", "app=blog")
	for _, tt := range []struct {
		name   string
		change change
		want   []string
	}{
		{"unknown kind", add("ap", "x"), []string{"add ap x: ", `"ap"`, `did you mean "app"?`, "app, worker, feature, regions"}},
		{"one answer only", add("database", "sqlite"), []string{"add database sqlite: ", "scaffold set database=VALUE"}},
		{"a part that is there", add("app", "blog"), []string{"add app blog: ", "already"}},
		{"a part twice", add("app", "x", "x"), []string{"add app x x: ", "twice"}},
		{"a name that parts cannot have", add("app", "Blog"), []string{"add app Blog: "}},
		{"a part that is not there", remove("app", "blag"), []string{"remove app blag: ", `did you mean "blog"?`}},
		{"two that are not there", remove("worker", "x", "y"), []string{`"x"`, `"y"`}},
		{"a choice that is there", add("feature", "auth", "docker"), []string{"add feature auth docker: ", `"auth"`, "already"}},
		{"a choice that is not there", remove("feature", "docker"), []string{"remove feature docker: ", `no feature "docker"`}},
		{"no such choice", add("feature", "dokcer"), []string{"add feature dokcer: ", `did you mean "docker"?`}},
		{"a choice that another requires", remove("feature", "auth"), []string{"remove feature auth: admin requires auth", "scaffold remove feature auth admin"}},
		{"not an assignment", set("database", "=x"), []string{"set database: ", "set ...: ", "KEY=VALUE"}},
		{"no such question", set("databse=x"), []string{"set databse=x: ", `did you mean "database"?`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in, err := tt.change(b, d.project().Input())
			if err == nil {
				_, err = blueprint.Resolve(b, in, render.NewEvaluator(t.Context(), b))
			}
			if err == nil {
				t.Fatal("it was not refused")
			}
			says(t, told(t, err), tt.want...)
		})
	}
	empty := load(t, "-- blueprint.yaml --\nversion: 1.0.0\n-- files/a --\n")
	_, err := scaffold.Add(empty, blueprint.Input{}, "app", "x")
	says(t, told(t, err), "nothing to add")
}

func TestRequestFollowsARenamedAnswer(t *testing.T) {
	d := start(t, load(t, shop), "features=auth,docker")
	b := load(t, `
-- blueprint.yaml --
version: 2.0.0
questions:
  - {name: extras, kind: choices, singular: extra, choices: [auth, api], default: []}
renamed: [{from: features, to: extras, since: 2.0.0}]
-- files/a --
`)
	in, err := scaffold.Add(b, d.project().Input(), "extra", "api")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"auth", "api"}, resolve(t, b, in).Values["extras"]); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
