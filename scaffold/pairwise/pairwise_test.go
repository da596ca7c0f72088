package pairwise_test

import (
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/pairwise"
)

// chosen returns a space of factors with so many levels each, in which only some combinations are allowed.
func chosen(deciding int, levels []int, allowed func(at []int) bool) pairwise.Space {
	return pairwise.Space{Levels: levels, Deciding: deciding, Choose: func(given []pairwise.Level) ([]int, bool) {
		at := make([]int, len(levels))
		for _, g := range given {
			at[g.Factor] = g.At
		}
		return at, allowed(at)
	}}
}

func all([]int) bool { return true }

func TestCover(t *testing.T) {
	for name, tt := range map[string]struct {
		space       pairwise.Space
		most, pairs int // combinations, pairs that are possible
	}{
		"nothing":        {chosen(0, nil, all), 1, 0},
		"one factor":     {chosen(0, []int{3}, all), 3, 0},
		"two factors":    {chosen(0, []int{2, 3}, all), 6, 6},
		"ten switches":   {chosen(0, []int{2, 2, 2, 2, 2, 2, 2, 2, 2, 2}, all), 12, 180},
		"many levels":    {chosen(0, []int{5, 4, 3, 2}, all), 26, 71},
		"one excludes":   {chosen(0, []int{2, 2, 2}, func(at []int) bool { return at[0] == 0 || at[1] == 0 }), 6, 11},
		"one requires":   {chosen(1, []int{3, 2, 2}, func(at []int) bool { return at[1] == 0 || at[0] == 2 }), 8, 14},
		"two decide":     {chosen(2, []int{2, 2, 2, 2}, func(at []int) bool { return (at[2] == 0 || at[0] == 1) && (at[3] == 0 || at[1] == 1) }), 8, 22},
		"two for one":    {chosen(2, []int{2, 2, 2}, func(at []int) bool { return at[2] == 0 || at[0] == 1 && at[1] == 1 }), 6, 10},
		"never":          {chosen(0, []int{2, 2, 2}, func(at []int) bool { return at[2] == 0 }), 4, 8},
		"nothing at all": {chosen(0, []int{2, 2}, func([]int) bool { return false }), 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			missing := map[pairwise.Pair]bool{}
			for _, p := range tt.space.Possible() {
				missing[p] = true
			}
			if len(missing) != tt.pairs {
				t.Errorf("%d pairs are possible, want %d", len(missing), tt.pairs)
			}
			cover := tt.space.Cover()
			if len(cover) > tt.most {
				t.Errorf("%d combinations, want at most %d: %v", len(cover), tt.most, cover)
			}
			single := map[pairwise.Level]bool{}
			for _, at := range cover {
				var given []pairwise.Level
				for i, l := range at {
					given = append(given, pairwise.Level{Factor: i, At: l})
					single[given[i]] = true
				}
				if _, ok := tt.space.Choose(given); !ok {
					t.Errorf("%v is not allowed", at)
				}
				for _, p := range pairwise.Pairs(at) {
					delete(missing, p)
				}
			}
			for p := range missing {
				t.Errorf("not covered: %v", p)
			}
			each := tt.space.Each()
			if len(each) > len(cover) {
				t.Errorf("each has %d combinations, and all pairs %d", len(each), len(cover))
			}
			for _, at := range each {
				for i, l := range at {
					delete(single, pairwise.Level{Factor: i, At: l})
				}
			}
			for l := range single {
				t.Errorf("in no combination of each: %v", l)
			}
		})
	}
}
