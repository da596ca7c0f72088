package format

import (
	"errors"
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for name, want := range map[string]Format{
		"package.json": JSON, "a/b.JSON": JSON, "pyproject.toml": TOML, "uv.lock": TOML, ".github/workflows/ci.yml": YAML,
		"icon.svg": XML, "main.go": Go, "sub/go.mod": GoMod, "go.work": GoWork, "go.sum": None, "README.md": None, "": None,
		"settings.py": None, "Pipfile.lock": JSON,
	} {
		if got := Of(name); got != want {
			t.Errorf("Of(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		name string
		f    Format
		data string
		want string // part of the error; "" is none
	}{
		{"JSON", JSON, `{"a": {"a": 1}, "b": ["a", "a", {"a": 1}, {"a": 2}], "c": "a"}`, ""},
		{"JSON with a byte order mark", JSON, "\ufeff{}", ""},
		{"JSON: a scalar", JSON, `"a"`, ""},
		{"JSON: duplicate key", JSON, "{\n\"a\": 1,\n\"a\": 2}", `line 3: duplicate key "a"`},
		{"JSON: duplicate key after a nested value", JSON, `{"a": {"x": [1, 2]}, "b": 1, "a": 2}`, `duplicate key "a"`},
		{"JSON: duplicate key inside an array", JSON, `[{"a": 1}, {"b": 1, "b": 2}]`, `duplicate key "b"`},
		{"JSON: missing comma", JSON, "{\n\"a\": 1\n\"b\": 2}", "line 3: "},
		{"JSON: trailing comma", JSON, "{\"a\": 1,\n}", "line 2: "},
		{"JSON: two values", JSON, "{} {}", "line 1: "},
		{"JSON: comments", JSON, "// hello\n{}", "line 1: "},
		{"TOML", TOML, "[a]\nx = 1\n[b]\nx = 1\n[[c]]\n[[c]]\n", ""},
		{"TOML: duplicate table", TOML, "[a]\nx = 1\n[b]\n[a]\ny = 1\n", "a"},
		{"TOML: duplicate key", TOML, "x = 1\ny = 1\nx = 2\n", "x"},
		{"TOML: not closed", TOML, "x = [\n1,\n", "line "},
		{"YAML", YAML, "a: 1\nb:\n  a: 1\n---\na: 2\n", ""},
		{"YAML: empty", YAML, "# nothing\n", ""},
		{"YAML: keys of two types", YAML, "1: a\n\"1\": b\n", ""},
		{"YAML: duplicate key", YAML, "a: 1\nb: 2\na: 3\n", `line 3: duplicate key "a"`},
		{"YAML: duplicate key in a second document", YAML, "a: 1\n---\nl: [{b: 1, b: 2}]\n", `line 3: duplicate key "b"`},
		{"YAML: indentation", YAML, "a:\n  b: 1\n c: 2\n", "line "},
		{"YAML: unknown anchor", YAML, "a: *x\n", "x"},
		{"XML", XML, `<?xml version="1.0"?><svg a="1" xmlns:x="u" x:a="2"><!-- --><g/></svg>` + "\n", ""},
		{"XML: not closed", XML, "<a>\n<b></a>", "line 2: "},
		{"XML: nothing", XML, "\n", "no root element"},
		{"XML: two roots", XML, "<a/>\n<b/>", "line 2: second root element <b>"},
		{"XML: duplicate attribute", XML, `<a x="1" x="2"/>`, `duplicate attribute "x"`},
		{"XML: text outside", XML, "<a/>\nhello", "text outside"},
		{"Go", Go, "package a\n\nimport \"fmt\"\n\nfunc f() { fmt.Println() }\n", ""},
		{"Go: redeclared", Go, "package a\n\nfunc f() {}\n\nfunc f() {}\n", "line 5: f redeclared"},
		{"Go: methods of two types", Go, "package a\n\ntype t int\ntype u int\n\nfunc (t) m() {}\nfunc (u) m() {}\n", ""},
		{"Go: two init functions", Go, "package a\n\nfunc init() {}\nfunc init() {}\n", ""},
		{"Go: imported twice", Go, "package a\n\nimport (\n\t\"fmt\"\n\t\"fmt\"\n)\n", `line 5: import "fmt" is repeated`},
		{"Go: not closed", Go, "package a\n\nfunc f() {\n", "line "},
		{"go.mod", GoMod, "module a\n\ngo 1.26\n\nrequire x.org/y v1.0.0 // indirect\n", ""},
		{"go.mod: required twice", GoMod, "module a\n\nrequire x.org/y v1.0.0\nrequire x.org/y v1.1.0\n", "line 4: x.org/y is required twice"},
		{"go.mod: replaced twice", GoMod, "module a\n\nreplace x.org/y => ../y\nreplace x.org/y => ../z\n", "line 4: "},
		{"go.mod: two go lines", GoMod, "module a\n\ngo 1.26\ngo 1.27\n", "line 4: repeated go statement"},
		{"go.mod: unknown directive", GoMod, "module a\n\nneed x.org/y v1.0.0\n", "line 3: unknown directive"},
		{"go.work", GoWork, "go 1.26\n\nuse ./a\n", ""},
		{"go.work: used twice", GoWork, "go 1.26\n\nuse ./a\nuse ./a\n", "line 4: ./a is used twice"},
		{"no format", None, "\x00{", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := Check(tt.f, []byte(tt.data))
			if tt.want == "" {
				if err != nil {
					t.Fatalf("unexpected error: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("error %v, want %q in one line", err, tt.want)
			}
		})
	}
}

// TestHostile checks that no content is parsed that could exhaust the stack or memory.
func TestHostile(t *testing.T) {
	for name, data := range map[string]string{
		"deep":           "x = " + strings.Repeat("[", 2000),
		"large":          strings.Repeat("#", maxSize+1),
		"deep, and even": strings.Repeat("{", 2000) + strings.Repeat("}", 2000),
	} {
		for _, f := range []Format{JSON, TOML, YAML, XML, Go, GoMod, GoWork} {
			if err := Check(f, []byte(data)); !errors.Is(err, ErrUnknown) {
				t.Errorf("%s as %v: error %v, want ErrUnknown", name, f, err)
			}
		}
	}
	bomb := "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"
	if err := Check(YAML, []byte(bomb)); err != nil {
		t.Errorf("aliases: %v", err)
	}
	for _, f := range []Format{JSON, TOML, YAML, XML, Go, GoMod, GoWork} {
		_ = Check(f, []byte(strings.Repeat("- ", 200_000)))
		_ = Check(f, []byte(strings.Repeat("a.", 200_000)+"a = 1"))
		_ = Check(f, []byte(strings.Repeat("<a>", 200_000)))
	}
}

func FuzzCheck(f *testing.F) {
	for kind := range GoWork + 1 {
		f.Add(uint8(kind), []byte("[a]\nx = 1\n"))
		f.Add(uint8(kind), []byte("{\"a\": [1, {\"b\": 2}]}"))
	}
	f.Fuzz(func(t *testing.T, kind uint8, data []byte) {
		err := Check(Format(kind%uint8(GoWork+1)), data)
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("an error of several lines: %q", err)
		}
	})
}
