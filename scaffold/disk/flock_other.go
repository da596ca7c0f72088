//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd)

package disk

import "os"

// flock is not implemented on this system: leftovers of killed runs are not swept.
func flock(*os.File) lockResult { return notLockable }
