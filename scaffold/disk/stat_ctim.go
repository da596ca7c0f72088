//go:build dragonfly || linux || openbsd || solaris || illumos

package disk

import (
	"syscall"
	"time"
)

func ctime(s *syscall.Stat_t) time.Time { return time.Unix(s.Ctim.Unix()) }
