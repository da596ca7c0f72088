package git

import (
	"errors"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// isAsIndexed tells whether a file's stat data are those of its entry, by the rules of core.checkStat and
// core.trustCtime. It looks at fractions of a second, which git does not: a filter cannot be asked here when in doubt.
func (s *snapshot) isAsIndexed(e indexEntry) bool {
	stat, err := s.statOf(e)
	if err != nil || e.mtime == (clock{}) || !e.mtime.is(clockOf(stat.MTime)) || e.size != 0 && e.size != stat.Size {
		return false
	}
	if strings.EqualFold(s.settings.values["core.checkstat"], "minimal") {
		return true
	}
	if s.settings.flag("core.trustctime", true) && !e.ctime.is(clockOf(stat.CTime)) {
		return false
	}
	return e.inode == stat.Inode && e.uid == stat.UID && e.gid == stat.GID
}

// settled gives an entry for an index that is written anew. Where it may be stale that index will be too young to show
// it, so its size is dropped, as git does: it is compared by content then. Where the size alone tells that the file has
// changed it is kept, and git status goes on to say so.
func (s *snapshot) settled(e indexEntry) indexEntry {
	if !s.index.mayBeStale(e) || e.mode == filemode.Submodule {
		return e
	}
	if stat, err := s.statOf(e); err != nil || stat.Size == e.size {
		e.size = 0
	}
	return e
}

// statOf gives what stands at an entry now.
func (s *snapshot) statOf(e indexEntry) (Stat, error) {
	if s.env.Stat == nil {
		return Stat{}, errors.ErrUnsupported
	}
	return s.env.Stat(filepath.Join(s.Root, filepath.FromSlash(e.path)))
}

// is tells whether two times are the same, as far as the index knows: some programs write no fractions.
func (c clock) is(other clock) bool {
	return c.seconds == other.seconds && (c.nanoseconds == 0 || c.nanoseconds == other.nanoseconds)
}
