package render

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// reach finds questions that are never asked and choices that are never offered, by trying all answers that their
// conditions can depend on. Where these are too many, or a text or number is among them, it says nothing.
type reach struct {
	*Evaluator
	*budget
	questions []blueprint.Question
	tried     int
}

// question finds what is wrong with the n-th question.
func (r *reach) question(b *blueprint.Blueprint, n int) problem.List {
	q := r.questions[n]
	if !r.possible(n, q.When) {
		return problem.List{b.ProblemAt(q.When, 0, fmt.Sprintf("question %q is never asked: no answers make this true", q.Name),
			"correct the condition, or remove the question")}
	}
	var found problem.List
	for _, c := range q.Choices {
		conditions := []blueprint.Text{q.When, c.When}
		needed := slices.Clone(c.Requires)
		for k := 0; k < len(needed); k++ { // it grows on the way
			i := slices.IndexFunc(q.Choices, func(c blueprint.Choice) bool { return c.Value == needed[k] })
			conditions = append(conditions, q.Choices[i].When)
			for _, more := range q.Choices[i].Requires {
				if !slices.Contains(needed, more) {
					needed = append(needed, more)
				}
			}
		}
		if r.possible(n, conditions...) {
			continue
		}
		at, message := c.When, fmt.Sprintf("choice %q is never offered: no answers make this true", c.Value)
		if len(needed) > 0 {
			at = blueprint.Text{Line: c.Line, Column: c.Column}
			message = fmt.Sprintf("choice %q is never offered: no answers offer it together with %s", c.Value, strings.Join(needed, ", "))
		}
		found = append(found, b.ProblemAt(at, 0, message, "correct the condition, or remove the choice"))
	}
	return found
}

// possible reports whether some answers to the questions before the n-th make all conditions true, or nobody knows.
func (r *reach) possible(n int, conditions ...blueprint.Text) bool {
	conditions = slices.DeleteFunc(conditions, blueprint.Text.Empty)
	if len(conditions) == 0 {
		return true
	}
	var before []int // the questions that the conditions depend on, in order
	names := map[string]bool{}
	note := func(t blueprint.Text) {
		for _, m := range mentioned().FindAllStringSubmatch(t.Text, -1) {
			names[m[1]] = true
		}
	}
	for _, t := range conditions {
		note(t)
	}
	for i := n - 1; i >= 0; i-- {
		if q := r.questions[i]; names[q.Name] {
			before = append(before, i)
			note(q.When)
			for _, c := range q.Choices {
				note(c.When)
			}
		}
	}
	slices.Reverse(before)
	r.tried = 0
	return r.search(before, map[string]any{}, names, conditions)
}

// search tries all answers to the questions before, and reports whether some make all conditions true, or it cannot know.
func (r *reach) search(before []int, data map[string]any, names map[string]bool, conditions []blueprint.Text) bool {
	const most = 2_000
	if r.tried++; r.tried > most || r.spend(100*(1+len(conditions))) != nil {
		return true
	}
	if len(before) == 0 {
		return r.all(conditions, data)
	}
	q := r.questions[before[0]]
	asked, err := r.Truth(q.When, data)
	if err != nil {
		return true
	}
	answers := []any{q.Zero()}
	if asked {
		if answers = r.answersTo(q, data, names); answers == nil {
			return true
		}
	}
	for _, answer := range answers {
		more := maps.Clone(data)
		more[q.Name] = answer
		if r.search(before[1:], more, names, conditions) {
			return true
		}
	}
	return false
}

// all reports whether all conditions are true, or one of them cannot be judged: it needs more than answers from lists.
func (r *reach) all(conditions []blueprint.Text, data map[string]any) bool {
	for _, t := range conditions {
		if yes, err := r.Truth(t, data); err != nil || !yes {
			return err != nil
		}
	}
	return true
}

// answersTo returns all answers to a question; nil where they are too many. Of several choices only those vary that names has.
func (r *reach) answersTo(q blueprint.Question, data map[string]any, names map[string]bool) []any {
	switch q.Kind {
	case blueprint.Bool:
		return []any{false, true}
	case blueprint.One, blueprint.Many:
		const most = 6 // choices of several
		var values []string
		for _, c := range q.Choices {
			offered, err := r.Truth(c.When, data)
			if err != nil {
				return nil
			}
			if offered && (q.Kind == blueprint.One || names[c.Value]) {
				values = append(values, c.Value)
			}
		}
		if q.Kind == blueprint.Many && len(values) > most {
			return nil
		}
		if q.Kind == blueprint.Many {
			return subsets(values)
		}
		answers := []any{}
		for _, v := range values {
			answers = append(answers, v)
		}
		return answers
	default:
		return nil
	}
}

func subsets(values []string) []any {
	all := []any{}
	for n := range 1 << len(values) {
		list := []string{}
		for i, v := range values {
			if n&(1<<i) != 0 {
				list = append(list, v)
			}
		}
		all = append(all, list)
	}
	return all
}
