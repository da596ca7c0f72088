//go:build unix

package render_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// lines repeats a text. # in it is the number of the repetition.
func lines(n int, text string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(text, "#", strconv.Itoa(i)))
	}
	return b.String()
}

// many returns files of one content: "-> x" is a link to x. # in the name is the number of the file.
func many(n int, name, content string) map[string]string {
	files := map[string]string{}
	for i := range n {
		files[strings.ReplaceAll(name, "#", strconv.Itoa(i))] = content
	}
	return files
}

// shape is a blueprint whose size is in its manifest, in its folders or in what is wrong with it.
type shape struct {
	name, manifest string
	files          []map[string]string
}

func (s shape) fs() fs.FS {
	fsys := fstest.MapFS{"blueprint.yaml": {Data: []byte("name: demo\nversion: 1.2.0\n" + s.manifest)}, "files/.keep": {}}
	for _, files := range s.files {
		for path, text := range files {
			mode := fs.FileMode(0o644)
			if target, isLink := strings.CutPrefix(text, "-> "); isLink {
				text, mode = target, fs.ModeSymlink|0o777
			}
			fsys[path] = &fstest.MapFile{Data: []byte(text), Mode: mode}
		}
	}
	return fsys
}

func shapes() []shape {
	type all = []map[string]string
	long, deep := strings.Repeat("a", 200), strings.Repeat("abcdefghijabcdefghijabcdefghijabcdefghij/", 45)
	actions, big := strings.Repeat("{{ .name }}", 9999), strings.Repeat("x", 1<<20-20)
	const private = "rules: [{match: '**', private: true}, {match: '.gitignore', private: false}]\n"
	chain := map[string]string{}
	for i := range 18_000 {
		chain[fmt.Sprintf("files/l%d", i)] = fmt.Sprintf("-> l%d", i+1)
	}
	return []shape{
		// the manifest
		{"unknown names in values", "values:\n" + lines(6000, "  v#: '{{ .nope }}'\n"), nil},
		{"values that fail", "values:\n" + lines(6000, "  v#: '{{ index .blueprint 1 }}'\n"), nil},
		{"unknown functions in values", "values:\n" + lines(6000, "  v#: '{{ nopeeeee 1 }}'\n"), nil},
		{"values that do not parse", "values:\n" + lines(6000, "  v#: '{{ if }}'\n"), nil},
		{"names that are close to many", "questions:\n" + lines(3000, "  - {name: averylongquestionname#, default: x}\n") +
			"values:\n" + lines(2000, "  v#: '{{ .averylongquestionnamx }}'\n"), nil},
		{"values of 4 MB", "values:\n" + lines(300, "  v#: '{{ repeat 4000000 \"x\" }}'\n"), nil},
		{"defaults of 4 MB", "questions:\n" + lines(300, "  - {name: v#, default: '{{ repeat 4000000 \"x\" }}'}\n"), nil},
		{"patterns", "questions:\n" + lines(2000, "  - {name: q#, pattern: '((a{30}){30})|b', default: b}\n"), nil},
		{"large patterns", "questions:\n" + lines(100, "  - {name: q#, pattern: '((a{30}){30})|b', default: b}\n"), nil},
		{"a long pattern", "questions:\n  - {name: q, default: b, pattern: '" + strings.Repeat("(a|b|[^c]*)", 80_000) + "'}\n", nil},
		{"classes of characters", "questions:\n  - {name: q, default: b, pattern: '(" + strings.Repeat(`(?i)\pL|`, 1200) + ")|b'}\n", nil},
		{"patterns and long answers", "questions:\n" + lines(50, "  - {name: q#, pattern: '^(a?){50}(a|b)*(ab|a)*$', default: '{{ repeat 16000 \"a\" }}'}\n"), nil},
		{"conditions", "questions:\n" + lines(2500, "  - {name: q#, default: x, when: 'eq .name \"shop\"'}\n"), nil},
		{
			"choices", "questions:\n  - {name: c, kind: choices, default: [], choices: [" + lines(6000, "c#, ") + "]}\n",
			all{{"files/f.tmpl": strings.Repeat("{{ if has `cx` .c }}{{ end }}", 4000)}},
		},
		{"required choices", "questions:\n  - {name: c, kind: choices, default: [c1], choices: [" + lines(2000, "{value: c#, requires: [c0, c1, c2]}, ") + "]}\n", nil},
		{"layers", "layers:\n" + lines(2500, "  - {dir: files, to: 'a#/{{ .name }}', when: 'eq .name \"shop\"'}\n"), all{many(6, "files/f#.tmpl", "{{ .name }}")}},
		{"deep YAML", "values: " + strings.Repeat("[", 10_000) + "\n", nil},

		// rules
		{"globs with braces", "rules:\n" + lines(300, "  - {match: '**/*{a,b}*{a,b}*{a,b}*{a,b}*{a,b}*{a,b}*{a,b}*{a,b}', exec: true}\n"), all{many(3000, "files/"+long+"#", "x")}},
		{"globs with folders", "rules:\n" + lines(300, "  - {match: '**/a/**/a/**/a/**/a/**/a/**/b', exec: true}\n"), all{many(300, "files/"+strings.Repeat("a/", 90)+"#", "x")}},
		{"globs with stars", "rules:\n" + lines(300, "  - {match: '*a*a*a*a*a*a*a*a*b', exec: true}\n"), all{many(3000, "files/"+long+"#", "x")}},
		{"globs with classes", "rules:\n" + lines(300, "  - {match: '"+strings.Repeat("[a-zA-Z0-9_]", 70)+"b', exec: true}\n"), all{many(3000, "files/"+long+"#", "x")}},
		{"globs with quotes", "rules:\n" + lines(300, `  - {match: '`+strings.Repeat(`\a?`, 90)+"b', exec: true}\n"), all{many(3000, "files/"+long+"#", "x")}},
		{"private files", "rules: [{match: '**', private: true}]\n", all{many(19_000, "files/"+long+"#", "x")}},
		{"private files and a large .gitignore", private, all{many(15_000, "files/p#", "x"), {"files/.gitignore": strings.Repeat("a\n", 4<<20)}}},
		{"private files and exceptions", private, all{many(15_000, "files/p#", "x"), {"files/.gitignore": strings.Repeat("!\n", 4<<20)}}},

		// folders and names
		{"names that differ by case", "", all{many(9000, "files/a#", "x"), many(9000, "files/A#", "x")}},
		{"files that are folders", "", all{many(1000, "files/a#/b", "x"), many(9000, "files/{{ print `a#` }}", "x")}},
		{"links that leave", "", all{many(18_000, "files/l#", "-> ../../../x")}},
		{"links to one", "", all{many(18_000, "files/l#", "-> l1")}},
		{"a chain of links", "", all{chain}},
		{"names that climb", "", all{many(18_000, "files/{{ print `..` }}/a#", "x")}},
		{"names that are templates", "", all{many(18_000, "files/{{ .name | upper | lower }}#", "x")}},
		{"folders", "", all{many(200, "files/"+strings.Repeat("#/", 95)+"f", "x")}},
		{"long folders", "", all{many(400, "files/"+deep+"#", "x")}},

		// templates
		{"unknown names", "", all{many(18_000, "files/f#.tmpl", "{{ .nope }}")}},
		{"long messages", "", all{many(3000, "files/f#.tmpl", `{{ fail (repeat 4000000 "x") }}`)}},
		{"long lines", "", all{many(60, "files/f#.tmpl", strings.Repeat("x", 1_000_000)+"{{ .nope }}")}},
		{"files that do not parse", "", all{many(18_000, "files/f#.tmpl", "{{ if }}")}},
		{"many actions that do not parse", "", all{many(500, "files/f#.tmpl", strings.Repeat("{{ 1 }}", 9000)+"{{ x y z 1++ }}")}},
		{"unknown partials", "", all{many(18_000, "files/f#.tmpl", `{{ template "averyveryverylongname" }}`)}},
		{"unknown among many partials", "", all{many(5000, "partials/averyveryverylongnam#.tmpl", "x"), many(9000, "files/f#.tmpl", `{{ template "averyveryverylongnama" }}`)}},
		{"definitions", "", all{many(2000, "files/f#.tmpl", lines(60, `{{ define "d#" }}{{ end }}`))}},
		{"definitions and partials", "", all{many(2000, "partials/p#.tmpl", "x"), many(2000, "files/f#.tmpl", `{{ define "d" }}{{ end }}`)}},
		{"a large partial", "", all{{"partials/p.tmpl": actions}, many(50, "files/f#.tmpl", `{{ template "p" . }}`)}},
		{"large partials", "", all{many(50, "partials/p#.tmpl", actions)}},
		{"many actions", "", all{many(60, "files/f#.tmpl", actions)}},
		{"much text", "", all{many(60, "files/f#.tmpl", big+"{{ .name }}")}},
		{"much output", "", all{many(20, "files/f#.tmpl", `{{ range until 8 }}{{ repeat 1000000 "x" }}{{ end }}`)}},
		{"large values", "", all{many(200, "files/f#.tmpl", `{{ $a := repeat 4000000 "x" }}{{ $b := repeat 4000000 "x" }}{{ $c := repeat 4000000 "x" }}{{ $d := repeat 3000000 "x" }}`)}},
		{"large values and output", "", all{many(200, "files/f#.tmpl", `{{ $a := repeat 4000000 "x" }}{{ $b := repeat 4000000 "x" }}{{ $c := repeat 4000000 "x" }}{{ $a }}{{ $b }}`)}},
		{"long lists", "", all{many(200, "files/f#.tmpl", "{{ $a := until 250000 }}{{ $b := until 250000 }}{{ $c := list 1 }}{{ range until 15 }}{{ $c = concat $c $c }}{{ end }}")}},
	}
}

// TestShapes loads, lints, resolves and renders every shape within the limits.
func TestShapes(t *testing.T) {
	if !longTests() {
		t.Skip("long: set SCAFFOLD_TESTS=long")
	}
	asInTheProgram(t)
	for _, s := range shapes() {
		t.Run(s.name, func(t *testing.T) {
			fsys := s.fs()
			var b *blueprint.Blueprint
			var a blueprint.Answers
			var report []string
			stage := func(what string, work func(ctx context.Context) error) (err error) {
				took, memory := measured(t, func(ctx context.Context) { err = work(ctx) })
				report = append(report, fmt.Sprintf("%s %v %d MiB", what, took.Round(time.Millisecond), memory>>20))
				if took > 2*mostCPU || memory > mostMemory {
					t.Errorf("%s: %v, %d MiB: %.200v", what, took, memory>>20, err)
				}
				return err
			}
			err := stage("load", func(ctx context.Context) (err error) { b, err = blueprint.Load(ctx, fsys, "bp"); return err })
			if err == nil {
				_ = stage("lint", func(ctx context.Context) error {
					_, err := render.Idle(ctx, b)
					return errors.Join(render.Lint(ctx, b), err)
				})
				err = stage("resolve", func(ctx context.Context) (err error) {
					a, err = blueprint.Resolve(b, blueprint.Input{Name: "shop", Year: 2026}, render.NewEvaluator(ctx, b))
					return err
				})
			}
			if err == nil {
				err = stage("render", func(ctx context.Context) error { _, err := render.Render(ctx, b, a); return err })
			}
			t.Logf("%s: %.120q", strings.Join(report, ", "), fmt.Sprint(err))
		})
	}
}
