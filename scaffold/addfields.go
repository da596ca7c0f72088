package scaffold

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/field"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// AddFrom returns the input with the parts of a kind that a file lists, in any order: see blueprint.ParseParts. The error is a
// problem.List.
func AddFrom(b *blueprint.Blueprint, in blueprint.Input, kind string, data []byte, label string) (blueprint.Input, error) {
	r := request{blueprint: b, in: in, kind: kind, verb: "add"}
	part, q, p := r.target()
	switch {
	case p != nil:
		return in, problem.List{*p}
	case part == nil || q != nil:
		return in, problem.List{r.problem("a file can list parts only", "name a kind of part")}
	}
	parts, answers, err := blueprint.ParseParts(b, part, data, label)
	if err != nil {
		return in, err
	}
	in.Parts, in.Flags = append(slices.Clone(in.Parts), parts...), append(slices.Clone(in.Flags), answers...)
	return in, nil
}

// Rename returns the input with other names for fields, each as PART.OLD=NEW: `set field blog.Post.title=headline`. Nothing
// else of a field changes, so that the owner's edits around it stay. The error is a problem.List.
func Rename(b *blueprint.Blueprint, in blueprint.Input, kind string, assignments ...string) (blueprint.Input, error) {
	r := request{blueprint: b, in: in, kind: kind, verb: "set"} // without the rest, which may hold a secret
	part, q, p := r.target()
	switch {
	case p != nil:
		return in, problem.List{*p}
	case part == nil || q == nil:
		return in, problem.List{r.problem(fmt.Sprintf("only fields can be renamed, not %q", kind), "change an answer: scaffold set KEY=VALUE")}
	}
	r.names = assignments
	var problems problem.List
	names := map[string][2][]string{} // the fields of a part, and their new texts
	var order []string
	for _, text := range assignments {
		key, name, found := strings.Cut(text, "=")
		model, old := blueprint.Owner(key)
		if !found || model == "" || old == "" {
			problems = append(problems, problem.Problem{
				File: r.verb + " " + kind + " " + text, Message: "expected PART.OLD=NEW",
				Hints: []string{fmt.Sprintf("such as: scaffold set %s blog.Post.title=headline", kind)},
			})
			continue
		}
		model = r.complete(part, model)
		texts, known := names[model]
		if !known {
			fields, missing := r.fieldsOf(part, q, model)
			if missing != nil {
				problems = append(problems, missing...)
				continue
			}
			texts = [2][]string{fields, slices.Clone(fields)}
			order = append(order, model)
		}
		i := slices.IndexFunc(texts[0], func(text string) bool { return nameOf(text) == old })
		if i < 0 {
			problems = append(problems, r.absent([]string{old}, fieldNames(texts[0]))...)
			continue
		}
		texts[1][i] = name + strings.TrimPrefix(texts[0][i], old)
		names[model] = texts
	}
	if len(problems) > 0 {
		return in, problems
	}
	for _, model := range order {
		r.in = r.withFields(part, q, model, names[model][1], names[model][0])
	}
	return r.in, nil
}

// nameOf returns the name of a field that is stored or typed.
func nameOf(text string) string {
	name, _, _ := strings.Cut(text, ":")
	return name
}

func fieldNames(texts []string) []string {
	names := make([]string, len(texts))
	for i, text := range texts {
		names[i] = nameOf(text)
	}
	return names
}

// complete returns the full name of a part that a person named without the only one that it can belong to.
func (r request) complete(part *blueprint.Part, name string) string {
	if part.Of == "" || strings.Contains(name, ".") || r.in.Locked == nil || len(r.in.Locked.Parts[part.Of]) != 1 {
		return name
	}
	return r.in.Locked.Parts[part.Of][0].Name + "." + name
}

// fieldsOf returns the fields of a part as they are stored.
func (r request) fieldsOf(part *blueprint.Part, q *blueprint.Question, name string) ([]string, problem.List) {
	var have []string
	if r.in.Locked != nil {
		for _, p := range r.in.Locked.Parts[part.Kind] {
			if p.Name == name {
				fields, _ := p.Values[q.Name].([]string)
				return fields, nil
			}
			have = append(have, p.Name)
		}
	}
	hints := problem.DidYouMean(name, have)
	if len(have) > 0 {
		hints = append(hints, "it has: "+strings.Join(have, ", "))
	}
	return nil, problem.List{r.problem(fmt.Sprintf("the project has no %s %q", part.Kind, name), hints...)}
}

// withFields returns the input with these fields of a part. Those that are not among the old ones are problems where they were
// typed.
func (r request) withFields(part *blueprint.Part, q *blueprint.Question, name string, fields, old []string) blueprint.Input {
	g := blueprint.Given{Key: part.Kind + "." + name + "." + q.Name, Value: fields, Place: blueprint.Place{File: r.typed()}}
	for _, text := range fields {
		place := blueprint.Place{File: text}
		if slices.Contains(old, text) {
			place.File = name + "." + nameOf(text)
		}
		g.Items = append(g.Items, place)
	}
	r.in.Flags = append(slices.Clone(r.in.Flags), g)
	return r.in
}

// addWithFields adds a part with its fields. Without any, they are asked for.
func (r request) addWithFields(part *blueprint.Part) blueprint.Input {
	name := r.complete(part, r.names[0])
	r.in.Parts = append(slices.Clone(r.in.Parts), blueprint.FlagPart(strings.Join([]string{r.verb, r.kind, r.names[0]}, " "), part.Kind, name))
	if len(r.names) == 1 {
		return r.in
	}
	return r.withFields(part, part.Fields(), name, r.names[1:], nil)
}

func (r request) addFields(part *blueprint.Part, q *blueprint.Question) (blueprint.Input, error) {
	name := r.complete(part, r.names[0])
	fields, problems := r.fieldsOf(part, q, name)
	if problems == nil && len(r.names) == 1 {
		problems = problem.List{r.problem("expected at least one FIELD after "+name, "write NAME:TYPE, such as title:string")}
	}
	if problems != nil {
		return r.in, problems
	}
	return r.withFields(part, q, name, slices.Concat(fields, r.names[1:]), fields), nil
}

func (r request) removeFields(part *blueprint.Part, q *blueprint.Question) (blueprint.Input, error) {
	name := r.complete(part, r.names[0])
	fields, problems := r.fieldsOf(part, q, name)
	if problems == nil {
		problems = r.absent(r.names[1:], fieldNames(fields))
	}
	if problems == nil && len(r.names) == 1 {
		problems = problem.List{r.problem("expected at least one NAME after "+name, "it has: "+strings.Join(fieldNames(fields), ", "))}
	}
	if problems != nil {
		return r.in, problems
	}
	rest := slices.DeleteFunc(slices.Clone(fields), func(text string) bool { return slices.Contains(r.names[1:], nameOf(text)) })
	return r.withFields(part, q, name, rest, fields), nil
}

// removeParts removes parts, and those that belong to them, unless fields of others refer to one of them.
func (r request) removeParts(part *blueprint.Part) (blueprint.Input, error) {
	var locked blueprint.Answers
	if r.in.Locked != nil {
		locked = *r.in.Locked
	}
	have := make([]string, len(locked.Parts[part.Kind]))
	for i, p := range locked.Parts[part.Kind] {
		have[i] = p.Name
	}
	names := make([]string, len(r.names))
	for i, name := range r.names {
		names[i] = r.complete(part, name)
	}
	if problems := r.absent(names, have); len(problems) > 0 {
		return r.in, problems
	}
	gone := map[string][]string{part.Kind: names} // names by kind
	for range r.blueprint.Parts {                 // as deep as kinds can belong to each other
		for _, child := range r.blueprint.Parts {
			for _, p := range locked.Parts[child.Kind] {
				of, _ := blueprint.Owner(p.Name)
				if child.Of != "" && slices.Contains(gone[child.Of], of) && !slices.Contains(gone[child.Kind], p.Name) {
					gone[child.Kind] = append(gone[child.Kind], p.Name)
				}
			}
		}
	}
	if problems := r.referring(locked, gone); len(problems) > 0 {
		return r.in, problems
	}
	locked.Parts = maps.Clone(locked.Parts)
	for kind, names := range gone {
		locked.Parts[kind] = slices.DeleteFunc(slices.Clone(locked.Parts[kind]), func(p blueprint.PartAnswers) bool { return slices.Contains(names, p.Name) })
	}
	r.in.Locked = &locked
	return r.in, nil
}

// referring returns a problem for each field that refers to a part that would be gone.
func (r request) referring(locked blueprint.Answers, gone map[string][]string) problem.List {
	var problems problem.List
	for _, part := range r.blueprint.Parts {
		q := part.Fields()
		if q == nil {
			continue
		}
		for _, p := range locked.Parts[part.Kind] {
			texts, _ := p.Values[q.Name].([]string)
			if slices.Contains(gone[part.Kind], p.Name) {
				continue
			}
			for _, text := range texts {
				f, _ := field.Parse(text)
				if !slices.Contains(gone[part.Kind], f.Target) {
					continue
				}
				problems = append(problems, r.problem(fmt.Sprintf("%s.%s refers to %s", p.Name, f.Name, f.Target),
					"remove it first: "+problem.ShellCommand("scaffold", "remove", q.Singular, p.Name, f.Name)))
			}
		}
	}
	return problems
}
