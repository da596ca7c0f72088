package blueprint

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/field"
	"github.com/seed-d277c37b/scaffold/scaffold/naming"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// parseFields returns fields as they are stored. Of what is wrong it returns the first: resolver.fields reports everything.
func (q Question) parseFields(v any) (any, *problem.Problem) {
	texts, ok := fieldTexts(v)
	if !ok {
		return nil, q.refuse(v, "must be a list of fields", "write NAME:TYPE, such as title:string")
	}
	var first *problem.Problem
	fields := q.readFields(texts, func(i int, p problem.Problem) {
		if first == nil {
			p.Message = strconv.Quote(problem.Clip(texts[i], 60)) + ": " + p.Message
			first = &p
		}
	})
	if first != nil {
		return nil, first
	}
	if len(fields) == 0 {
		return nil, &problem.Problem{Message: q.Name + " requires at least one field", Hints: []string{"write NAME:TYPE, such as title:string"}}
	}
	return storedFields(fields), nil
}

func fieldTexts(v any) ([]string, bool) {
	if text, isText := v.(string); isText {
		return strings.Fields(text), true
	}
	texts, ok := v.([]string)
	return texts, ok
}

func storedFields(fields []field.Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.String()
	}
	return out
}

// readFields reads fields as they were typed, and returns those that are right. report is called with what is wrong with
// the others, by their place in the list.
func (q Question) readFields(texts []string, report func(i int, p problem.Problem)) []field.Field {
	var fields []field.Field
	columns := map[string]string{} // taken names, and the fields that have them
	for i, text := range texts {
		if i == field.MaxFields {
			report(i, problem.Problem{Message: fmt.Sprintf("more than %d fields", field.MaxFields)})
			break
		}
		f, problems := field.Parse(text)
		if len(problems) == 0 {
			problems = q.unsupported(f)
		}
		names := []string{f.Name}
		if f.Type == "ref" {
			names = append(names, f.Name+"_id")
		}
		for _, name := range names {
			if first, taken := columns[name]; taken && len(problems) == 0 {
				problems = append(problems, problem.Problem{Message: fmt.Sprintf("the name %q is taken by the field %s", name, first)})
			}
		}
		for _, p := range problems {
			report(i, p)
		}
		for _, name := range names {
			columns[name] = f.String()
		}
		if len(problems) == 0 {
			fields = append(fields, f)
		}
	}
	return fields
}

// unsupported returns what of a field the blueprint does not have.
func (q Question) unsupported(f field.Field) problem.List {
	var problems problem.List
	if !slices.Contains(q.Types, f.Type) {
		problems = append(problems, problem.Problem{
			Message: fmt.Sprintf("the blueprint has no fields of the type %s", f.Type), Hints: []string{"types: " + strings.Join(q.Types, ", ")},
		})
	}
	for _, name := range f.Given() {
		if !slices.Contains(q.Modifiers, name) {
			hints := []string{"modifiers: " + strings.Join(q.Modifiers, ", ")}
			if len(q.Modifiers) == 0 {
				hints = []string{"it has no modifiers"}
			}
			problems = append(problems, problem.Problem{Message: "the blueprint does not support the modifier " + name, Hints: hints})
		}
	}
	if slices.Contains(q.Reserved.Names, f.Name) || slices.Contains(q.Reserved.Names, naming.Go(f.Name)) {
		problems = append(problems, problem.Problem{Message: fmt.Sprintf("the name %q is reserved", f.Name), Hints: q.allowed()})
	}
	return problems
}

// fields reads the fields of a part, KIND.NAME, and reports everything that is wrong with them.
func (r *resolver) fields(part string, q Question, g Given) (value any, ok bool) {
	texts, isList := fieldTexts(g.Value)
	if !isList || len(texts) == 0 {
		_, err := q.Parse(g.Value)
		r.refuse(g.Place, err)
		return nil, false
	}
	ok = true
	_, name, _ := strings.Cut(part, ".")
	place := func(i int) Place {
		switch {
		case i < len(g.Items):
			return g.Items[i]
		case g.Place.Line == 0: // on the command line
			return Place{File: problem.Clip(texts[i], 60)}
		}
		return g.Place
	}
	fields := q.readFields(texts, func(i int, p problem.Problem) {
		ok = false
		r.report(place(i).problem(p.Message, p.Hints...))
	})
	r.byPart[part] = fields
	for i, text := range texts {
		if f, problems := field.Parse(text); len(problems) == 0 {
			r.places[name+"."+f.Name] = place(i)
		}
	}
	return storedFields(fields), ok
}

// CheckField reports why a field cannot come after others, in one line for a person who types one after another.
func (q Question) CheckField(text string, others []string) error {
	var words []string
	q.readFields(append(slices.Clone(others), text), func(i int, p problem.Problem) {
		if i == len(others) {
			words = append(append(words, p.Message), p.Hints...)
		}
	})
	if len(words) == 0 {
		return nil
	}
	return errors.New(strings.Join(words, "; "))
}
