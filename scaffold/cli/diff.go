package cli

import (
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/patch"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func newDiff(a *app) *cobra.Command {
	var update bool
	cmd := &cobra.Command{
		Use:   "diff",
		Short: "Show what you changed since the last render",
		Args:  noArguments(),
	}
	cmd.Flags().BoolVar(&update, "update", false, "show what an update would change instead")
	a.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if !update { // else it renders
			debug.SetMemoryLimit(readingMemory)
		}
		plan, err := project.Diff(cmd.Context(), a.environment(project.Asker{}), update)
		if err != nil {
			return err
		}
		if a.json {
			files := []map[string]string{}
			for _, c := range plan {
				files = append(files, map[string]string{"path": c.Path, "op": c.Op.String(), "why": c.Why})
			}
			return a.out.printJSON(map[string]any{"files": files, "diff": patch.Unified(plan)})
		}
		for i := range plan { // one at a time: the patch may be far larger than the plan
			a.printDiff(patch.Unified(plan[i : i+1]))
		}
		return nil
	}
	return cmd
}

// printDiff prints a patch: byte for byte in a pipe; with colours, and cleaned of control characters, at a terminal.
func (a *app) printDiff(text string) {
	p := a.out
	if !p.terminal {
		_, _ = p.Write([]byte(text))
		return
	}
	for line := range strings.Lines(text) {
		body := strings.TrimSuffix(line, "\n")
		columns := strings.Split(body, "\t") // tabs are harmless
		for i := range columns {
			columns[i] = clean(columns[i])
		}
		code := ""
		switch {
		case strings.HasPrefix(line, "diff "), strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
			code = "1"
		case strings.HasPrefix(line, "+"):
			code = "32"
		case strings.HasPrefix(line, "-"):
			code = "31"
		case strings.HasPrefix(line, "@@"):
			code = "36"
		}
		p.printf("%s\n", p.paint(code, strings.Join(columns, "\t")))
	}
}
