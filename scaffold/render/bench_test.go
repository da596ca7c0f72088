package render_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// BenchmarkRender renders files of 2 KB with a dozen actions each: seven of eight are templates.
func BenchmarkRender(b *testing.B) {
	for _, files := range []int{30, 300, 3000} {
		b.Run(strconv.Itoa(files), func(b *testing.B) {
			bp, answers := large(b, files)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := render.Render(b.Context(), bp, answers); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*files), "µs/file")
		})
	}
}

func large(b testing.TB, files int) (*blueprint.Blueprint, blueprint.Answers) {
	fsys := fstest.MapFS{"blueprint.yaml": {Data: []byte(`
name: large
version: 1.0.0
questions:
  - {name: language, kind: choice, choices: [go, python], default: go}
  - {name: features, kind: choices, choices: [docker, ci], default: [docker]}
values: {package: '{{ .name | snakecase }}'}
rules:
  - {match: '**/*.sh', exec: true}
  - {match: '**/migrations/**', policy: once}
  - {match: '.env', private: true}
`)}, "partials/head.tmpl": {Data: []byte("// {{ .name }} {{ .year }}\n")}}
	const block = `{{ template "head" . }}package {{ .package }}
{{ if eq .language "go" }}// {{ .name | upper }}{{ else }}# {{ .name }}{{ end }}
{{ if has "docker" .features }}docker: {{ .name | quote }}{{ end }}
{{ range .features }}- {{ . }}
{{ end }}{{ .year }} {{ .name | kebabcase }} {{ .blueprint.version }}
`
	for i := range files {
		data := block + strings.Repeat("some text that stays as it is, line by line\n", 40)
		name := fmt.Sprintf("files/dir%d/{{ .package }}/file%d.go", i/25, i)
		if i%8 > 0 {
			name += ".tmpl"
		}
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	bp, err := blueprint.Load(b.Context(), fsys, "large")
	if err != nil {
		b.Fatal(err)
	}
	return bp, blueprint.Answers{Name: "My Shop", Year: 2026, Values: map[string]any{
		"language": "go", "features": []string{"docker", "ci"}, "package": "my_shop",
	}}
}
