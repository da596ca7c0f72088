package merge

// candidates are the lines of a text that may be common to both: their numbers, and where they stand.
type candidates struct{ ids, at []int }

// How a line of one text relates to the other text.
const (
	absent   = iota // does not occur there
	present         // occurs there
	frequent        // occurs there so often (a blank line, a closing brace) that a match says little
)

// The neighbourhood that decides whether a frequent line is noise, found by experiment with git diff.
const (
	sight = 100 // lines looked at on each side
	noise = 3   // absent lines wanted around it for each frequent one around it, and for two more
)

// candidates returns those lines of a[start:end] that are worth comparing with b, and marks the others as gone: a line
// that does not occur in b, and a frequent one in the midst of such lines, which would tear a rewritten block apart.
func (d *differ) candidates(a, b []int, start, end int, gone []bool) candidates {
	for _, id := range b {
		d.count[id]++
	}
	kind := make([]uint8, len(a))
	often := doublingRoot(len(a))
	for i := start; i < end; i++ {
		switch n := d.count[a[i]]; {
		case n >= often:
			kind[i] = frequent
		case n > 0:
			kind[i] = present
		}
	}
	for _, id := range b {
		d.count[id] = 0
	}
	kept := candidates{make([]int, 0, end-start), make([]int, 0, end-start)}
	for i := start; i < end; i++ {
		gone[i] = kind[i] == absent || kind[i] == frequent && isNoise(kind[start:end], i-start)
		if !gone[i] {
			kept.ids, kept.at = append(kept.ids, a[i]), append(kept.at, i)
		}
	}
	return kept
}

// isNoise reports whether the frequent line at i stands among absent lines, before and after it.
func isNoise(kind []uint8, i int) bool {
	var before, after [3]int
	for j := i - 1; j >= max(0, i-sight) && kind[j] != present; j-- {
		before[kind[j]]++
	}
	for j := i + 1; j < min(len(kind), i+1+sight) && kind[j] != present; j++ {
		after[kind[j]]++
	}
	return before[absent] > 0 && after[absent] > 0 &&
		before[absent]+after[absent] > noise*(before[frequent]+after[frequent]+2)
}

// doublingRoot returns a power of two near the square root of n: it doubles whenever n grows fourfold.
func doublingRoot(n int) int {
	root := 1
	for ; n > 0; n >>= 2 {
		root *= 2
	}
	return root
}
