package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/blueprints"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
	"github.com/seed-d277c37b/scaffold/scaffold/prompt"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// asker returns an Asker that asks at the terminal, or one that asks nothing: without a terminal, in CI, with --defaults
// and with --json.
func (a *app) asker(ctx context.Context, defaults bool) project.Asker {
	if defaults || a.json || isCI(os.Getenv("CI")) {
		return project.Asker{}
	}
	t, ok := prompt.On(a.in, a.out.w, prompt.Options{ASCII: !isUTF8(), Term: os.Getenv("TERM")})
	if !ok {
		return project.Asker{}
	}
	ask := func(q blueprint.Question, proposal any) (any, error) {
		q.Prompt, q.Help, q.Choices = clean(q.Prompt), clean(q.Help), slices.Clone(q.Choices)
		for i, c := range q.Choices {
			q.Choices[i].Label, q.Choices[i].Help = clean(c.Label), clean(c.Help)
		}
		if q.Kind == blueprint.Fields {
			fields, err := askFields(ctx, t, q)
			return fields, a.asCancelled(err)
		}
		if text, isText := proposal.(string); isText {
			proposal = clean(text) // what is accepted is what was shown
		}
		answer, err := t.Question(ctx, q, proposal, q.Check)
		return answer, a.asCancelled(err)
	}
	return project.Asker{
		Source: func() (string, error) {
			q, err := a.layoutQuestion(ctx)
			if err != nil {
				return "", err
			}
			answer, err := ask(q, "micro")
			layout, _ := answer.(string)
			return layout, err
		},
		Question: ask,
		Parts: func(p blueprint.Part) ([]string, error) {
			names, err := t.Names(ctx, clean(p.Prompt), clean(p.Help), func(names []string) error {
				for i, name := range names {
					if err := p.CheckName(name); err != nil {
						return err
					}
					if slices.Contains(names[:i], name) {
						return fmt.Errorf("%q is listed twice", name)
					}
				}
				return nil
			})
			return names, a.asCancelled(err)
		},
		Create: func(name string, files tree.Tree) (bool, error) {
			a.printSummary(name, visible(files))
			answer, err := ask(blueprint.Question{Kind: blueprint.Bool, Prompt: "Create it?"}, true)
			yes, _ := answer.(bool)
			return yes, err
		},
	}
}

// askFields asks for one field after another, until an empty one.
func askFields(ctx context.Context, t *prompt.Terminal, q blueprint.Question) ([]string, error) {
	help := "NAME:TYPE:MODIFIER..., such as title:string:max=200. Types: " + strings.Join(q.Types, ", ") + "."
	if len(q.Modifiers) > 0 {
		help += " Modifiers: " + strings.Join(q.Modifiers, ", ") + "."
	}
	fields := []string{}
	for {
		one := blueprint.Question{Kind: blueprint.String, Prompt: q.Prompt + ": NAME:TYPE", Help: help}
		var proposal any // the first is required
		if len(fields) > 0 {
			one.Prompt, proposal = q.Prompt+": another, or Enter to finish", ""
		}
		answer, err := t.Question(ctx, one, proposal, func(v any) error {
			text, _ := v.(string)
			if text == "" && len(fields) > 0 {
				return nil
			}
			return q.CheckField(text, fields)
		})
		text, _ := answer.(string)
		if err != nil || text == "" {
			return fields, err
		}
		fields = append(fields, text)
	}
}

// isCI reports whether $CI has a value that means an automatic run.
func isCI(value string) bool { return value != "" && value != "false" && value != "0" }

// layoutQuestion returns the question which layout to start with.
func (a *app) layoutQuestion(ctx context.Context) (blueprint.Question, error) {
	q := blueprint.Question{Kind: blueprint.One, Prompt: "Layout", Help: `"scaffold layouts" shows them side by side.`}
	for _, name := range blueprints.Names() {
		b, err := project.LoadBlueprint(ctx, a.environment(project.Asker{}), name)
		if err != nil {
			return q, err
		}
		summary := strings.ToLower(b.Summary[:1]) + b.Summary[1:]
		q.Choices = append(q.Choices, blueprint.Choice{Value: name, Label: name, Help: summary})
	}
	return q, nil
}

// asCancelled returns the error with exit code 130 for the prompt's own, and any other error as it is.
func (a *app) asCancelled(err error) error {
	if errors.Is(err, prompt.ErrCancelled) {
		return a.cancelled()
	}
	return err
}
