//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd)

package disk

import "os"

// flock reports that this system has no such lock. Without one a leftover of a killed run looks like a run in progress, so
// leftovers stay until somebody removes them.
func flock(*os.File) lockResult { return notLockable }
