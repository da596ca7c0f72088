package render_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// TestTemplateErrors holds the content of files/f.tmpl against the errors of its render: place, message | hint.
func TestTemplateErrors(t *testing.T) {
	const manifest = `
-- blueprint.yaml --
questions:
  - {name: database, default: sqlite}
  - {name: features, kind: choices, choices: [docker, ci], default: [docker]}
  - {name: key, kind: secret}
parts: {app: {questions: [{name: title}]}}
-- partials/header.tmpl --
# {{ .name }}
{{ .naem }}
-- partials/loop.tmpl --
x{{ template "loop" . }}
-- files/f.tmpl --
`
	cases := []struct{ name, in, want string }{
		// names
		{"no such answer", "a\n  é {{ if eq .databse `x` }}{{ end }}", `2:14: no answer named "databse" | did you mean "database"?`},
		{"from the root", `{{ $.databse }}`, `1:5: no answer named "databse" | did you mean "database"?`},
		{"nothing close", `{{ .zzzzzz }}`, `1:4: no answer named "zzzzzz"`},
		{"in .blueprint", `{{ .blueprint.versiom }}`, `1:14: no "versiom" in the blueprint | did you mean "version"?`},
		{"in .parts", `{{ len .parts.ap }}`, `1:14: no kind of part named "ap" | did you mean "app"?`},
		{"of a text", `{{ .name.first.x }}`, `1:9: no ".first" here: the value has no fields`},
		{"no part here", `{{ .part.name }}`, "1:4: there is no .part here | only a layer with `part: KIND` has it"},
		{
			"the dot has changed", `{{ range .parts.app }}{{ .database }}{{ end }}`,
			`1:26: no "database" here | inside range and with, the dot has another meaning: write $.database`,
		},
		{
			"secret in a public file", `{{ .key }}`,
			`1:4: "key" is a secret: only private files see it | under rules, make the file private: {match: PATH, private: true}`,
		},
		{"variable", `{{ $a := 1 }} {{ $b }}`, `1:18: no variable named "$b"`},
		{"function", `{{ .name | uper }}`, `1:12: no function named "uper" | did you mean "upper"?`},
		{"all functions at once", `{{ foo }}{{ if .x }}{{ bar }}{{ end }}`, "1:4: no function named \"foo\"\n1:24: no function named \"bar\""},
		{"partial", `{{ template "heder" . }}`, `1:13: no partial named "heder" | did you mean "header"?`},
		{"included partial", `{{ include "heder" . }}`, `1:12: no partial named "heder" | did you mean "header"?`},
		{"included by a name that is made", `{{ include (print "he" "der") . }}`, `1:4: no partial named "heder" | did you mean "header"?`},
		{
			"function that is refused", `{{ now | date "2006" }}`,
			"1:4: the function now is not offered | the same answers must give the same bytes on any day: use .year\n" +
				"1:10: the function date is not offered | it depends on the machine's time zones, and a render has no dates: use .year",
		},

		// inside of partials
		{"in a partial", `{{ template "header" . }}`, `partials/header.tmpl:2:4: no value named "naem" | did you mean "name"?`},
		{"in an included partial", `{{ include "header" . | indent 2 }}`, `partials/header.tmpl:2:4: no value named "naem" | did you mean "name"?`},
		{"in a template of the file", "{{ define `d` }}\n{{ .nope }}{{ end }}{{ template `d` . }}", `2:4: no answer named "nope"`},

		// syntax
		{"action not closed", "a\n {{ .name\nb {{ .name }}\n", `2:2: the action is not closed | end it with }}`},
		{"action not closed at the end", "a\n\n{{ .name", `3:1: the action is not closed | end it with }}`},
		{"comment not closed", "{{/* x }}", `1:1: the comment is not closed | end it with */}}`},
		{"if not closed", "é {{ if .name }}\n{{ range .features }}{{ end }}\n", `1:3: the if has no end | close it with {{ end }}`},
		{"end too many", "{{ if .name }}{{ end }} {{ end }}", `1:25: this end has no if, range or with`},
		{"else too many", "{{ else }}", `1:1: this else has no if, range or with`},
		{"operator", "{{ .name }} {{ .year + 1 }}", `1:22: not a number: "+"`},
		{"assignment", `{{ .name }} {{ .name = "x" }} {{ .name }}`, `1:22: unexpected "=" in the operand`},
		{"empty action", "{{ .name }}{{ }}", `1:12: the command has no value`},
		{"quote", "{{ .name }} {{ print \"x }}", `1:13: the quoted string is not closed`},
		{"parenthesis", "{{ (print 1 }}", `1:1: a parenthesis is not closed`},
		{"parenthesis too many", "{{ print 1) }}", `1:1: unexpected closing parenthesis`},
		{"pipe into a text", `{{ .name | "x" }}`, `1:1: expected a function after |`},
		{"break", "{{ break }}", `1:1: break outside of a range`},
		{"defined twice", "{{ define `a` }}1{{ end }}{{ define `a` }}2{{ end }}", "1:27: the template \"a\" is defined twice"},
		{"character", "{{ .name? }}", `1:9: unexpected character '?'`},

		// calls
		{"too many arguments", `{{ upper "a" "b" }}`, `1:4: upper takes 1 argument, not 2`},
		{"too few arguments", `{{ repeat 3 }}`, `1:4: repeat takes 2 arguments, not 1`},
		{"no arguments", `{{ list | max }}{{ max }}`, `1:20: max takes at least 1 argument, not 0`},
		{"too few for a builtin", `{{ not }}`, `1:4: not takes 1 argument, not 0`},
		{"type of an argument", `{{ .year | upper }}`, `1:12: upper needs a text as argument 1, not a whole number`},
		{"type of a literal", `{{ repeat "3" "x" }}`, `1:4: repeat needs a whole number as argument 1, not a text`},
		{"number too large", `{{ until 9999999999999999999 }}`, `1:10: 9999999999999999999 overflows int`},
		{"arguments for a text", `{{ .name 1 }}`, `1:4: .name is not a function and takes no arguments`},
		{"comparison", `{{ eq .name 1 }}`, `1:4: eq cannot compare a text with a number`},
		{"comparison of lists", `{{ lt .features .features }}`, `1:4: lt cannot compare these`},
		{"range over a text", `{{ range .name }}{{ end }}`, `1:10: range needs a list, a map or a whole number`},
		{"index out of range", `{{ index .features 3 }}`, `1:4: index: out of range: 3`},
		{"sprig's complaint", `{{ first "x" }}`, `1:4: first: cannot find first on type string`},
		{"a panic", `{{ substr 3 1 "abc" }}`, `1:4: substr: slice bounds out of range [3:1]`},
		{"division by zero", `{{ div 1 0 }}`, `1:4: div: integer divide by zero`},
		{"regular expression", `{{ regexMatch "(" "x" }}`, "1:4: regexMatch: error parsing regexp: missing closing ): `(`"},
		{"a version", `{{ semver "one" }}`, `1:4: semver: invalid semantic version`},
		{"fail", `{{ fail "Pick a database." }}`, `1:4: Pick a database.`},
		{"fail in a pipeline", `{{ "no" | fail | upper }}`, `1:11: no`},
		{
			"no value", `{{ first (list) }}`,
			`1:4: no value to print | test it first with if or with, or say what to write instead: | default ""`,
		},
		{
			"no value in a variable", `{{ $x := index .blueprint "none" }}{{ $x }}`,
			`1:39: no value to print | test it first with if or with, or say what to write instead: | default ""`,
		},
		{"an address", `{{ printf "%5p" . }}`, `1:4: printf: %p prints a memory address, which differs from run to run`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			head := manifest
			if !strings.Contains(c.want, "partials/header") {
				head = strings.Replace(head, "{{ .naem }}\n", "", 1)
			}
			b := load(t, head+c.in)
			_, err := render.Render(t.Context(), b, answer(t, b, nil, "app blog"))
			var want []string
			for _, w := range strings.Split(c.want, "\n") {
				if !strings.HasPrefix(w, "partials/") {
					w = "files/f.tmpl:" + w
				}
				want = append(want, "bp/"+w)
			}
			if diff := cmp.Diff(want, problems(t, err)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestSnippet(t *testing.T) {
	b := load(t, "-- blueprint.yaml --\nquestions: [{name: database}]\n-- files/main.go.tmpl --\n\n{{ if eq .databse \"sqlite\" }}\n{{ end }}\n")
	_, err := render.Render(t.Context(), b, answer(t, b, nil))
	var list problem.List
	if !errors.As(err, &list) || len(list) != 1 {
		t.Fatalf("Render = %v, want one problem", err)
	}
	want := "  2 | {{ if eq .databse \"sqlite\" }}\n    |          ^\n"
	if got := list[0].Snippet(); got != want {
		t.Errorf("snippet\n%swant\n%s", got, want)
	}
}

// TestRenderErrors is about paths, links, layers and everything at once.
func TestRenderErrors(t *testing.T) {
	cases := []struct {
		name  string
		given map[string]any
		parts []string
		in    string
		want  []string
	}{
		{
			name: "all files are reported, in order",
			in:   "-- files/b.tmpl --\n{{ .b }}\n-- files/a.tmpl --\n{{ .a1 }}\n-- files/{{ .c }}/d.tmpl --\n{{ .d }}\n",
			want: []string{
				`bp/files/a.tmpl:1:4: no answer named "a1"`,
				`bp/files/b.tmpl:1:4: no answer named "b"`,
				`bp/files/{{ .c }}/d.tmpl: in the name "{{ .c }}": no answer named "c"`,
			},
		},
		{
			name:  "an empty name",
			given: map[string]any{"x": ""},
			in:    "-- blueprint.yaml --\nquestions: [{name: x}]\n-- files/{{ .x }}/a --\n-- files/{{ .x }}/b --\n",
			want: []string{
				"bp/files/{{ .x }}/a: the name \"{{ .x }}\" is empty with these answers | to leave the file out, add a rule with `when`",
			},
		},
		{
			name:  "names that climb out, or are not safe",
			given: map[string]any{"x": "..", "y": "a/../../b", "z": "CON", "e": "/etc"},
			in: "-- blueprint.yaml --\nquestions: [{name: x}, {name: y}, {name: z}, {name: e}]\n" +
				"-- files/{{ .x }}/a --\n-- files/{{ .y }} --\n-- files/{{ .z }}.txt --\n-- files/sub/{{ .e }} --\n",
			want: []string{
				`bp/files/sub/{{ .e }}: it renders "sub//etc": the path has two slashes in a row`,
				`bp/files/{{ .x }}/a: it renders "../a": the path contains ".."`,
				`bp/files/{{ .y }}: it renders "a/../../b": the path contains ".."`,
				`bp/files/{{ .z }}.txt: it renders "CON.txt": "CON.txt" is the name of a device on Windows`,
			},
		},
		{
			name:  "a layer's place that climbs out",
			given: map[string]any{"x": "../.."},
			in:    "-- blueprint.yaml --\nquestions: [{name: x}]\nlayers: [{dir: files, to: 'a/{{ .x }}'}]\n-- files/a --\n",
			want: []string{
				`bp/files/.keep: it renders "../.keep": the path contains ".."`,
				`bp/files/a: it renders "../a": the path contains ".."`,
			},
		},
		{
			name: "scaffold's own folder",
			in:   "-- files/.scaffold/lock.yaml --\n",
			want: []string{`bp/files/.scaffold/lock.yaml: it renders ".scaffold/lock.yaml": scaffold keeps its own files in .scaffold`},
		},
		{
			name:  "two layers make the same path",
			given: map[string]any{"x": "b"},
			in: "-- blueprint.yaml --\nquestions: [{name: x}]\nlayers: [{dir: files}, {dir: more, when: eq .x \"b\"}]\n" +
				"-- files/a/b --\n-- more/a/{{ .x }}.tmpl --\n",
			want: []string{
				`bp/more/a/{{ .x }}.tmpl: a/b is already rendered by bp/files/a/b (layer files; here: layer more (when eq .x "b"))` +
					" | rename one of them, or give its layer another `to`, or a `when` that excludes the other",
			},
		},
		{
			name:  "two parts make the same path",
			parts: []string{"app a", "app b"},
			in:    "-- blueprint.yaml --\nparts: {app: {}}\nlayers: [{dir: app, part: app}]\n-- app/{{ .name }} --\n",
			want: []string{
				"bp/app/{{ .name }}: shop is rendered twice (layer app for app a, layer app for app b)" +
					" | rename one of them, or give its layer another `to`, or a `when` that excludes the other",
			},
		},
		{
			name:  "case, links and folders",
			given: map[string]any{"x": "readme", "y": "../out"},
			in: "-- blueprint.yaml --\nquestions: [{name: x}, {name: y}]\n" +
				"-- files/README --\n-- files/{{ .x }} --\n-- files/link -> {{ .y }} --\n-- files/deep/a/b --\n-- files/deep/{{ print `a` }} --\n",
			want: []string{
				`bp/files/deep/{{ print ` + "`a`" + ` }}: deep/a: the path is a file and a folder at once`,
				`bp/files/link: link: the link to ../out points outside the project`,
				`bp/files/{{ .x }}: readme: the path differs from README by case only` +
					` | Windows and macOS treat both as one file: rename one of them`,
			},
		},
		{
			name:  "conditions, values and rules point into the manifest",
			given: map[string]any{"language": "go"},
			in: `
-- blueprint.yaml --
questions: [{name: language}]
layers:
  - dir: files
    when: eq .languagi "go"
  - {dir: more, to: '{{ .too }}'}
rules:
  - match: a
    when: '{{ eq .language "go" }}'
  - match: b
    when: true }}{{ false
  - match: c
    when: >
      and .language
      (upper .year)
-- more/a --
`,
			want: []string{
				`bp/blueprint.yaml:6:14: no answer named "languagi" | did you mean "language"?`,
				`bp/blueprint.yaml:7:25: no answer named "too"`,
				`bp/blueprint.yaml:10:12: a condition must not have braces | write it like this: when: eq .language "go"`,
				`bp/blueprint.yaml:12:11: a condition must be a single pipeline | write it like this: when: eq .language "go"`,
				`bp/blueprint.yaml:16:8: upper needs a text as argument 1, not a whole number`,
			},
		},
		{
			name: "a partial that cannot be parsed, and all else",
			in:   "-- partials/p.tmpl --\n{{ if }}\n-- files/a.tmpl --\n{{ template \"p\" }}{{ .nope }}\n",
			want: []string{
				`bp/files/a.tmpl:1:22: no answer named "nope"`,
				`bp/partials/p.tmpl:1:1: the if has no value`,
			},
		},
		{
			name: "a .gitignore that is a link",
			in:   "-- blueprint.yaml --\nrules: [{match: .env, private: true}]\n-- files/.env --\n-- files/.gitignore -> x --\n",
			want: []string{`.gitignore: must be a regular file: git ignores a linked one, and private files need it | replace the link with a file`},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := load(t, c.in)
			_, err := render.Render(t.Context(), b, answer(t, b, c.given, c.parts...))
			if diff := cmp.Diff(c.want, problems(t, err)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestSecretsAreNotInErrors makes functions repeat a secret in what they complain about.
func TestSecretsAreNotInErrors(t *testing.T) {
	cases := []struct{ in, want string }{
		{`{{ urlParse (print "://" .key) }}`, `1:4: urlParse: .*"://\*\*\*"`},
		{`{{ fail .key }}`, `1:4: \*\*\*$`},
		{`{{ fail (printf "%q" .key) }}`, `1:4: "\*\*\*"$`},
		{`{{ fail (upper .key) }}`, `1:4: `},
		{`{{ fail (b64enc .key) }}`, `1:4: `},
		{`{{ fail (b32enc .key) }}`, `1:4: `},
		{`{{ fail (printf "%x" .key) }}`, `1:4: `},
		{`{{ fail (trunc 9 .key) }}`, `1:4: `},
		{`{{ fail (sha256sum .key) }}`, `1:4: `},
		{`{{ range splitList "" .key }}{{ fail . }}{{ end }}`, `1:33: `},
		{`{{ mustFromJson .key }}`, `1:4: mustFromJson: `},
		{`{{ semver .key }}`, `1:4: semver: `},
		{`{{ regexMatch (print "(" .key) "x" }}`, `1:4: regexMatch: `},
		{`{{ include .key . }}`, `1:4: no partial named "\*\*\*"`},
		{`{{ (dict "a" 1).b | default .key }}`, `1:14: no `},
		{`{{ if contains "hidden" .key }}{{ fail .key }}{{ end }}`, `1:35: it fails with this secret`},
		{`{{ atoi .key | div 1 }}{{ .nope }}`, `1:16: div: `},
		{`{{ .nope }}{{ fail .key }}`, `1:4: no answer named "nope"`},
	}
	for _, c := range cases {
		b := load(t, "-- blueprint.yaml --\nquestions: [{name: key, kind: secret}]\nrules: [{match: .env, private: true}]\n-- files/.env.tmpl --\n"+c.in)
		a := answer(t, b, nil)
		a.Secrets["key"] = `hidden-"<key>`
		_, err := render.Render(t.Context(), b, a)
		got := problems(t, err)
		if len(got) != 1 || !regexp.MustCompile(`^bp/files/\.env\.tmpl:`+c.want).MatchString(got[0]) {
			t.Errorf("%s: %q, want one problem with %q", c.in, got, c.want)
			continue
		}
		for _, leak := range []string{"hidden", "HIDDEN", "hid", "aGlkZGVu", "NBUWIZDFNY", "68696464", "'h'", "03c8f4", " h"} {
			if strings.Contains(strings.ReplaceAll(got[0], "here", ""), leak) {
				t.Errorf("%s: the error shows %q: %q", c.in, leak, got[0])
			}
		}
	}
}
