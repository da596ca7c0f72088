package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/author"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/patch"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func newBlueprintDiff(a *app) *cobra.Command {
	var given answerFlags
	var full bool
	cmd := &cobra.Command{
		Use:   "diff FROM TO",
		Short: "Show what a new version of a blueprint changes in a project",
		Long: `Render the blueprints FROM and TO with the same answers, and show which files TO
adds, removes and changes. Answers that you leave open take the defaults of FROM,
and those of TO for its new questions.`,
		Example: `  scaffold blueprint diff ../service-1.0 ./service
  scaffold blueprint diff ../service-1.0 ./service --with docker --patch`,
		Args:              expects(2, 2, "two blueprints: full, micro or a directory"),
		ValidArgsFunction: completeUpTo(2),
	}
	cmd.Flags().BoolVar(&full, "patch", false, "show the changed lines as a patch")
	given.register(cmd)
	a.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var answers project.Answers
		if err := given.read(cmd, a.in, &answers); err != nil {
			return &failure{code: exitUsage, err: err}
		}
		var sides [2]*blueprint.Blueprint
		for i, source := range args {
			var err error
			if sides[i], err = project.LoadBlueprint(cmd.Context(), a.environment(project.Asker{}), source); err != nil {
				return err
			}
		}
		d, err := author.Diff(cmd.Context(), sides[0], sides[1], answers)
		if err != nil {
			return err
		}
		if a.json {
			return a.out.printJSON(differenceDocument(d, full))
		}
		for _, note := range d.Answers.Notes {
			a.warn(problem.Problem{Message: note})
		}
		if full {
			for i := range d.Files { // one at a time: the patch may be far larger than the plan
				a.printDiff(patch.Unified(d.Files[i : i+1]))
			}
			return nil
		}
		a.printDifference(d)
		return nil
	}
	return cmd
}

func (a *app) printDifference(d *author.Difference) {
	p := a.out
	p.printf("%s %s %s %s %s\n", d.From.Name, d.From.Version, p.symbols.arrow, d.To.Name, d.To.Version)
	if len(d.Added) > 0 {
		p.printf("  new questions: %s\n", strings.Join(d.Added, ", "))
	}
	if len(d.Removed) > 0 {
		p.printf("  removed questions: %s\n", strings.Join(d.Removed, ", "))
	}
	counts := map[tree.Op]int{}
	p.printRows(len(d.Files), func(i int) row {
		f := d.Files[i]
		sign := map[tree.Op]safe{tree.Create: p.green("+"), tree.Delete: p.red("-"), tree.Keep: " "}[f.Op]
		if sign == "" {
			sign = p.cyan("~")
		}
		why := f.Why
		if why == "" {
			why = map[tree.Op]string{tree.Update: "changed", tree.Chmod: "mode"}[f.Op]
		}
		return row{sign, f.Path, why}
	})
	for _, f := range d.Files {
		counts[f.Op]++
	}
	p.printf("%d added, %d removed, %d changed\n", counts[tree.Create], counts[tree.Delete], counts[tree.Update]+counts[tree.Chmod])
}

// differenceDocument is what --json prints. Its keys are part of the contract with scripts.
func differenceDocument(d *author.Difference, full bool) map[string]any {
	side := func(b *blueprint.Blueprint) map[string]string {
		return map[string]string{"name": b.Name, "version": b.Version, "digest": b.Digest}
	}
	files := []map[string]string{}
	for _, f := range d.Files {
		files = append(files, map[string]string{"path": f.Path, "op": f.Op.String(), "why": f.Why})
	}
	document := map[string]any{
		"from": side(d.From), "to": side(d.To), "files": files, "notes": append([]string{}, d.Answers.Notes...),
		"answers":   answersOf(d.Answers.Asked, d.Answers.Values),
		"questions": map[string][]string{"added": append([]string{}, d.Added...), "removed": append([]string{}, d.Removed...)},
	}
	if full {
		document["diff"] = patch.Unified(d.Files)
	}
	return document
}
