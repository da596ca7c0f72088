package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func newContinue(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "continue", Short: "Finish an update after you have resolved its conflicts"}
	var r project.ResumeRequest
	cmd.Flags().BoolVar(&r.Force, "force", false, "finish even if other changes of the update were undone")
	return a.resume(cmd, &r, project.Continue, "finished")
}

func newAbort(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "abort", Short: "Undo an update that has conflicts"}
	return a.resume(cmd, &project.ResumeRequest{}, project.Abort, "undone")
}

// resume completes a verb that ends an update with conflicts. ended is what became of the update.
func (a *app) resume(
	cmd *cobra.Command, r *project.ResumeRequest,
	end func(context.Context, project.Environment, project.ResumeRequest) (*project.Resumed, error), ended string,
) *cobra.Command {
	cmd.Args = noArguments()
	cmd.Flags().BoolVar(&r.DryRun, "dry-run", false, "show what would change, write nothing")
	a.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		done, err := end(cmd.Context(), a.environment(project.Asker{}), *r)
		if err != nil {
			return err
		}
		if a.json {
			return a.out.printJSON(changeDocument(&done.Result))
		}
		for _, c := range done.Files {
			a.printFileChange(done.Project.Shown(c.Path), c, 0)
		}
		if r.DryRun {
			ended = "would be " + ended
		}
		a.out.printf("%s %s %s: %s\n", a.out.green(a.out.symbols.done), done.Command, ended, done.To)
		return nil
	}
	return cmd
}
