package cli

import (
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
		plan, err := project.Diff(cmd.Context(), a.environment(project.Asker{}), update)
		if err != nil {
			return err
		}
		text := patch.Unified(plan)
		if a.json {
			files := []map[string]string{}
			for _, c := range plan {
				files = append(files, map[string]string{"path": c.Path, "op": c.Op.String(), "why": c.Why})
			}
			return a.out.printJSON(map[string]any{"files": files, "diff": text})
		}
		a.printDiff(text)
		return nil
	}
	return cmd
}

// printDiff prints a patch. In a pipe it is for programs, to the byte; at a terminal nothing in it may do harm.
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
		p.printf("%s\n", p.paintDiff(body, strings.Join(columns, "\t")))
	}
}

func (p *printer) paintDiff(line, cleaned string) safe {
	switch {
	case strings.HasPrefix(line, "diff "), strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
		return p.paint("1", cleaned)
	case strings.HasPrefix(line, "+"):
		return p.paint("32", cleaned)
	case strings.HasPrefix(line, "-"):
		return p.paint("31", cleaned)
	case strings.HasPrefix(line, "@@"):
		return p.paint("36", cleaned)
	}
	return safe(cleaned)
}
