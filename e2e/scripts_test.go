// Package e2e runs the program as people do: txtar scripts for every behaviour that a person sees, the generated
// projects for real, and the benchmarks that compare whole processes.
package e2e

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/seed-d277c37b/scaffold/scaffold/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"scaffold": func() {
			if binary := os.Getenv("SCAFFOLD_BINARY"); binary != "" {
				os.Exit(instead(binary))
			}
			os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
		},
	})
}

// instead runs another program as scaffold, and returns its exit code: see buildScaffold.
func instead(binary string) int {
	cmd := exec.Command(binary, os.Args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return cmd.ProcessState.ExitCode()
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/scripts",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setup,
		Condition:           condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":   status,
			"empty":    empty,
			"document": document,
			"copytree": copytree,
			"same":     same,
			"mode":     mode,

			"executable": executable,
			"linked":     linked,
		},
	})
}

// setup gives every script a home of its own, an author, and a fixed date.
func setup(env *testscript.Env) error {
	home := filepath.Join(env.WorkDir, ".home")
	env.Setenv("HOME", home)
	env.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
	env.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	env.Setenv("SOURCE_DATE_EPOCH", "1760000000")
	env.Setenv("LANG", "C.UTF-8")
	env.Setenv("SCAFFOLD_BINARY", os.Getenv("SCAFFOLD_BINARY"))
	for name, folder := range map[string]string{
		"FORMAT1": "format1", // projects that version 0.1 made
		"MODELS":  "models",  // a blueprint with apps and models
	} {
		dir, err := filepath.Abs(filepath.Join("testdata", folder))
		if err != nil {
			return err
		}
		env.Setenv(name, dir)
	}
	if err := os.MkdirAll(home, 0o755); err != nil {
		return err
	}
	config := "[user]\n\tname = Ada Lovelace\n\temail = ada@example.com\n"
	return os.WriteFile(filepath.Join(home, ".gitconfig"), []byte(config), 0o644)
}

// condition knows [root], and [program:NAME], which fails instead of being false where CI=true: there nothing may skip.
func condition(name string) (bool, error) {
	if name == "root" {
		return os.Getuid() == 0, nil
	}
	program, ok := strings.CutPrefix(name, "program:")
	if !ok {
		return false, errors.New("unknown condition " + name)
	}
	_, err := exec.LookPath(program)
	if err != nil && os.Getenv("CI") == "true" {
		return false, err
	}
	return err == nil, nil
}

// status runs a program and asserts its exit code: `status 2 scaffold new -f`.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status CODE PROGRAM ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// empty asserts that a folder is there and holds nothing.
func empty(ts *testscript.TestScript, neg bool, args []string) {
	for _, dir := range args {
		entries, err := os.ReadDir(ts.MkAbs(dir))
		ts.Check(err)
		if (len(entries) == 0) == neg {
			ts.Fatalf("%s has %d entries: %v", dir, len(entries), entries)
		}
	}
}
