package merge

// search looks for the middle of one box, from both of its ends at once.
type search struct {
	a, b              []int
	delta             int // the diagonal on which the box ends
	zero              int // index of diagonal 0 in forward, and of diagonal delta in backward
	forward, backward frontier
}

// ahead takes every forward path one edit further, then along what is common. It has met on diagonal k when a path
// reaches one that came back; that happens here when the shortest script has an odd length.
func (s *search) ahead(edits int) (k int, met bool) {
	v, a, b := s.forward, s.a, s.b
	v[s.zero-edits-1], v[s.zero+edits+1] = -far, -far
	if edits == 0 {
		v[s.zero+1] = 0
	}
	high, low := s.diagonals(0, edits)
	for k := high; k >= low; k -= 2 {
		x := max(v[s.zero+k-1]+1, v[s.zero+k+1])
		y := x - k
		if x < 0 || x > len(a) || y > len(b) {
			v[s.zero+k] = -far
			continue
		}
		for x < len(a) && y < len(b) && a[x] == b[y] {
			x, y = x+1, y+1
		}
		v[s.zero+k] = x
		if other := k - s.delta; s.delta%2 != 0 && -edits < other && other < edits && s.backward[s.zero+other] <= x {
			return k, true
		}
	}
	return 0, false
}

// back is the mirror of ahead; paths meet here when the shortest script has an even length.
func (s *search) back(edits int) (k int, met bool) {
	v, a, b := s.backward, s.a, s.b
	v[s.zero-edits-1], v[s.zero+edits+1] = far, far
	if edits == 0 {
		v[s.zero-1] = len(a)
	}
	zero := s.zero - s.delta
	high, low := s.diagonals(s.delta, edits)
	for k := high; k >= low; k -= 2 {
		x := min(v[zero+k+1]-1, v[zero+k-1])
		y := x - k
		if x > len(a) || x < 0 || y < 0 {
			v[zero+k] = far
			continue
		}
		for x > 0 && y > 0 && a[x-1] == b[y-1] {
			x, y = x-1, y-1
		}
		v[zero+k] = x
		if s.delta%2 == 0 && -edits <= k && k <= edits && s.forward[s.zero+k] >= x {
			return k, true
		}
	}
	return 0, false
}

// diagonals returns the highest and the lowest, of every second one, that are at most edits away from the centre and
// inside the box.
func (s *search) diagonals(centre, edits int) (high, low int) {
	high, low = centre+edits, centre-edits
	if beyond := high - len(s.a); beyond > 0 {
		high -= beyond + beyond%2
	}
	if beyond := -len(s.b) - low; beyond > 0 {
		low += beyond + beyond%2
	}
	return high, low
}

// furthest returns the point with the most lines done among those reached from either end.
func (s *search) furthest(edits int) (x, y int) {
	most, least := -far, far
	var fx, fy, bx, by int
	high, low := s.diagonals(0, edits)
	for k := high; k >= low; k -= 2 {
		if x := s.forward[s.zero+k]; x+x-k > most {
			most, fx, fy = x+x-k, x, x-k
		}
	}
	high, low = s.diagonals(s.delta, edits)
	for k := high; k >= low; k -= 2 {
		if x := s.backward[s.zero+k-s.delta]; x+x-k < least {
			least, bx, by = x+x-k, x, x-k
		}
	}
	if most > len(s.a)+len(s.b)-least {
		return fx, fy
	}
	return bx, by
}
