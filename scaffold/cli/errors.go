package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
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
	quiet bool // the output says it already
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// exitCode is the one place that maps errors to exit codes.
func (a *app) exitCode(err error) int {
	var f *failure
	var p *project.Error
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &f):
		return f.code
	case errors.Is(err, context.Canceled):
		return exitCancelled
	case errors.As(err, &p):
		return map[project.Kind]int{
			project.Failed: exitFailed, project.Invalid: exitUsage, project.Untrusted: exitUntrusted, project.Unresolved: exitConflicts,
		}[p.Kind]
	case !a.running:
		return exitUsage // cobra did not understand the command line
	default:
		return exitFailed
	}
}

// report prints err for a person, and as JSON where that was asked for, and returns the exit code.
func (a *app) report(err error) int {
	code := a.exitCode(err)
	var f *failure
	said := errors.As(err, &f) && (f.quiet || a.json && (f.code == exitDrift || f.code == exitOutdated))
	if err != nil && !said {
		e, problems := a.err, problemsOf(err)
		for _, p := range problems {
			e.printf("%s %s\n", e.red("scaffold:"), p.Error())
			for line := range strings.Lines(p.Snippet()) {
				e.printf("%s\n", strings.TrimSuffix(line, "\n"))
			}
			for _, hint := range p.Hints {
				e.printf("%s %s\n", e.cyan("hint:"), hint)
			}
		}
		if a.json {
			_ = a.out.printJSON(map[string]any{"exit": code, "problems": problems}) // the printer remembers the error
		}
	}
	if a.out.failed != nil && (code == exitDone || code == exitDrift || code == exitOutdated) {
		a.err.printf("%s cannot write the output: %s\n", a.err.red("scaffold:"), cause(a.out.failed))
		return exitFailed
	}
	return code
}

// problemsOf returns an error of any kind as problems, so that all errors are printed alike.
func problemsOf(err error) problem.List {
	var list problem.List
	var one problem.Problem
	switch {
	case errors.As(err, &list):
		list = list.Sorted()
	case errors.As(err, &one):
		list = problem.List{one}
	default:
		list = problem.List{{Message: err.Error()}}
	}
	hint := ""
	var f *failure
	var p *project.Error
	if errors.As(err, &f) {
		hint = f.hint
	} else if errors.As(err, &p) {
		hint = p.Hint
	}
	if hint != "" {
		last := &list[len(list)-1]
		last.Hints = append(slices.Clone(last.Hints), hint)
	}
	return list
}

// cause returns the message of an error without its operation and path, which the message around it names.
func cause(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return err.Error()
}

// flagError adds hints to an error of pflag, with a suggestion if the flag is misspelt.
func flagError(cmd *cobra.Command, err error) error {
	hints := []string{"see " + cmd.CommandPath() + " --help"}
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		hints = append(problem.DidYouMean("--"+unknown.GetSpecifiedName(), names), hints...)
		if unknown.GetSpecifiedShortnames() != "" {
			hints = append([]string{`names cannot start with "-"`}, hints[len(hints)-1])
		}
	}
	return &failure{code: exitUsage, err: problem.Problem{Message: err.Error(), Hints: hints}}
}

// unknownChoice returns the error for a value that is not one of the choices of what.
func unknownChoice(what, value string, choices []string) error {
	return &failure{code: exitUsage, err: problem.Problem{
		Message: fmt.Sprintf("unknown %s %q", what, value),
		Hints:   append(problem.DidYouMean(value, choices), "choose from "+strings.Join(choices, ", ")),
	}}
}
