package render

import (
	"context"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Evaluator runs the templates of a blueprint's manifest, with the functions, partials and bounds of its files. Its
// errors are a problem.List, with places in blueprint.yaml; once its budget is used up, or its context has ended, every
// further one is a blueprint.Ended. It is not for concurrent use.
type Evaluator struct{ engine *engine }

var _ blueprint.Evaluator = (*Evaluator)(nil)

// NewEvaluator returns an evaluator whose texts share one budget. What is wrong with partials is left to Lint and Render
// to say: a text that uses one of those fails.
func NewEvaluator(ctx context.Context, b *blueprint.Blueprint) *Evaluator {
	l, _ := newTemplateSet(ctx, b)
	l.instrument()
	return &Evaluator{engine: newEngine(l)}
}

// Text renders a text of the manifest. The data is only read.
func (e *Evaluator) Text(t blueprint.Text, data map[string]any) (string, error) {
	out, problems := e.engine.render(textOf(e.engine.Blueprint, t), data)
	_ = e.engine.hold(4 * len(out)) // answers are copied into what templates see; verdict asks the budget
	return string(out), e.verdict(problems)
}

// Truth evaluates a condition of the manifest. An empty condition is true. The data is only read.
func (e *Evaluator) Truth(t blueprint.Text, data map[string]any) (bool, error) {
	holds, problems := e.engine.holds(&t, data)
	return holds, e.verdict(problems)
}

// verdict returns what was wrong with a text, or why there will be no other one.
func (e *Evaluator) verdict(problems problem.List) error {
	if err := e.engine.err(e.engine.Blueprint); err != nil {
		return &blueprint.Ended{Err: err}
	}
	return problems.Err()
}

func (e *engine) holds(t *blueprint.Text, data map[string]any) (bool, problem.List) {
	if t.Empty() {
		return true, nil
	}
	if e.parsed[t] == nil {
		if p := misfit(e.Blueprint, *t); p != nil {
			return false, problem.List{*p}
		}
	}
	out, problems := e.renderAgain(t, conditionOf(e.Blueprint, *t), data)
	return len(out) > 0, problems
}

// misfit refuses a condition that is not one pipeline.
func misfit(b *blueprint.Blueprint, t blueprint.Text) *problem.Problem {
	var message string
	switch first := scan(conditionOf(b, t))[0]; {
	case strings.TrimSpace(t.Text) == "":
		message = "the condition is empty"
	case strings.HasPrefix(strings.TrimSpace(t.Text), leftBrace):
		message = "a condition must not have braces"
	case first.end >= 0 && first.end < len(beforeCondition)+len(t.Text):
		message = "a condition must be a single pipeline"
	default:
		return nil
	}
	p := b.ProblemAt(t, 0, message, `write it like this: when: eq .language "go"`)
	return &p
}

// Next returns the text that a blueprint shows after `new`: path is the project's, quoted for a shell. The error is
// a problem.List, or that of ctx.
func Next(ctx context.Context, b *blueprint.Blueprint, a blueprint.Answers, path string) (string, error) {
	data := a.Data(b)
	data["path"] = path
	return NewEvaluator(ctx, b).Text(b.Next, data)
}
