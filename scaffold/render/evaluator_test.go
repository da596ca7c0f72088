package render_test

import (
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

func TestEvaluator(t *testing.T) {
	b := load(t, "-- partials/p.tmpl --\n<{{ .name }}>\n")
	ev := render.NewEvaluator(t.Context(), b)
	data := map[string]any{"name": "My Shop", "features": []string{"docker"}, "layout": "full", "n": 0}
	texts := map[string]string{
		"":                                       "",
		"plain":                                  "plain",
		"example.com/{{ .name | kebabcase }}":    "example.com/my-shop",
		`{{ include "p" . | trim }}`:             "<My Shop>",
		"{{ range .features }}{{ . }},{{ end }}": "docker,",
	}
	for in, want := range texts {
		if got, err := ev.Text(blueprint.Text{Text: in, Line: 1, Column: 1}, data); got != want || err != nil {
			t.Errorf("Text(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
	conditions := map[string]bool{
		"":                        true,
		"true":                    true,
		"false":                   false,
		".name":                   true,
		".n":                      false,
		`eq .layout "full"`:       true,
		`has "ci" .features`:      false,
		"not .n":                  true,
		".features":               true,
		"and .name\n  (not .n)":   true,
		`eq .layout "}}" "full"`:  true,
		`.name | contains "Shop"`: true,
		"$x := .n":                false,
	}
	for in, want := range conditions {
		if got, err := ev.Truth(blueprint.Text{Text: in, Line: 1, Column: 1}, data); got != want || err != nil {
			t.Errorf("Truth(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
	for _, in := range []string{"{{ true }}", "true }}{{ true", "true}}x{{end}}{{if true", " ", "/* x */", "end", ".nope", "if true", `"`, "(", "upper .n", "range .features"} {
		if got, err := ev.Truth(blueprint.Text{Text: in, Line: 1, Column: 1}, data); err == nil {
			t.Errorf("Truth(%q) = %v, want an error", in, got)
		} else if got := problems(t, err); len(got) != 1 || !strings.HasPrefix(got[0], "bp/blueprint.yaml:1:") {
			t.Errorf("Truth(%q): %q, want one problem in blueprint.yaml", in, got)
		}
	}
}
