package render_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

func TestIdle(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string // of each problem the beginning
	}{
		{name: "nothing", in: `
-- blueprint.yaml --
questions:
  - {name: language, kind: choice, choices: [go, python], default: go}
  - {name: tls, kind: bool, default: false}
  - {name: database, kind: choice, choices: [none, {value: sqlite, when: .tls}], default: none, when: eq .language "go"}
  - {name: features, kind: choices, default: [], choices: [ci, {value: a, requires: [b]}, {value: b, when: 'eq .database "sqlite"'}]}
  - {name: name_of, default: '{{ .name }}', when: has "ci" .features}
  - {name: late, default: x, when: eq .name_of "x"}
  - {name: key, kind: secret}
  - {name: size, kind: int, default: 1}
values: {package: '{{ .name_of }}'}
parts: {app: {questions: [{name: title, default: '{{ .part.name }}'}]}}
layers:
  - {dir: files}
  - {dir: app, part: app, to: 'apps/{{ .part.name }}'}
rules:
  - {match: .env, private: true}
  - {match: 'apps/*/deep/**', policy: once}
  - {match: 'apps/shop/title.txt', policy: once}
  - {match: '{nowhere,docs/[a-z]*}.md', policy: once}
next: x
-- files/.env.tmpl --
{{ .key }}{{ range .parts.app }}{{ .title }}{{ end }}
-- files/a.txt.tmpl --
{{ index . "late" }} {{ $.package }}
-- files/docs/{{ .size }}.md --
-- app/{{ .part.name }}.txt --
-- app/deep/a.txt --
`},
		{name: "answers", in: `
-- blueprint.yaml --
questions:
  - {name: port, kind: int, default: 1}
  - {name: secret_key, kind: secret}
  - {name: in_a_plain_file, default: x}
  - {name: in_text, default: x}
values: {computed: '{{ .name }}'}
parts: {app: {questions: [{name: title, default: x}]}}
layers: [{dir: files}]
next: in_text
-- files/a.txt --
{{ .in_a_plain_file }}
-- files/b.txt.tmpl --
.in_text {{/* .port */}}
`, want: []string{
			`bp/blueprint.yaml:4:5: question "port": nothing uses it`,
			`bp/blueprint.yaml:5:5: question "secret_key": nothing uses it`,
			`bp/blueprint.yaml:6:5: question "in_a_plain_file": nothing uses it`,
			`bp/blueprint.yaml:7:5: question "in_text": nothing uses it`,
			`bp/blueprint.yaml:8:21: value "computed": nothing uses it`,
			`bp/blueprint.yaml:9:27: question "title": nothing uses it`,
		}},
		{name: "names that nobody can foresee", in: `
-- blueprint.yaml --
questions: [{name: port, kind: int, default: 1}]
next: x
-- files/b.txt.tmpl --
{{ range $key, $value := . }}{{ $key }}{{ end }}
`},
		{name: "rules", in: `
-- blueprint.yaml --
layers: [{dir: files, delims: ["[[", "]]"]}, {dir: to, to: 'web/{{ .name }}/x'}]
rules:
  - {match: a.txt, exec: true}
  - {match: b.txt, exec: true}
  - {match: 'web/shop/x/c.txt', exec: true}
  - {match: 'web/**/c.txt', exec: true}
  - {match: 'web/shop/*/d.txt', exec: true}
  - {match: 'docs/**', exec: true}
  - {match: '**/*.go', exec: true}
next: x
-- files/a.txt.tmpl --
-- to/c.txt --
`, want: []string{
			`bp/blueprint.yaml:6:5: the rule matches no file: "b.txt"`,
			`bp/blueprint.yaml:9:5: the rule matches no file: "web/shop/*/d.txt"`,
			`bp/blueprint.yaml:10:5: the rule matches no file: "docs/**"`,
			`bp/blueprint.yaml:11:5: the rule matches no file: "**/*.go"`,
		}},
		{name: "choices", in: `
-- blueprint.yaml --
questions:
  - {name: language, kind: choice, choices: [go, python], default: go}
  - {name: framework, kind: choice, choices: [flask, django], default: flask, when: eq .language "python"}
  - name: features
    kind: choices
    default: []
    choices:
      - {value: a, when: and (eq .language "go") (eq .framework "django")}
      - {value: b, requires: [c]}
      - {value: c, requires: [d], when: eq .language "go"}
      - {value: d, when: eq .framework "flask"}
      - {value: e, when: eq .framework ""}
  - {name: never, default: x, when: and (has "e" .features) (eq .framework "flask")}
next: '{{ .features }}{{ .never }}'
`, want: []string{
			`bp/blueprint.yaml:10:26: choice "a" is never offered: no answers make this true`,
			`bp/blueprint.yaml:11:9: choice "b" is never offered: no answers offer it together with c, d`,
			`bp/blueprint.yaml:12:9: choice "c" is never offered: no answers offer it together with d`,
			`bp/blueprint.yaml:15:37: question "never" is never asked: no answers make this true`,
		}},
		{name: "no next", in: "-- files/a --\n", want: []string{"bp/blueprint.yaml: no `next`"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := load(t, c.in)
			if err := render.Lint(t.Context(), b); err != nil {
				t.Fatal(err)
			}
			var got []string
			found, err := render.Idle(t.Context(), b)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range problems(t, found.Err()) {
				at, _, _ := strings.Cut(p, " | ")
				if len(got) < len(c.want) && strings.HasPrefix(at, c.want[len(got)]) {
					at = c.want[len(got)]
				}
				got = append(got, at)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestIdleEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := render.Idle(ctx, load(t, "-- files/a --\n")); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
