package author

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seed-d277c37b/scaffold/blueprints"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/pairwise"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

// load returns the blueprint of a manifest, with a file and sets of answers.
func load(t *testing.T, manifest string, sets ...string) *blueprint.Blueprint {
	t.Helper()
	files := fstest.MapFS{
		blueprint.Manifest: {Data: []byte("name: bp\nversion: 1.0.0\nsummary: A case\n" + manifest)},
		"files/a.txt":      {Data: []byte("a")},
	}
	for i, set := range sets {
		files["tests/"+string(rune('a'+i))+".yaml"] = &fstest.MapFile{Data: []byte(set)}
	}
	b, err := blueprint.Load(t.Context(), files, "bp")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCases(t *testing.T) {
	for name, tt := range map[string]struct {
		manifest string
		sets     []string
		most     int      // cases
		want     []string // names of cases, or parts of them, that must be there
		never    string   // must be in no name
	}{
		"nothing to choose": {"questions: [{name: port, kind: int, default: 1}]", nil, 1, []string{"defaults"}, ""},
		"choices": {
			"questions: [{name: database, kind: choice, choices: [none, sqlite], default: sqlite}]", nil, 2,
			[]string{"defaults", "--database none"},
			"sqlite",
		},
		"several": {
			"questions: [{name: features, kind: choices, choices: [a, b, c], default: [b]}]", nil, 6,
			[]string{"defaults", "--with a,c", "--with ''"},
			"",
		},
		"conditions": {
			`questions:
  - {name: language, kind: choice, choices: [go, python], default: go}
  - {name: framework, kind: choice, choices: [flask, django], default: flask, when: eq .language "python"}
  - {name: tls, kind: bool, default: true}
`, nil, 8, []string{"--language python --set framework=django", "--set tls=false"}, "--language go",
		},
		"two needed for one": {
			`questions:
  - {name: language, kind: choice, choices: [go, python], default: go}
  - {name: database, kind: choice, choices: [none, sqlite], default: none}
  - {name: features, kind: choices, choices: [ci, {value: admin, when: and (eq .language "python") (eq .database "sqlite")}], default: []}
`, nil, 8, []string{"--language python --database sqlite --with ci,admin"}, "",
		},
		"never offered": {
			`questions: [{name: features, kind: choices, choices: [a, {value: b, when: 'eq .name "x"'}], default: []}]`, nil, 2,
			[]string{"defaults", "--with a"},
			"b",
		},
		"required, from the sets": {
			"questions: [{name: module}, {name: size, kind: choice, choices: [s, l]}, {name: tls, kind: bool, default: false}]",
			[]string{"module: example.com/a\nsize: l\n"},
			6,
			[]string{"tests/a.yaml", "--set module=example.com/a"},
			"",
		},
		"parts": {
			"questions: []\nparts: {app: {questions: [{name: kind, kind: choice, choices: [page, api], default: page}]}}\nlayers: [{dir: files}]\n",
			nil, 4,
			[]string{"defaults", "--app blog,events", "--set app.blog.kind=api --set app.events.kind=api"},
			"",
		},
		"parts with other names": {
			"parts: {model: {pattern: '^[A-Z][a-z]+$'}}\nlayers: [{dir: files}]\n", nil, 2, []string{"--part model=Blog,Events"}, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			cases, err := casesOf(t.Context(), load(t, tt.manifest, tt.sets...), "./bp")
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, c := range cases {
				names = append(names, c.Name)
				if _, _, err := rendered(t.Context(), load(t, tt.manifest), c.input); err != nil {
					t.Errorf("%s: %v", c.Name, err)
				}
				if tt.never != "" && strings.Contains(strings.TrimPrefix(c.Name, "--"), tt.never) {
					t.Errorf("%q", c.Name)
				}
			}
			if len(cases) > tt.most {
				t.Errorf("%d cases, want at most %d: %q", len(cases), tt.most, names)
			}
			for _, want := range tt.want {
				if !slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, want) }) {
					t.Errorf("%q is not among %q", want, names)
				}
			}
			if unique := slices.Compact(slices.Sorted(slices.Values(names))); len(unique) < len(names) {
				t.Errorf("twice: %q", names)
			}
		})
	}
}

// TestCasesOfBuiltIn holds that every pair of choices of the built-in blueprints that can go together is in some case.
func TestCasesOfBuiltIn(t *testing.T) {
	for _, name := range blueprints.Names() {
		b, err := project.LoadBlueprint(t.Context(), project.Environment{}, name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := newMatrix(t.Context(), b, nil, 2026)
		if err != nil {
			t.Fatal(err)
		}
		missing, possible := map[pairwise.Pair]bool{}, m.space().Possible()
		for _, p := range possible {
			missing[p] = true
		}
		cases, err := casesOf(t.Context(), b, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			answers, err := blueprint.Resolve(b, c.input, m.evaluator)
			if err != nil {
				t.Fatalf("%s: %v", c.Name, err)
			}
			for _, p := range pairwise.Pairs(m.levels(answers)) {
				delete(missing, p)
			}
		}
		for p := range missing {
			a, b := m.factors[p[0].Factor], m.factors[p[1].Factor]
			t.Errorf("%s: not covered: %s%s=%q with %s%s=%q", name, a.question.Name, a.choice, a.levels[p[0].At], b.question.Name, b.choice, b.levels[p[1].At])
		}
		t.Logf("%s: %d cases cover %d pairs of %d factors", name, len(cases), len(possible), len(m.factors))
	}
}
