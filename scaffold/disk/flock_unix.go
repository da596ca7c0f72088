//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package disk

import (
	"errors"
	"os"
	"syscall"
)

// flock takes the lock of a file if nobody has it. It is gone with the process, however that ends.
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
