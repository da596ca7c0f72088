// Package cli is the command line: one file per verb, the wording, the exit codes. It decides nothing about projects:
// package project does.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

// Main runs one command line, without the program's name, and returns its exit code. It prints only to the streams.
// Colours and prompts need streams that are terminals.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	debug.SetGCPercent(400) // a short life: memory is plentiful, and collecting costs a quarter of a large render
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	a := &app{in: stdin, out: newPrinter(stdout), err: newPrinter(stderr), command: problem.ShellCommand(append([]string{"scaffold"}, args...)...)}
	root := newRoot(a)
	root.SetArgs(args)
	done := make(chan error, 1)
	go func() { done <- root.ExecuteContext(ctx) }()
	select {
	case err := <-done:
		if err != nil && ctx.Err() != nil {
			err = a.cancelled()
		}
		return a.report(err)
	case <-ctx.Done():
		return a.report(a.interrupted(done))
	}
}

// app is what every command shares: the streams, and how far this run has come.
type app struct {
	in       io.Reader
	out, err *printer
	command  string       // the whole command line, as the person may type it again
	json     bool         // stdout is for one JSON document
	running  bool         // the command line was understood and its command began
	warned   bool         // something was recovered, or should be known
	writing  atomic.Int32 // how many writes are under way
}

// grace is how long a command that writes nothing may take to end by itself after a signal.
const grace = 20 * time.Millisecond

// interrupted waits for a command after a signal, if it is writing: package disk puts everything back. Any other command
// is left behind if it does not end at once.
func (a *app) interrupted(done <-chan error) error {
	var err error
	if a.writing.Load() > 0 {
		if err = <-done; err != nil {
			err = &failure{code: exitCancelled, err: problem.Problem{Message: "cancelled: the change was undone"}}
		}
		return err
	}
	select {
	case err = <-done:
	case <-time.After(grace):
		err = context.Canceled
	}
	if err != nil {
		err = a.cancelled()
	}
	return err
}

// cancelled is the error of a command that ended early, by a signal or by the person's choice, before it wrote anything.
func (a *app) cancelled() error {
	message := "cancelled: nothing was written"
	if a.warned {
		message = "cancelled"
	}
	return &failure{code: exitCancelled, err: problem.Problem{Message: message}}
}

// environment is what package project needs of the process.
func (a *app) environment(ask project.Asker) project.Environment {
	home, err := os.UserHomeDir()
	if err != nil {
		home = ""
	}
	return project.Environment{
		Getenv: os.Getenv, Now: time.Now, Home: home, Ask: ask, Progress: a.progress(),
		Warn: a.warn,
		Writing: func() func() {
			a.writing.Add(1)
			return func() { a.writing.Add(-1) }
		},
	}
}

// progress shows how far a large project is, at a terminal only.
func (a *app) progress() func(done, total int) {
	const large, step = 1000, 250
	if !a.err.terminal {
		return nil
	}
	return func(done, total int) {
		switch {
		case total < large:
		case done == total:
			a.err.printf("\r\x1b[K")
		case done%step == 0:
			a.err.printf("\r  writing %d of %d files", done, total)
		}
	}
}

func newRoot(a *app) *cobra.Command {
	root := group("scaffold", "Start a web project that is production-grade at its first commit")
	root.Long = `scaffold starts a web project that is production-grade at its first commit,
and keeps it so.

Choose a layout: full (many small apps, batteries included) or micro (one small
app, add only what you need). "scaffold layouts" shows them side by side.`
	root.Example = `  scaffold new shop
  scaffold new shop --layout full --language python --app blog -y`
	root.SilenceErrors, root.SilenceUsage, root.DisableAutoGenTag = true, true, true
	root.CompletionOptions = cobra.CompletionOptions{DisableDefaultCmd: true}
	root.PersistentPreRun = func(*cobra.Command, []string) { a.running = true }
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(
		newNew(a), newAdd(a), newRemove(a), newSet(a), newUpdate(a), newDiff(a), newCheck(a), newRestore(a), newSkip(a),
		newContinue(a), newAbort(a), newRepair(a), newWhy(a), newInfo(a), newLayouts(a), newBlueprint(a), newCompletion(a), newVersion(a))
	root.InitDefaultHelpCmd()
	return root
}

// group makes a command that only holds others: alone it shows its help, and it refuses commands that it does not know.
func group(use, short string, children ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use:   use,
		Short: short,
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
	}
	cmd.AddCommand(children...)
	return cmd
}

// expects checks the number of arguments: least to most, or any number from least on if most is negative. what words it.
func expects(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= least && (len(args) <= most || most < 0) {
			return nil
		}
		return &failure{
			code: exitUsage,
			err:  fmt.Errorf("%s expects %s, got %d", cmd.CommandPath(), what, len(args)),
			hint: "usage: " + cmd.UseLine(),
		}
	}
}

func noArguments() cobra.PositionalArgs { return expects(0, 0, "no arguments") }

// jsonFlag adds --json, which every verb has that prints more than text for a person.
func (a *app) jsonFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.json, "json", false, "print one JSON document on stdout, everything else on stderr")
}

// warn says what the person should know, and is no error.
func (a *app) warn(p problem.Problem) {
	a.warned = true
	a.err.printf("! %s\n", p.Error())
	for _, hint := range p.Hints {
		a.err.printf("hint: %s\n", hint)
	}
}
