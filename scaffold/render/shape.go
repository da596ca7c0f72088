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
	typeOf  string            // of the type of a field: the kind of its part
	texts   []string          // of a list that is written out
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

// partShape returns .part, with its answers or, before those are known, its names only. It is what package blueprint makes
// of a part.
func partShape(b *blueprint.Blueprint, p *blueprint.Part, answers bool) *shape {
	s := briefShape(b, p, answers)
	if q := p.Fields(); q != nil && answers {
		s.fields[q.Name] = listOf(fieldShape(b, p, q))
	}
	for i := range b.Parts {
		if child := &b.Parts[i]; child.Of == p.Kind && answers {
			if s.fields["parts"] == nil {
				s.fields["parts"] = record("parts", map[string]*shape{})
			}
			s.fields["parts"].fields[child.Kind] = listOf(partShape(b, child, answers))
		}
	}
	return s
}

// briefShape is what there is of a part beside its fields.
func briefShape(b *blueprint.Blueprint, p *blueprint.Part, answers bool) *shape {
	s := record("part", map[string]*shape{"name": scalar("a text")})
	if owner := b.Part(p.Of); owner != nil {
		s.fields["full"], s.fields["of"] = scalar("a text"), briefShape(b, owner, answers)
	}
	for _, q := range p.Questions {
		if answers && q.Kind != blueprint.Fields {
			s.fields[q.Name] = shapeOf(q)
		}
	}
	return s
}

func fieldShape(b *blueprint.Blueprint, p *blueprint.Part, q *blueprint.Question) *shape {
	target := briefShape(b, p, true)
	target.fields["full"], target.fields["known"] = scalar("a text"), scalar("true or false")
	modifiers := listOf(scalar("a text"))
	modifiers.choices = q.Modifiers
	fields := map[string]*shape{
		"type":      {kind: scalarShape, what: "a text", choices: q.Types, typeOf: p.Kind},
		"modifiers": modifiers, "values": listOf(scalar("a text")), "target": target, "default": nil, "max": nil, "min": nil,
	}
	for _, name := range []string{"name", "on_delete"} {
		fields[name] = scalar("a text")
	}
	for _, name := range []string{"digits", "places"} {
		fields[name] = scalar("a whole number")
	}
	for _, name := range []string{"optional", "unique", "index", "private"} {
		fields[name] = scalar("true or false")
	}
	return record("field", fields)
}

// partsShape returns .parts, with the answers of parts or, before those are known, their names only.
func partsShape(b *blueprint.Blueprint, answers bool) *shape {
	s := record("parts", map[string]*shape{})
	for i := range b.Parts {
		p := &b.Parts[i]
		s.fields[p.Kind] = listOf(partShape(b, p, answers))
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
