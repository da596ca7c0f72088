package git

import (
	"cmp"
	"slices"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// indexFile is the content of an index (gitformat-index(5)).
//
// It does not use go-git's codec, which loses extensions and the assume-unchanged flag, writes the stages of a path in
// any order, refuses an index without a checksum (index.skipHash), and takes five times as long.
type indexFile struct {
	version uint32
	entries []indexEntry
	folders map[string]plumbing.Hash // the trees that equal the index's folders, where it knows; "" for the root
	undo    []byte                   // extension REUC: resolved conflicts
	split   *splitIndex              // until join; nil for a whole index
	sparse  bool                     // some entries are folders with all their files
	written time.Time                // modification time of the file, zero without a file
}

// indexEntry is a file, or one side of a conflict. Entries are sorted by path, then stage.
type indexEntry struct {
	path         string
	mode         filemode.FileMode
	hash         plumbing.Hash
	ctime, mtime clock
	dev, inode   uint32
	uid, gid     uint32
	size         uint32 // on disk; 0 also means that git must compare the content
	flags        uint16
	more         uint16 // the extended flags
}

// clock is a time as the index stores it.
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
	moreSkipWorktree = 0x4000 // not in the working tree: git sparse-checkout
)

func (e indexEntry) stage() int { return int(e.flags>>flagStage) & 3 }

func (e indexEntry) compare(other indexEntry) int {
	return cmp.Or(cmp.Compare(e.path, other.path), cmp.Compare(e.stage(), other.stage()))
}

// at returns the entries of a path: none, one of stage 0, or up to three sides of a conflict.
func (f *indexFile) at(path string) []indexEntry {
	start, _ := slices.BinarySearchFunc(f.entries, path, func(e indexEntry, path string) int { return cmp.Compare(e.path, path) })
	end := start
	for end < len(f.entries) && f.entries[end].path == path {
		end++
	}
	return f.entries[start:end]
}

// hasBelow reports whether a folder contains any entry.
func (f *indexFile) hasBelow(folder string) bool {
	prefix := folder + "/"
	at, _ := slices.BinarySearchFunc(f.entries, prefix, func(e indexEntry, prefix string) int { return cmp.Compare(e.path, prefix) })
	return at < len(f.entries) && len(f.entries[at].path) > len(prefix) && f.entries[at].path[:len(prefix)] == prefix
}

// mayBeStale reports whether a file can have changed since its entry was made even if their stat data match: it was
// written in the same second as the index (racy-git in git's technical documentation).
func (f *indexFile) mayBeStale(e indexEntry) bool {
	return !f.written.IsZero() && e.mtime.seconds >= clockOf(f.written).seconds
}

// replace returns the index with new entries for the paths in "with", and every other entry passed through settled. It
// keeps resolved conflicts and drops all other extensions, which are caches of the old entries.
func (f *indexFile) replace(with map[string][]indexEntry, settled func(indexEntry) indexEntry) *indexFile {
	g := &indexFile{version: f.version, undo: f.undo, sparse: f.sparse, entries: make([]indexEntry, 0, len(f.entries)+2*len(with))}
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
