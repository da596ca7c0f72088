package blueprint

import (
	"strings"
	"testing"
)

// TestProblemAt marks the character that a problem should point at with ▼ in the text as a template sees it, and
// with its place in the file.
func TestProblemAt(t *testing.T) {
	for _, c := range []struct {
		name         string
		yaml         string // of the value of next:, after head
		text         string // the value; ▼ stands before the character
		line, column int
	}{
		{"plain", "next: one two\n", "one ▼two", 3, 11},
		{"plain, first", "next: one\n", "▼one", 3, 7},
		{"plain, end", "next: one\n", "one▼", 3, 10},
		{"plain, after wide characters", "next: é→ x\n", "é→ ▼x", 3, 10},
		{"plain, folded", "next: one\n  two\n", "one ▼two", 4, 3},
		{"plain, folded at a paragraph", "next: one\n\n  two\n", "one\n▼two", 5, 3},
		{"plain in the next line", "next:\n  one two\n", "one ▼two", 4, 7},
		{"single quotes", "next: 'one two'\n", "one ▼two", 3, 12},
		{"single quotes, a quote before", "next: 'it''s two'\n", "it's ▼two", 3, 14},
		{"single quotes, at the quote", "next: 'it''s'\n", "it▼'s", 3, 10},
		{"double quotes", `next: "one two"` + "\n", "one ▼two", 3, 12},
		{"double quotes, escapes", `next: "\"é\u00e9\t\\ two"` + "\n", "\"éé\t\\ ▼two", 3, 22},
		{"double quotes, a line end", `next: "one\n two"` + "\n", "one\n ▼two", 3, 14},
		{"double quotes, folded", "next: \"one  \n  two\"\n", "one ▼two", 4, 3},
		{"double quotes, escaped line end", "next: \"one\\\n  two\"\n", "one▼two", 4, 3},
		{"literal", "next: |\n  one\n  two\n", "one\n▼two\n", 5, 3},
		{"literal, inside", "next: |\n  one\n  two three\n", "one\ntwo ▼three\n", 5, 7},
		{"literal, indented more", "next: |\n  one\n    two\n", "one\n  ▼two\n", 5, 5},
		{"literal, in the indentation", "next: |\n  one\n    two\n", "one\n ▼ two\n", 5, 4},
		{"literal, blank lines", "next: |\n\n  one\n\n\n  two\n", "\none\n\n\n▼two\n", 8, 3},
		{"literal, first line indented", "next: |2\n    one\n  two\n", "  one\n▼two\n", 5, 3},
		{"literal, trailing space", "next: |\n  one  \n  two\n", "one  \n▼two\n", 5, 3},
		{"literal, at a line end", "next: |\n  one\n  two\n", "one▼\ntwo\n", 4, 6},
		{"literal, tabs", "next: |\n  one\n  \ttwo\n", "one\n\t▼two\n", 5, 4},
		{"literal, CRLF", "next: |\r\n  one\r\n  two\r\n", "one\n▼two\n", 5, 3},
		{"literal, stripped", "next: |-\n  one\n  two\n", "one\n▼two", 5, 3},
		{"folded", "next: >\n  one\n  two\n\n  three\n", "one ▼two\nthree\n", 5, 3},
		{"folded, after a paragraph", "next: >\n  one\n  two\n\n  three\n", "one two\n▼three\n", 7, 3},
		{"tag", "next: !!str 'one two'\n", "one ▼two", 3, 18},
		{"anchor", "next: &a one two\n", "one ▼two", 3, 14},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := Load(t.Context(), folder(head+c.yaml), "bp")
			if err != nil {
				t.Fatal(err)
			}
			offset := strings.Index(c.text, "▼")
			if text := strings.Replace(c.text, "▼", "", 1); b.Next.Text != text {
				t.Fatalf("the table is wrong: the value is %q", b.Next.Text)
			}
			p := b.ProblemAt(b.Next, offset, "m", "h")
			if p.Line != c.line || p.Column != c.column {
				t.Errorf("got %d:%d, want %d:%d\n%s", p.Line, p.Column, c.line, c.column, p.Snippet())
			}
			if p.File != "bp/blueprint.yaml" || p.Message != "m" || len(p.Hints) != 1 || p.Source == "" {
				t.Errorf("got %+v", p)
			}
		})
	}
}

// A place that is not in the text, such as one of an escaped script, ends at the text and never outside of the file.
func TestProblemAtOffTheText(t *testing.T) {
	b, err := Load(t.Context(), folder(head+"next: one\n"), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text   Text
		offset int
		want   string
	}{
		{b.Next, -1, "blueprint.yaml:3:7: m"},
		{b.Next, 99, "blueprint.yaml:3:10: m"},
		{Text{Text: "other", Line: 3, Column: 7}, 4, "blueprint.yaml:3:7: m"},
		{Text{Line: 2, Column: 1}, 0, "blueprint.yaml:2:1: m"},
		{Text{}, 0, "blueprint.yaml: m"},
		{Text{Text: "a\nb", Line: 99, Column: 7, Block: true}, 2, "blueprint.yaml:99:7: m"},
	} {
		if got := b.ProblemAt(c.text, c.offset, "m").Error(); got != c.want {
			t.Errorf("%+v at %d: got %s, want %s", c.text, c.offset, got, c.want)
		}
	}
}

func TestProblemIn(t *testing.T) {
	b := &Blueprint{Label: "micro"}
	s := Source{Full: "go/main.go.tmpl", Data: []byte("a\r\nb {{ x }}\nc")}
	p := b.ProblemIn(s, 2, 6, "m", "h")
	if p.Error() != "micro/go/main.go.tmpl:2:6: m" || p.Source != "b {{ x }}" || p.Hints[0] != "h" {
		t.Errorf("got %+v", p)
	}
	if p := b.ProblemIn(s, 1, 1, "m"); p.Source != "a" {
		t.Errorf("the line end is in the snippet: %q", p.Source)
	}
	for _, line := range []int{0, 4} {
		if p := b.ProblemIn(s, line, 0, "m"); p.Source != "" {
			t.Errorf("line %d shows %q", line, p.Source)
		}
	}
}
