package scaffold

import (
	"cmp"
	"iter"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// paired goes through two lists of entries, each sorted by path, at once. What only one of them has comes with nil.
func paired(before, after []lock.Entry) iter.Seq2[*lock.Entry, *lock.Entry] {
	return func(yield func(b, a *lock.Entry) bool) {
		i, j := 0, 0
		for i < len(before) || j < len(after) {
			var b, a *lock.Entry
			if j == len(after) || i < len(before) && before[i].Path <= after[j].Path {
				b = &before[i]
			}
			if i == len(before) || j < len(after) && after[j].Path <= before[i].Path {
				a = &after[j]
			}
			if b != nil {
				i++
			}
			if a != nil {
				j++
			}
			if !yield(b, a) {
				return
			}
		}
	}
}

// sameContent reports whether two entries have the same content, which nobody knows of private files, and the same mode.
func sameContent(a, b *lock.Entry) bool { return a.SHA256 == b.SHA256 && a.Mode == b.Mode }

// sameFiles reports whether the same was rendered twice: what the person did to it is not asked.
func sameFiles(before, after []lock.Entry) bool {
	for b, a := range paired(before, after) {
		if a == nil || b == nil || !sameContent(a, b) || a.Policy != b.Policy {
			return false
		}
	}
	return true
}

// byPath finds an entry in a sorted list; nil if there is none.
func byPath(entries []lock.Entry, path string) *lock.Entry {
	i, found := slices.BinarySearchFunc(entries, path, func(e lock.Entry, path string) int { return cmp.Compare(e.Path, path) })
	if !found {
		return nil
	}
	return &entries[i]
}

// Paths returns the files that Check, Diff and Restore compare: all that were rendered but the private ones, sorted.
func (p Project) Paths() []string {
	paths := make([]string, 0, len(p.Lock.Files))
	for _, e := range p.Lock.Files {
		if e.Policy != tree.Private {
			paths = append(paths, e.Path)
		}
	}
	return paths
}
