package cli

import (
	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func newAdd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "add KIND NAME...",
		Short:   "Add parts, such as apps, or features to the project",
		Example: "  scaffold add app blog\n  scaffold add feature docker ci",
	}
	return a.alter(cmd, func(b *blueprint.Blueprint, in blueprint.Input, kind string, names []string) (blueprint.Input, error) {
		return scaffold.Add(b, in, kind, names...)
	})
}

func newRemove(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "remove KIND NAME...",
		Short:   "Remove parts or features from the project",
		Example: "  scaffold remove app blog\n  scaffold remove feature docker",
	}
	return a.alter(cmd, func(b *blueprint.Blueprint, in blueprint.Input, kind string, names []string) (blueprint.Input, error) {
		return scaffold.Remove(b, in, kind, names...)
	})
}

// alter completes a verb that names parts or choices.
func (a *app) alter(
	cmd *cobra.Command, alter func(b *blueprint.Blueprint, in blueprint.Input, kind string, names []string) (blueprint.Input, error),
) *cobra.Command {
	c := &changeFlags{}
	c.register(a, cmd)
	c.registerMerge(cmd)
	c.registerSet(cmd)
	cmd.Args = expects(2, -1, "KIND and at least one NAME")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c.Alter = func(b *blueprint.Blueprint, in blueprint.Input) (blueprint.Input, error) {
			return alter(b, in, args[0], args[1:])
		}
		return a.change(cmd.Context(), c, project.Change)
	}
	return cmd
}
