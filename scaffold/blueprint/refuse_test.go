package blueprint

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

func TestResolveRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []string
		file string
		want []string // place, then words of the message or the hints; no place: what has none
	}{
		{"missing", nil, "", []string{"no answer & Which language? & --language go|python"}},
		{"missing and wrong", []string{"port=x"}, "", []string{"--set_port=x port & whole number", "no answer & language"}},
		{"not among the choices", []string{"language=pyhton"}, "", []string{`--set_language=pyhton "pyhton" & "python" & go`}},
		{"not offered", []string{"language=go", "database=mongodb"}, "", []string{`--set_database=mongodb "mongodb" & none, sqlite`}},
		{"over the maximum", []string{"language=go", "port=70000"}, "", []string{"--set_port=70000 1 to 65535"}},
		{"no bool", []string{"language=go", "tls=maybe"}, "", []string{"--set_tls=maybe true or false"}},
		{"wrong pattern", []string{"language=go", "module=A B"}, "", []string{`--set_module=A_B "A B" & must look like a Go module path`}},
		{"reserved", []string{"language=python", "package=test"}, "", []string{"--set_package=test reserved"}},
		{"control character", []string{"language=go", "module=a\x1b"}, "", []string{"--set_module=a\x1b control"}},
		{"not asked", []string{"language=python", "module=x"}, "", []string{`--set_module=x module & does not apply & eq .language "go"`}},
		{"secret that is not asked", []string{"language=go", "salt=x"}, "", []string{"--set_salt=... .tls"}},
		{"empty secret", []string{"language=go", "secret_key="}, "", []string{"--set_secret_key=... empty"}},
		{"unknown", []string{"language=go", "databse=none"}, "", []string{`--set_databse=none "databse" & "database" & app.NAME.title`}},
		{"computed", []string{"language=go", "image=x"}, "", []string{`--set_image=x "image" & computed`}},
		{"built in", []string{"language=go", "year=1"}, "", []string{`--set_year=1 "year" & built in`}},
		{"renamed", []string{"language=go", "db=none"}, "", []string{`--set_db=none "db" & "database"`}},
		{"twice, differently", []string{"language=go", "port=1", "port=2"}, "", []string{"--set_port=2 twice & --set port=1"}},
		{"requires what is not offered", []string{"language=go", "features=admin"}, "", []string{`--set_features=admin "admin" & "auth"`}},
		{"in the file", nil, "language: go\nport: abc\n", []string{"answers.yaml:2:7 abc & whole number"}},
		{"unknown in the file", nil, "language: go\nprot: 1\n", []string{`answers.yaml:2:1 "prot" & "port"`}},
		{"null in the file", nil, "language: go\nmodule:\n", []string{"answers.yaml:2:8 no value"}},
		{"list for one in the file", nil, "language: [go]\n", []string{"answers.yaml:1:11 list"}},
		{"mapping in the file", nil, "language: {go: x}\n", []string{"answers.yaml:1:11 mapping"}},
		{"unknown kind in the file", nil, "language: go\nparts: {apps: [x]}\n", []string{`answers.yaml:2:9 "apps" & "app" & job`}},
		{"parts are a list", nil, "language: go\nparts: [x]\n", []string{"answers.yaml:2:8 mapping"}},
		{"part without a name", nil, "language: go\napp: [{title: x}]\n", []string{"answers.yaml:2:7 no name"}},
		{"part is a number", nil, "language: go\napp: 5\n", []string{"answers.yaml:2:6 list of names"}},
		{"unknown answer of a part", nil, "language: go\napp: [{name: a, titel: x}]\n", []string{`answers.yaml:2:24 "app.a.titel"`}},
		{"wrong answer of a part", nil, "language: go\napp: [{name: a, api: x}]\n", []string{"answers.yaml:2:22 true or false"}},
		{"wrong name of a part", []string{"language=go", "+app=1x"}, "", []string{`--app_1x "1x" & lower-case`}},
		{"reserved name of a part", []string{"language=go", "+app=core"}, "", []string{`--app_core "core" & reserved`}},
		{"part twice", []string{"language=go", "+app=a,a"}, "", []string{`--app_a,a "a" & twice`}},
		{"unknown kind", []string{"language=go", "+apps=a"}, "", []string{`--apps_a "apps" & "app"`}},
		{"answer of no part", []string{"language=go", "+app=blog", "app.blgo.title=x"}, "", []string{`--set_app.blgo.title=x "blgo" & "blog"`}},
		{"answer of new parts, and none", []string{"language=go", "title=x"}, "", []string{"--set_title=x none & --app NAME"}},
		{"not asked of a part", []string{"language=go", "+app=a", "app.a.route=x"}, "", []string{"--set_app.a.route=x .part.api"}},
		{"everything at once", []string{"prot=1", "tls=x", "+app=A"}, "port: 0\n", []string{
			`--app_A "A"`, `--set_prot=1 "port"`, "--set_tls=x true", "answers.yaml:1:7 1 to 65535", "no answer & language",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := set(c.in...)
			if c.file != "" {
				in = withFile(t, in, c.file)
			}
			_, err := Resolve(loaded(t, service), in, evaluator{})
			got := problemsOf(t, err)
			if len(got) != len(c.want) {
				t.Fatalf("got %d problems, want %d:\n%v", len(got), len(c.want), err)
			}
			for i, p := range got {
				words := c.want[i]
				if p.File != "" {
					var place string
					place, words, _ = strings.Cut(words, " ")
					if !strings.HasPrefix(p.Error(), strings.ReplaceAll(place, "_", " ")) &&
						!strings.HasPrefix(p.Error(), strings.Replace(place, "_", " ", 1)) {
						t.Errorf("problem %d is at the wrong place, want %s:\n%s", i, place, p.Error())
					}
				}
				for word := range strings.SplitSeq(words, " & ") {
					if said := p.Error() + " " + strings.Join(p.Hints, " "); !strings.Contains(said, word) {
						t.Errorf("problem %d does not say %q:\n%s", i, word, said)
					}
				}
				if p.Line > 0 && p.Source == "" {
					t.Errorf("problem %d has no snippet", i)
				}
			}
		})
	}
}

// A default can be wrong for one project only, such as a package that has the name of a module of the language.
func TestResolveRefusesADefault(t *testing.T) {
	in := set("language=python")
	in.Name = "test"
	_, err := Resolve(loaded(t, service), in, evaluator{})
	list := problemsOf(t, err)
	if len(list) != 1 || !strings.Contains(list[0].Message, "reserved") || !strings.Contains(list[0].Hints[0], "--set package=") {
		t.Errorf("got %+v", list)
	}
}

// Every kind of question says how to answer it; what depends on a missing answer is not mentioned.
func TestResolveListsWhatIsMissing(t *testing.T) {
	b := loaded(t, head+`questions:
  - {name: language, kind: choice, choices: [go, python]}
  - {name: database, kind: choice, choices: [none, sqlite]}
  - {name: features, kind: choices, choices: [x, y]}
  - {name: port, kind: int, when: eq .language "go"}
  - {name: size, kind: int}
  - {name: tls, kind: bool}
  - {name: title, invalid: must be short}
  - {name: derived, default: '{{ .title }}!'}
  - {name: single, kind: choice, choices: [only]}
  - {name: limited, kind: choice, choices: [a, {value: b, when: .tls}]}
values: {v: '{{ .size }}', w: '{{ .v }}'}
parts: {app: {questions: [{name: color}, {name: shade, when: .part.color}]}}
`)
	_, err := Resolve(b, set("+app=blog"), evaluator{})
	want := []string{
		"--language go|python", "--database none|sqlite", "--with VALUE,... of x, y", "--set size=NUMBER",
		"--set tls=true|false", "--set title=TEXT", "--set app.blog.color=TEXT",
	}
	got := problemsOf(t, err)
	if len(got) != len(want) {
		t.Fatalf("got %v", err)
	}
	for i, p := range got {
		if p.Hints[0] != want[i] {
			t.Errorf("got %q, want %q", p.Hints[0], want[i])
		}
	}
}

func TestResolveTellsTheEvaluatorsProblems(t *testing.T) {
	b := loaded(t, head+`questions:
  - {name: a, default: '{{ .later }}'}
  - {name: later, default: x}
  - {name: b, default: '{{ .a }}'}
  - {name: c, kind: choice, choices: [{value: x, when: .nothing}], default: x}
values: {d: '{{ .secret }}'}
`)
	_, err := Resolve(b, set(), evaluator{})
	list := problemsOf(t, err)
	places := make([]string, len(list))
	for i, p := range list {
		places[i] = p.Error()[:len("bp/blueprint.yaml:4:23")]
	}
	want := []string{"bp/blueprint.yaml:4:25", "bp/blueprint.yaml:7:56", "bp/blueprint.yaml:8:14"}
	if diff := cmp.Diff(want, places); diff != "" {
		t.Errorf("-want +got:\n%s\n%v", diff, err)
	}
}

func TestResolveWithNothingToChoose(t *testing.T) {
	b := loaded(t, head+`questions:
  - {name: many, kind: choices, choices: [{value: x, when: 'false'}]}
  - {name: one, kind: choice, choices: [{value: x, when: 'false'}]}
`)
	_, err := Resolve(b, set(), evaluator{})
	expect(t, problemsOf(t, err), []string{"bp/blueprint.yaml:5:5 one & offer"})
}

func TestResolveRefusesWhatABlueprintHasNot(t *testing.T) {
	for _, c := range []struct {
		name, manifest string
		in             []string
		want           string
	}{
		{"questions", "", []string{"a=b"}, "no questions"},
		{"parts", "", []string{"+app=b"}, "no parts"},
		{"apps", "parts: {job: {questions: [{name: a, default: b}]}}", []string{"a=b"}, "--part job=NAME"},
		{"offers", "questions: [{name: a, kind: choices, choices: [{value: x, when: 'false'}], default: []}]", []string{"a=x"}, "it has no choices to offer"},
		{"a secret that can be made", "questions: [{name: a, kind: secret, pattern: '^x$'}]", nil, "--set a="},
	} {
		_, err := Resolve(loaded(t, head+c.manifest+"\n"), set(c.in...), evaluator{})
		list := problemsOf(t, err)
		if len(list) != 1 || !strings.Contains(list[0].Message+" "+strings.Join(list[0].Hints, " "), c.want) {
			t.Errorf("%s: got %+v", c.name, list)
		}
	}
}

// A secret that was given is in no problem, neither by a flag nor in the line of a file.
func TestResolveKeepsSecretsOutOfProblems(t *testing.T) {
	b := loaded(t, head+"questions: [{name: key, kind: secret, pattern: '^x'}, {name: off, kind: secret, when: 'false'}]\n")
	for _, in := range []Input{
		set("key=hunter2", "off=hunter2"), set("key=xhunter2", "key=hunter2"),
		withFile(t, set(), "key: hunter2\noff: hunter2\n"), withFile(t, set(), "key: [hunter2]\n"),
		set("kye=hunter2"), withFile(t, set(), "kye: hunter2\n"), withFile(t, set(), "{key: xhunter2, other: 1}\n"),
	} {
		_, err := Resolve(b, in, evaluator{})
		list := problemsOf(t, err)
		if len(list) == 0 {
			t.Error("not refused")
		}
		if said := fmt.Sprintf("%+v", list); strings.Contains(said, "hunter2") {
			t.Error(said)
		}
	}
}

// The evaluator's own problems are told as they are.
type failing struct{ err error }

func (f failing) Text(Text, map[string]any) (string, error) { return "", f.err }
func (f failing) Truth(Text, map[string]any) (bool, error)  { return false, f.err }

func TestResolvePassesProblemsOn(t *testing.T) {
	b := loaded(t, head+"questions: [{name: a, default: '{{ b }}'}]\n")
	one := problem.Problem{File: "f", Line: 1, Column: 2, Message: "m", Hints: []string{"h"}}
	for _, err := range []error{one, problem.List{one}, fmt.Errorf("wrapped: %w", one)} {
		_, got := Resolve(b, set(), failing{err})
		if diff := cmp.Diff(problem.List{one}, problemsOf(t, got), cmpopts.IgnoreUnexported(problem.Problem{})); diff != "" {
			t.Errorf("%T: -want +got:\n%s", err, diff)
		}
	}
}
