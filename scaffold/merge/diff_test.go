package merge

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// FuzzDiff: the edits of a diff, carried out, make the second text of the first, and no two of them touch.
func FuzzDiff(f *testing.F) {
	for _, seed := range [][2]string{
		{"", ""},
		{"", "abc"},
		{"abc", ""},
		{"abc", "abc"},
		{"abcabba", "cbabac"},
		{"aab", "ab"},
		{"xyxyxy", "yxyxyx"},
		{"1234567x890123", "abxxxxxxxxcd"},
	} {
		f.Add([]byte(seed[0]), []byte(seed[1]))
	}
	f.Fuzz(func(t *testing.T, x, y []byte) {
		a, b := idsOf(x), idsOf(y)
		script := (&differ{count: make([]int, 256)}).diff(a, b)
		if got := carryOut(script, a, b); !slices.Equal(got, b) {
			t.Errorf("%v makes %v of %v, want %v", script, got, a, b)
		}
		for i := 1; i < len(script); i++ {
			if script[i].a0 <= script[i-1].a1 || script[i].b0 <= script[i-1].b1 {
				t.Errorf("%v and %v touch", script[i-1], script[i])
			}
		}
		if max(len(a), len(b)) < 8 && len(a)+growth(script)-added(script) != longestCommon(a, b) {
			t.Errorf("%v keeps %d of %v and %v, could keep %d", script, len(b)-added(script), a, b, longestCommon(a, b))
		}
	})
}

// TestSearchFindsAShortestScript holds the search against dynamic programming, on its own: diff may leave noise out.
func TestSearchFindsAShortestScript(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		a, b := random(r, r.IntN(60), 1+r.IntN(20)), random(r, r.IntN(60), 1+r.IntN(20))
		aGone, bGone := make([]bool, len(a)), make([]bool, len(b))
		m := newMyers(candidates{a, upTo(len(a))}, candidates{b, upTo(len(b))}, aGone, bGone)
		m.solve(box{0, len(a), 0, len(b)})
		script := edits(aGone, bGone)
		if got := carryOut(script, a, b); !slices.Equal(got, b) {
			t.Fatalf("%v makes %v of %v, want %v", script, got, a, b)
		}
		if got, want := len(b)-added(script), longestCommon(a, b); got != want {
			t.Fatalf("%v keeps %d lines of %v and %v, could keep %d", script, got, a, b, want)
		}
	}
}

func idsOf(x []byte) []int {
	ids := make([]int, len(x))
	for i, c := range x {
		ids[i] = int(c)
	}
	return ids
}

func random(r *rand.Rand, n, k int) []int {
	ids := make([]int, n)
	for i := range ids {
		ids[i] = r.IntN(k)
	}
	return ids
}

func upTo(n int) []int {
	at := make([]int, n)
	for i := range at {
		at[i] = i
	}
	return at
}

func carryOut(script []edit, a, b []int) []int {
	var out []int
	next := 0
	for _, e := range script {
		out = append(append(out, a[next:e.a0]...), b[e.b0:e.b1]...)
		next = e.a1
	}
	return append(out, a[next:]...)
}

func added(script []edit) int {
	n := 0
	for _, e := range script {
		n += e.b1 - e.b0
	}
	return n
}

// longestCommon returns the length of the longest common subsequence, the slow and obvious way.
func longestCommon(a, b []int) int {
	last := make([]int, len(b)+1)
	for _, x := range a {
		row := make([]int, len(b)+1)
		for j, y := range b {
			if row[j+1] = max(row[j], last[j+1]); x == y {
				row[j+1] = last[j] + 1
			}
		}
		last = row
	}
	return last[len(b)]
}
