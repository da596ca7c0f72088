// Package pairwise finds few combinations of choices that hold every pair of them: most faults need no more than two
// choices to show (Kuhn, Wallace, Gallo, "Software Fault Interactions and Implications for Software Testing", 2004).
package pairwise

import "slices"

// Level is one way to choose a factor, both by their numbers.
type Level struct{ Factor, At int }

// Pair is two factors, each at a level.
type Pair [2]Level

// Space is what can be chosen.
type Space struct {
	Levels   []int // how many each factor has
	Deciding int   // how many of the first factors decide which levels of others there are

	// Choose returns a level for each factor, with some at given levels and the rest at their defaults; ok is false where
	// the given ones do not go together.
	Choose func(given []Level) (at []int, ok bool)
}

// Cover returns combinations such that any two levels that can go together do so in at least one. The defaults are the
// first, as many factors as possible at their last level the second.
func (s Space) Cover() [][]int { return s.cover(false) }

// Each returns fewer combinations: every level that is possible is in at least one.
func (s Space) Each() [][]int { return s.cover(true) }

func (s Space) cover(each bool) [][]int {
	missing, seen := map[Pair]bool{}, map[Level]bool{}
	possible := s.Possible()
	for _, p := range possible {
		missing[p] = true
	}
	var all [][]int
	take := func(at []int) {
		for _, l := range levelsOf(at) {
			seen[l] = true
		}
		for _, p := range Pairs(at) {
			delete(missing, p)
		}
		all = append(all, at)
	}
	least, ok := s.Choose(nil)
	if ok {
		take(least)
	}
	var most []Level
	for i, n := range s.Levels {
		with := append(slices.Clone(most), Level{i, n - 1})
		if _, ok := s.Choose(with); ok {
			most = with
		}
	}
	if at, ok := s.Choose(most); ok && !slices.Equal(at, least) {
		take(at)
	}
	for _, p := range possible {
		if missing[p] && (!each || !seen[p[0]] || !seen[p[1]]) {
			if at, ok := s.extend(p[:], missing); ok {
				take(at)
			}
		}
	}
	for i, n := range s.Levels { // where there is nothing to pair a level with
		for l := range n {
			if seen[Level{i, l}] {
				continue
			}
			if at, ok := s.extend([]Level{{i, l}}, missing); ok {
				take(at)
			}
		}
	}
	return all
}

// Possible returns every pair that some combination has. With only one factor there is none.
func (s Space) Possible() []Pair {
	var all []Pair
	for i, n := range s.Levels {
		for j := i + 1; j < len(s.Levels); j++ {
			for a := range n {
				for b := range s.Levels[j] {
					p := Pair{{i, a}, {j, b}}
					if _, _, ok := s.begin(p[:]); ok {
						all = append(all, p)
					}
				}
			}
		}
	}
	return all
}

// Pairs returns the pairs of a combination.
func Pairs(at []int) []Pair {
	var all []Pair
	levels := levelsOf(at)
	for i, a := range levels {
		for _, b := range levels[i+1:] {
			all = append(all, Pair{a, b})
		}
	}
	return all
}

func levelsOf(at []int) []Level {
	levels := make([]Level, len(at))
	for i, l := range at {
		levels[i] = Level{i, l}
	}
	return levels
}

// begin returns a combination with some levels, and what had to be given for it. What one of them is not offered without
// may be the level of another factor, or those of several deciding ones.
func (s Space) begin(given []Level) (at []int, all []Level, ok bool) {
	if at, ok = s.Choose(given); ok {
		return at, given, true
	}
	if at, all, ok = s.search(given, 0, len(s.Levels), 1); ok {
		return at, all, true
	}
	const most = 3 // deciding factors for one combination
	return s.search(given, 0, s.Deciding, most)
}

// search is begin with up to a number of further levels, of the factors from first to last. The defaults need no search.
func (s Space) search(given []Level, first, last, depth int) (at []int, all []Level, ok bool) {
	for i := first; i < last && depth > 0; i++ {
		if has(given, i) {
			continue
		}
		for l := 1; l < s.Levels[i]; l++ {
			all = append(slices.Clone(given), Level{i, l})
			if at, ok = s.Choose(all); !ok {
				at, all, ok = s.search(all, i+1, last, depth-1)
			}
			if ok {
				return at, all, true
			}
		}
	}
	return nil, nil, false
}

func has(given []Level, factor int) bool {
	return slices.ContainsFunc(given, func(g Level) bool { return g.Factor == factor })
}

// extend completes some levels to a whole combination that has many of the pairs that are still missing; ok is false
// where the given levels cannot go together. A factor that is not given is tried at every level, in order: greedy, as in
// D. M. Cohen et al., "The AETG System: An Approach to Testing Based on Combinatorial Design", 1997.
func (s Space) extend(given []Level, missing map[Pair]bool) ([]int, bool) {
	best, given, ok := s.begin(slices.Clone(given))
	if !ok {
		return nil, false
	}
	count := func(at []int) int {
		n := 0
		for _, p := range Pairs(at) {
			if missing[p] {
				n++
			}
		}
		return n
	}
	for i, n := range s.Levels {
		if has(given, i) || len(missing) == 0 {
			continue
		}
		kept := best[i]
		for at := range n {
			more, found := s.Choose(append(slices.Clone(given), Level{i, at}))
			if found && count(more) > count(best) {
				best, kept = more, at
			}
		}
		given = append(given, Level{i, kept})
	}
	return best, true
}
