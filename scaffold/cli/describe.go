package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/author"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
	"github.com/seed-d277c37b/scaffold/scaffold/risk"
)

// newBlueprintShow makes the verb that shows what a blueprint asks, with the flag that answers each question.
func newBlueprintShow(a *app) *cobra.Command {
	var risks bool
	var given answerFlags
	cmd := &cobra.Command{
		Use:   "show [SOURCE]",
		Short: "Show what a blueprint asks and renders",
		Long: `Show what the blueprint SOURCE asks and renders: full, micro, a directory or a
git URL; the current directory if you name none.

With --risks, show what a project of it makes tools run later without being asked:
CI workflows, git hooks, editor tasks, install scripts, instructions of coding
agents. It depends on the answers, which you give as for "scaffold new".`,
		Example: `  scaffold blueprint show micro
  scaffold blueprint show micro --risks --language python --with ci,docker`,
		Args:              expects(0, 1, "at most one blueprint: full, micro or a directory"),
		ValidArgsFunction: completeUpTo(1),
	}
	cmd.Flags().BoolVar(&risks, "risks", false, "show what the rendered project makes tools run later")
	given.register(cmd)
	a.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var answers project.Answers
		if err := given.read(cmd, a.in, &answers); err != nil {
			return &failure{code: exitUsage, err: err}
		}
		if !risks && (len(answers.Flags) > 0 || len(answers.Parts) > 0 || answers.File != nil) {
			return &failure{code: exitUsage, err: errors.New("without --risks, answers have no effect"), hint: "add --risks"}
		}
		b, err := project.LoadBlueprint(cmd.Context(), a.environment(project.Asker{}), sourceOf(args))
		if err != nil {
			return err
		}
		document := map[string]any{}
		if a.json {
			document = describeBlueprint(b)
		}
		if risks {
			found, answers, err := author.Risks(cmd.Context(), b, answers)
			if err != nil {
				return err
			}
			document["risks"], document["answers"] = found, answersOf(answers.Asked, answers.Values)
			if !a.json {
				a.printRisks(b, found)
				return nil
			}
		}
		if a.json {
			return a.out.printJSON(document)
		}
		a.printBlueprint(b)
		return nil
	}
	return cmd
}

// sourceOf returns the blueprint that the arguments name, or the one in the current folder.
func sourceOf(args []string) string {
	if len(args) == 0 {
		return "."
	}
	return args[0]
}

func (a *app) printBlueprint(b *blueprint.Blueprint) {
	p := a.out
	p.printf("%s %s\n%s\n", p.bold(b.Name), b.Version, b.Summary)
	if len(b.Questions) > 0 {
		p.printf("\n%s\n", p.bold("Questions"))
	}
	for _, q := range b.Questions {
		a.printQuestion(q, "")
	}
	for _, part := range b.Parts {
		p.printf("\n%s\n", p.bold("Parts: "+part.Kind))
		p.printf("  %-34s %s%s\n", partFlag(part.Kind), part.Help, p.dim(condition(part.When)))
		for _, q := range part.Questions {
			a.printQuestion(q, part.Kind+".NAME.")
		}
	}
	p.printf("\n%s\n", p.bold("Layers"))
	for _, l := range b.Layers {
		title := l.Dir
		if !l.To.Empty() {
			title += " " + p.symbols.arrow + " " + l.To.Text
		}
		p.printf("  %-34s %8s%s\n", title, count(len(l.Files), "file"), p.dim(condition(l.When)))
	}
	if len(b.Rules) > 0 {
		p.printf("\n%s\n", p.bold("Rules"))
	}
	for _, r := range b.Rules {
		var sets []string
		for key, value := range ruleSets(r) {
			sets = append(sets, fmt.Sprintf("%s: %v", key, value))
		}
		slices.Sort(sets)
		p.printf("  %-34s %s%s\n", r.Match, strings.Join(sets, ", "), p.dim(condition(r.When)))
	}
	if len(b.Commands) > 0 {
		p.printf("\n%s\n", p.bold("Commands"))
	}
	for _, c := range b.Commands {
		p.printf("  %-34s on %s%s\n", problem.ShellCommand(c.Run...), c.On, p.dim(condition(c.When)))
	}
	if !b.Next.Empty() {
		p.printf("\n%s\n", p.bold("Next"))
	}
	for line := range strings.Lines(b.Next.Text) {
		p.printf("  %s\n", strings.TrimRight(line, "\r\n"))
	}
}

// ruleSets returns what a rule sets, by its keys in the manifest.
func ruleSets(r blueprint.Rule) map[string]any {
	sets := map[string]any{}
	if r.Exec != nil {
		sets["exec"] = *r.Exec
	}
	if r.Policy != nil {
		sets["policy"] = r.Policy.String()
	}
	if r.Private != nil {
		sets["private"] = *r.Private
	}
	if r.Merge != nil {
		sets["merge"] = r.Merge.String()
	}
	if r.Renew != "" {
		sets["renew"] = r.Renew
	}
	return sets
}

// printRisks says what a project makes tools run. What they run without being asked is marked.
func (a *app) printRisks(b *blueprint.Blueprint, risks []risk.Risk) {
	const most = 6 // commands of a file
	p := a.out
	if len(risks) == 0 {
		p.printf("%s nothing in a project of %s %s makes tools run anything, with these answers\n", p.green(p.symbols.done), b.Name, b.Version)
		return
	}
	p.printf("A project of %s %s makes tools run, with these answers:\n", b.Name, b.Version)
	for _, r := range risks {
		sign := safe(" ")
		if r.Automatic {
			sign = p.red("!")
		}
		p.printf("  %s %-34s %s, %s\n", sign, r.Path, r.Tool, r.When)
		for _, command := range r.Runs[:min(most, len(r.Runs))] {
			p.printf("      %s\n", command)
		}
		if more := len(r.Runs) - most; more > 0 {
			p.printf("      %s %d more\n", p.symbols.more, more)
		}
	}
	p.printf("! marks what runs without being asked\n")
}

func condition(t blueprint.Text) string {
	if t.Empty() {
		return ""
	}
	return "  when " + t.Text
}

func (a *app) printQuestion(q blueprint.Question, prefix string) {
	a.out.printf("  %-34s %s%s\n", answerFlag(q, prefix), q.Prompt, a.out.dim(condition(q.When)))
	if q.Help != "" {
		a.out.printf("      %s\n", q.Help)
	}
	if q.Kind == blueprint.Fields {
		a.out.printf("      types: %s\n", strings.Join(q.Types, ", "))
		if len(q.Modifiers) > 0 {
			a.out.printf("      modifiers: %s\n", strings.Join(q.Modifiers, ", "))
		}
	}
	for _, c := range q.Choices {
		line := "      " + c.Value
		if c.Help != "" {
			line = fmt.Sprintf("      %-10s %s", c.Value, c.Help)
		}
		if len(c.Requires) > 0 {
			line += ", brings " + strings.Join(c.Requires, ", ")
		}
		a.out.printf("%s%s\n", line, a.out.dim(condition(c.When)))
	}
	switch {
	case q.Kind == blueprint.Secret:
		a.out.printf("      generated, unless given\n")
	case q.Default == nil:
		a.out.printf("      required\n")
	case q.Default.Value == nil:
		a.out.printf("      default: %s\n", q.Default.Template.Text)
	default:
		a.out.printf("      default: %s\n", answerText(q.Default.Value))
	}
}

// answerFlag returns the flag that answers a question.
func answerFlag(q blueprint.Question, prefix string) string {
	value := map[blueprint.Kind]string{blueprint.Int: "NUMBER", blueprint.Bool: "true|false", blueprint.Many: "VALUE,...", blueprint.Fields: `"FIELD ..."`}[q.Kind]
	if value == "" {
		value = "VALUE"
	}
	switch {
	case prefix == "" && (q.Name == "language" || q.Name == "database"):
		return "--" + q.Name + " " + value
	case prefix == "" && q.Name == "features":
		return "--with " + value
	}
	return "--set " + prefix + q.Name + "=" + value
}

func partFlag(kind string) string {
	if kind == "app" {
		return "--app NAME,..."
	}
	return "--part " + kind + "=NAME,..."
}

// describeBlueprint is what `blueprint show --json` prints. Its keys are part of the contract with scripts.
func describeBlueprint(b *blueprint.Blueprint) map[string]any {
	parts := []map[string]any{}
	for _, p := range b.Parts {
		parts = append(parts, map[string]any{"kind": p.Kind, "of": p.Of, "flag": partFlag(p.Kind), "questions": describeQuestions(p.Questions, p.Kind+".NAME.")})
	}
	layers := []map[string]any{}
	for _, l := range b.Layers {
		layers = append(layers, map[string]any{
			"dir": l.Dir, "to": l.To.Text, "when": l.When.Text, "part": l.Part, "files": len(l.Files),
		})
	}
	rules := []map[string]any{}
	for _, r := range b.Rules {
		row := ruleSets(r)
		row["match"], row["when"] = r.Match, r.When.Text
		rules = append(rules, row)
	}
	commands := []map[string]any{}
	for _, c := range b.Commands {
		commands = append(commands, map[string]any{"on": c.On, "run": c.Run, "when": c.When.Text})
	}
	features := []map[string]any{}
	for _, q := range b.Questions {
		if q.Kind == blueprint.Many {
			for _, c := range describeChoices(q) {
				c["question"] = q.Name
				features = append(features, c)
			}
		}
	}
	return map[string]any{
		"name": b.Name, "version": b.Version, "summary": b.Summary, "digest": b.Digest,
		"questions": describeQuestions(b.Questions, ""), "features": features, "parts": parts,
		"layers": layers, "rules": rules, "commands": commands, "next": b.Next.Text,
	}
}

func describeQuestions(questions []blueprint.Question, prefix string) []map[string]any {
	rows := []map[string]any{}
	for _, q := range questions {
		row := map[string]any{
			"name": q.Name, "kind": q.Kind, "prompt": q.Prompt, "help": q.Help, "when": q.When.Text,
			"flag": answerFlag(q, prefix), "required": q.Default == nil && q.Kind != blueprint.Secret,
		}
		if q.Default != nil {
			row["default"] = q.Default.Value
			if q.Default.Value == nil {
				row["default"] = q.Default.Template.Text
			}
		}
		if q.Kind == blueprint.Fields {
			row["singular"], row["types"], row["modifiers"] = q.Singular, q.Types, append([]string{}, q.Modifiers...)
		}
		if len(q.Choices) > 0 {
			row["choices"] = describeChoices(q)
		}
		rows = append(rows, row)
	}
	return rows
}

func describeChoices(q blueprint.Question) []map[string]any {
	choices := []map[string]any{}
	for _, c := range q.Choices {
		choices = append(choices, map[string]any{
			"value": c.Value, "label": c.Label, "help": c.Help, "when": c.When.Text, "requires": c.Requires,
		})
	}
	return choices
}
