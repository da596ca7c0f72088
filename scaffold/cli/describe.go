package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

// newBlueprintShow makes the verb that shows what a blueprint asks, with the flag that answers each question.
func newBlueprintShow(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:               "show full|micro|DIR",
		Short:             "Show what a blueprint asks and renders",
		Args:              expects(1, 1, "one blueprint: full, micro or a directory"),
		ValidArgsFunction: completeSources,
	}
	a.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		b, err := project.LoadBlueprint(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		if a.json {
			return a.out.printJSON(describeBlueprint(b))
		}
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
		return nil
	}
	return cmd
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
	value := map[blueprint.Kind]string{blueprint.Int: "NUMBER", blueprint.Bool: "true|false", blueprint.Many: "VALUE,..."}[q.Kind]
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
		parts = append(parts, map[string]any{"kind": p.Kind, "flag": partFlag(p.Kind), "questions": describeQuestions(p.Questions, p.Kind+".NAME.")})
	}
	layers := []map[string]any{}
	for _, l := range b.Layers {
		layers = append(layers, map[string]any{
			"dir": l.Dir, "to": l.To.Text, "when": l.When.Text, "part": l.Part, "files": len(l.Files),
		})
	}
	return map[string]any{
		"name": b.Name, "version": b.Version, "summary": b.Summary, "digest": b.Digest,
		"questions": describeQuestions(b.Questions, ""), "parts": parts, "layers": layers,
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
		if len(q.Choices) > 0 {
			choices := []map[string]any{}
			for _, c := range q.Choices {
				choices = append(choices, map[string]any{
					"value": c.Value, "label": c.Label, "help": c.Help, "when": c.When.Text, "requires": c.Requires,
				})
			}
			row["choices"] = choices
		}
		rows = append(rows, row)
	}
	return rows
}
