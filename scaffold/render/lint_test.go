package render_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

func TestLint(t *testing.T) {
	const manifest = `
-- blueprint.yaml --
questions:
  - {name: language, kind: choice, choices: [go, python], default: go}
  - {name: features, kind: choices, choices: [docker, ci], default: []}
  - {name: port, kind: int, default: 8000}
  - {name: key, kind: secret}
values: {package: '{{ .name | snakecase }}'}
parts: {app: {questions: [{name: title}]}}
layers:
  - {dir: files}
  - {dir: app, part: app, to: 'apps/{{ .part.name }}'}
rules:
  - {match: '**/.env', private: true}
  - {match: LICENSE, when: ne .language "go"}
-- app/keep.txt --
`
	const collision = " | rename one of them, or give its layer another `to`, or a `when` that excludes the other"
	cases := []struct {
		name, in string
		want     []string
	}{
		{name: "nothing wrong", in: manifest + `
-- files/a.tmpl --
{{ .language }}{{ .package | upper }}{{ .path }}{{ range .parts.app }}{{ .name }}{{ .title }}{{ $.port }}{{ end }}
{{ range $i, $app := .parts.app }}{{ $app.title }}{{ with $.blueprint }}{{ .version }}{{ end }}{{ end }}
{{ $x := . }}{{ $x.port }}{{ $x = dict }}{{ $x.anything }}
{{ with .features }}{{ first . }}{{ end }}{{ template "p" dict "root" . "n" 1 }}{{ include "p" (dict "root" $ "n" 2) }}
{{ define "own" }}{{ .port }}{{ end }}{{ template "own" . }}{{ template "own" $ }}{{ $y := fromJson "{}" }}{{ $y.a.b }}
{{ if eq .language "" "go" }}{{ end }}{{ if has "docker" .features }}{{ end }}{{ (first .parts.app).title }}{{ index . "port" }}
-- partials/p.tmpl --
{{ .root.language }}{{ .n }}{{ $.root.parts.app }}
-- partials/unused.tmpl --
{{ .anything }}
-- files/LICENSE --
-- app/b.tmpl --
{{ .part.title }}{{ .port }}
-- app/{{ .part.title | kebabcase }}/c --
-- files/{{ .package }}/.env.tmpl --
{{ .key }}
`},
		{
			name: "everything at once, in dead branches too",
			in: manifest + `
-- files/a.tmpl --
{{ if false }}{{ .nope }}{{ else }}{{ uper "x" }}{{ template "none" }}{{ end }}
{{ .key }}{{ $.nope }}{{ .port.x }}{{ .features.docker }}
-- files/b.tmpl --
{{ if .port }}
-- files/{{ .pckage }}/c --
-- files/link -> {{ .lnk }} --
`,
			want: []string{
				`bp/files/a.tmpl:1:18: no answer named "nope"`,
				`bp/files/a.tmpl:1:39: no function named "uper" | did you mean "upper"?`,
				`bp/files/a.tmpl:1:62: no partial named "none" | create partials/none.tmpl`,
				`bp/files/a.tmpl:2:4: "key" is a secret: only private files see it | under rules, make the file private: {match: PATH, private: true}`,
				`bp/files/a.tmpl:2:15: no answer named "nope"`,
				`bp/files/a.tmpl:2:31: no "x" here: this is a whole number`,
				`bp/files/a.tmpl:2:48: no "docker" here: this is a list`,
				`bp/files/b.tmpl:1:1: the if has no end | close it with {{ end }}`,
				`bp/files/link: in the link "{{ .lnk }}": no answer named "lnk"`,
				`bp/files/{{ .pckage }}/c: in the name "{{ .pckage }}": no answer named "pckage" | did you mean "package"?`,
			},
		},
		{
			name: "the dot in range and with",
			in: manifest + `
-- files/a.tmpl --
{{ range .parts.app }}{{ .titel }}{{ .port }}{{ end }}{{ with .name }}{{ .x }}{{ else }}{{ .titel }}{{ end }}
{{ range $k, $v := .features }}{{ $v.x }}{{ end }}{{ $x := index .parts "app" }}{{ (first $x).titel }}
`,
			want: []string{
				`bp/files/a.tmpl:1:26: a part has no answer named "titel" | did you mean "title"?`,
				`bp/files/a.tmpl:1:38: a part has no answer named "port" | inside range and with, the dot has another meaning: write $.port`,
				`bp/files/a.tmpl:1:74: no "x" here: this is a text`,
				`bp/files/a.tmpl:1:92: no answer named "titel"`,
				`bp/files/a.tmpl:2:37: no "x" here: this is a text`,
				`bp/files/a.tmpl:2:94: a part has no answer named "titel" | did you mean "title"?`,
			},
		},
		{
			name: "partials, with what they are given",
			in: manifest + `
-- files/a.tmpl --
{{ template "root" . }}{{ include "record" (dict "a" 1) }}{{ template "root" .parts.app }}{{ template "none" . }}{{ template "deep" dict "x" 1 }}
-- partials/root.tmpl --
{{ $.port }}{{ .prt }}
-- partials/record.tmpl --
{{ .a }}{{ .b }}
-- partials/deep.tmpl --
{{ template "deep" dict "x" . }}
-- partials/none.tmpl --
{{ template "root" }}
`,
			want: []string{
				`bp/partials/record.tmpl:1:12: no "b" in the dict | did you mean "a"?`,
				`bp/partials/root.tmpl:1:5: no "port" here: this is a list`,
				`bp/partials/root.tmpl:1:16: no answer named "prt" | did you mean "port"?`,
				`bp/partials/root.tmpl:1:16: no "prt" here: this is a list`,
			},
		},
		{
			name: "parts of parts only",
			in:   manifest + "-- files/a.tmpl --\n{{ .part.name }}\n-- app/b.tmpl --\n{{ .part.nme }}{{ .parts.apps }}\n",
			want: []string{
				`bp/app/b.tmpl:1:9: a part has no answer named "nme" | did you mean "name"?`,
				`bp/app/b.tmpl:1:25: no kind of part named "apps" | did you mean "app"?`,
				"bp/files/a.tmpl:1:4: there is no .part here | only a layer with `part: KIND` has it",
			},
		},
		{
			name: "choices that are never chosen",
			in: manifest + `
-- files/a.tmpl --
{{ if eq .language "pyhton" }}{{ end }}{{ if ne "go" .language }}{{ end }}{{ if .language | eq "rust" }}{{ end }}
{{ if has "dokcer" .features }}{{ end }}{{ if .features | has "ci" }}{{ end }}{{ if eq .name "any" }}{{ end }}
`,
			want: []string{
				`bp/files/a.tmpl:1:20: the answer is never "pyhton" | did you mean "python"?`,
				`bp/files/a.tmpl:1:96: the answer is never "rust"`,
				`bp/files/a.tmpl:2:11: "dokcer" is never among the answers | did you mean "docker"?`,
			},
		},
		{
			name: "secrets by another way",
			in:   manifest + "-- files/a.tmpl --\n{{ index . \"key\" }}{{ get . \"key\" }}{{ get . \"maybe\" }}{{ index . \"nope\" }}\n",
			want: []string{
				`bp/files/a.tmpl:1:12: "key" is a secret: only private files see it | under rules, make the file private: {match: PATH, private: true}`,
				`bp/files/a.tmpl:1:29: "key" is a secret: only private files see it | under rules, make the file private: {match: PATH, private: true}`,
				`bp/files/a.tmpl:1:67: no answer named "nope"`,
			},
		},
		{
			name: "names before they are known, and every template of the manifest",
			in: `
-- blueprint.yaml --
questions:
  - {name: a, default: '{{ .b }}'}
  - {name: b, default: '{{ .a }}{{ .c }}{{ .path }}', when: .parts}
  - {name: c, kind: choices, choices: [{value: x, when: .nope}, y], default: []}
  - {name: k, kind: secret, when: 'eq .a "{{"'}
  - {name: d, default: '{{ .k }}'}
values:
  v: '{{ .w }}{{ .a }}{{ range .parts.app }}{{ .name }}{{ .q }}{{ end }}'
  w: '{{ .v'
parts:
  app:
    questions:
      - {name: q, default: '{{ .part.name }}{{ .part.r }}{{ .w }}'}
      - {name: r, when: '{{ .part.q }}'}
layers:
  - {dir: files, when: has "z" .c, to: '{{ .t }}'}
rules:
  - {match: x, when: ' ', exec: true}
  - {match: x, when: not .nope}
next: |
  cd {{ .path }}
    {{ .oops }}
`,
			want: []string{
				"bp/blueprint.yaml:4:28: \"b\" is not available yet | a template in blueprint.yaml can use only what comes before it: questions, then values, then the rest",
				"bp/blueprint.yaml:5:36: \"c\" is not available yet | a template in blueprint.yaml can use only what comes before it: questions, then values, then the rest",
				"bp/blueprint.yaml:5:44: .path is not available yet | .parts is available in values and everything after them, .path in files and in next",
				"bp/blueprint.yaml:5:61: .parts is not available yet | .parts is available in values and everything after them, .path in files and in next",
				`bp/blueprint.yaml:6:57: no answer named "nope"`,
				`bp/blueprint.yaml:8:28: "k" is a secret: only private files see it | under rules, make the file private: {match: PATH, private: true}`,
				"bp/blueprint.yaml:10:10: \"w\" is not available yet | a template in blueprint.yaml can use only what comes before it: questions, then values, then the rest",
				`bp/blueprint.yaml:10:59: a part has no answer named "q"`,
				`bp/blueprint.yaml:11:7: the action is not closed | end it with }}`,
				`bp/blueprint.yaml:15:53: a part has no answer named "r"`,
				`bp/blueprint.yaml:16:26: a condition must not have braces | write it like this: when: eq .language "go"`,
				`bp/blueprint.yaml:18:28: "z" is never among the answers | did you mean "x"?`,
				`bp/blueprint.yaml:18:44: no answer named "t" | did you mean "a"?`,
				`bp/blueprint.yaml:20:23: the condition is empty | write it like this: when: eq .language "go"`,
				`bp/blueprint.yaml:21:26: no answer named "nope"`,
				`bp/blueprint.yaml:24:8: no answer named "oops"`,
			},
		},
		{
			name: "paths",
			in: `
-- blueprint.yaml --
questions: [{name: x}]
parts: {app: {}}
layers:
  - {dir: one}
  - {dir: two}
  - {dir: cond, when: eq .x "a"}
  - {dir: same, when: eq .x "a"}
  - {dir: other, when: eq .x "b"}
  - {dir: parts, part: app}
rules: [{match: 'maybe*', when: .x}]
-- one/a --
-- two/a.tmpl --
-- one/b --
-- cond/b --
-- cond/c --
-- same/c --
-- other/c --
-- one/maybe --
-- two/maybe --
-- one/README --
-- other/readme --
-- two/con.txt --
-- two/{{ .x }}/aux --
-- two/.git{{ .x }}/fine --
-- one/.scaffold/x --
-- one/up/to/top -> ../.. --
-- one/l -> up/to/top/../out --
-- parts/p --
-- parts/q/{{ .x }} --
-- parts/r/{{ .part.name }} --
-- parts/maybe-not --
`,
			want: []string{
				`bp/cond/b: b is already rendered by bp/one/b (layer one; here: layer cond (when eq .x "a"))` + collision,
				`bp/one/.scaffold/x: it renders ".scaffold/x": scaffold keeps its own files in .scaffold`,
				`bp/one/l: l: the link to up/to/top/../out points outside the project`,
				`bp/other/readme: readme: the path differs from README by case only | Windows and macOS treat both as one file: rename one of them`,
				`bp/parts/p: every app renders p, but only one can | put {{ .part.name }} in its name, or in ` + "`to` of the layer",
				`bp/parts/q/{{ .x }}: every app renders q/x, but only one can | put {{ .part.name }} in its name, or in ` + "`to` of the layer",
				`bp/same/c: c is already rendered by bp/cond/c (layer cond (when eq .x "a"); here: layer same (when eq .x "a"))` + collision,
				`bp/two/a.tmpl: a is already rendered by bp/one/a (layer one; here: layer two)` + collision,
				`bp/two/con.txt: it renders "con.txt": "con.txt" is the name of a device on Windows`,
				`bp/two/{{ .x }}/aux: it renders "x/aux": "aux" is the name of a device on Windows`,
			},
		},
		{
			name: "private files whose place depends on answers",
			in: `
-- blueprint.yaml --
questions: [{name: x}, {name: key, kind: secret}]
parts: {app: {}}
layers: [{dir: files}, {dir: app, part: app, to: 'apps/{{ .part.name }}'}]
rules: [{match: 'apps/blog/.env', private: true}]
-- app/.env.tmpl --
{{ .key }}
-- app/other.tmpl --
{{ .key }}
-- files/{{ .x }}.tmpl --
{{ .key }}
`,
			want: []string{
				`bp/app/other.tmpl:1:4: "key" is a secret: only private files see it | under rules, make the file private: {match: PATH, private: true}`,
			},
		},
		{
			name: "partials",
			in:   "-- partials/a.tmpl --\n{{ define \"b\" }}{{ nope }}{{ end }}{{ .x\n-- partials/b.tmpl --\n{{ now }}{{ template \"c\" }}\n-- partials/d.tmpl --\n{{ define \"b\" }}x{{ end }}\n",
			want: []string{
				`bp/partials/a.tmpl:1:36: the action is not closed | end it with }}`,
				`bp/partials/b.tmpl:1:4: the function now is not offered | the same answers must give the same bytes on any day: use .year`,
				`bp/partials/b.tmpl:1:22: no partial named "c" | did you mean "b"?`,
				`bp/partials/d.tmpl:1:17: the partial "b" is defined twice`,
			},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, problems(t, render.Lint(t.Context(), load(t, c.in)))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestLintFields: every type of field that a blueprint offers must be handled by a template, in a way that can be seen.
func TestLintFields(t *testing.T) {
	const manifest = `
-- blueprint.yaml --
parts:
  app: {questions: [{name: title, default: x}]}
  model:
    of: app
    pattern: '^[A-Z][a-z]*$'
    questions:
      - {name: fields, kind: fields, types: [string, int, ref], modifiers: [max, optional], reserved: [{names: [x], when: eq .name "y"}]}
      - {name: plural, default: '{{ .part.name | words | pluralize }}'}
layers:
  - {dir: model, part: model, to: '{{ .part.of.name }}'}
`
	const unhandled = "blueprint.yaml:9:9: no template handles the type \"%s\" of the fields of a model"
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{name: "compared", in: manifest + `
-- model/{{ .part.name | snake }}.tmpl --
{{ range .part.fields }}{{ if eq .type "string" "int" }}{{ .max }}{{ else if eq "ref" .type }}{{ .target.full }} {{ .target.of.title }} {{ .target.plural }}{{ end }}{{ end }}
{{ .part.of.title }} {{ .part.full }} {{ range .parts.app }}{{ range .parts.model }}{{ range .fields }}{{ .digits }}{{ end }}{{ end }}{{ end }}
`},
		{name: "in a list, a table and a list of what is handled", in: manifest + `
-- model/{{ .part.name }}.tmpl --
{{ range .part.fields }}{{ template "column" dict "field" . }}{{ end }}{{ handles "ref" }}
-- partials/column.tmpl --
{{ $types := dict "string" "CharField" }}{{ index $types .field.type }}{{ if has .field.type (list "int") }}{{ end }}
`},
		{name: "not all", in: manifest + `
-- model/{{ .part.name }}.tmpl --
{{ range .part.fields }}{{ if eq .type "int" }}{{ end }}{{ .type }}{{ end }}{{ handles "rfe" }}
`, want: []string{"string", "ref", `a template handles "rfe"`}},
		{name: "names that are reserved on a condition that cannot be judged", in: strings.Replace(manifest, `eq .name "y"`, "eq .namez 1", 1) + `
-- model/{{ .part.name }}.tmpl --
{{ handles "string" "int" "ref" }}
`, want: []string{`no answer named "namez"`}},
		{name: "what fields do not have", in: manifest + `
-- model/{{ .part.name }}.tmpl --
{{ handles "string" "int" "ref" }}{{ range .part.fields }}{{ .maximum }}{{ if eq .type "txt" }}{{ end }}{{ if has "unique" .modifiers }}{{ end }}{{ end }}
{{ .part.parts }}{{ .part.of.nothing }}{{ .part.plural | pluralize }}
`, want: []string{`no "maximum" in the field`, `the answer is never "txt"`, `"unique" is never among the answers`, `"parts"`, `"nothing"`, "pluralize guesses"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := render.Lint(t.Context(), load(t, c.in))
			if err == nil && len(c.want) == 0 {
				return
			}
			got := ""
			if err != nil {
				got = err.Error()
			}
			for _, want := range c.want {
				if !strings.Contains(want, " ") && !strings.HasPrefix(want, `"`) {
					want = fmt.Sprintf(unhandled, want)
				}
				if !strings.Contains(got, want) {
					t.Errorf("does not say %q", want)
				}
			}
			if strings.Count(got, "\n")+1 != len(c.want) {
				t.Errorf("got\n%s", got)
			}
		})
	}
}
