package merge

import (
	"cmp"
	"path"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

const (
	leastSimilar = 50          // percent, as git's default
	mostPairs    = 1000 * 1000 // pairs of files to compare; with more, only moves declared or without an edit are seen
)

// similar matches files that have much in common, if the other side changed them: the most alike first, and of equals those
// that keep their name.
func (r *renaming) similar(other tree.Tree) {
	gone := slices.DeleteFunc(r.gone, func(p string) bool { return r.to[p] != "" || r.base[p].Same(other[p]) })
	come := slices.DeleteFunc(r.come, func(p string) bool { return r.taken[p] })
	if len(gone) == 0 || len(gone)*len(come) > mostPairs {
		return
	}
	in := interner{}
	from, to := profiles(gone, r.base, in), profiles(come, r.side, in)
	sizes := make([]int, len(in))
	for line, id := range in {
		sizes[id] = len(line)
	}
	var alike []likeness
	for _, f := range from {
		for _, t := range to {
			larger := max(f.size, t.size)
			if 100*min(f.size, t.size) < leastSimilar*larger {
				continue
			}
			if percent := 100 * shared(f.lines, t.lines, sizes) / larger; percent >= leastSimilar {
				alike = append(alike, likeness{f.path, t.path, percent})
			}
		}
	}
	slices.SortStableFunc(alike, func(a, b likeness) int {
		return cmp.Or(cmp.Compare(b.percent, a.percent), cmp.Compare(b.keepsName(), a.keepsName()))
	})
	for _, m := range alike {
		if r.to[m.from] == "" && r.isFree(m.from, m.to) {
			r.match(m.from, m.to)
		}
	}
}

// profile is a file as the multiset of its lines.
type profile struct {
	path  string
	size  int   // bytes
	lines []int // sorted
}

func profiles(paths []string, in tree.Tree, ids interner) []profile {
	var out []profile
	for _, p := range paths {
		if f := in[p]; len(f.Data) > 0 && f.Mode.Type() == 0 {
			lines := ids.number(plaintext.Lines(f.Data))
			slices.Sort(lines)
			out = append(out, profile{p, len(f.Data), lines})
		}
	}
	return out
}

// likeness is how much of the larger of two files is in the other, in percent of its bytes.
type likeness struct {
	from, to string
	percent  int
}

func (l likeness) keepsName() int {
	if path.Base(l.from) == path.Base(l.to) {
		return 1
	}
	return 0
}

// shared returns the bytes of the lines that two sorted multisets have in common.
func shared(a, b []int, sizes []int) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n += sizes[a[0]]
			a, b = a[1:], b[1:]
		}
	}
	return n
}
