package render_test

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// FuzzRender: whatever the content and the name of a file are, there is a tree that passes its check and comes out the
// same twice, or there are problems with a place; and Lint does not panic.
func FuzzRender(f *testing.F) {
	for _, c := range hostile() {
		if len(c[0]) < 200 {
			f.Add("f", c[0])
		}
	}
	f.Add("{{ .name }}/{{ .x }}", `{{ range $i, $x := .parts.app }}{{ $x.name }}{{ else }}{{ template "p" . }}{{ end }}`)
	f.Add("a", `{{ with $y := dict "a" (list 1 2) }}{{ $y.a | first | add 1 }}{{ end }}{{ define "q" }}{{ end }}{{ include "q" . }}`)
	f.Add("..", `{{- /* c */ -}} {{ block "b" .name }}{{ . | quote }}{{ break }}{{ end }}`)
	f.Fuzz(func(t *testing.T, name, content string) {
		if len(content) > 1000 || len(name) > 300 {
			return // what is long is only slow
		}
		b := load(t, "-- blueprint.yaml --\nquestions: [{name: x, default: y}, {name: key, kind: secret}]\nparts: {app: {}}\n-- partials/p.tmpl --\n{{ .name }}\n")
		b.Layers[0].Files = append(b.Layers[0].Files, blueprint.Source{
			Path: name + ".tmpl", Full: "files/" + name + ".tmpl", Mode: tree.Regular, Data: []byte(content),
		})
		a := answer(t, b, nil, "app blog")
		lint := render.Lint(t.Context(), b)
		_, _ = render.Idle(t.Context(), b) // it ends, whatever the template is
		files, err := render.Render(t.Context(), b, a)
		if err != nil {
			for _, p := range problems(t, err) {
				if !strings.HasPrefix(p, "bp/") {
					t.Errorf("a problem without a place: %q", p)
				}
			}
			return
		}
		if found := files.Check(); len(found) > 0 {
			t.Errorf("the tree is not safe: %v", found)
		}
		for path, file := range files {
			if strings.Contains(string(file.Data), "hidden-key") {
				t.Errorf("%s has the secret", path)
			}
		}
		again, err := render.Render(t.Context(), b, a)
		if err != nil || show(again) != show(files) {
			t.Errorf("a second render differs: %v", err)
		}
		if lint != nil {
			for _, p := range problems(t, lint) {
				if !strings.HasPrefix(p, "bp/") {
					t.Errorf("a problem without a place: %q", p)
				}
			}
		}
	})
}

// FuzzBounds renders and lints templates in which a part is repeated, as by somebody who wants to keep the machine busy.
// The limits are those of blueprints/README.md; the time is doubled, because other work shares the processors.
func FuzzBounds(f *testing.F) {
	for _, c := range hostile() {
		if len(c[0]) < 200 {
			f.Add("", c[0], "", 1)
		}
	}
	f.Add("", "{{ range until 9 }}", strings.Repeat("{{ end }}", 9), 9)
	f.Add("{{ $x := .name }}", "{{ $x = print $x $x }}", "{{ $x }}", 999)
	f.Add("{{ mulf 1 ", "1e300 ", "}}", 99999)
	f.Add("", "{{ .missing }}\n", "", 99999)
	f.Fuzz(func(t *testing.T, start, again, end string, times int) {
		content := start + strings.Repeat(again, min(max(times, 0), 1<<18/(len(again)+1))) + end
		b := load(t, "-- blueprint.yaml --\nquestions: [{name: x, default: y}]\nparts: {app: {}}\n-- partials/p.tmpl --\n{{ .name }}\n")
		b.Layers[0].Files = append(b.Layers[0].Files, blueprint.Source{
			Path: "f.tmpl", Full: "files/f.tmpl", Mode: tree.Regular, Data: []byte(content),
		})
		a := answer(t, b, nil, "app blog")
		for what, work := range map[string]func(){
			"render": func() { _, _ = render.Render(t.Context(), b, a) },
			"lint":   func() { _ = render.Lint(t.Context(), b) },
		} {
			peak, stop := watchHeap()
			began := time.Now()
			work()
			took := time.Since(began)
			stop()
			if took > 4*time.Second || peak.Load() > 300<<20 {
				t.Errorf("%s of %d bytes: %v, %d MiB", what, len(content), took, peak.Load()>>20)
			}
		}
	})
}
