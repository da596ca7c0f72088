package lock

import (
	"cmp"
	"iter"
	"slices"
)

// Pairs iterates over the entries of two lists, each sorted by path, by their paths. Where only one list has a path,
// the other entry is nil.
func Pairs(before, after []Entry) iter.Seq2[*Entry, *Entry] {
	return func(yield func(b, a *Entry) bool) {
		i, j := 0, 0
		for i < len(before) || j < len(after) {
			var b, a *Entry
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

// Find returns the entry of a path in a list that is sorted by path; nil if there is none.
func Find(entries []Entry, path string) *Entry {
	i, found := slices.BinarySearchFunc(entries, path, func(e Entry, path string) int { return cmp.Compare(e.Path, path) })
	if !found {
		return nil
	}
	return &entries[i]
}

// SameFiles reports whether two lists, each sorted by path, describe the same rendering: whether its owner deleted a file
// does not matter.
func SameFiles(before, after []Entry) bool {
	return slices.EqualFunc(before, after, func(b, a Entry) bool {
		b.Tombstone, a.Tombstone = false, false
		return a == b
	})
}
