package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
)

func newRepair(a *app) *cobra.Command {
	c := &changeFlags{}
	cmd := &cobra.Command{
		Use:   "repair",
		Short: "Make the memory under .scaffold anew, after a merge of branches or by damage",
		Long: `Make the lock's lines and the pristine files under .scaffold anew from blueprint
and answers. Where git left a conflict in the lock, what each branch has added
is taken from both.`,
		Args: exactly(0, "no argument"),
	}
	c.register(a, cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return a.runRepair(cmd.Context(), c) }
	return cmd
}

func (a *app) runRepair(ctx context.Context, c *changeFlags) error {
	w, err := a.openToChange(ctx)
	if err != nil {
		return err
	}
	if w.pending != nil {
		_, err := w.loadLock()
		return err
	}
	if err := w.readBase(ctx); err != nil {
		return err
	}
	ancestor, err := w.ancestor()
	if err != nil {
		return err
	}
	p, notes, err := scaffold.Rescue(w.memory, ancestor, w.label)
	if err != nil {
		return invalid(err)
	}
	b, from, err := w.source(p, "")
	if err != nil {
		return err
	}
	answers, err := resolveAnswers(ctx, b, p.Input(), a.terminal(c.defaults))
	if err != nil {
		return err
	}
	started := time.Now()
	state, err := scaffold.RenderFiles(b, answers, from)
	if err != nil {
		return invalid(err)
	}
	options, err := w.options(ctx, c, p.Paths())
	if err != nil {
		return err
	}
	ours, err := w.ours(ctx, p, state, options)
	if err != nil {
		return err
	}
	t, err := p.Repair(state, ours, options)
	if err != nil {
		return err
	}
	done := &changed{Transition: t, workspace: w, notes: append(notes, answers.Notes...), dryRun: c.dryRun}
	c.force = true // the conflict that is repaired is itself not committed
	if err := a.apply(ctx, w, done, c, ours, p.Lock.Files, typed("repair")); err != nil {
		return err
	}
	done.took = time.Since(started)
	return a.reportChange(done)
}

// ancestor gives the lock that two branches come from, where git has left its merge to the person.
func (w *workspace) ancestor() ([]byte, error) {
	if w.worktree == nil {
		return nil, nil
	}
	return w.worktree.Ancestor(lock.Path)
}
