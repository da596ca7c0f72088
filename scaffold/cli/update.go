package cli

import (
	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func newUpdate(a *app) *cobra.Command {
	c := &changeFlags{}
	cmd := &cobra.Command{
		Use:   "update",
		Short: "Update the project to the newest version of its blueprint",
		Long: `Render the project from the newest version of its blueprint, and merge the result
with your edits. Where both changed the same lines, the file gets conflict
markers: edit it, then run "scaffold continue", or undo the update with
"scaffold abort".`,
		Args: noArguments(),
	}
	c.register(a, cmd)
	c.registerMerge(cmd)
	c.registerSet(cmd)
	cmd.Flags().StringVar(&c.Source, "source", "", "update from another blueprint `SOURCE`: full, micro or a directory")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return a.change(cmd.Context(), c, project.Change) }
	return cmd
}
