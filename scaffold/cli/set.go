package cli

import (
	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func newSet(a *app) *cobra.Command {
	c := &changeFlags{}
	cmd := &cobra.Command{
		Use:     "set KEY=VALUE...",
		Short:   "Change answers of the project",
		Example: "  scaffold set port=9000\n  scaffold set app.blog.title=News",
		Args:    expects(1, -1, "at least one KEY=VALUE"),
	}
	c.register(a, cmd)
	c.registerMerge(cmd)
	c.registerSet(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c.Set = append(args, c.Set...)
		return a.change(cmd.Context(), c, project.Change)
	}
	return cmd
}
