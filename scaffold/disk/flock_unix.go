//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package disk

import (
	"errors"
	"os"
	"syscall"
)

// flock locks a file unless another process has locked it. The lock ends with the process.
func flock(f *os.File) lockResult {
	connection, err := f.SyscallConn()
	if err != nil {
		return notLockable
	}
	control := connection.Control(func(fd uintptr) {
		err = syscall.Flock(int(fd), syscall.LOCK_EX|syscall.LOCK_NB)
	})
	switch {
	case control != nil:
		return notLockable
	case err == nil:
		return locked
	case errors.Is(err, syscall.EWOULDBLOCK):
		return lockedByAnother
	}
	return notLockable
}
