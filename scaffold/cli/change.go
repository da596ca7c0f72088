package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

// changeFlags are the flags of the verbs that change a project.
type changeFlags struct {
	project.Request
	defaults bool
}

// register adds the flags that every changing verb has.
func (c *changeFlags) register(a *app, cmd *cobra.Command) {
	c.Command = a.command
	f := cmd.Flags()
	f.BoolVar(&c.DryRun, "dry-run", false, "show what would change, write nothing")
	f.BoolVar(&c.Force, "force", false, "change files even if they have uncommitted changes")
	a.jsonFlag(cmd)
}

// registerMerge adds the flags of the verbs that merge and may ask.
func (c *changeFlags) registerMerge(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVarP(&c.defaults, "defaults", "y", false, "ask nothing: take the defaults")
	f.StringVar(&c.Conflict, "conflict", project.Conflicts()[0], "where both sides changed the same lines: `merge|ours|theirs`")
}

// registerSet adds the flag of the verbs that may meet a new question.
func (c *changeFlags) registerSet(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&c.Set, "set", nil, "answer a question, also a new one: `KEY=VALUE`")
}

// change runs a change and reports what it did.
func (a *app) change(
	ctx context.Context, c *changeFlags, run func(context.Context, project.Environment, project.Request) (*project.Result, error),
) error {
	done, err := run(ctx, a.environment(a.asker(ctx, c.defaults)), c.Request)
	if err != nil {
		return err
	}
	return a.reportChange(done)
}
