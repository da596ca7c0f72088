//go:build !unix

package command

import "os/exec"

func shell() (program, flag string) { return "cmd", "/C" }

func together(*exec.Cmd) {}

func end(*exec.Cmd) {}
