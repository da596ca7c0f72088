package git

import (
	"cmp"
	"slices"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// indexFile is what an index holds (gitformat-index(5)).
//
// go-git's codec is not used: it loses extensions and the flag of `git update-index --assume-unchanged`, writes the
// stages of one path in any order, refuses the checksum that index.skipHash leaves out, and takes five times as long.
type indexFile struct {
	version uint32
	entries []indexEntry
	folders map[string]plumbing.Hash // the trees that the index knows to equal its folders, "" for the root
	undo    []byte                   // extension REUC: the conflicts that were resolved
	written time.Time                // the file's own modification time, zero where there is no file
}

// indexEntry is a file, or one side of a conflict, at a path. Entries are ordered by path and stage.
type indexEntry struct {
	path         string
	mode         filemode.FileMode
	hash         plumbing.Hash
	ctime, mtime clock
	dev, inode   uint32
	uid, gid     uint32
	size         uint32 // on disk; 0 also where git must compare the content
	flags        uint16
	more         uint16 // the extended flags
}

// clock is a time as an index has it.
type clock struct{ seconds, nanoseconds uint32 }

func clockOf(t time.Time) clock {
	if t.Unix() <= 0 { // the zero time too
		return clock{}
	}
	return clock{uint32(t.Unix()), uint32(t.Nanosecond())} //nolint:gosec // git cuts the seconds off too
}

// The bits of an entry's flags.
const (
	flagName         = 0x0fff
	flagStage        = 12 // how far to shift
	flagMore         = 0x4000
	flagAssumed      = 0x8000 // git update-index --assume-unchanged
	moreIntent       = 0x2000 // git add --intent-to-add
	moreSkipWorktree = 0x4000 // not checked out, see git sparse-checkout
)

func (e indexEntry) stage() int { return int(e.flags>>flagStage) & 3 }

func (e indexEntry) compare(other indexEntry) int {
	return cmp.Or(cmp.Compare(e.path, other.path), cmp.Compare(e.stage(), other.stage()))
}

// at gives the entries of a path: none, one of stage 0, or up to three of a conflict.
func (f *indexFile) at(path string) []indexEntry {
	start, _ := slices.BinarySearchFunc(f.entries, path, func(e indexEntry, path string) int { return cmp.Compare(e.path, path) })
	end := start
	for end < len(f.entries) && f.entries[end].path == path {
		end++
	}
	return f.entries[start:end]
}

// hasBelow tells whether a folder holds any entry.
func (f *indexFile) hasBelow(folder string) bool {
	prefix := folder + "/"
	at, _ := slices.BinarySearchFunc(f.entries, prefix, func(e indexEntry, prefix string) int { return cmp.Compare(e.path, prefix) })
	return at < len(f.entries) && len(f.entries[at].path) > len(prefix) && f.entries[at].path[:len(prefix)] == prefix
}

// mayBeStale tells whether a file can have changed after its entry was made although their stat data agree: it was
// written in the second in which the index was (racy-git.txt in git's documentation).
func (f *indexFile) mayBeStale(e indexEntry) bool {
	return !f.written.IsZero() && e.mtime.seconds >= clockOf(f.written).seconds
}

// replace gives the index with other entries for the paths that are keys, and the rest as settled gives it. Of the
// extensions it keeps the resolved conflicts. All others are caches over the entries as they were.
func (f *indexFile) replace(with map[string][]indexEntry, settled func(indexEntry) indexEntry) *indexFile {
	g := &indexFile{version: f.version, undo: f.undo, entries: make([]indexEntry, 0, len(f.entries)+2*len(with))}
	for _, e := range f.entries {
		if _, ok := with[e.path]; !ok {
			g.entries = append(g.entries, settled(e))
		}
	}
	for _, entries := range with {
		g.entries = append(g.entries, entries...)
	}
	slices.SortFunc(g.entries, indexEntry.compare)
	return g
}
