package cli

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/blueprints"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

// newOptions is the command line of `scaffold new`.
type newOptions struct {
	project.NewRequest
	layout   string
	answers  answerFlags
	defaults bool
}

func newNew(a *app) *cobra.Command {
	o := &newOptions{}
	cmd := &cobra.Command{
		Use:   "new PATH",
		Short: "Start a project in a new repository, with its first commit",
		Long: `Start a project in the new folder PATH. Its last element is the project's name.
PATH may also be an empty folder, such as the current one (.), or an empty clone.
A README, license or .gitignore that is already there stays.

At a terminal, scaffold asks for what the flags leave open. Without a terminal,
in CI or with -y, it takes the defaults. If required answers are missing, one
error lists them all. Your own defaults come from scaffold/defaults.yaml in your
configuration folder (~/.config), written like an answers file, such as
module: 'github.com/ada/{{ .name }}'.`,
		Example: `  scaffold new shop
  scaffold new shop --layout micro --language python -y
  scaffold new shop --layout full --language python --app blog,events -y
  scaffold new ../shop --blueprint ./service --set port=9000 --dry-run`,
		Args: expects(1, 1, "one path"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Path = args[0]
			for _, pair := range [][2]string{{"layout", "blueprint"}, {"no-git", "no-commit"}, {"no-git", "git"}, {"no-git", "branch"}} {
				if cmd.Flags().Changed(pair[0]) && cmd.Flags().Changed(pair[1]) {
					return &failure{code: exitUsage, err: fmt.Errorf("use either --%s or --%s, not both", pair[0], pair[1])}
				}
			}
			if o.layout != "" {
				if !slices.Contains(blueprints.Names(), o.layout) {
					return unknownChoice("layout", o.layout, blueprints.Names())
				}
				o.Source = o.layout
			}
			if err := o.answers.read(cmd, a.in, &o.Answers); err != nil {
				return &failure{code: exitUsage, err: err}
			}
			ctx := cmd.Context()
			made, err := project.New(ctx, a.environment(a.asker(ctx, o.defaults)), o.NewRequest)
			switch {
			case errors.Is(err, project.ErrDeclined):
				return a.cancelled()
			case err != nil:
				return err
			case a.json:
				return a.out.printJSON(madeDocument(made))
			case made.DryRun:
				a.printTree(made.Answers.Name, made.Files)
				a.out.printf("nothing was written: this was a dry run\n")
				return nil
			}
			a.printMade(made)
			return nil
		},
	}
	o.register(a, cmd)
	return cmd
}

// register adds the flags of `scaffold new`.
func (o *newOptions) register(a *app, cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.layout, "layout", "", "use `LAYOUT`: full or micro")
	f.StringVar(&o.Source, "blueprint", "", "render the blueprint `SOURCE`: full, micro, a directory or a git URL")
	o.answers.register(cmd)
	f.BoolVarP(&o.defaults, "defaults", "y", false, "ask nothing: take the defaults")
	f.BoolVar(&o.DryRun, "dry-run", false, "show every file with its size and origin, write nothing")
	a.jsonFlag(cmd)
	f.BoolVar(&o.Repository.None, "no-git", false, "create no repository")
	f.BoolVar(&o.Repository.NoCommit, "no-commit", false, "create a repository, but no commit")
	f.BoolVar(&o.Repository.Nest, "git", false, "create a repository even inside another one")
	f.StringVar(&o.Repository.Branch, "branch", "", "name the first branch `NAME` (default: git's init.defaultBranch, or main)")
	_ = cmd.RegisterFlagCompletionFunc("layout", cobra.FixedCompletions(blueprints.Names(), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("blueprint", completeSource)
}
