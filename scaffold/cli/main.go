// Package cli is the command line: the verbs, the wording, the exit codes. The verbs that change a project are a table in
// change.go; every other verb has a file of its own. Package project decides everything about projects.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

// readingMemory is what check and diff aim at, whatever a lock holds: they collect sooner for it, and stay under 200 MB.
const readingMemory = 140 << 20

// Main runs one command line, without the program's name, and returns its exit code. It prints only to the streams.
// Colours and prompts require terminals.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	debug.SetGCPercent(400)         // a short life: memory is plentiful, and collecting costs a quarter of a large render
	debug.SetMemoryLimit(250 << 20) // but no more than what blueprints/README.md promises
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	a := &app{in: stdin, out: newPrinter(stdout), err: newPrinter(stderr), command: problem.ShellCommand(append([]string{"scaffold"}, args...)...)}
	root := newRoot(a)
	root.SetArgs(args)
	done := make(chan error, 1)
	go func() { done <- root.ExecuteContext(ctx) }()
	var err error
	select {
	case err = <-done:
		if err != nil && ctx.Err() != nil {
			err = a.cancelled()
		}
		return a.report(err)
	case <-ctx.Done():
	}
	if a.writing.Load() > 0 { // package disk puts everything back
		if err = <-done; err != nil {
			err = &failure{code: exitCancelled, err: problem.Problem{Message: "cancelled: the change was undone"}}
		}
		return a.report(err)
	}
	if a.ending.Load() > 0 { // commands are ended, and their folders removed
		if err = <-done; err != nil {
			err = a.cancelled()
		}
		return a.report(err)
	}
	select {
	case err = <-done:
	case <-time.After(grace): // it writes nothing, and is left behind
		err = context.Canceled
	}
	if err != nil {
		err = a.cancelled()
	}
	return a.report(err)
}

// app is what every command shares: the streams and the state of this run.
type app struct {
	in       io.Reader
	out, err *printer
	command  string       // the whole command line, as the person may type it again
	json     bool         // stdout is for one JSON document
	running  bool         // the command line was understood and its command began
	warned   bool         // warn was called
	writing  atomic.Int32 // how many writes are under way
	ending   atomic.Int32 // how much else must end before the process may
}

// grace is how long a command that writes nothing may take to end by itself after a signal.
const grace = 20 * time.Millisecond

// cancelled returns the error of a command that a signal or the person ended before it wrote anything.
func (a *app) cancelled() error {
	message := "cancelled: nothing was written"
	if a.warned {
		message = "cancelled"
	}
	return &failure{code: exitCancelled, err: problem.Problem{Message: message}}
}

// environment returns what package project needs of the process. Progress is shown at a terminal, for large projects.
func (a *app) environment(ask project.Asker) project.Environment {
	home, err := os.UserHomeDir()
	if err != nil {
		home = ""
	}
	env := project.Environment{
		Getenv: os.Getenv, Now: time.Now, Home: home, Ask: ask, Warn: a.warn,
		Writing: func() func() {
			a.writing.Add(1)
			return func() { a.writing.Add(-1) }
		},
	}
	if a.err.terminal {
		env.Progress = func(done, total int) {
			const large, step = 1000, 250
			switch {
			case total < large:
			case done == total:
				a.err.printf("\r\x1b[K")
			case done%step == 0:
				a.err.printf("\r  writing %d of %d files", done, total)
			}
		}
	}
	return env
}

func newRoot(a *app) *cobra.Command {
	root := group("scaffold", "Start a web project that is production-grade from its first commit")
	root.Long = `scaffold starts a web project that is production-grade from its first commit,
and keeps it that way.

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
		newNew(a), newDiff(a), newCheck(a), newWhy(a), newInfo(a), newLayouts(a), newCompletion(a), newVersion(a),
		newResume(a, "continue", "Finish an update after you have resolved its conflicts", project.Continue, "finished"),
		newResume(a, "abort", "Undo an update that has conflicts", project.Abort, "undone"),
		group("blueprint", "Show, write and check blueprints",
			newBlueprintList(a), newBlueprintShow(a), newBlueprintInit(a), newBlueprintLint(a), newBlueprintTest(a), newBlueprintDiff(a), newBlueprintSchema(a)))
	for _, verb := range changeVerbs {
		root.AddCommand(newChange(a, verb))
	}
	root.InitDefaultHelpCmd()
	if help, _, err := root.Find([]string{"help"}); err == nil {
		help.Short, help.Long = "Show help for a command", ""
	}
	return root
}

// group makes a command that only holds others: alone it shows its help, and it reports an unknown command.
func group(use, short string, children ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use:   use,
		Short: short,
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			var names []string
			for _, c := range cmd.Commands() {
				if c.IsAvailableCommand() || c.Name() == "help" {
					names = append(names, c.Name())
				}
			}
			return &failure{code: exitUsage, err: problem.Problem{
				Message: fmt.Sprintf("unknown command %q for %s", args[0], cmd.CommandPath()),
				Hints:   append(problem.DidYouMean(args[0], names), "commands: "+strings.Join(names, ", ")),
			}}
		},
	}
	cmd.AddCommand(children...)
	return cmd
}

// expects checks the number of arguments: least to most, or at least least if most is negative. what describes them.
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

// jsonFlag adds --json, which every verb has whose output is not text alone.
func (a *app) jsonFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.json, "json", false, "print one JSON document on stdout, everything else on stderr")
}

// warn prints what the person should know but what stops nothing.
func (a *app) warn(p problem.Problem) {
	a.warned = true
	a.err.printf("! %s\n", p.Error())
	for _, hint := range p.Hints {
		a.err.printf("hint: %s\n", hint)
	}
}
