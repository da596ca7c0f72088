package render

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
)

const originManifest = `name: demo
version: 1.0.0
summary: Where files come from
questions:
  - {name: language, kind: choice, choices: [go, python], default: go}
  - {name: port, kind: int, default: 8000}
  - {name: title, default: none}
  - {name: extra, kind: bool, default: true}
  - {name: unused, default: x}
  - {name: key, kind: secret}
values:
  address: 'localhost:{{ .port }}'
parts:
  app: {pattern: '^[a-z]+$', questions: [{name: label, default: L}]}
layers:
  - {dir: files}
  - {dir: app, part: app, to: 'apps/{{ .part.name }}', when: eq .language "go"}
rules:
  - {match: '*.txt', policy: managed}
  - {match: extra.txt, when: .extra}
  - {match: .env, private: true}
`

func originFiles() fstest.MapFS {
	return fstest.MapFS{
		"blueprint.yaml":          {Data: []byte(originManifest)},
		"files/plain.md":          {Data: []byte("{{ .port }}: copied as it is")},
		"files/direct.md.tmpl":    {Data: []byte("{{ .title }}")},
		"files/value.md.tmpl":     {Data: []byte("{{ .address }}")},
		"files/partial.md.tmpl":   {Data: []byte(`{{ include "head" . }}`)},
		"files/elsewhere.md.tmpl": {Data: []byte(`{{ include "head" (dict "title" .language) }}`)},
		"files/rebound.md.tmpl":   {Data: []byte("{{ with .parts }}{{ range .app }}{{ .label }}{{ end }}{{ end }}{{ with 1 }}{{ $.port }}{{ end }}")},
		"files/{{ .title }}.txt":  {Data: []byte("named by an answer")},
		"files/extra.txt":         {Data: []byte("by a rule")},
		"files/.gitignore":        {Data: []byte(".env\n")},
		"files/.env.tmpl":         {Data: []byte("{{ .key }}")},
		"app/app.md.tmpl":         {Data: []byte("{{ .part.label }}{{ .part.name }}")},
		"partials/head.tmpl":      {Data: []byte("{{ .title }}")},
	}
}

func TestOriginOf(t *testing.T) {
	tests := map[string]struct {
		source, layer, part, policy string
		rules, answers              []string
	}{
		"plain.md":         {source: "files/plain.md", layer: "files", policy: "merge"},
		"direct.md":        {source: "files/direct.md.tmpl", layer: "files", policy: "merge", answers: []string{"title"}},
		"value.md":         {source: "files/value.md.tmpl", layer: "files", policy: "merge", answers: []string{"port"}},
		"partial.md":       {source: "files/partial.md.tmpl", layer: "files", policy: "merge", answers: []string{"title"}},
		"elsewhere.md":     {source: "files/elsewhere.md.tmpl", layer: "files", policy: "merge", answers: []string{"language"}},
		"rebound.md":       {source: "files/rebound.md.tmpl", layer: "files", policy: "merge", answers: []string{"port"}},
		"none.txt":         {source: "files/{{ .title }}.txt", layer: "files", policy: "managed", rules: []string{"*.txt"}, answers: []string{"title"}},
		"extra.txt":        {source: "files/extra.txt", layer: "files", policy: "managed", rules: []string{"*.txt", "extra.txt"}, answers: []string{"extra"}},
		".env":             {source: "files/.env.tmpl", layer: "files", policy: "private", rules: []string{".env"}, answers: []string{"key"}},
		"apps/blog/app.md": {source: "app/app.md.tmpl", layer: "app", part: "blog", policy: "merge", answers: []string{"app.blog.label", "language"}},
	}
	b, err := blueprint.Load(t.Context(), originFiles(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	in := blueprint.Input{Name: "shop", Year: 2026, Parts: []blueprint.GivenPart{blueprint.FlagPart("--app", "app", "blog")}}
	answers, err := blueprint.Resolve(b, in, NewEvaluator(t.Context(), b))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range tests {
		t.Run(path, func(t *testing.T) {
			o, ok, err := OriginOf(t.Context(), b, answers, path)
			if err != nil || !ok {
				t.Fatalf("OriginOf = %v, %v", ok, err)
			}
			var rules []string
			for _, r := range o.Rules {
				rules = append(rules, r.Match)
			}
			got := want
			got.source, got.layer, got.part, got.policy = o.Source, o.Layer.Dir, o.Part, o.Policy.String()
			got.rules, got.answers = rules, o.Answers
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(want)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, ok, err := OriginOf(t.Context(), b, answers, "README.md"); ok || err != nil {
		t.Errorf("a file that is not rendered: %v, %v", ok, err)
	}
}

// TestPathNames: names in the paths of files count, and those behind computed values; what only the content or the
// existence of a file depends on does not.
func TestPathNames(t *testing.T) {
	files := originFiles()
	b, err := blueprint.Load(t.Context(), files, "bp")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"part.name", "title"}, PathNames(t.Context(), b)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	files[`files/{{ .address }}{{ include "head" . }}/x.txt`] = &fstest.MapFile{}
	files[`app/{{ len .parts.app }}{{ .part.label }}`] = &fstest.MapFile{}
	if b, err = blueprint.Load(t.Context(), files, "bp"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"part.label", "part.name", "parts", "port", "title"}, PathNames(t.Context(), b)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
