//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd)

package disk

import "os"

// flock cannot: what killed runs leave behind is never swept here.
func flock(*os.File) lockResult { return notLockable }
