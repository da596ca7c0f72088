package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold"
)

func newRestore(a *app) *cobra.Command {
	c := &changeFlags{}
	cmd := &cobra.Command{
		Use:   "restore PATH...",
		Short: "Give files the content that scaffold rendered, and bring deleted ones back",
		Args:  atLeast(1),
	}
	f := cmd.Flags()
	f.BoolVar(&c.dryRun, "dry-run", false, "show what would change, write nothing")
	f.BoolVar(&c.force, "force", false, "restore files that have uncommitted changes, too")
	f.BoolVar(&a.json, "json", false, "print one JSON document on stdout, all else on stderr")
	c.conflict = "merge"
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return a.runRestore(cmd.Context(), args, c) }
	return cmd
}

func (a *app) runRestore(ctx context.Context, args []string, c *changeFlags) error {
	w, err := a.openToChange(ctx)
	if err != nil {
		return err
	}
	p, err := w.load(ctx)
	if err != nil {
		return err
	}
	names := make([]string, len(args))
	for i, arg := range args {
		if names[i], err = w.inProject(arg); err != nil {
			return err
		}
	}
	ours, err := w.read(ctx, p.Paths())
	if err != nil {
		return err
	}
	plan, err := p.Restore(ours, names...)
	if err != nil {
		return invalid(err)
	}
	done := &changed{Transition: unrendered(scaffold.Title(p.Lock), plan), workspace: w, dryRun: c.dryRun}
	if err := a.apply(ctx, w, done, c, ours, p.Lock.Files, typed("restore", args...)); err != nil {
		return err
	}
	return a.reportChange(done)
}
