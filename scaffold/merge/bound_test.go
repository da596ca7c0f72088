package merge

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestHostileTextsAreBounded merges what is worst for a diff. Each takes about a second at most; the bounds only tell
// linear from quadratic, which would be minutes and gigabytes.
func TestHostileTextsAreBounded(t *testing.T) {
	const lines = 100_000
	r := rand.New(rand.NewPCG(1, 1))
	cycle := func(words ...string) []string {
		out := make([]string, lines)
		for i := range out {
			out[i] = words[i%len(words)] + "\n"
		}
		return out
	}
	shuffled := func(from []string) []string {
		out := slices.Clone(from)
		r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
		return out
	}
	reversed := func(from []string) []string { out := slices.Clone(from); slices.Reverse(out); return out }
	own := distinct(lines)
	for _, tt := range []struct {
		name               string
		base, ours, theirs []string
	}{
		{"all lines equal, of other lengths", cycle("x"), cycle("x")[:lines/2], cycle("x")[:lines/3]},
		{"all lines equal, holes in them", cycle("x"), cycle("x", "x", "x", "a"), cycle("x", "x", "b")},
		{"periods that nearly fit", cycle("a", "b", "c"), cycle("a", "c", "b"), cycle("c", "b", "a", "a")},
		{"two lines at random", few(r, lines, 2), few(r, lines, 2), nil},
		{"a thousand lines at random", shuffled(cycle(own[:1000]...)), shuffled(cycle(own[:1000]...)), nil},
		{"shuffled", own, shuffled(own), shuffled(own)},
		{"reversed", own, reversed(own), own[lines/2:]},
		{"halves swapped", own, slices.Concat(own[lines/2:], own[:lines/2]), shuffled(own)},
		{"one line each way", []string{strings.Repeat("x", 1<<20)}, own, cycle("x")},
		{"blank lines among others", cycle("", "a", "", "b"), cycle("", "", "c"), cycle("d", "", "e", "", "", "f")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := join3(tt.base, tt.ours, tt.theirs)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			Text(c.base, c.ours, c.theirs, Options{})
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%v, %d MiB", took.Round(time.Millisecond), allocated)
			if took > 20*time.Second || allocated > 500 {
				t.Errorf("took %v and %d MiB", took, allocated)
			}
		})
	}
}
