// Package cli is the command line: one file per verb, the wording, the exit codes.
//
// It decides nothing about projects: the packages below it do.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
)

// Main runs one command line (without the program's name) and returns its exit code. The streams are the only places
// that it prints to. Colours and prompts need streams that are terminals.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	debug.SetGCPercent(400) // a short life: memory is there, and collecting costs a quarter of a large render
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	app := &app{in: stdin, out: newPrinter(stdout), err: newPrinter(stderr)}
	root := newRoot(app)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil && err != nil {
		err = errCancelled
	}
	return app.report(err)
}

// app is what every command shares: the streams, and how far this run came.
type app struct {
	in       io.Reader
	out, err *printer
	json     bool // stdout is for one JSON document
	running  bool // the command line was understood and its command began
}

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "scaffold",
		Short: "Start a web project that is production-grade at its first commit",
		Long: `scaffold starts a web project that is production-grade at its first commit.

Choose a layout: full (many small apps, batteries included) or micro (one small
app, add only what you need); "scaffold layouts" shows them side by side.`,
		Example: `  scaffold new shop
  scaffold new shop --layout full --language python --app blog -y`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		DisableAutoGenTag: true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args:              cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
		PersistentPreRun: func(*cobra.Command, []string) { a.running = true },
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(
		newNew(a), newAdd(a), newRemove(a), newSet(a), newUpdate(a), newDiff(a), newCheck(a), newRestore(a),
		newContinue(a), newAbort(a), newRepair(a), newLayouts(a), newBlueprint(a), newCompletion(a), newVersion(a))
	root.InitDefaultHelpCmd()
	return root
}

// errCancelled is what every command returns after Ctrl-C, or a no to the last question.
var errCancelled = errors.New("cancelled: nothing was written")

// group makes a command that only holds others: alone it shows its help, and it refuses what it does not know.
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

func atLeast(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= n {
			return nil
		}
		return &failure{
			code: exitUsage, err: fmt.Errorf("%s needs more than it was given", cmd.CommandPath()), hint: "usage: " + cmd.UseLine(),
		}
	}
}

func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		return &failure{
			code: exitUsage,
			err:  fmt.Errorf("%s takes %s, and was given %d", cmd.CommandPath(), what, len(args)),
			hint: "usage: " + cmd.UseLine(),
		}
	}
}
