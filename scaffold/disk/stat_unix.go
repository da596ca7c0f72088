//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd || solaris

//nolint:gosec,unconvert // git cuts these numbers off too; their types differ between systems
package disk

import (
	"io/fs"
	"syscall"
)

func written(info fs.FileInfo) Written {
	w := Written{MTime: info.ModTime(), Size: uint32(info.Size())}
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		w.CTime, w.Dev, w.Inode, w.UID, w.GID = ctime(s), uint32(s.Dev), uint32(s.Ino), uint32(s.Uid), uint32(s.Gid)
	}
	return w
}

func groupOf(info fs.FileInfo) (gid int, known bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(s.Gid), true
}

func ownerOf(info fs.FileInfo) (uid int, known bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(s.Uid), true
}
