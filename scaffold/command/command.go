// Package command runs a command in a folder, and ends it with all its children. It is the only importer of os/exec.
package command

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// grace is how long a command may take to end by itself once it must.
const grace = 3 * time.Second

// Run runs a command line of the shell in a folder, without input, and returns the end of what it prints. After a time limit
// or when ctx ends, the command is asked to end, and after a few seconds killed, with everything that it has started.
func Run(ctx context.Context, dir, line string, limit time.Duration) (output string, err error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	program, flag := shell()
	cmd := exec.CommandContext(limited, program, flag, line) //nolint:gosec // the person typed it
	last := &tail{}
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = dir, last, last, grace
	together(cmd)
	if err = cmd.Run(); errors.Is(err, exec.ErrWaitDelay) {
		err = nil // it has done its work, and left something running
	}
	end(cmd)
	switch {
	case ctx.Err() != nil:
		err = ctx.Err()
	case limited.Err() != nil:
		err = fmt.Errorf("still running after %s", limit)
	}
	return string(last.data), err
}

// tail keeps the end of what is written to it. It is written to by one goroutine, which has ended when it is read.
type tail struct{ data []byte }

// Write never fails.
func (t *tail) Write(data []byte) (int, error) {
	const most = 16 << 10
	t.data = append(t.data, data...)
	if len(t.data) > 2*most {
		t.data = append([]byte(nil), t.data[len(t.data)-most:]...)
	}
	return len(data), nil
}
