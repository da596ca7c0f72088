package merge

import (
	"crypto/sha256"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// renaming is the search for the files of base that side has in other places.
type renaming struct {
	base, side tree.Tree
	gone, come []string // paths that only base has, and that only side has, sorted
	to         map[string]string
	taken      map[string]bool
	may        func(from, to string) bool // whether a guess is allowed, nil for all
}

// renames gives, by its path in base, where side has a file that it moved: as declared, with the same content, or with a
// similar one. The last is looked for only where it matters: for files that the other side did not leave alone.
func renames(base, side, other tree.Tree, moves []Move, may func(from, to string) bool) map[string]string {
	r := renaming{base: base, side: side, may: may, gone: missing(base, side), to: map[string]string{}, taken: map[string]bool{}}
	if len(r.gone) == 0 {
		return nil
	}
	r.come = missing(side, base)
	r.declared(moves)
	r.exact()
	r.similar(other)
	return r.to
}

// missing returns the paths of one tree that the other has not, sorted. Private files do not count: they never move.
func missing(from, in tree.Tree) []string {
	var paths []string
	for p, f := range from {
		if f.Policy != tree.Private && in[p].Absent() {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	return paths
}

func (r *renaming) match(from, to string) { r.to[from], r.taken[to] = to, true }

// isFree reports whether a file may be guessed to have moved to a place.
func (r *renaming) isFree(from, to string) bool {
	return !r.taken[to] && (r.may == nil || r.may(from, to))
}

// declared follows each path through all moves, so that several versions may have passed.
func (r *renaming) declared(moves []Move) {
	for _, from := range r.gone {
		at, found := from, ""
		for _, m := range moves {
			if at != m.From && !strings.HasPrefix(at, m.From+"/") {
				continue
			}
			at = m.To + strings.TrimPrefix(at, m.From)
			if r.base[at].Absent() && !r.side[at].Absent() && !r.taken[at] {
				found = at
			}
		}
		if found != "" {
			r.match(from, found)
		}
	}
}

// exact matches what has the same content, and the same name if it can be. Empty files say nothing.
func (r *renaming) exact() {
	sizes := map[int]bool{}
	for _, from := range r.gone {
		sizes[len(r.base[from].Data)] = true
	}
	places := map[fingerprint][]string{} // where side has contents that may be among those that are gone
	for _, to := range r.come {
		if f := r.side[to]; len(f.Data) > 0 && sizes[len(f.Data)] && !r.taken[to] {
			places[fingerprintOf(f)] = append(places[fingerprintOf(f)], to)
		}
	}
	if len(places) == 0 {
		return
	}
	for _, sameName := range []bool{true, false} {
		for _, from := range r.gone {
			if r.to[from] != "" {
				continue
			}
			for _, to := range places[fingerprintOf(r.base[from])] {
				if r.isFree(from, to) && (!sameName || path.Base(from) == path.Base(to)) {
					r.match(from, to)
					break
				}
			}
		}
	}
}

// fingerprint is equal where two files are of one type and content.
type fingerprint struct {
	kind fs.FileMode
	sum  [sha256.Size]byte
}

func fingerprintOf(f tree.File) fingerprint { return fingerprint{f.Mode.Type(), sha256.Sum256(f.Data)} }
