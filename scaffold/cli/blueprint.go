package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/blueprints"
	"github.com/seed-d277c37b/scaffold/scaffold/author"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func newBlueprintList(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the built-in blueprints",
		Args:  noArguments(),
	}
	a.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		rows := []map[string]any{}
		for _, name := range blueprints.Names() {
			b, err := project.LoadBlueprint(cmd.Context(), a.environment(project.Asker{}), name)
			if err != nil {
				return err
			}
			rows = append(rows, map[string]any{
				"name": b.Name, "version": b.Version, "summary": b.Summary, "languages": languages(b),
			})
			if !a.json {
				a.out.printf("%s %-7s %-50s %s\n", a.out.bold(fmt.Sprintf("%-6s", b.Name)), b.Version, b.Summary,
					strings.Join(languages(b), ", "))
			}
		}
		if a.json {
			return a.out.printJSON(rows)
		}
		return nil
	}
	return cmd
}

func languages(b *blueprint.Blueprint) []string {
	values := []string{}
	for _, q := range b.Questions {
		if q.Name == "language" {
			for _, c := range q.Choices {
				values = append(values, c.Value)
			}
		}
	}
	return values
}

func newBlueprintLint(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lint [DIR]",
		Short: "Report problems in a blueprint, without rendering it",
		Long: `Report what is wrong with the blueprint in DIR, or in the current folder, with
file, line and column: wrong keys, unknown names in templates, files that two layers
render, paths that are not safe everywhere.

It also warns of what has no effect: answers that nothing uses, choices that are
never offered, rules that match no file, junk, a missing "next". Warnings do not
change the exit code.`,
		Args:              expects(0, 1, "at most one blueprint: full, micro or a directory"),
		ValidArgsFunction: completeUpTo(1),
	}
	a.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		b, notes, err := project.LintBlueprint(cmd.Context(), a.environment(project.Asker{}), sourceOf(args))
		if err != nil {
			return err
		}
		if a.json {
			return a.out.printJSON(map[string]any{
				"name": b.Name, "version": b.Version, "problems": []string{}, "notes": append(problem.List{}, notes...),
			})
		}
		for _, note := range notes {
			a.warn(note)
		}
		files := 0
		for _, l := range b.Layers {
			files += len(l.Files)
		}
		a.out.printf("%s %s %s: %s, %s, %s\n", a.out.green(a.out.symbols.done), b.Name, b.Version,
			count(len(b.Questions), "question"), count(len(b.Layers), "layer"), count(files, "file"))
		return nil
	}
	return cmd
}

func newBlueprintInit(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Start a blueprint of your own",
		Long: `Start a blueprint in the new folder DIR: a small one that works, with comments
that explain it and answers to test it with. Change it step by step, and let
"scaffold blueprint lint" and "scaffold blueprint test" check it.`,
		Args: expects(1, 1, "one folder"),
	}
	a.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		a.writing.Add(1)
		defer a.writing.Add(-1)
		name, files, err := author.Init(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		if a.json {
			return a.out.printJSON(map[string]any{"path": args[0], "name": name, "files": files.Paths()})
		}
		dir := problem.ShellPath(author.AsSource(args[0]))
		a.out.printf("%s %s %s\n\nNext:\n", a.out.green(a.out.symbols.done), name, count(len(files), "file"))
		for _, next := range []string{"scaffold blueprint lint ", "scaffold blueprint test ", "scaffold new demo --blueprint "} {
			a.out.printf("  %s\n", next+dir)
		}
		return nil
	}
	return cmd
}

func newBlueprintSchema(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of blueprint.yaml, for editors",
		Long: `Print the JSON Schema of blueprint.yaml, with which editors complete and check it.
Write it to a file, and make this the first line of blueprint.yaml:

  # yaml-language-server: $schema=blueprint.schema.json`,
		Example: "  scaffold blueprint schema > service/blueprint.schema.json",
		Args:    noArguments(),
		RunE: func(*cobra.Command, []string) error {
			_, _ = a.out.Write(blueprint.Schema()) // the printer remembers the error
			return nil
		},
	}
}

// completeUpTo completes arguments that name blueprints, up to so many.
func completeUpTo(most int) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) >= most {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return blueprints.Names(), cobra.ShellCompDirectiveFilterDirs
	}
}

// completeSource completes a flag that names a blueprint.
func completeSource(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return blueprints.Names(), cobra.ShellCompDirectiveFilterDirs
}
