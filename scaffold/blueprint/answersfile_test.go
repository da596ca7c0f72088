package blueprint

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
)

func TestParseAnswersRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "a.yaml:1 empty"},
		{"comments", "# a\n", "a.yaml:1 empty"},
		{"not YAML", "a: [1\nb: }\n", "a.yaml:2:2 ']'"},
		{"not JSON", `{"a": 1,, "b": 2}`, "a.yaml:1:9 YAML"},
		{"binary", "\x7fELF\x02", "a.yaml:1:1 U+007F"},
		{"text", "just words\n", "a.yaml:1:1 mapping & text"},
		{"list", "[a, b]\n", "a.yaml:1:1 mapping & list"},
		{"key twice", "a: 1\nb: 2\na: 3\n", `a.yaml:3:1 "a" & line 1`},
		{"key is a list", "? [a]\n: b\n", "a.yaml:1:3 key"},
		{"layout is a list", "layout: [full]\n", `a.yaml:1:9 "layout" & list`},
		{"blueprint is empty", "blueprint:\n", `a.yaml:1:11 "blueprint" & empty`},
		{"too large", "a: " + strings.Repeat("x", MaxManifest), "a.yaml 1024 KiB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseAnswers([]byte(c.text), "a.yaml")
			expect(t, problemsOf(t, err), []string{c.want})
		})
	}
}

func TestParseAnswersReadsUTF16(t *testing.T) {
	const text = "layout: full\r\nlanguage: 語😀\r\n"
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		for _, mark := range []string{"", "\ufeff"} {
			var data []byte
			for _, unit := range utf16.Encode([]rune(mark + text)) {
				data = order.AppendUint16(data, unit)
			}
			f, err := ParseAnswers(data, "a.yaml")
			if err != nil || f.Layout != "full" || document.Find(f.root, "language").Value != "語😀" {
				t.Errorf("%v, mark %q: got %+v, %v", order, mark, f, err)
			}
			if _, err := ParseAnswers(data[:len(data)-1], "a.yaml"); err == nil {
				t.Errorf("%v, mark %q: half a character passes", order, mark)
			}
		}
	}
	if f, err := ParseAnswers([]byte("\ufeff"+text), "a.yaml"); err != nil || f.Layout != "full" {
		t.Errorf("UTF-8 with a byte order mark: got %+v, %v", f, err)
	}
}

func TestParseAnswersNamesTheBlueprint(t *testing.T) {
	for text, want := range map[string][2]string{
		"layout: full\nlanguage: go\n":    {"full", ""},
		"{\"blueprint\": \"../service\"}": {"", "../service"},
		"language: go\n":                  {"", ""},
	} {
		f, err := ParseAnswers([]byte(text), "a.yaml")
		if err != nil || f.Layout != want[0] || f.Blueprint != want[1] {
			t.Errorf("%q: got %+v, %v", text, f, err)
		}
	}
}

// A blueprint can have a question that is called like a pseudo key.
func TestLayoutCanBeAQuestion(t *testing.T) {
	b := loaded(t, head+"questions:\n  - {name: layout, kind: choice, choices: [wide, narrow]}\n")
	a, err := Resolve(b, withFile(t, set(), "layout: narrow\n"), evaluator{})
	if err != nil || a.Values["layout"] != "narrow" {
		t.Errorf("got %v, %v", a.Values, err)
	}
}

func FuzzParseAnswers(f *testing.F) {
	for _, seed := range []string{
		"", "a: b", "parts: {app: [a, {name: b, title: c}]}", "app: a, b", "app: [[a], {b: c}, ~]", "{\"a\": [1, 2]}", "app.a.title: x",
		"layout: x\nblueprint: y", "a: &a {b: *a}", "? {a: b}\n: c", "features: {a: b}", "app: {name: x}", "app: [{name: [x], 5: y}]",
	} {
		f.Add([]byte(seed))
	}
	b := loaded(f, service)
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := ParseAnswers(data, "a.yaml")
		for _, p := range problemsOf(t, err) {
			if p.File != "a.yaml" {
				t.Errorf("a problem without a place: %+v", p)
			}
		}
		if err != nil {
			return
		}
		in := set("language=go")
		in.File = file
		a, err := Resolve(b, in, evaluator{})
		if err == nil && a.Values["language"] == "" {
			t.Error("no language")
		}
		problemsOf(t, err)
	})
}

// TestParseAnswersShowsNoAnswer: nobody knows yet which answers are secret.
func TestParseAnswersShowsNoAnswer(t *testing.T) {
	for _, text := range []string{
		"key: \"hunter2\n", "key: *hunter2\n", "key: hunter2\nkey: hunter2\n", "port: 1\nkey: hunter2: x\n", "- key: hunter2\n", "hunter2\n",
		"{\"key\": \"hunter2\" \"port\": 1}", "key: @hunter2\n", "key: \"hunter2\\q\"\n", "key: hunter2\x01\n", "layout: [hunter2]\n", "? [a]\n: hunter2\n",
	} {
		_, err := ParseAnswers([]byte(text), "a.yaml")
		if said := fmt.Sprintf("%+v", problemsOf(t, err)); err == nil || strings.Contains(said, "hunter2") {
			t.Errorf("%q: %s", text, said)
		}
	}
}
