package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

// newResume makes a verb that ends an update with conflicts. ended is what happens to the update.
func newResume(
	a *app, use, short string, end func(context.Context, project.Environment, project.ResumeRequest) (*project.Resumed, error), ended string,
) *cobra.Command {
	var r project.ResumeRequest
	cmd := &cobra.Command{Use: use, Short: short, Args: noArguments()}
	cmd.Flags().BoolVar(&r.DryRun, "dry-run", false, "show what would change, write nothing")
	if use == "continue" {
		cmd.Flags().BoolVar(&r.Force, "force", false, "finish even if you undid other changes of the update")
	}
	a.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		done, err := end(cmd.Context(), a.environment(project.Asker{}), r)
		if err != nil {
			return err
		}
		if a.json {
			return a.out.printJSON(changeDocument(&done.Result))
		}
		a.out.printChangeRows(&done.Result)
		if r.DryRun {
			ended = "would be " + ended
		}
		a.out.printf("%s %s %s: %s\n", a.out.green(a.out.symbols.done), done.Command, ended, done.To)
		return nil
	}
	return cmd
}
