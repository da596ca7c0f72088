package git

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/hash"
)

// splitIndex is the extension "link": the index only has what differs from a shared index (gitformat-index(5), "Split
// index").
type splitIndex struct {
	shared            plumbing.Hash // names the file sharedindex.HASH; zero for none
	deleted, replaced []byte        // bitmaps over the shared entries
}

// parseSplit reads the extension "link".
func parseSplit(content []byte) (*splitIndex, error) {
	if len(content) < hash.Size {
		return nil, errIndex
	}
	s := &splitIndex{shared: plumbing.Hash(content[:hash.Size])}
	if content = content[hash.Size:]; len(content) == 0 {
		return s, nil
	}
	var ok bool
	if s.deleted, content, ok = cutBitmap(content); !ok {
		return nil, errIndex
	}
	if s.replaced, content, ok = cutBitmap(content); !ok || len(content) > 0 {
		return nil, errIndex
	}
	return s, nil
}

// A bitmap starts with its number of bits and its number of words, and ends with a position that only writers need.
const (
	bitmapHead  = 8
	bitmapTail  = 4
	bitmapWord  = 8
	bitsPerWord = 64
)

func cutBitmap(data []byte) (bitmap, rest []byte, ok bool) {
	if len(data) < bitmapHead {
		return nil, nil, false
	}
	size := bitmapHead + bitmapWord*int64(binary.BigEndian.Uint32(data[4:])) + bitmapTail
	if size > int64(len(data)) {
		return nil, nil, false
	}
	return data[:size], data[size:], true
}

// bitmapBits returns the positions of the bits that are set. The compression is EWAH: words that announce a run of equal
// words, and how many literal words follow it. A bit at limit or beyond makes the bitmap invalid.
func bitmapBits(bitmap []byte, limit int) (set []int, ok bool) {
	if len(bitmap) == 0 {
		return nil, true
	}
	words := bitmap[bitmapHead : len(bitmap)-bitmapTail]
	next := func() uint64 {
		word := binary.BigEndian.Uint64(words)
		words = words[bitmapWord:]
		return word
	}
	at := 0
	for len(words) > 0 {
		marker := next()
		run, literals := int(marker>>1&(1<<32-1)), int(marker>>33)
		if marker&1 == 1 {
			if run > limit/bitsPerWord+1 {
				return nil, false
			}
			for i := range run * bitsPerWord {
				set = append(set, at+i)
			}
		}
		at += run * bitsPerWord
		if literals > len(words)/bitmapWord {
			return nil, false
		}
		for range literals {
			for word := next(); word != 0; word &= word - 1 {
				set = append(set, at+bits.TrailingZeros64(word))
			}
			at += bitsPerWord
		}
	}
	return set, len(set) == 0 || set[len(set)-1] < limit
}

// join makes a split index whole: the shared entries, without the deleted ones, and with those of f that replace them or
// are new.
func (f *indexFile) join(shared *indexFile) error {
	deleted, ok := bitmapBits(f.split.deleted, len(shared.entries))
	replaced, okReplaced := bitmapBits(f.split.replaced, len(shared.entries))
	if !ok || !okReplaced || len(replaced) > len(f.entries) {
		return errIndex
	}
	whole := slices.Clone(shared.entries)
	for i, at := range replaced { // they have no path of their own
		path := whole[at].path
		whole[at] = f.entries[i]
		whole[at].path = path
	}
	added := map[string]bool{}
	for _, e := range f.entries[len(replaced):] {
		if e.path == "" {
			return errIndex
		}
		added[fmt.Sprint(e.stage(), e.path)] = true
	}
	gone := map[int]bool{}
	for _, at := range deleted {
		gone[at] = true
	}
	kept := whole[:0]
	for i, e := range whole {
		if !gone[i] && !added[fmt.Sprint(e.stage(), e.path)] {
			kept = append(kept, e)
		}
	}
	f.entries, f.split = append(kept, f.entries[len(replaced):]...), nil
	slices.SortFunc(f.entries, indexEntry.compare)
	return nil
}

// expand replaces the folders of a sparse index by their files, as far as need reports true; below them nothing is in the
// working tree. Other folders stay as they are.
func (f *indexFile) expand(s *store, need func(folder string) bool) error {
	if !f.sparse {
		return nil
	}
	f.sparse = false
	var all []indexEntry
	var add func(e indexEntry) error
	add = func(e indexEntry) error {
		if e.mode != filemode.Dir || !need(e.path) {
			f.sparse = f.sparse || e.mode == filemode.Dir
			all = append(all, e)
			return nil
		}
		data, err := s.read(e.hash, plumbing.TreeObject)
		if err != nil {
			return err
		}
		files, err := parseTree(data)
		if err != nil {
			return err
		}
		for name, file := range files {
			below := indexEntry{path: e.path + name, mode: file.mode, hash: file.hash, more: moreSkipWorktree}
			if file.mode == filemode.Dir {
				below.path += "/"
			}
			if err := add(below); err != nil {
				return err
			}
		}
		return nil
	}
	for _, e := range f.entries {
		if err := add(e); err != nil {
			return err
		}
	}
	f.entries = all
	slices.SortFunc(f.entries, indexEntry.compare)
	return nil
}
