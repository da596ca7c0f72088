package scaffold

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Add returns the input with more parts (`add app blog`), or with more choices of a question (`add feature docker`). What
// is not among the choices, and a name that a part cannot have, is for blueprint.Resolve to refuse. The error is a
// problem.List.
func Add(b *blueprint.Blueprint, in blueprint.Input, kind string, names ...string) (blueprint.Input, error) {
	r := request{blueprint: b, in: in, kind: kind, verb: "add", names: names}
	part, q, p := r.target()
	switch {
	case p != nil:
		return in, problem.List{*p}
	case q != nil && part != nil:
		return r.addFields(part, q)
	case part != nil && part.Fields() != nil:
		return r.addWithFields(part), nil
	case part != nil:
		in.Parts = slices.Clone(in.Parts)
		for _, name := range names {
			in.Parts = append(in.Parts, blueprint.FlagPart(r.typed(), kind, name))
		}
		return in, nil
	}
	chosen := r.chosen(*q)
	var problems problem.List
	for _, name := range names {
		if slices.Contains(chosen, name) {
			problems = append(problems, r.problem(fmt.Sprintf("the project already has the %s %q", kind, name)))
		}
	}
	if len(problems) > 0 {
		return in, problems
	}
	return r.answer(*q, append(chosen, names...)), nil
}

// Remove returns the input without some parts, fields or choices. The parts that belong to a part go with it. The error is a
// problem.List.
func Remove(b *blueprint.Blueprint, in blueprint.Input, kind string, names ...string) (blueprint.Input, error) {
	r := request{blueprint: b, in: in, kind: kind, verb: "remove", names: names}
	part, q, p := r.target()
	switch {
	case p != nil:
		return in, problem.List{*p}
	case q != nil && part != nil:
		return r.removeFields(part, q)
	case part != nil:
		return r.removeParts(part)
	}
	isNamed := func(value string) bool { return slices.Contains(names, value) }
	chosen := r.chosen(*q)
	problems := r.absent(names, chosen)
	rest := slices.DeleteFunc(slices.Clone(chosen), isNamed)
	for _, c := range q.Choices {
		for _, name := range names {
			if slices.Contains(rest, c.Value) && slices.Contains(c.Requires, name) {
				problems = append(problems, r.problem(fmt.Sprintf("%s requires %s", c.Value, name),
					fmt.Sprintf("remove both: scaffold remove %s %s %s", kind, name, c.Value)))
			}
		}
	}
	if len(problems) > 0 {
		return in, problems
	}
	return r.answer(*q, rest), nil
}

// Set returns the input with other answers, each as KEY=VALUE. Whether there is such a question is for blueprint.Resolve
// to say. The error is a problem.List.
func Set(in blueprint.Input, assignments ...string) (blueprint.Input, error) {
	var problems problem.List
	in.Flags = slices.Clone(in.Flags)
	for _, text := range assignments {
		answer, err := blueprint.Assignment("set", text)
		var wrong problem.Problem
		if errors.As(err, &wrong) {
			problems = append(problems, wrong)
			continue
		}
		in.Flags = append(in.Flags, answer)
	}
	return in, problems.Err()
}

// request is one `add` or `remove`.
type request struct {
	blueprint *blueprint.Blueprint
	in        blueprint.Input
	kind      string
	verb      string
	names     []string
}

// target returns what a kind means: a kind of part, the fields of one, or a question with choices; and what is wrong where it
// is none of them.
func (r request) target() (*blueprint.Part, *blueprint.Question, *problem.Problem) {
	var known []string
	for i := range r.blueprint.Parts {
		p := &r.blueprint.Parts[i]
		if p.Kind == r.kind {
			return p, nil, nil
		}
		known = append(known, p.Kind)
		if q := p.Fields(); q != nil && (r.kind == q.Singular || r.kind == q.Name) {
			return p, q, nil
		} else if q != nil {
			known = append(known, q.Singular)
		}
	}
	for i, q := range r.blueprint.Questions {
		switch {
		case q.Kind != blueprint.Many && q.Name == r.kind:
			return nil, nil, &problem.Problem{
				File: r.typed(), Message: r.kind + " has one answer, not a list",
				Hints: []string{fmt.Sprintf("change it: scaffold set %s=VALUE", r.kind)},
			}
		case q.Kind != blueprint.Many:
		case r.kind == q.Singular || r.kind == q.Name:
			return nil, &r.blueprint.Questions[i], nil
		case q.Singular != "":
			known = append(known, q.Singular)
		default:
			known = append(known, q.Name)
		}
	}
	hints := []string{"this blueprint has nothing to " + r.verb}
	if len(known) > 0 {
		hints = append(problem.DidYouMean(r.kind, known), "known: "+strings.Join(known, ", "))
	}
	return nil, nil, &problem.Problem{File: r.typed(), Message: fmt.Sprintf("unknown kind %q", r.kind), Hints: hints}
}

// typed returns what the person typed: where problems are.
func (r request) typed() string {
	return strings.Join(append([]string{r.verb, r.kind}, r.names...), " ")
}

func (r request) problem(message string, hints ...string) problem.Problem {
	return problem.Problem{File: r.typed(), Message: message, Hints: hints}
}

// absent returns a problem for each name that is not there to be removed.
func (r request) absent(names, have []string) problem.List {
	var problems problem.List
	for _, name := range names {
		if slices.Contains(have, name) {
			continue
		}
		hints := problem.DidYouMean(name, have)
		if len(have) > 0 {
			hints = append(hints, "it has: "+strings.Join(have, ", "))
		}
		problems = append(problems, r.problem(fmt.Sprintf("the project has no %s %q", r.kind, name), hints...))
	}
	return problems
}

// chosen returns the choices that the project has, or was given by now.
func (r request) chosen(q blueprint.Question) []string {
	for _, g := range r.in.Flags {
		if list, ok := g.Value.([]string); ok && g.Key == q.Name {
			return slices.Clone(list)
		}
	}
	if r.in.Locked == nil {
		return nil
	}
	for _, asked := range r.in.Locked.Asked {
		list, ok := r.in.Locked.Values[asked].([]string)
		if !ok || r.blueprint.CurrentName(asked) != q.Name {
			continue
		}
		return slices.DeleteFunc(slices.Clone(list), func(value string) bool { // blueprint.Resolve says which are gone
			return !slices.ContainsFunc(q.Choices, func(c blueprint.Choice) bool { return c.Value == value })
		})
	}
	return nil
}

// answer returns the input with these choices of a question.
func (r request) answer(q blueprint.Question, chosen []string) blueprint.Input {
	r.in.Flags = slices.DeleteFunc(slices.Clone(r.in.Flags), func(g blueprint.Given) bool {
		_, isList := g.Value.([]string)
		return isList && g.Key == q.Name
	})
	if chosen == nil {
		chosen = []string{}
	}
	r.in.Flags = append(r.in.Flags, blueprint.Given{Key: q.Name, Value: chosen, Place: blueprint.Place{File: r.typed()}})
	return r.in
}
