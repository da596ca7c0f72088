package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

// changeVerb is a verb that changes a project.
type changeVerb struct {
	use, short, long, example string
	args                      cobra.PositionalArgs
	merges, sets, moves       bool // has the flags --conflict and --defaults, --set, --source
	appends                   bool // has the flag --append
	lists                     bool // takes parts from a file, and has short flags for their answers
	alters                    bool // its arguments are those that project.Complete knows
	run                       changeFunc
}

type changeFunc func(ctx context.Context, env project.Environment, r project.Request, args ...string) (*project.Result, error)

// changeVerbs are the verbs that change a project and report what they changed. continue and abort are in resume.go.
var changeVerbs = []changeVerb{ //nolint:gochecknoglobals // constant
	{
		use: "add KIND NAME...", args: expects(2, -1, "KIND and at least one NAME"),
		short:   "Add parts, such as apps, or features to the project",
		example: "  scaffold add app blog\n  scaffold add feature docker ci",
		merges:  true, sets: true, lists: true, alters: true, run: alter(scaffold.Add),
	},
	{
		use: "remove KIND NAME...", args: expects(2, -1, "KIND and at least one NAME"),
		short:   "Remove parts or features from the project",
		example: "  scaffold remove app blog\n  scaffold remove feature docker",
		merges:  true, sets: true, alters: true, run: alter(scaffold.Remove),
	},
	{
		use: "set KEY=VALUE...", args: expects(1, -1, "at least one KEY=VALUE"),
		short:   "Change the project's answers",
		example: "  scaffold set port=9000\n  scaffold set app.blog.title=News",
		merges:  true, sets: true, alters: true,
		run: func(ctx context.Context, env project.Environment, r project.Request, args ...string) (*project.Result, error) {
			if len(args) > 1 && !strings.Contains(args[0], "=") { // set field blog.Post.title=headline
				return alter(scaffold.Rename)(ctx, env, r, args...)
			}
			r.Set = append(args, r.Set...)
			return project.Change(ctx, env, r)
		},
	},
	{
		use: "update", args: noArguments(),
		short: "Update the project to the newest version of its blueprint",
		long: `Render the project from the newest version of its blueprint, and merge the result
with your edits. Where both changed the same lines, the file gets conflict
markers: edit it, then run "scaffold continue", or undo the update with
"scaffold abort".

A project from a git source moves to the newest release, a tag such as v1.2.0. If
it was made from a branch, it follows that branch.`,
		merges: true, sets: true, moves: true,
		run: func(ctx context.Context, env project.Environment, r project.Request, _ ...string) (*project.Result, error) {
			r.Update = true
			return project.Change(ctx, env, r)
		},
	},
	{
		use: "repair", args: noArguments(),
		short: "Rebuild .scaffold after a merge or corruption",
		long: `Rebuild .scaffold from the blueprint and the answers: the list of files and their
pristine contents. Where git left a conflict in .scaffold/lock.yaml, repair keeps
what each branch added.`,
		merges: true, run: whole(project.Repair),
	},
	{
		use: "restore PATH...", args: expects(1, -1, "at least one PATH"),
		short: "Restore files to what scaffold rendered",
		long: `Restore files, including deleted ones, to what scaffold rendered. PATH is a file,
a folder (all files in it), or . for everything.

Private files such as .env are yours: scaffold does not remember them. With
--append, it adds missing variables and changes no existing line.`,
		appends: true, run: project.Restore,
	},
	{
		use: "skip PATH...", args: expects(1, -1, "at least one PATH"),
		short: "Leave files alone from now on",
		long: `Leave files alone from now on: updates do not touch them, and check does not
report them. PATH is a file, or a folder (all files in it). The paths are listed in
.scaffold/ignore, in the syntax of .gitignore; remove a line to undo it.`,
		run: project.Skip,
	},
}

// alter is how a verb runs that adds or removes parts or choices.
func alter(edit func(*blueprint.Blueprint, blueprint.Input, string, ...string) (blueprint.Input, error)) changeFunc {
	return func(ctx context.Context, env project.Environment, r project.Request, args ...string) (*project.Result, error) {
		r.Alter = func(b *blueprint.Blueprint, in blueprint.Input) (blueprint.Input, error) {
			return edit(b, in, args[0], args[1:]...)
		}
		return project.Change(ctx, env, r)
	}
}

// whole is how a verb runs that has no arguments.
func whole(run func(context.Context, project.Environment, project.Request) (*project.Result, error)) changeFunc {
	return func(ctx context.Context, env project.Environment, r project.Request, _ ...string) (*project.Result, error) {
		return run(ctx, env, r)
	}
}

func newChange(a *app, v changeVerb) *cobra.Command {
	cmd := &cobra.Command{Use: v.use, Short: v.short, Long: v.long, Example: v.example, Args: v.args}
	if v.alters {
		cmd.ValidArgsFunction = a.completeAnswers
	}
	r := project.Request{Command: a.command}
	defaults := false
	f := cmd.Flags()
	f.BoolVar(&r.DryRun, "dry-run", false, "show what would change, write nothing")
	f.BoolVar(&r.Force, "force", false, "change files even if they have uncommitted changes")
	a.jsonFlag(cmd)
	if v.merges {
		f.BoolVarP(&defaults, "defaults", "y", false, "ask nothing: take the defaults")
		f.StringVar(&r.Conflict, "conflict", project.Conflicts()[0], "how to resolve lines that both sides changed: `merge|ours|theirs`")
	}
	if v.sets {
		f.StringArrayVar(&r.Set, "set", nil, "answer a question, such as a new one: `KEY=VALUE`")
	}
	if v.moves {
		f.StringVar(&r.Source, "source", "", "update from another blueprint `SOURCE`: full, micro, a directory or a git URL")
		f.StringVar(&r.To, "to", "", "update to this branch, tag or commit of a git source: `REF`")
	}
	list := &listFlags{environment: func() project.Environment { return a.environment(project.Asker{}) }}
	if v.lists {
		list.register(cmd)
	}
	if v.appends {
		f.BoolVar(&r.Append, "append", false, "append missing variables to private files such as .env")
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		run, err := list.apply(cmd, a.in, &r, v.run)
		if err != nil {
			return err
		}
		done, err := run(ctx, a.environment(a.asker(ctx, defaults)), r, args...)
		switch {
		case err != nil:
			return err
		case a.json:
			if err := a.out.printJSON(changeDocument(done)); err != nil {
				return err
			}
		case done.Empty():
			a.out.printf("%s nothing to do: %s\n", a.out.green(a.out.symbols.done), done.To)
		default:
			a.printChange(done)
		}
		if done.Conflicts() == 0 {
			return nil
		}
		return &failure{code: exitConflicts, quiet: true, err: fmt.Errorf("%s to resolve", count(done.Conflicts(), "conflict"))}
	}
	return cmd
}
