package blueprint

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func TestLoadRefusesFolders(t *testing.T) {
	for _, c := range []struct {
		name string
		fsys fstest.MapFS
		want string
	}{
		{"no manifest", fstest.MapFS{"files/a": {}}, "bp blueprint.yaml"},
		{"empty manifest", folder(""), "bp/blueprint.yaml:1 empty"},
		{"manifest of comments", folder("# nothing\n"), "bp/blueprint.yaml:1 empty"},
		{"null manifest", folder("---\n"), "bp/blueprint.yaml:1 empty"},
		{"list", folder("- a\n"), "bp/blueprint.yaml:1:1 mapping & list"},
		{"text", folder("hello\n"), "bp/blueprint.yaml:1:1 mapping & text"},
		{"manifest is a folder", fstest.MapFS{"blueprint.yaml/a": {}}, "bp/blueprint.yaml regular"},
		{"manifest is a device", fstest.MapFS{Manifest: {Mode: fs.ModeDevice}}, "bp/blueprint.yaml regular"},
		{"large manifest", folder(head + "# " + strings.Repeat("x", MaxManifest)), "bp/blueprint.yaml 1024 KiB"},
		{"alias bomb", folder(head + bomb()), "bp/blueprint.yaml:4:10 20000"},
		{"no files/", fstest.MapFS{Manifest: {Data: []byte(head)}}, `bp/blueprint.yaml "files" & layers:`},
		{"no file", fstest.MapFS{Manifest: {Data: []byte(head)}, "files": {Mode: fs.ModeDir}}, "bp/blueprint.yaml no files"},
		{".git in a layer", folder(head, "files/a/.Git/config", "x"), "bp/files/a/.Git .git"},
		{".git file in a layer", folder(head, "files/.git", "x"), "bp/files/.git .git"},
		{".git as a template", folder(head, "files/.git.tmpl", "x"), "bp/files/.git.tmpl .git"},
		{"backslash", folder(head, `files/a\b`, "x"), `bp/files/a\b backslash`},
		{"partials is a file", folder(head, "partials", "x"), "bp/partials folder"},
		{"device", func() fstest.MapFS {
			f := folder(head)
			f["files/null"] = &fstest.MapFile{Mode: fs.ModeDevice | fs.ModeCharDevice}
			return f
		}(), "bp/files/null symbolic"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Load(t.Context(), c.fsys, "bp")
			expect(t, problemsOf(t, err), []string{c.want})
		})
	}
}

func TestLoadReadsEverything(t *testing.T) {
	manifest := `# A comment
name: service
version: 1.2.0
summary: A small web service
scaffold: ">=0.1"
questions:
  - name: language
    kind: choice
    prompt: Which language?
    help: One line
    choices:
      - go
      - {value: python, label: Python, help: Flask, when: 'true'}
      - 3.10
    default: go
  - {name: port, kind: int, default: 8000, min: 1, max: 65535}
  - name: features
    kind: choices
    singular: feature
    choices: [auth, {value: admin, requires: [auth]}]
    default: []
  - name: module
    default: 'example.com/{{ .name }}'
    pattern: '^[a-z./]+$'
    invalid: must look like a path
    reserved: [std]
    when: eq .language "go"
  - {name: go_version, default: 1.10}
  - {name: tls, kind: bool, default: yes}
  - {name: secret_key, kind: secret}
values:
  z: '{{ .name }}'
  a: plain
parts:
  app: {prompt: Apps, questions: [{name: title}]}
  job:
layers:
  - {dir: go/, when: eq .language "go", delims: ["[[", "]]"]}
  - {dir: ./parts/app, part: app, to: 'apps/{{ .part.name }}'}
rules:
  - {match: '**/x', policy: once, exec: true, private: false, when: 'true'}
moves:
  - {from: old/, to: new, since: 1.1.0}
renamed:
  - {from: db, to: database, since: 1.1.0}
  - {from: database, to: module, since: 1.2.0}
next: |
  cd {{ .path }}
commands:
  - {on: new, run: [go, mod, tidy], when: 'true'}
`
	fsys := fstest.MapFS{
		Manifest:             {Data: []byte(manifest)},
		"go/b.txt":           {Data: []byte("b"), Mode: 0o444},
		"go/b/run.sh":        {Data: []byte("sh"), Mode: 0o755},
		"go/b/link":          {Data: []byte("../b.txt"), Mode: fs.ModeSymlink | 0o777},
		"parts/app/{{ x }}":  {Data: []byte("p")},
		"partials/h.tmpl":    {Data: []byte("h")},
		"partials/d/i.tmpl":  {Data: []byte("i")},
		"partials/README.md": {Data: []byte("not a template")},
		"tests/a.yaml":       {Data: []byte("x: y")},
		".git/HEAD":          {Data: []byte("ref")},
	}
	b, err := Load(t.Context(), fsys, "./bp/")
	if err != nil {
		t.Fatal(err)
	}
	once, yes, no, one, most := tree.Once, true, false, 1, 65535
	want := &Blueprint{
		Label: "./bp/", Name: "service", Version: "1.2.0", Summary: "A small web service", Scaffold: ">=0.1",
		Questions: []Question{
			{
				Name: "language", Kind: One, Prompt: "Which language?", Help: "One line", Line: 7, Column: 5,
				Choices: []Choice{
					{Value: "go", Label: "go", Line: 12, Column: 9},
					{Value: "python", Label: "Python", Help: "Flask", When: Text{Text: "true", Line: 13, Column: 60}, Line: 13, Column: 9},
					{Value: "3.10", Label: "3.10", Line: 14, Column: 9},
				},
				Default: &Default{Value: "go"},
			},
			{Name: "port", Kind: Int, Prompt: "Port", Default: &Default{Value: 8000}, Min: &one, Max: &most, Line: 16, Column: 5},
			{
				Name: "features", Kind: Many, Prompt: "Features", Singular: "feature", Line: 17, Column: 5,
				Choices: []Choice{
					{Value: "auth", Label: "auth", Line: 20, Column: 15},
					{Value: "admin", Label: "admin", Requires: []string{"auth"}, Line: 20, Column: 21},
				},
				Default: &Default{Value: []string{}},
			},
			{
				Name: "module", Kind: String, Prompt: "Module", Pattern: "^[a-z./]+$", Invalid: "must look like a path",
				Reserved: Reserved{Names: []string{"std"}}, When: Text{Text: `eq .language "go"`, Line: 27, Column: 11}, Line: 22, Column: 5,
				Default: &Default{Template: Text{Text: "example.com/{{ .name }}", Line: 23, Column: 15}},
			},
			{Name: "go_version", Kind: String, Prompt: "Go version", Default: &Default{Value: "1.10"}, Line: 28, Column: 5},
			{Name: "tls", Kind: Bool, Prompt: "Tls", Default: &Default{Value: true}, Line: 29, Column: 5},
			{Name: "secret_key", Kind: Secret, Prompt: "Secret key", Line: 30, Column: 5},
		},
		Values: []Value{
			{Name: "z", Text: Text{Text: "{{ .name }}", Line: 32, Column: 7}},
			{Name: "a", Text: Text{Text: "plain", Line: 33, Column: 6}},
		},
		Parts: []Part{
			{
				Kind: "app", Prompt: "Apps", Pattern: partPattern, Invalid: partInvalid,
				Questions: []Question{{Name: "title", Kind: String, Prompt: "Title", Line: 35, Column: 35}},
			},
			{Kind: "job", Prompt: "Job", Pattern: partPattern, Invalid: partInvalid},
		},
		Layers: []Layer{
			{
				Dir: "go", When: Text{Text: `eq .language "go"`, Line: 38, Column: 22}, Delims: [2]string{"[[", "]]"},
				Line: 38, Column: 5,
				Files: []Source{
					{Path: "b.txt", Full: "go/b.txt", Mode: tree.Regular, Data: []byte("b")},
					{Path: "b/link", Full: "go/b/link", Mode: tree.Symlink, Data: []byte("../b.txt")},
					{Path: "b/run.sh", Full: "go/b/run.sh", Mode: tree.Executable, Data: []byte("sh")},
				},
			},
			{
				Dir: "parts/app", Delims: [2]string{"{{", "}}"}, Part: "app", Line: 39, Column: 5,
				To:    Text{Text: "apps/{{ .part.name }}", Line: 39, Column: 40},
				Files: []Source{{Path: "{{ x }}", Full: "parts/app/{{ x }}", Mode: tree.Regular, Data: []byte("p")}},
			},
		},
		Rules: []Rule{{
			Match: "**/x", Exec: &yes, Policy: &once, Private: &no, When: Text{Text: "true", Line: 41, Column: 70},
			Line: 41, Column: 5,
		}},
		Moves: []Move{{From: "old", To: "new", Since: "1.1.0"}},
		Renamed: []Rename{
			{From: "db", To: "database", Since: "1.1.0"}, {From: "database", To: "module", Since: "1.2.0"},
		},
		Next: Text{Text: "cd {{ .path }}\n", Line: 48, Column: 3, Block: true},
		Commands: []Command{{
			On: "new", Run: []string{"go", "mod", "tidy"}, When: Text{Text: "true", Line: 50, Column: 44}, Line: 50, Column: 5,
		}},
		Partials: []Source{
			{Path: "d/i.tmpl", Full: "partials/d/i.tmpl", Mode: tree.Regular, Data: []byte("i")},
			{Path: "h.tmpl", Full: "partials/h.tmpl", Mode: tree.Regular, Data: []byte("h")},
		},
		Digest: b.Digest, Source: []byte(manifest),
	}
	if diff := cmp.Diff(want, b, cmpopts.IgnoreUnexported(Rule{}, Blueprint{})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestSupports(t *testing.T) {
	for _, c := range []struct {
		constraint, engine string
		want               bool
	}{
		{"", "0.1.0", true},
		{`scaffold: ">=0.1"`, "0.1.0", true},
		{`scaffold: ">=0.1"`, "v0.2.0", true},
		{`scaffold: ">=0.1"`, "0.2.0-rc.1", true},
		{`scaffold: ">=0.1"`, "(devel)", true},
		{`scaffold: ">=0.2"`, "0.1.0", false},
		{`scaffold: ">=0.1, <1"`, "1.0.0", false},
	} {
		b, err := Load(t.Context(), folder(head+c.constraint+"\n"), "bp")
		if err != nil {
			t.Fatal(err)
		}
		err = b.Supports(c.engine)
		if c.want {
			expect(t, problemsOf(t, err), nil)
		} else {
			expect(t, problemsOf(t, err), []string{"bp/blueprint.yaml:3:12 " + b.Scaffold + " & " + c.engine})
		}
	}
}
