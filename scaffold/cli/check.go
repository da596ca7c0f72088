package cli

import (
	"fmt"
	"os"
	"path"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func newCheck(a *app) *cobra.Command {
	var r project.CheckRequest
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Report drift from the blueprint (for CI)",
		Long: `Report drift: managed files that were edited, missing files, changed modes,
conflict markers, and damage in .scaffold. It writes nothing and needs neither
network nor history.`,
		Args: noArguments(),
	}
	f := cmd.Flags()
	f.BoolVar(&r.Strict, "strict", false, "report every edit as drift, not only edits of managed files")
	f.BoolVar(&r.Rerender, "rerender", false, "render again, and report what differs from the record")
	f.BoolVar(&r.Outdated, "outdated", false, "exit with 6 if there is a newer blueprint")
	a.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if !r.Rerender { // else it renders
			debug.SetMemoryLimit(readingMemory)
		}
		report, err := project.Check(cmd.Context(), a.environment(project.Asker{}), r)
		if err != nil {
			return err
		}
		return a.reportCheck(report)
	}
	return cmd
}

// reportCheck prints what drifted. It returns an error, for the exit code, if anything did or a newer blueprint exists.
func (a *app) reportCheck(r *project.Report) error {
	if a.json {
		if err := a.out.printJSON(map[string]any{
			"project": r.Title, "in_sync": len(r.Drift) == 0, "drift": append([]scaffold.Drift{}, r.Drift...), "newer": r.Newer,
		}); err != nil {
			return err
		}
	}
	paths := make([]string, len(r.Drift))
	for i, d := range r.Drift {
		paths[i] = d.Path
	}
	slices.Sort(paths)
	files := len(slices.Compact(paths))
	if !a.json {
		a.out.printRows(len(r.Drift), func(i int) row { return a.driftRow(r, r.Drift[i]) })
	}
	if os.Getenv("GITHUB_ACTIONS") == "true" {
		a.annotate(r)
	}
	switch {
	case len(r.Drift) > 0:
		err := fmt.Errorf("%s drifted from %s", count(files, "file"), r.Title)
		return &failure{code: exitDrift, err: err, hint: heal(r)}
	case r.Newer != "":
		err := fmt.Errorf("%s is available; the project is on %s", r.Newer, r.Title)
		return &failure{code: exitOutdated, err: err, hint: "scaffold update"}
	case !a.json:
		a.out.printf("%s in sync with %s\n", a.out.green(a.out.symbols.done), r.Title)
	}
	return nil
}

// driftRow returns the row of a file that drifted.
func (a *app) driftRow(r *project.Report, d scaffold.Drift) row {
	sign := a.out.cyan("~")
	switch d.Kind {
	case scaffold.Missing:
		sign = a.out.red("-")
	case scaffold.Unresolved:
		sign = a.out.red("!")
	default:
	}
	return row{sign, r.Project.Shown(d.Path), d.Why}
}

// heal returns the commands that undo the drift.
func heal(r *project.Report) string {
	const most = 5 // paths that a command is shown with
	verbs := map[string][]string{}
	for _, d := range r.Drift {
		if paths := verbs[d.Heal]; d.Heal != "" && len(paths) <= most && !slices.Contains(paths, d.Path) {
			verbs[d.Heal] = append(paths, d.Path)
		}
	}
	var commands []string
	for _, verb := range []string{"restore", "repair", "update"} {
		switch paths := verbs[verb]; {
		case len(paths) == 0:
		case verb != "restore":
			commands = append(commands, "scaffold "+verb)
		case len(paths) > most:
			commands = append(commands, "scaffold restore PATH...")
		default:
			for i := range paths {
				paths[i] = r.Project.Shown(paths[i])
			}
			commands = append(commands, problem.ShellPaths([]string{"scaffold", "restore"}, paths...))
		}
	}
	return strings.Join(commands, ", then ")
}

// annotate prints the drift as workflow commands, which GitHub Actions shows beside the lines of a pull request.
func (a *app) annotate(r *project.Report) {
	escape := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	out := a.out
	if a.json {
		out = a.err
	}
	for _, d := range r.Drift {
		shown := d.Path
		if project.IsOwn(shown) {
			shown = project.LockPath // nobody looks at lines of the base store
		}
		out.printf("::error file=%s,line=%d,title=scaffold check::%s: %s\n",
			property.Replace(path.Join(r.Project.Prefix, shown)), max(d.Line, 1), escape.Replace(d.Path), escape.Replace(d.Why))
	}
}
