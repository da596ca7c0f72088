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

// asker asks at the terminal. It asks nothing where there is none, where the person wants the defaults, in CI, and with
// --json.
func (a *app) asker(ctx context.Context, defaults bool) project.Asker {
	if defaults || a.json || isCI(os.Getenv("CI")) {
		return project.Asker{}
	}
	t, ok := prompt.On(a.in, a.out.w, prompt.Options{ASCII: !isUTF8(), Term: os.Getenv("TERM")})
	if !ok {
		return project.Asker{}
	}
	return project.Asker{
		Source: func() (string, error) {
			source, err := chooseLayout(ctx, t)
			return source, a.asCancelled(err)
		},
		Question: func(q blueprint.Question, proposal any) (any, error) {
			if text, isText := proposal.(string); isText {
				proposal = clean(text) // what is accepted is what was shown
			}
			answer, err := t.Question(ctx, cleanQuestion(q), proposal, q.Check)
			return answer, a.asCancelled(err)
		},
		Parts: func(p blueprint.Part) ([]string, error) {
			names, err := t.Names(ctx, clean(p.Prompt), clean(p.Help), func(names []string) error { return checkNames(p, names) })
			return names, a.asCancelled(err)
		},
		Create: func(name string, files tree.Tree) (bool, error) {
			a.printSummary(name, visible(files))
			yes, err := t.Confirm(ctx, "Create it?")
			return yes, a.asCancelled(err)
		},
	}
}

// isCI reports whether the value of the variable CI says that nobody is there to answer.
func isCI(value string) bool { return value != "" && value != "false" && value != "0" }

func chooseLayout(ctx context.Context, t *prompt.Terminal) (string, error) {
	names := blueprints.Names()
	summaries := make([]string, len(names))
	for i, name := range names {
		b, err := project.LoadBlueprint(ctx, name)
		if err != nil {
			return "", err
		}
		summaries[i] = strings.ToLower(b.Summary[:1]) + b.Summary[1:]
	}
	i, err := t.Choose(ctx, "Layout", `"scaffold layouts" shows them side by side.`, names, summaries, slices.Index(names, "micro"))
	if err != nil {
		return "", err
	}
	return names[i], nil
}

// cleanQuestion returns a question whose texts can do no harm to a terminal.
func cleanQuestion(q blueprint.Question) blueprint.Question {
	q.Prompt, q.Help = clean(q.Prompt), clean(q.Help)
	q.Choices = slices.Clone(q.Choices)
	for i, c := range q.Choices {
		q.Choices[i].Label, q.Choices[i].Help = clean(c.Label), clean(c.Help)
	}
	return q
}

func checkNames(p blueprint.Part, names []string) error {
	for i, name := range names {
		if err := p.CheckName(name); err != nil {
			return err
		}
		if slices.Contains(names[:i], name) {
			return fmt.Errorf("%q is listed twice", name)
		}
	}
	return nil
}

// asCancelled turns the prompt's own error into the one with the exit code 130.
func (a *app) asCancelled(err error) error {
	if errors.Is(err, prompt.ErrCancelled) {
		return a.cancelled()
	}
	return err
}
