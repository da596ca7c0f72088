package blueprint

import (
	"testing"
)

func TestLoadRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		body string // after head
		want []string
	}{
		// The text
		{"tab", "questions:\n\t- name: a\n", []string{"bp/blueprint.yaml:4:1 tabs"}},
		{"unclosed list", "questions: [a\n", []string{"bp/blueprint.yaml:3:12 ']'"}},
		{"colon in a value", "summary: a: b\n", []string{"bp/blueprint.yaml:3:11 quotes"}},
		{"no colon", "summary\nquestions: []\n", []string{"bp/blueprint.yaml:3:1 ':'"}},
		{"unquoted template with text", "values:\n  a: {{ .name }}-x\n", []string{"bp/blueprint.yaml:4:17 quotes"}},
		{"unknown anchor", "summary: *x\n", []string{"bp/blueprint.yaml:3:10 x"}},
		{"circular alias", "questions: &a [*a]\n", []string{"bp/blueprint.yaml:3:16 itself"}},
		{"two documents", "---\nname: b\n", []string{"bp/blueprint.yaml:3:1 second document"}},
		{"not text", "summary: a\x01\n", []string{"bp/blueprint.yaml:3:11 U+0001"}},
		{"not UTF-8", "summary: a\xff\n", []string{"bp/blueprint.yaml:3:11 0xff"}},
		{"percent", "summary: %a\n", []string{"bp/blueprint.yaml:3:10 quotes & %"}},
		{"second document is broken", "---\na: [\n", []string{"bp/blueprint.yaml:4:5 YAML"}},
		{"key twice", "summary: a\nsummary: b\n", []string{"bp/blueprint.yaml:4:1 summary & line 3"}},

		// The schema
		{"unknown key", "qestions: []\n", []string{`bp/blueprint.yaml:3:1 "qestions" & "questions"`}},
		{"unknown key in a question", "questions:\n  - name: a\n    defalt: x\n", []string{`bp/blueprint.yaml:5:5 "defalt" & "default"`}},
		{"unknown key far from any", "rules:\n  - {match: a, exec: true, zzzzz: 1}\n", []string{"bp/blueprint.yaml:4:28 zzzzz & policy"}},
		{"merge key", "questions:\n  - <<: {name: a}\n    name: b\n", []string{`bp/blueprint.yaml:4:5 "<<"`}},
		{"key is a list", "values:\n  ? [a]\n  : b\n", []string{"bp/blueprint.yaml:4:5 key"}},
		{"wrong type", "questions: {name: a}\n", []string{`bp/blueprint.yaml:3:12 "questions" & list & mapping`}},
		{"entry of the wrong type", "questions: [a]\n", []string{`bp/blueprint.yaml:3:13 "questions" & mapping`}},
		{"no value", "questions:\n", []string{`bp/blueprint.yaml:3:11 "questions" & no value`}},
		{"text for bool", "rules:\n  - {match: a, exec: yes}\n", []string{`bp/blueprint.yaml:4:22 "exec" & true or false`}},
		{"text for int", "questions:\n  - {name: a, kind: int, min: x, default: 1}\n", []string{`bp/blueprint.yaml:4:31 "min" & whole number`}},
		{"number for text", "summary: 1.10\n", []string{`bp/blueprint.yaml:3:10 "summary" & text & "1.10"`}},
		{"number for a version", "scaffold: 1.0\n", []string{`bp/blueprint.yaml:3:11 "scaffold" & text & >=0.1`}},
		{"tag", "summary: !x y\n", []string{"bp/blueprint.yaml:3:10 !x"}},
		{"missing key", "questions:\n  - prompt: a\n", []string{`bp/blueprint.yaml:4:5 "name"`}},
		{"enum", "questions:\n  - {name: a, kind: chioces}\n", []string{`bp/blueprint.yaml:4:21 "chioces" & "choices" & secret`}},
		{"pattern", "questions:\n  - name: Foo\n", []string{`bp/blueprint.yaml:4:11 "Foo" & lower-case`}},
		{"empty text", "questions:\n  - {name: a, prompt: ''}\n", []string{`bp/blueprint.yaml:4:23 "prompt" & empty`}},
		{"no layers", "layers: []\n", []string{`bp/blueprint.yaml:3:9 "layers" & empty`}},
		{"one delimiter", "layers: [{dir: files, delims: ['[[']}]\n", []string{`bp/blueprint.yaml:3:31 "delims" & 2 & 1`}},
		{"unquoted template", "values:\n  a: {{ .name }}\n", []string{`bp/blueprint.yaml:4:6 "a" & quotes`}},
		{"unquoted template as default", "questions:\n  - name: a\n    default: {{ .name }}\n", []string{`bp/blueprint.yaml:5:14 "default" & quotes`}},
		{"moves without since", "moves: [{from: a, to: b}]\n", []string{`bp/blueprint.yaml:3:9 "since"`}},

		// Questions
		{"reserved name", "questions:\n  - name: year\n", []string{`bp/blueprint.yaml:4:11 "year" & built in`}},
		{"name twice", "questions:\n  - name: a\n  - name: a\n", []string{`bp/blueprint.yaml:5:11 "a" & line 4`}},
		{"value with the name of a question", "questions:\n  - name: a\nvalues:\n  a: x\n", []string{`bp/blueprint.yaml:6:3 "a" & line 4`}},
		{"value with a reserved name", "values:\n  path: x\n", []string{`bp/blueprint.yaml:4:3 "path" & built in`}},
		{"value with a bad name", "values:\n  a-b: x\n", []string{`bp/blueprint.yaml:4:3 "a-b"`}},
		{"bad regexp", "questions:\n  - {name: a, pattern: '(?=x)'}\n", []string{"bp/blueprint.yaml:4:24 (?= & RE2"}},
		{"min over max", "questions:\n  - {name: a, kind: int, min: 3, max: 2, default: 3}\n", []string{
			"bp/blueprint.yaml:4:31 min 3 & max 2", "bp/blueprint.yaml:4:51 from 3 to 2",
		}},
		{"min of a text", "questions:\n  - {name: a, min: 3}\n", []string{`bp/blueprint.yaml:4:15 "min" & int`}},
		{"min in another base", "questions:\n  - {name: a, kind: int, min: 0x10, default: 20}\n", []string{"bp/blueprint.yaml:4:31 decimal"}},
		{"singular of one choice", "questions:\n  - {name: a, kind: choice, choices: [x], singular: b}\n", []string{`bp/blueprint.yaml:4:43 "singular" & choices`}},
		{"secret with a default", "questions:\n  - {name: a, kind: secret, default: x}\n", []string{"bp/blueprint.yaml:4:29 default"}},
		{"no choices", "questions:\n  - {name: a, kind: choice}\n", []string{`bp/blueprint.yaml:4:5 "choices"`}},
		{"choices of a text", "questions:\n  - {name: a, choices: [x]}\n", []string{`bp/blueprint.yaml:4:15 "choices"`}},
		{"choice twice", "questions:\n  - {name: a, kind: choice, choices: [x, {value: x}]}\n", []string{`bp/blueprint.yaml:4:42 "x" & line 4`}},
		{"choice with a comma", "questions:\n  - {name: a, kind: choice, choices: ['x,y']}\n", []string{"bp/blueprint.yaml:4:39 comma"}},
		{"choice without a value", "questions:\n  - {name: a, kind: choice, choices: [{label: x}], default: y}\n", []string{
			`bp/blueprint.yaml:4:39 "value"`, "bp/blueprint.yaml:4:61 y",
		}},
		{"requires of one choice", "questions:\n  - {name: a, kind: choice, choices: [x, {value: y, requires: [x]}]}\n", []string{`bp/blueprint.yaml:4:63 "requires" & choices`}},
		{"requires what is not", "questions:\n  - {name: a, kind: choices, choices: [auth, {value: y, requires: [auht]}]}\n", []string{`bp/blueprint.yaml:4:68 "auht" & "auth"`}},
		{
			"circle in requires", "questions:\n  - name: a\n    kind: choices\n    choices:\n" +
				"      - {value: x, requires: [y]}\n      - {value: y, requires: [z]}\n      - {value: z, requires: [x]}\n",
			[]string{"bp/blueprint.yaml:7:30 x -> y -> z -> x"},
		},
		{"requires itself", "questions:\n  - {name: a, kind: choices, choices: [{value: y, requires: [y]}]}\n", []string{"bp/blueprint.yaml:4:61 y -> y"}},
		{"singular twice", "questions:\n  - {name: a, kind: choices, choices: [x], singular: s}\n  - {name: b, kind: choices, choices: [x], singular: s}\n", []string{"bp/blueprint.yaml:5:54 s & line 4"}},

		// Defaults
		{"default is not among the choices", "questions:\n  - {name: a, kind: choice, choices: [go, python], default: pyhton}\n", []string{`bp/blueprint.yaml:4:61 "pyhton" & "python"`}},
		{"default of several", "questions:\n  - {name: a, kind: choices, choices: [go, python], default: [go, ruby]}\n", []string{`bp/blueprint.yaml:4:62 "ruby"`}},
		{"default is no number", "questions:\n  - {name: a, kind: int, default: x}\n", []string{"bp/blueprint.yaml:4:35 whole number"}},
		{"default over max", "questions:\n  - {name: a, kind: int, default: 9, max: 8}\n", []string{"bp/blueprint.yaml:4:35 at most 8"}},
		{"default under min", "questions:\n  - {name: a, kind: int, default: 1, min: 8}\n", []string{"bp/blueprint.yaml:4:35 at least 8"}},
		{"default is no bool", "questions:\n  - {name: a, kind: bool, default: maybe}\n", []string{"bp/blueprint.yaml:4:36 true or false"}},
		{"bool for text", "questions:\n  - {name: a, default: true}\n", []string{"bp/blueprint.yaml:4:24 kind: bool"}},
		{"list for text", "questions:\n  - {name: a, default: [x]}\n", []string{"bp/blueprint.yaml:4:24 a list"}},
		{"default does not match", "questions:\n  - {name: a, pattern: '^x', default: y, invalid: must start with x}\n", []string{"bp/blueprint.yaml:4:39 must start with x"}},
		{"default is reserved", "questions:\n  - {name: a, reserved: [y], default: y}\n", []string{"bp/blueprint.yaml:4:39 reserved"}},

		// Parts
		{"part with a bad name", "parts:\n  My-App: {}\n", []string{`bp/blueprint.yaml:4:3 "My-App"`}},
		{"part with a bad regexp", "parts:\n  app: {pattern: '['}\n", []string{"bp/blueprint.yaml:4:18 regular expression"}},
		{"secret of a part", "parts:\n  app:\n    questions: [{name: a, kind: secret}]\n", []string{"bp/blueprint.yaml:5:33 secret"}},
		{
			"singular in a part", "parts:\n  app:\n    questions: [{name: a, kind: choices, choices: [x], singular: b}]\n",
			[]string{`bp/blueprint.yaml:5:66 "singular"`},
		},
		{"question of a part with a reserved name", "parts:\n  app:\n    questions: [{name: name}]\n", []string{`bp/blueprint.yaml:5:24 "name"`}},
		{
			"part with the name of a singular", "questions:\n  - {name: a, kind: choices, choices: [x], singular: app}\nparts:\n  app: {help: x}\n",
			[]string{"bp/blueprint.yaml:6:8 app & line 4"},
		},

		// Layers
		{"missing folder", "layers: [{dir: file}]\n", []string{`bp/blueprint.yaml:3:16 "file" & "files"`}},
		{"folder is a file", "layers: [{dir: files/README}]\n", []string{"bp/blueprint.yaml:3:16 not a folder"}},
		{"folder climbs out", "layers: [{dir: ../x}]\n", []string{"bp/blueprint.yaml:3:16 .."}},
		{"folder climbs out later", "layers: [{dir: files/../../x}]\n", []string{"bp/blueprint.yaml:3:16 .."}},
		{"folder is absolute", "layers: [{dir: /etc}]\n", []string{"bp/blueprint.yaml:3:16 relative"}},
		{"folder is the blueprint", "layers: [{dir: ./}]\n", []string{"bp/blueprint.yaml:3:16 below"}},
		{"folder of partials", "layers: [{dir: partials}, {dir: files}]\n", []string{"bp/blueprint.yaml:3:16 partials"}},
		{"unknown part", "parts: {app: {}}\nlayers: [{dir: files, part: apps}]\n", []string{`bp/blueprint.yaml:4:29 "apps" & "app"`}},
		{"undeclared part", "layers: [{dir: files, part: app}]\n", []string{`bp/blueprint.yaml:3:29 "app" & parts:`}},
		{"folder of git", "layers: [{dir: .git/hooks}]\n", []string{"bp/blueprint.yaml:3:16 .git"}},
		{"folder with a backslash", "layers: [{dir: 'a\\b'}]\n", []string{"bp/blueprint.yaml:3:16 backslash"}},
		{"move into git", "moves: [{from: a, to: .git/config, since: 1.0.0}]\n", []string{"bp/blueprint.yaml:3:23 .git"}},
		{"target climbs out", "layers: [{dir: files, to: a/../../b}]\n", []string{"bp/blueprint.yaml:3:27 .."}},
		{"target is absolute", "layers: [{dir: files, to: '/{{ .name }}'}]\n", []string{"bp/blueprint.yaml:3:27 relative"}},
		{"same delimiters", "layers: [{dir: files, delims: ['%%', '%%']}]\n", []string{"bp/blueprint.yaml:3:31 differ"}},
		{"delimiter with space", "layers: [{dir: files, delims: ['[ [', ']]']}]\n", []string{"bp/blueprint.yaml:3:32 space"}},

		// Rules, moves, renames, commands
		{"bad glob", "rules: [{match: 'a[', exec: true}]\n", []string{"bp/blueprint.yaml:3:17 a["}},
		{"absolute glob", "rules: [{match: /a, exec: true}]\n", []string{"bp/blueprint.yaml:3:17 relative"}},
		{"glob that climbs out", "rules: [{match: ../a, exec: true}]\n", []string{"bp/blueprint.yaml:3:17 .."}},
		{"unknown policy", "rules: [{match: a, policy: manged}]\n", []string{`bp/blueprint.yaml:3:28 "manged" & "managed"`}},
		{"private and managed", "rules: [{match: a, private: true, policy: managed}]\n", []string{"bp/blueprint.yaml:3:43 private & managed"}},
		{"unknown way to merge", "rules: [{match: a, merge: pin}]\n", []string{`bp/blueprint.yaml:3:27 "pin" & "pins"`}},
		{"merge without merging", "rules: [{match: a, policy: once, merge: pins}]\n", []string{"bp/blueprint.yaml:3:41 is never merged & remove"}},
		{"renew of several lines", "rules: [{match: a, renew: \"a\\nb\"}]\n", []string{"bp/blueprint.yaml:3:27 one line & make lock"}},
		{"rule says nothing", "rules: [{match: a}]\n", []string{"bp/blueprint.yaml:3:9 effect"}},
		{"move climbs out", "moves: [{from: ../a, to: b, since: 1.0.0}]\n", []string{`bp/blueprint.yaml:3:16 "from" & ..`}},
		{"move to an absolute path", "moves: [{from: a, to: /b, since: 1.0.0}]\n", []string{`bp/blueprint.yaml:3:23 "to"`}},
		{"move to itself", "moves: [{from: a, to: ./a, since: 1.0.0}]\n", []string{`bp/blueprint.yaml:3:9 itself`}},
		{"bad since", "moves: [{from: a, to: b, since: '1.1'}]\n", []string{"bp/blueprint.yaml:3:33 1.1 & 1.1.0"}},
		{"renamed to nothing", "questions: [{name: database}]\nrenamed: [{from: db, to: databse, since: 1.0.0}]\n", []string{`bp/blueprint.yaml:4:26 "databse" & "database"`}},
		{"renamed and still there", "questions: [{name: a}, {name: b}]\nrenamed: [{from: b, to: a, since: 1.0.0}]\n", []string{`bp/blueprint.yaml:4:18 "b"`}},
		{"command without a program", "commands: [{on: new, run: ['']}]\n", []string{"bp/blueprint.yaml:3:27 program"}},
		{"command at a wrong time", "commands: [{on: add, run: [x]}]\n", []string{`bp/blueprint.yaml:3:17 "add" & update`}},
		{"bad constraint", "scaffold: at least 1\n", []string{"bp/blueprint.yaml:3:11 at least 1 & >="}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Load(t.Context(), folder(head+c.body, "partials/x.tmpl", ""), "bp")
			expect(t, problemsOf(t, err), c.want)
		})
	}
}

func TestLoadTellsEverythingAtOnce(t *testing.T) {
	manifest := `name: t
version: one
summmary: x
questions:
  - name: language
    kind: choise
    choices: [go]
    default: ruby
  - {name: port, kind: int, default: http}
layers:
  - {dir: missing, when: 5}
  - {dir: files}
rules:
  - {match: '[', policy: mine}
`
	_, err := Load(t.Context(), folder(manifest, "files/.git/config", "x"), "bp")
	expect(t, problemsOf(t, err), []string{
		"bp/blueprint.yaml:2:10 semantic version",
		`bp/blueprint.yaml:3:1 "summary"`,
		`bp/blueprint.yaml:6:11 "choice"`,
		"bp/blueprint.yaml:9:38 whole number",
		`bp/blueprint.yaml:11:11 "missing"`,
		`bp/blueprint.yaml:11:26 "when"`,
		"bp/blueprint.yaml:14:13 glob",
		`bp/blueprint.yaml:14:26 "mine"`,
		"bp/files/.git .git",
	})
}
