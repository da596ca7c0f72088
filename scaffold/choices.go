package scaffold

import (
	"fmt"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

func (r request) addChoices(q blueprint.Question) (blueprint.Input, error) {
	chosen := r.chosen(q)
	var problems problem.List
	for _, name := range r.names {
		if slices.Contains(chosen, name) {
			problems = append(problems, r.problem(fmt.Sprintf("the project already has the %s %q", r.kind, name)))
		}
	}
	if len(problems) > 0 {
		return r.in, problems
	}
	return r.answer(q, append(chosen, r.names...)), nil
}

func (r request) removeChoices(q blueprint.Question) (blueprint.Input, error) {
	chosen := r.chosen(q)
	problems := r.absent(chosen, "the project has no "+r.kind)
	rest := slices.DeleteFunc(slices.Clone(chosen), func(value string) bool { return slices.Contains(r.names, value) })
	for _, c := range q.Choices {
		for _, name := range r.names {
			if slices.Contains(rest, c.Value) && slices.Contains(c.Requires, name) {
				problems = append(problems, r.problem(fmt.Sprintf("%s requires %s", c.Value, name),
					fmt.Sprintf("remove both: scaffold remove %s %s %s", r.kind, name, c.Value)))
			}
		}
	}
	if len(problems) > 0 {
		return r.in, problems
	}
	return r.answer(q, rest), nil
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
		if list, ok := r.in.Locked.Values[asked].([]string); ok && r.current(asked) == q.Name {
			return slices.DeleteFunc(slices.Clone(list), func(value string) bool { return !offers(q, value) })
		}
	}
	return nil
}

// offers reports whether a question has a choice: one of before may be gone, and blueprint.Resolve drops it and says so.
func offers(q blueprint.Question, value string) bool {
	return slices.ContainsFunc(q.Choices, func(c blueprint.Choice) bool { return c.Value == value })
}

// current follows the name of a remembered answer that the blueprint has renamed, as blueprint.Resolve does.
func (r request) current(name string) string {
	for range r.blueprint.Renamed {
		i := slices.IndexFunc(r.blueprint.Renamed, func(n blueprint.Rename) bool { return n.From == name })
		known := slices.ContainsFunc(r.blueprint.Questions, func(q blueprint.Question) bool { return q.Name == name })
		if i < 0 || known {
			break
		}
		name = r.blueprint.Renamed[i].To
	}
	return name
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
