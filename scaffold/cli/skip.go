package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func newSkip(a *app) *cobra.Command {
	c := &changeFlags{}
	cmd := &cobra.Command{
		Use:   "skip PATH...",
		Short: "Leave files alone from now on",
		Long: `Leave files alone from now on: updates do not touch them, and check does not
report them. PATH is a file, or a folder for all files in it. The paths are listed
in .scaffold/ignore, in the syntax of .gitignore; take a line out to undo it.`,
		Args: expects(1, -1, "at least one PATH"),
	}
	c.register(a, cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return a.change(cmd.Context(), c, func(ctx context.Context, env project.Environment, r project.Request) (*project.Result, error) {
			return project.Skip(ctx, env, r, args...)
		})
	}
	return cmd
}
