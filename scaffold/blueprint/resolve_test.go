package blueprint

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const service = `name: service
version: 1.2.0
questions:
  - {name: language, kind: choice, prompt: Which language?, choices: [go, python]}
  - name: database
    kind: choice
    choices: [none, sqlite, {value: mongodb, when: eq .language "python"}]
    default: none
  - name: features
    kind: choices
    choices: [docker, {value: auth, when: ne .database "none"}, {value: admin, requires: [auth]}, ci]
    default: []
  - {name: port, kind: int, default: 8000, min: 1, max: 65535}
  - {name: tls, kind: bool, default: false}
  - name: module
    default: 'example.com/{{ .name }}'
    pattern: '^[a-z0-9./_-]+$'
    invalid: must look like a Go module path
    when: eq .language "go"
  - name: package
    default: '{{ snake .name }}'
    pattern: '^[a-z_]+$'
    reserved: [test]
    when: eq .language "python"
  - {name: secret_key, kind: secret}
  - {name: salt, kind: secret, when: .tls}
values:
  image: '{{ .name }}:{{ .port }}'
  full_image: 'registry/{{ .image }}'
  apps: '{{ range .parts.app }}{{ .name }} {{ end }}'
parts:
  app:
    reserved: [core]
    questions:
      - {name: title, default: 'The {{ .part.name }} of {{ .name }}'}
      - {name: slug, default: '{{ .part.title }} {{ .full_image }}'}
      - {name: api, kind: bool, default: no}
      - {name: route, default: /api, when: .part.api}
  job: {}
renamed:
  - {from: db, to: store, since: 1.0.0}
  - {from: store, to: database, since: 1.1.0}
`

func loaded(t testing.TB, manifest string) *Blueprint {
	t.Helper()
	b, err := Load(t.Context(), folder(manifest), "bp")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// set makes the answers that --set KEY=VALUE gives; the words after +KIND are parts.
func set(words ...string) Input {
	in := Input{Name: "my-shop", Year: 2026, Random: zeros{}}
	for _, word := range words {
		key, value, _ := strings.Cut(word, "=")
		if kind, isPart := strings.CutPrefix(key, "+"); isPart {
			for name := range strings.SplitSeq(value, ",") {
				in.Parts = append(in.Parts, FlagPart("--"+kind+" "+value, kind, name))
			}
			continue
		}
		in.Flags = append(in.Flags, FlagAnswer("--set "+word, key, value))
	}
	return in
}

// zeros is randomness that a test can foresee.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func withFile(t testing.TB, in Input, text string) Input {
	t.Helper()
	f, err := ParseAnswers([]byte(text), "answers.yaml")
	if err != nil {
		t.Fatal(err)
	}
	in.File = f
	return in
}

func TestResolve(t *testing.T) {
	b := loaded(t, service)
	got, err := Resolve(b, set("language=go", "+app=shop,blog", "app.blog.api=yes", "tls=true"), evaluator{})
	if err != nil {
		t.Fatal(err)
	}
	secret := strings.Repeat("A", 64)
	want := Answers{
		Name: "my-shop", Year: 2026,
		Asked: []string{"language", "database", "features", "port", "tls", "module"},
		Values: map[string]any{
			"language": "go", "database": "none", "features": []string{}, "port": 8000, "tls": true,
			"module": "example.com/my-shop", "package": "", "image": "my-shop:8000",
			"full_image": "registry/my-shop:8000", "apps": "blog shop ",
		},
		Secrets: map[string]string{"secret_key": secret, "salt": secret},
		Parts: map[string][]PartAnswers{
			"app": {
				{Name: "blog", Asked: []string{"title", "slug", "api", "route"}, Values: map[string]any{
					"title": "The blog of my-shop", "slug": "The blog of my-shop registry/my-shop:8000", "api": true, "route": "/api",
				}},
				{Name: "shop", Asked: []string{"title", "slug", "api"}, Values: map[string]any{
					"title": "The shop of my-shop", "slug": "The shop of my-shop registry/my-shop:8000", "api": false, "route": "",
				}},
			},
			"job": nil,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestResolveValues(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []string
		file string
		key  string // of Values, a secret, or KIND.NAME.QUESTION
		want any
	}{
		{"flag", []string{"port=1"}, "", "port", 1},
		{"flag over file", []string{"port=1"}, "port: 2", "port", 1},
		{"file over default", nil, "port: 2", "port", 2},
		{"file in JSON", nil, "{\n\t\"port\": 2\n}", "port", 2},
		{"text in the file as it is written", nil, "module: 1.10", "module", "1.10"},
		{"yes", []string{"tls=yes"}, "", "tls", true},
		{"OFF", []string{"tls=OFF"}, "", "tls", false},
		{"several", []string{"features=ci,docker, ci"}, "", "features", []string{"docker", "ci"}},
		{"several in the file", nil, "features: [ci, docker]", "features", []string{"docker", "ci"}},
		{"none of several", []string{"features="}, "features: [ci]", "features", []string{}},
		{"required ones come along", []string{"database=sqlite", "features=admin"}, "", "features", []string{"auth", "admin"}},
		{"the same twice", []string{"port=1", "port=1"}, "", "port", 1},
		{"offered by a condition", []string{"language=python", "database=mongodb"}, "", "database", "mongodb"},
		{"given secret", []string{"secret_key=s3cret"}, "", "secret_key", "s3cret"},
		{"secret that is not asked", nil, "", "salt", ""},
		{"shorthand of parts", []string{"app=blog"}, "", "app.blog.title", "The blog of my-shop"},
		{"plain key for all new parts", []string{"+app=a,b", "title=T"}, "", "app.b.title", "T"},
		{"the key of one part wins", []string{"+app=a,b", "title=T", "app.b.title=B"}, "", "app.b.title", "B"},
		{"parts in the file", nil, "parts: {app: [blog, {name: shop, title: S}]}", "app.shop.title", "S"},
		{"parts in the file, short", nil, "app: [{name: shop, title: S}]", "app.shop.title", "S"},
		{"parts in the file, one text", nil, "app: blog, shop", "app.shop.title", "The shop of my-shop"},
		{"parts by flag instead of the file's", []string{"+app=a"}, "app: [{name: shop, title: S}]", "apps", "a "},
		{"pseudo keys of the file", nil, "layout: micro\nblueprint: ./bp\nport: 3", "port", 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := set(c.in...)
			if !slices.ContainsFunc(in.Flags, func(g Given) bool { return g.Key == "language" }) {
				in.Flags = append(in.Flags, FlagAnswer("--language go", "language", "go"))
			}
			if c.file != "" {
				in = withFile(t, in, c.file)
			}
			a, err := Resolve(loaded(t, service), in, evaluator{})
			if err != nil {
				t.Fatal(err)
			}
			got := a.Values[c.key]
			if secret, ok := a.Secrets[c.key]; ok {
				got = secret
				if _, leaked := a.Values[c.key]; leaked {
					t.Error("a secret is among the values")
				}
			}
			if kind, name, question := splitKey(c.key); kind != "" {
				for _, p := range a.Parts[kind] {
					if p.Name == name {
						got = p.Values[question]
					}
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestResolveNotes(t *testing.T) {
	a, err := Resolve(loaded(t, service), set("language=go", "database=sqlite", "features=admin"), evaluator{})
	if err != nil || len(a.Notes) != 1 || !strings.Contains(a.Notes[0], "admin") || !strings.Contains(a.Notes[0], "auth") {
		t.Errorf("got %q, %v", a.Notes, err)
	}
}

func TestResolveSecretsDiffer(t *testing.T) {
	in := set("language=go", "tls=yes")
	in.Random = nil
	seen := map[string]bool{}
	for range 2 {
		a, err := Resolve(loaded(t, service), in, evaluator{})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"secret_key", "salt"} {
			s := a.Secrets[name]
			if seen[s] || len(s) != 64 || strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
				t.Errorf("%s: %q", name, s)
			}
			seen[s] = true
		}
	}
	in.Random = strings.NewReader("too short")
	if _, err := Resolve(loaded(t, service), in, evaluator{}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("without randomness: %v", err)
	}
}

func TestDataIsACopy(t *testing.T) {
	b := loaded(t, service)
	a, err := Resolve(b, set("language=go", "features=ci", "+app=blog"), evaluator{})
	if err != nil {
		t.Fatal(err)
	}
	data := a.Data(b)
	want := map[string]any{
		"name": "my-shop", "year": 2026, "blueprint": map[string]any{"name": "service", "version": "1.2.0"},
		"language": "go", "database": "none", "features": []string{"ci"}, "port": 8000, "tls": false,
		"module": "example.com/my-shop", "package": "", "image": "my-shop:8000", "full_image": "registry/my-shop:8000", "apps": "blog ",
		"parts": map[string]any{
			"job": []map[string]any{},
			"app": []map[string]any{{
				"name": "blog", "title": "The blog of my-shop", "slug": "The blog of my-shop registry/my-shop:8000", "api": false, "route": "",
			}},
		},
	}
	if diff := cmp.Diff(want, data); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	data["features"].([]string)[0] = "spoilt"
	data["parts"].(map[string]any)["app"].([]map[string]any)[0]["title"] = "spoilt"
	if diff := cmp.Diff(want, a.Data(b)); diff != "" {
		t.Errorf("a template can change the answers:\n%s", diff)
	}
}

// What is resolved later is not there yet, whatever the flags say: a prompt could not know it either.
func TestResolveOrder(t *testing.T) {
	for name, manifest := range map[string]string{
		"a question sees no parts":         "questions: [{name: a, default: '{{ .parts }}'}]\nparts: {app: {}}\n",
		"a question sees no value":         "questions: [{name: a, default: '{{ .v }}'}]\nvalues: {v: x}\nparts: {app: {}}\n",
		"a value sees no later one":        "values: {a: '{{ .b }}', b: x}\nparts: {app: {}}\n",
		"a value sees no answer of a part": "values: {a: '{{ (index .parts.app 0).a }}'}\nparts: {app: {questions: [{name: a, default: x}]}}\n",
		"a part sees no answer of another": "parts: {app: {questions: [{name: a, default: '{{ (index .parts.app 0).a }}'}]}}\n",
	} {
		if _, err := Resolve(loaded(t, head+manifest), set("+app=x,y"), evaluator{}); err == nil {
			t.Error(name)
		}
	}
}

// A name is looked for as a word: one that is missing keeps nothing back that only looks alike.
func TestMentions(t *testing.T) {
	for text, want := range map[string]bool{
		`eq .db "x"`: true, `.db`: true, `index . "db"`: true, "index . `db`": true, `$.db`: true, `{{.db}}-x`: true,
		`.dbx`: false, `.db_x`: false, `.x_db`: false, `eq .x "a db"`: false, `has "x" .features`: false, `.dbx .db`: true, ``: false,
	} {
		if got := mentions(text, "db"); got != want {
			t.Errorf("%s: got %v", text, got)
		}
	}
}
