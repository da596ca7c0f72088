package git

import (
	"os"
	"syscall"
	"testing"
	"time"
)

const hasStat = true

func statOf(t testing.TB, name, path string) Stat {
	t.Helper()
	info, err := os.Lstat(name)
	must(t, err)
	s := info.Sys().(*syscall.Stat_t)
	return Stat{
		Path: path, MTime: info.ModTime(), CTime: time.Unix(s.Ctim.Sec, s.Ctim.Nsec),
		Dev: uint32(s.Dev), Inode: uint32(s.Ino), UID: s.Uid, GID: s.Gid, Size: uint32(info.Size()),
	}
}
