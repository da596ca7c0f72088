package plaintext

import (
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	for _, tt := range []struct {
		name               string
		text               string // lines as words; < | = > are markers
		ours, base, theirs string // "" of base: not known
		ok                 bool
		at                 int // the line at which Conflict finds it
	}{
		{"none", "a b ", "", "", "", false, 0},
		{"one", "a < b = c > d ", "a b d ", "", "a c d ", true, 2},
		{"with base", "a < b | x = c > d ", "a b d ", "a x d ", "a c d ", true, 2},
		{"base in one of two", "< b | x = c > < e = f > ", "b e ", "", "c f ", true, 1},
		{"empty sides", "< = > ", "", "", "", true, 1},
		{"no end", "a < b = c ", "", "", "", false, 0},
		{"no middle", "a < b > ", "", "", "", false, 0},
		{"a heading", "a = b ", "", "", "", false, 0},
		{"a heading in theirs", "< a = b = c > ", "a ", "", "b = c ", true, 1},
		{"an end without a start", "a > b ", "", "", "", false, 0},
	} {
		signs := map[string]string{"<": "<<<<<<< HEAD", "|": "||||||| 1234567", "=": "=======", ">": ">>>>>>> topic"}
		for _, end := range []string{"\n", "\r\n"} {
			spell := func(s string) string {
				var b strings.Builder
				for _, word := range strings.Fields(s) {
					if sign := signs[word]; sign != "" {
						word = sign
					}
					b.WriteString(word + end)
				}
				return b.String()
			}
			text := []byte(spell(tt.text))
			s, ok := Split(text)
			if ok != tt.ok || Conflict(text) != tt.at {
				t.Errorf("%s: %v, in line %d", tt.name, ok, Conflict(text))
			}
			if !ok {
				continue
			}
			base := ""
			if s.Base != nil {
				base = string(s.Base.Text())
			}
			if string(s.Ours.Text()) != spell(tt.ours) || base != spell(tt.base) || string(s.Theirs.Text()) != spell(tt.theirs) {
				t.Errorf("%s: got %q, %q, %q", tt.name, string(s.Ours.Text()), base, string(s.Theirs.Text()))
			}
		}
	}
}
