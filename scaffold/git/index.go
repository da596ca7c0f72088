package git

import (
	"bytes"

	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// index gives the index of the commit's files. Where a file was written within the same tick of the clock as the index
// itself, git compares its content once more by its own rule for racy entries; nothing here can or should prevent that.
func (r *Repository) index(written []Stat) ([]byte, error) {
	stats := make(map[string]Stat, len(written))
	for _, s := range written {
		stats[s.Path] = s
	}
	idx := index.Index{Version: 2, Entries: make([]*index.Entry, len(r.entries))}
	for i, e := range r.entries {
		s := stats[e.path]
		idx.Entries[i] = &index.Entry{
			Name: e.path, Hash: e.hash, Mode: e.mode,
			CreatedAt: s.CTime, ModifiedAt: s.MTime,
			Dev: s.Dev, Inode: s.Inode, UID: s.UID, GID: s.GID, Size: s.Size,
		}
	}
	var buf bytes.Buffer
	err := index.NewEncoder(&buf).Encode(&idx)
	return buf.Bytes(), err
}
