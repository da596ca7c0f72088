package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// The exit codes are part of the contract with scripts; README.md lists them.
const (
	exitDone      = 0
	exitFailed    = 1
	exitUsage     = 2
	exitDrift     = 3
	exitUntrusted = 4
	exitConflicts = 5
	exitOutdated  = 6
	exitCancelled = 130
)

// failure is an error with an exit code, and a hint where the error has none of its own.
type failure struct {
	code  int
	err   error
	hint  string
	quiet bool // all is said already
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// invalid marks err as the fault of the arguments, the answers or the blueprint. A nil error stays nil.
func invalid(err error) error {
	if err == nil {
		return nil
	}
	return &failure{code: exitUsage, err: err}
}

// exitCode is the one place that maps errors to exit codes.
func (a *app) exitCode(err error) int {
	var f *failure
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errCancelled), errors.Is(err, context.Canceled):
		return exitCancelled
	case errors.As(err, &f):
		return f.code
	case !a.running:
		return exitUsage // cobra did not understand the command line
	default:
		return exitFailed
	}
}

// report prints err for a person, and as JSON where that was asked for, and returns the exit code.
func (a *app) report(err error) int {
	code := a.exitCode(err)
	if err == nil {
		return code
	}
	var f *failure
	if errors.As(err, &f) && (f.quiet || a.json && (f.code == exitDrift || f.code == exitOutdated)) {
		return code
	}
	problems := problemsOf(err)
	a.printProblems(problems)
	if a.json {
		a.printJSON(map[string]any{"exit": code, "problems": problems})
	}
	return code
}

// problemsOf gives every error as problems, so that they are all printed alike.
func problemsOf(err error) problem.List {
	var list problem.List
	var one problem.Problem
	var f *failure
	switch {
	case errors.As(err, &list):
		list = list.Sorted()
	case errors.As(err, &one):
		list = problem.List{one}
	default:
		list = problem.List{{Message: err.Error()}}
	}
	if errors.As(err, &f) && f.hint != "" {
		last := &list[len(list)-1]
		last.Hints = append(last.Hints, f.hint)
	}
	return list
}

// mostProblems is how many are printed; --json has them all.
const mostProblems = 50

func (a *app) printProblems(problems problem.List) {
	e := a.err
	for i, p := range problems {
		if i == mostProblems {
			e.printf("scaffold: and %d problems more\n", len(problems)-i)
			return
		}
		e.printf("%s %s\n%s", e.red("scaffold:"), oneLine(p.Error()), p.Snippet())
		for _, hint := range p.Hints {
			e.printf("%s %s\n", e.cyan("hint:"), strings.ReplaceAll(hint, "\n", "\n  "))
		}
	}
}

// oneLine keeps control characters, which may come from a file or an argument, off the terminal.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return '?'
		}
		return r
	}, s)
}

func (a *app) printJSON(v any) {
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		a.err.printf("scaffold: %v\n", err)
	}
}

func unknownCommand(cmd *cobra.Command, word string) error {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			names = append(names, c.Name())
		}
	}
	return &failure{code: exitUsage, err: problem.Problem{
		Message: fmt.Sprintf("unknown command %q for %s", word, cmd.CommandPath()),
		Hints:   append(problem.DidYouMean(word, names), cmd.CommandPath()+" has: "+strings.Join(names, ", ")),
	}}
}

// flagError words what pflag says, with a suggestion where the flag is a misspelt one.
func flagError(cmd *cobra.Command, err error) error {
	hints := []string{"see " + cmd.CommandPath() + " --help"}
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		hints = append(problem.DidYouMean("--"+unknown.GetSpecifiedName(), names), hints...)
		if unknown.GetSpecifiedShortnames() != "" {
			hints = append([]string{"a name that begins with - is not possible"}, hints[len(hints)-1])
		}
	}
	return &failure{code: exitUsage, err: problem.Problem{Message: err.Error(), Hints: hints}}
}
