package render_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

func TestRender(t *testing.T) {
	cases := []struct {
		name  string
		given map[string]any
		parts []string
		in    string
		want  string
	}{
		{
			name: "a .tmpl file is rendered and loses the ending, others are copied byte for byte",
			in: `
-- files/a.txt.tmpl --
{{ .name }} {{ .year }} {{ .path }} {{ .blueprint.name }} {{ .blueprint.version }}
-- files/b.html --
<p>{{ not.ours }}</p>
-- files/c.tmpl.tmpl --
{{ "kept" }}
-- files/d.txt.tmpl --
no action
`,
			want: `-- a.txt --
shop 2026 shop demo 1.2.0
-- b.html --
<p>{{ not.ours }}</p>
-- c.tmpl --
kept
-- d.txt --
no action
`,
		},
		{
			name:  "names of files and folders are templates",
			given: map[string]any{"pkg": "a b", "dir": "x/y"},
			in: `
-- blueprint.yaml --
questions: [{name: pkg}, {name: dir}]
-- files/{{ .name }}/{{ .pkg | snakecase }}.py --
raw
-- files/{{ .dir }}/{{ "it's" }} [1].txt.tmpl --
{{ .pkg }}
`,
			want: `-- shop/a_b.py --
raw
-- x/y/it's [1].txt --
a b
`,
		},
		{
			name:  "layers apply in order, where their condition holds, under their folder",
			given: map[string]any{"language": "go"},
			in: `
-- blueprint.yaml --
questions: [{name: language}]
layers:
  - {dir: common}
  - {dir: go, when: eq .language "go", to: 'src/{{ .language }}'}
  - {dir: python, when: eq .language "python"}
  - {dir: top, to: .}
-- common/README.md --
common
-- go/main.go --
go
-- python/main.py --
python
-- top/t --
`,
			want: `-- README.md --
common
-- src/go/main.go --
go
-- t --
`,
		},
		{
			name:  "a part's layer is rendered once for each, and every template knows all parts",
			parts: []string{"app blog", "app shop"},
			in: `
-- blueprint.yaml --
parts: {app: {}}
layers:
  - dir: files
  - {dir: app, part: app, to: 'apps/{{ .part.name }}'}
-- files/registry.txt.tmpl --
{{ range .parts.app }}{{ .name }} of {{ $.name }}
{{ end -}}
-- app/{{ .part.name }}.txt.tmpl --
{{ .part.name }} beside {{ len .parts.app }}
`,
			want: `-- apps/blog/blog.txt --
blog beside 2
-- apps/shop/shop.txt --
shop beside 2
-- registry.txt --
blog of shop
shop of shop
`,
		},
		{
			name: "a layer has its own delimiters, for names too; the manifest has not",
			in: `
-- blueprint.yaml --
layers:
  - {dir: files, delims: ["[[", "]]"], to: 'to-{{ .name }}'}
-- files/[[ .name ]].html.tmpl --
<p>[[ .name ]] {{ .kept }}</p>
-- files/{{ kept }}.html --
raw
`,
			want: `-- to-shop/shop.html --
<p>shop {{ .kept }}</p>
-- to-shop/{{ kept }}.html --
raw
`,
		},
		{
			name: "partials see what they are given, nest, and can be included in a pipeline",
			in: `
-- partials/header.tmpl --
{{ template "line" . }} by {{ .name }}
-- partials/deep/er.tmpl --
{{ .x }}
{{- define "line" }}---{{ end }}
-- files/a.txt.tmpl --
{{ template "header" . }}
{{- include "header" . | trim | indent 4 }}
{{ include "deep/er" (dict "x" 1) }}
`,
			want: `-- a.txt --
--- by shop
    --- by shop
1

`,
		},
		{
			name: "what a file defines stays in it",
			in: `
-- partials/p.tmpl --
partial
-- files/a.txt.tmpl --
{{ define "p" }}mine{{ end }}{{ define "x" }}ax{{ end }}{{ template "p" }} {{ include "x" . }}
-- files/b.txt.tmpl --
{{ define "x" }}bx{{ end }}{{ template "x" }} {{ block "y" . }}{{ .name }}{{ end }}
-- files/c.txt.tmpl --
{{ template "p" }}
`,
			want: `-- a.txt --
mine ax
-- b.txt --
bx shop
-- c.txt --
partial

`,
		},
		{
			name:  "rules: for every property the last match wins",
			given: map[string]any{"license": "none"},
			in: `
-- blueprint.yaml --
questions: [{name: license}]
rules:
  - {match: '**/*.sh', exec: true}
  - {match: 'lib/*', exec: false, policy: once}
  - {match: 'lib/m*', policy: managed}
  - {match: 'LICENSE*', when: ne .license "none"}
  - {match: 'LICENSE-always', when: 'true'}
  - {match: 'nothing', exec: true}
-- files/run.sh --
-- files/lib/in.sh --
-- files/lib/m.py* --
-- files/bin* --
-- files/LICENSE.tmpl --
{{ fail "left out, so not rendered" }}
-- files/LICENSE-always --
`,
			want: `-- LICENSE-always --
-- bin x --
-- lib/in.sh once --
-- lib/m.py managed --
-- run.sh x --
`,
		},
		{
			name: "links keep their targets, which are templates too",
			in: `
-- files/{{ .name }}/a.txt --
a
-- files/link -> {{ .name }}/a.txt --
-- files/down/up -> ../link --
`,
			want: `-- down/up -> ../link --
-- link -> shop/a.txt --
-- shop/a.txt --
a
`,
		},
		{
			name: "secrets are in private files, which git ignores",
			in: `
-- blueprint.yaml --
questions: [{name: key, kind: secret}]
rules: [{match: .env, private: true}, {match: '**/*.pem', private: true, policy: once}]
-- files/.env.tmpl --
KEY={{ .key }}
{{ template "more" . -}}
-- partials/more.tmpl --
MORE={{ $.key }}
-- files/sub/[x].pem --
raw
`,
			want: `-- .env private --
KEY=hidden-key
MORE=hidden-key
-- .gitignore --
# private: never commit these
/.env
/sub/\[x].pem
-- sub/[x].pem private --
raw
`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := load(t, c.in)
			if err := render.Lint(t.Context(), b); err != nil {
				t.Errorf("lint: %v", err)
			}
			files, err := render.Render(t.Context(), b, answer(t, b, c.given, c.parts...))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, show(files)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestWhy(t *testing.T) {
	b := load(t, `
-- blueprint.yaml --
questions: [{name: language, default: go}]
parts: {app: {}}
layers:
  - {dir: always}
  - {dir: go, when: eq .language "go"}
  - {dir: parts/app/go, part: app, to: 'apps/{{ .part.name }}'}
  - {dir: long, when: and (eq .language "go") (eq .name "shop") (eq .year 2026)}
rules: [{match: .env, private: true}]
-- always/a --
-- always/.env --
-- go/b --
-- parts/app/go/c --
-- long/d --
`)
	files, err := render.Render(t.Context(), b, answer(t, b, nil, "app blog"))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for path, f := range files {
		got[path] = f.Why
	}
	want := map[string]string{
		"a":           "layer always",
		".env":        "layer always",
		"b":           `layer go (when eq .language "go")`,
		"apps/blog/c": "layer parts/app/go for app blog",
		"d":           "layer long",
		".gitignore":  "keeps private files out of git",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestNext(t *testing.T) {
	b := load(t, `
-- blueprint.yaml --
next: |
  cd {{ .path }}
  run {{ .name }}
`)
	got, err := render.Next(t.Context(), b, answer(t, b, nil), "../somewhere/shop")
	if want := "cd ../somewhere/shop\nrun shop\n"; got != want || err != nil {
		t.Errorf("Next = %q, %v, want %q", got, err, want)
	}
}

// TestRenderIsDeterministic renders many files on several processors, several times.
func TestRenderIsDeterministic(t *testing.T) {
	b, a := large(t, 200)
	first, err := render.Render(t.Context(), b, a)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, err := render.Render(t.Context(), b, a)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(first, again) {
			t.Fatal("two renders of the same answers differ")
		}
	}
}
