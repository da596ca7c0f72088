package merge

import (
	"slices"
	"strings"
	"testing"
)

func TestScript(t *testing.T) {
	for _, tt := range []struct {
		a, b  string
		edits int // the lines that a shortest script deletes and inserts
	}{
		{"", "", 0},
		{"a", "a", 0},
		{"", "a", 1},
		{"a", "", 1},
		{"a b c", "a b c", 0},
		{"a b c a b b a", "c b a b a c", 5}, // the example of the paper
		{"a b c d", "d a b c", 2},
		{"a b c", "x y z", 6},
		{"a a a", "a a", 1},
		{"a b", "a x b", 1},
		{"a b c d e f g", "a x c d y z g", 6},
		{"w1 w2 w3 k", "k", 3},
	} {
		edits := 0
		for _, r := range checkScript(t, strings.Fields(tt.a), strings.Fields(tt.b)) {
			edits += r.A1 - r.A0 + r.B1 - r.B0
		}
		if edits != tt.edits {
			t.Errorf("%q to %q: %d edits, want %d", tt.a, tt.b, edits, tt.edits)
		}
	}
}

func TestScriptIsBounded(t *testing.T) {
	var a, b []string
	for i := range 20_000 {
		a, b = append(a, strings.Repeat("a", i%50)), append(b, strings.Repeat("b", i%49+1))
	}
	checkScript(t, a, b)
}

func FuzzScript(f *testing.F) {
	f.Add("abcabba", "cbabac")
	f.Add("aaaaaaab", "baaaaaaa")
	f.Add("xaxbxcx", "axbxcxd")
	f.Fuzz(func(t *testing.T, a, b string) {
		checkScript(t, strings.Split(a, ""), strings.Split(b, ""))
	})
}

// checkScript wants a script that makes b of a, in order, of runs that do not touch.
func checkScript(t *testing.T, a, b []string) []Edit {
	t.Helper()
	runs := Script(a, b)
	var made []string
	at, inB := 0, 0
	for i, r := range runs {
		if r.A0 < at || i > 0 && r.A0 == at || r.A1 < r.A0 || r.B1 < r.B0 || r.A0-at != r.B0-inB {
			t.Fatalf("%q to %q: %v", a, b, runs)
		}
		made = append(append(made, a[at:r.A0]...), b[r.B0:r.B1]...)
		at, inB = r.A1, r.B1
	}
	if made = append(made, a[at:]...); !slices.Equal(made, b) {
		t.Fatalf("%q to %q: %v makes %q", a, b, runs, made)
	}
	return runs
}
