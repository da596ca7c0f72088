package cli

import (
	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func newRepair(a *app) *cobra.Command {
	c := &changeFlags{}
	cmd := &cobra.Command{
		Use:   "repair",
		Short: "Rebuild .scaffold after a merge or corruption",
		Long: `Rebuild .scaffold from the blueprint and the answers: the list of files and their
pristine contents. Where git left a conflict in .scaffold/lock.yaml, what each
branch added is kept.`,
		Args: noArguments(),
	}
	c.register(a, cmd)
	c.registerMerge(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return a.change(cmd.Context(), c, project.Repair) }
	return cmd
}
