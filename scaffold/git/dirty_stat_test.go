package git

import (
	"io/fs"
	"testing"
	"time"
)

func TestIsAsIndexed(t *testing.T) {
	when := time.Unix(1700000000, 5)
	written := Stat{MTime: when, CTime: when, Inode: 1, UID: 2, GID: 3, Size: 4}
	entry := indexEntry{mtime: clockOf(when), ctime: clockOf(when), inode: 1, uid: 2, gid: 3, size: 4}
	for _, test := range []struct {
		what     string
		change   func(e *indexEntry)
		settings map[string]string
		want     bool
	}{
		{"the same", func(*indexEntry) {}, nil, true},
		{"another time", func(e *indexEntry) { e.mtime.seconds++ }, nil, false},
		{"another fraction", func(e *indexEntry) { e.mtime.nanoseconds++ }, nil, false},
		{"no fraction", func(e *indexEntry) { e.mtime.nanoseconds = 0 }, nil, true},
		{"no time", func(e *indexEntry) { e.mtime = clock{} }, nil, false},
		{"another size", func(e *indexEntry) { e.size++ }, nil, false},
		{"no size", func(e *indexEntry) { e.size = 0 }, nil, true},
		{"another change", func(e *indexEntry) { e.ctime.seconds++ }, nil, false},
		{"another change, not trusted", func(e *indexEntry) { e.ctime.seconds++ }, map[string]string{"core.trustctime": "false"}, true},
		{"another owner", func(e *indexEntry) { e.uid++ }, nil, false},
		{"another group", func(e *indexEntry) { e.gid++ }, nil, false},
		{"another file", func(e *indexEntry) { e.inode++ }, nil, false},
		{"another file, not looked at", func(e *indexEntry) { e.inode++; e.ctime.seconds++ }, map[string]string{"core.checkstat": "minimal"}, true},
	} {
		e := entry
		test.change(&e)
		w := &Worktree{settings: Settings{values: test.settings}}
		w.env.Stat = func(string) (Stat, error) { return written, nil }
		if got := (&snapshot{Worktree: w}).isAsIndexed(e); got != test.want {
			t.Errorf("%s: %t", test.what, got)
		}
		w.env.Stat = func(string) (Stat, error) { return written, fs.ErrNotExist }
		if (&snapshot{Worktree: w}).isAsIndexed(e) {
			t.Errorf("%s: but there is no file", test.what)
		}
	}
}
