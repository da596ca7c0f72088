package scaffold

import "slices"

// run says that the lines a0 to a1 of one text became the lines b0 to b1 of another.
type run struct{ a0, a1, b0, b1 int }

// mostEdits bounds the search for a shortest script: texts that differ in more lines are shown as rewritten.
const mostEdits = 1500

// script gives a shortest list of edits that makes b of a, in order: the greedy algorithm of E. W. Myers, "An O(ND)
// Difference Algorithm and Its Variations" (1986).
func script(a, b []string) []run {
	start, end := 0, 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	a, b = a[start:len(a)-end], b[start:len(b)-end]
	if len(a) == 0 && len(b) == 0 {
		return nil
	}
	runs := []run{{0, len(a), 0, len(b)}}
	if trace, found := furthest(a, b); found {
		runs = retrace(trace, len(a), len(b))
	}
	for i := range runs {
		r := &runs[i]
		r.a0, r.a1, r.b0, r.b1 = r.a0+start, r.a1+start, r.b0+start, r.b1+start
	}
	return runs
}

// furthest gives, for each number of edits, how far each diagonal reaches in a before the next edit; found is false where
// more than mostEdits are needed.
func furthest(a, b []string) (trace [][]int, found bool) {
	reach := []int{0, 0, 0} // by diagonal, from -edits-1 to edits+1
	for edits := 0; edits <= mostEdits; edits++ {
		trace = append(trace, reach)
		next := make([]int, 2*edits+5)
		for k := -edits; k <= edits; k += 2 {
			x, _ := step(reach, edits, k)
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			next[k+edits+2] = x
			if k == len(a)-len(b) && x >= len(a) {
				return trace, true
			}
		}
		reach = next
	}
	return nil, false
}

// step gives where diagonal k starts after one edit more, and whether that edit inserts a line; else it deletes one.
func step(reach []int, edits, k int) (x int, inserts bool) {
	if edits == 0 {
		return 0, false
	}
	inserted, deleted := reach[k+1+edits+1], reach[k-1+edits+1]+1
	if k == -edits || k != edits && deleted <= inserted {
		return inserted, true
	}
	return deleted, false
}

// retrace follows a trace back from the end.
func retrace(trace [][]int, x, y int) []run {
	var runs []run
	for edits := len(trace) - 1; edits > 0; edits-- {
		k := x - y
		start, inserts := step(trace[edits], edits, k)
		r := run{start, start, start - k, start - k}
		if inserts {
			r.b0--
		} else {
			r.a0--
		}
		if n := len(runs); n > 0 && r.a1 == runs[n-1].a0 && r.b1 == runs[n-1].b0 {
			runs[n-1].a0, runs[n-1].b0 = r.a0, r.b0
		} else {
			runs = append(runs, r)
		}
		x, y = r.a0, r.b0
	}
	slices.Reverse(runs)
	return runs
}
