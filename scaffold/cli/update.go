package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

func newUpdate(a *app) *cobra.Command {
	c := &changeFlags{}
	var named string
	cmd := &cobra.Command{
		Use:   "update",
		Short: "Render the project from the newest version of its blueprint, and keep your edits",
		Long: `Render the project from the newest version of its blueprint, and merge that with
your edits. Where both changed the same lines, the file gets conflict markers;
edit it, then run "scaffold continue", or take all of it back by "scaffold abort".`,
		Args: exactly(0, "no argument"),
	}
	c.register(a, cmd)
	c.registerSet(cmd)
	cmd.Flags().StringVar(&named, "source", "", "update from another blueprint `SOURCE`: full, micro or a directory")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		ctx := cmd.Context()
		w, p, n, err := a.begin(ctx, named, c.force)
		if err != nil {
			return err
		}
		return a.change(ctx, w, p, n, c, typed("update"))
	}
	return cmd
}

// begin opens the project to change it, with its blueprint, or the one that is named instead, and its answers as they are.
func (a *app) begin(ctx context.Context, named string, force bool) (*workspace, scaffold.Project, next, error) {
	w, err := a.openToChange(ctx)
	if err != nil {
		return nil, scaffold.Project{}, next{}, err
	}
	p, err := w.loadLock()
	if err != nil {
		return nil, p, next{}, err
	}
	b, from, err := w.source(p, named)
	if err != nil {
		return nil, p, next{}, err
	}
	return w, p, next{b, from, p.Input()}, notOlder(p, b, force || named != "")
}

// notOlder refuses to take a project back: an old scaffold knows only old blueprints.
func notOlder(p scaffold.Project, b *blueprint.Blueprint, force bool) error {
	if order, known := blueprint.CompareVersions(b.Version, p.Lock.Blueprint.Version); force || !known || order >= 0 || b.Name != p.Lock.Blueprint.Name {
		return nil
	}
	return problem.Problem{
		Message: fmt.Sprintf("the project is from %s, and %s %s is older", scaffold.Title(p.Lock), b.Name, b.Version),
		Hints:   []string{"install a newer scaffold", "or take the project back with --force"},
	}
}
