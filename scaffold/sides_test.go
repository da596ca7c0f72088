package scaffold

import (
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func TestSplitSides(t *testing.T) {
	for _, tt := range []struct {
		name               string
		text               string // lines as words; < | = > are markers
		ours, base, theirs string // "" of base: not known
		ok                 bool
		at                 int // the line at which conflictIn finds it
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
			s, ok := splitSides(text)
			if ok != tt.ok || conflictIn(text) != tt.at {
				t.Errorf("%s: %v, in line %d", tt.name, ok, conflictIn(text))
			}
			if !ok {
				continue
			}
			base := ""
			if s.base != nil {
				base = s.base.text.String()
			}
			if s.ours.text.String() != spell(tt.ours) || base != spell(tt.base) || s.theirs.text.String() != spell(tt.theirs) {
				t.Errorf("%s: got %q, %q, %q", tt.name, s.ours.text.String(), base, s.theirs.text.String())
			}
		}
	}
}

// FuzzRescue: whatever the lock holds, it is read or refused.
func FuzzRescue(f *testing.F) {
	head := "format: 1\nscaffold: x\nblueprint: {source: a, name: a, version: 1.0.0, digest: d}\nname: shop\nyear: 2026\n"
	f.Add(head + "files: []\n")
	f.Add(head + "answers:\n<<<<<<< a\n  x: 1\n  y: [a]\n||||||| c\n  x: 0\n=======\n  x: 2\n  y: [b]\n>>>>>>> b\nfiles:\n  - {path: a}\n")
	f.Add(head + "<<<<<<< a\nparts: {app: [{name: b, answers: {t: 1}}]}\n=======\nparts: {app: [{name: b, answers: {t: 2}}, {name: c}]}\n>>>>>>> b\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, _, err := Rescue(tree.Tree{lock.Path: {Data: []byte(text), Mode: tree.Regular}}, nil, "")
		if err != nil {
			return
		}
		if _, err := lock.Read(p.Lock.Marshal(lock.Dir), lock.Dir, p.called); err != nil {
			t.Errorf("what was rescued cannot be read: %v", err)
		}
		p.Locked()
	})
}
