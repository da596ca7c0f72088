package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func newContinue(a *app) *cobra.Command {
	return a.resume("continue", "Finish a change after its conflicts are resolved",
		func(p *scaffold.Pending, _ *workspace, ours tree.Tree) (tree.Plan, disk.GitChange, error) {
			plan, err := p.Continue(ours)
			var undecided problem.List
			if errors.As(err, &undecided) {
				err = &failure{code: exitConflicts, err: undecided}
			}
			return plan, disk.GitChange{}, err
		})
}

func newAbort(a *app) *cobra.Command {
	return a.resume("abort", "Take back a change that has conflicts: everything is as it was before",
		func(p *scaffold.Pending, w *workspace, current tree.Tree) (tree.Plan, disk.GitChange, error) {
			plan, err := p.Abort(current)
			if err != nil {
				return nil, disk.GitChange{}, err
			}
			change, err := w.unstage(p)
			return plan, change, err
		})
}

// unstage gives git's index back what it said of the conflicting paths.
func (w *workspace) unstage(p *scaffold.Pending) (disk.GitChange, error) {
	before := w.memory[pendingIndex]
	if w.worktree == nil || before.Absent() {
		return disk.GitChange{}, nil
	}
	paths := make([]string, len(p.Conflicts))
	for i, c := range p.Conflicts {
		paths[i] = c.Path
	}
	change, err := w.worktree.Unstage(paths, before.Data)
	if err != nil {
		return disk.GitChange{}, err
	}
	return w.gitChange(change), nil
}

// resume makes a verb that ends a change with conflicts.
func (a *app) resume(
	use, short string, end func(*scaffold.Pending, *workspace, tree.Tree) (tree.Plan, disk.GitChange, error),
) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: short, Args: exactly(0, "no argument")}
	var dryRun bool
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "show what would change, write nothing")
	cmd.Flags().BoolVar(&a.json, "json", false, "print one JSON document on stdout, all else on stderr")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		ctx := cmd.Context()
		w, err := a.openToChange(ctx)
		if err != nil {
			return err
		}
		if w.pending == nil {
			return problem.Problem{Message: "nothing is waiting to be resolved"}
		}
		ours, err := w.read(ctx, w.pending.Paths())
		if err != nil {
			return err
		}
		plan, change, err := end(w.pending, w, ours)
		if err != nil {
			return err
		}
		if !dryRun {
			if err := disk.Apply(ctx, w.dir, plan, disk.Options{Git: change, IgnoreModes: w.ignoresModes()}); err != nil {
				return err
			}
		}
		a.reportResumed(ctx, w, use, plan, dryRun)
		return nil
	}
	return cmd
}

// unrendered gives a plan as a transition that renders nothing: the state before and after is the same.
func unrendered(title string, plan tree.Plan) scaffold.Transition {
	t := scaffold.Transition{From: title, To: title}
	for _, c := range plan {
		if groupIsHidden(c.Path) {
			t.Memory = append(t.Memory, c)
		} else {
			t.Files = append(t.Files, c)
		}
	}
	return t
}

func (a *app) reportResumed(_ context.Context, w *workspace, verb string, plan tree.Plan, dryRun bool) {
	title := w.pending.To
	if verb == "abort" {
		title = w.pending.From
	}
	done := &changed{Transition: unrendered(title, plan), workspace: w, dryRun: dryRun}
	if a.json {
		a.printJSON(done.document())
		return
	}
	for _, c := range done.Files {
		a.printFileChange(w.shown(c.Path), c, 0)
	}
	word := "finished"
	if verb == "abort" {
		word = "taken back"
	}
	if dryRun {
		word = "would be " + word
	}
	a.out.printf("%s %s %s: %s\n", a.out.green(a.out.symbols.done), w.pending.Command, word, title)
}
