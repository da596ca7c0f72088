//go:build unix

package command

import (
	"os/exec"
	"syscall"
)

func shell() (program, flag string) { return "/bin/sh", "-c" }

// together makes a command and what it starts one process group, which ends together.
func together(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
}

// end kills what the command has left behind.
func end(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // there may be nothing
	}
}
