package git

// index gives the index of the commit's files. Where a file was written within the same tick of the clock as the index
// itself, git compares its content once more by its own rule for racy entries; nothing here can or should prevent that.
func (r *Repository) index(written []Stat) []byte {
	stats := make(map[string]Stat, len(written))
	for _, s := range written {
		stats[s.Path] = s
	}
	f := indexFile{version: 2, entries: make([]indexEntry, len(r.entries))}
	for i, e := range r.entries {
		s := stats[e.path]
		f.entries[i] = indexEntry{
			path: e.path, hash: e.hash, mode: e.mode,
			ctime: clockOf(s.CTime), mtime: clockOf(s.MTime),
			dev: s.Dev, inode: s.Inode, uid: s.UID, gid: s.GID, size: s.Size,
		}
	}
	return f.encode()
}
