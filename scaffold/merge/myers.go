package merge

import "math"

// myers marks what two sequences do not have in common, by the linear-space variant of E. W. Myers, "An O(ND) Difference
// Algorithm and Its Variations" (Algorithmica 1, 1986), section 4b.
//
// The paper's worst case is quadratic. Here a search that has not met after limit edits from either end stops at
// the point that got furthest, so that time is O((N+M)·limit) and memory, beside the marks, O(limit).
type myers struct {
	a, b         candidates
	aGone, bGone []bool
	limit        int
	forward      frontier
	backward     frontier
}

// frontier holds, for each diagonal at most limit+1 away from the one it began on, how far in a the best path has come.
// Diagonal k is where x lines of a and x-k lines of b are done.
type frontier []int

const (
	leastLimit = 256             // edits from either end for which a script is a shortest one in any case
	far        = math.MaxInt / 4 // further than any path gets: marks a diagonal that none has reached
)

func newMyers(a, b candidates, aGone, bGone []bool) *myers {
	limit := max(leastLimit, doublingRoot(len(a.ids)+len(b.ids)))
	size := 2*min(limit, len(a.ids)+len(b.ids)) + 3
	return &myers{a, b, aGone, bGone, limit, make(frontier, size), make(frontier, size)}
}

// box is a part of the problem: the lines a0 to a1 against the lines b0 to b1.
type box struct{ a0, a1, b0, b1 int }

// solve marks the lines of a box that are not common.
func (m *myers) solve(in box) {
	for {
		for in.a0 < in.a1 && in.b0 < in.b1 && m.a.ids[in.a0] == m.b.ids[in.b0] {
			in.a0, in.b0 = in.a0+1, in.b0+1
		}
		for in.a0 < in.a1 && in.b0 < in.b1 && m.a.ids[in.a1-1] == m.b.ids[in.b1-1] {
			in.a1, in.b1 = in.a1-1, in.b1-1
		}
		if in.a0 == in.a1 || in.b0 == in.b1 {
			for _, i := range m.a.at[in.a0:in.a1] {
				m.aGone[i] = true
			}
			for _, i := range m.b.at[in.b0:in.b1] {
				m.bGone[i] = true
			}
			return
		}
		x, y := m.middle(in)
		m.solve(box{in.a0, in.a0 + x, in.b0, in.b0 + y})
		in.a0, in.b0 = in.a0+x, in.b0+y
	}
}

// middle returns a point on a shortest path through the box, half way in edits; or the one that got furthest.
func (m *myers) middle(in box) (x, y int) {
	s := search{a: m.a.ids[in.a0:in.a1], b: m.b.ids[in.b0:in.b1], forward: m.forward, backward: m.backward}
	s.delta, s.zero = len(s.a)-len(s.b), len(m.forward)/2
	for edits := 0; ; edits++ {
		if k, met := s.ahead(edits); met {
			return s.forward[s.zero+k], s.forward[s.zero+k] - k
		}
		if k, met := s.back(edits); met {
			return s.backward[s.zero+k-s.delta], s.backward[s.zero+k-s.delta] - k
		}
		if edits >= m.limit {
			return s.furthest(edits)
		}
	}
}
