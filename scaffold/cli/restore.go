package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func newRestore(a *app) *cobra.Command {
	c := &changeFlags{}
	cmd := &cobra.Command{
		Use:   "restore PATH...",
		Short: "Restore files to what scaffold rendered",
		Long: `Restore files to what scaffold rendered, also deleted ones. PATH is a file, a
folder for all files in it, or . for everything.`,
		Args: expects(1, -1, "at least one PATH"),
	}
	c.register(a, cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return a.change(cmd.Context(), c, func(ctx context.Context, env project.Environment, r project.Request) (*project.Result, error) {
			return project.Restore(ctx, env, r, args...)
		})
	}
	return cmd
}
