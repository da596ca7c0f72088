package disk

import (
	"io/fs"
	"os"
	"syscall"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// readQuickly is readFile by four system calls, where os.Root needs seven: for thousands of files that is most of the time
// of a check. It follows no link, and is not ok for anything but a file that can be read in one go.
func readQuickly(dir *os.File, name string) (f tree.File, ok bool) {
	const flags = syscall.O_RDONLY | syscall.O_NOFOLLOW | syscall.O_NONBLOCK | syscall.O_CLOEXEC
	fd, err := syscall.Openat(int(dir.Fd()), name, flags, 0)
	if err != nil {
		return f, false
	}
	defer syscall.Close(fd) //nolint:errcheck // it was only read
	var info syscall.Stat_t
	if err := syscall.Fstat(fd, &info); err != nil || info.Mode&syscall.S_IFMT != syscall.S_IFREG || info.Size > mostFile {
		return f, false
	}
	data := make([]byte, info.Size+1) // one more, to see the end
	n, err := syscall.Read(fd, data)
	if err != nil || int64(n) != info.Size {
		return f, false
	}
	return tree.File{Data: data[:n], Mode: modeOf(fs.FileMode(info.Mode & 0o777))}, true
}
