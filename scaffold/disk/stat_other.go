//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd || solaris)

//nolint:gosec // git cuts the size off too
package disk

import "io/fs"

func written(info fs.FileInfo) Written {
	return Written{MTime: info.ModTime(), Size: uint32(info.Size())}
}

func groupOf(fs.FileInfo) (gid int, known bool) { return 0, false }

func ownerOf(fs.FileInfo) (uid int, known bool) { return 0, false }
