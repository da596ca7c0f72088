package render

import (
	"maps"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
)

// shape is what is known of a value before there is one. A nil shape is anything.
type shape struct {
	kind    shapeKind
	what    string            // how messages call it: "a text"
	fields  map[string]*shape // of a record
	inside  string            // of a record of the data: how templates reach it from the root, as undefined takes it
	element *shape            // of a list
	choices []string          // of a text that is a choice, or of the elements of a list of them
}

type shapeKind int

const (
	scalarShape shapeKind = iota
	listShape
	recordShape
)

func scalar(what string) *shape { return &shape{kind: scalarShape, what: what} }

func listOf(element *shape) *shape { return &shape{kind: listShape, what: "a list", element: element} }

func record(inside string, fields map[string]*shape) *shape {
	return &shape{kind: recordShape, what: "a map", inside: inside, fields: fields}
}

// names returns the fields of a record, sorted.
func (s *shape) names() []string { return slices.Sorted(maps.Keys(s.fields)) }

// with returns a record with one more field.
func (s *shape) with(name string, field *shape) *shape {
	out := *s
	out.fields = maps.Clone(s.fields)
	out.fields[name] = field
	return &out
}

func shapeOf(q blueprint.Question) *shape {
	values := make([]string, len(q.Choices))
	for i, c := range q.Choices {
		values[i] = c.Value
	}
	switch q.Kind {
	case blueprint.Bool:
		return scalar("true or false")
	case blueprint.Int:
		return scalar("a whole number")
	case blueprint.One:
		return &shape{kind: scalarShape, what: "a text", choices: append(values, "")} // "" where it is not asked
	case blueprint.Many:
		out := listOf(scalar("a text"))
		out.choices = values
		return out
	default:
		return scalar("a text")
	}
}

// The steps in which answers become known, as blueprint.Resolve promises: each question after those above it, then the
// parts' names, then each value, then each question of a part, then everything.

// rootShape is what the first question sees.
func rootShape() *shape {
	return record("", map[string]*shape{
		"name": scalar("a text"),
		"year": scalar("a whole number"),
		"blueprint": record("blueprint", map[string]*shape{
			"name": scalar("a text"), "version": scalar("a text"),
		}),
	})
}

func partShape(questions []blueprint.Question) *shape {
	s := record("part", map[string]*shape{"name": scalar("a text")})
	for _, q := range questions {
		s.fields[q.Name] = shapeOf(q)
	}
	return s
}

// partsShape returns .parts, with the answers of parts or, before those are known, their names only.
func partsShape(b *blueprint.Blueprint, answers bool) *shape {
	s := record("parts", map[string]*shape{})
	for _, p := range b.Parts {
		questions := p.Questions
		if !answers {
			questions = nil
		}
		s.fields[p.Kind] = listOf(partShape(questions))
	}
	return s
}

// fileShape returns what files, names and conditions see: everything but .part. Secrets are for private files.
func fileShape(b *blueprint.Blueprint, private bool) *shape {
	s := rootShape().with("path", scalar("a text")).with("parts", partsShape(b, true))
	for _, q := range b.Questions {
		if private || q.Kind != blueprint.Secret {
			s.fields[q.Name] = shapeOf(q)
		}
	}
	for _, v := range b.Values {
		s.fields[v.Name] = scalar("a text")
	}
	return s
}
