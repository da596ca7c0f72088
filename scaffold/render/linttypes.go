package render

import (
	"fmt"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
)

// handled are the types of fields that templates know, by the kind of part; "" is those that a template lists for every kind.
type handled map[string]map[string]bool

// add notes types that a template knows.
func (h handled) add(kind string, types ...string) {
	if h[kind] == nil {
		h[kind] = map[string]bool{}
	}
	for _, t := range types {
		h[kind][t] = true
	}
}

// types finds types of fields that a blueprint offers but no template handles: none compares .type with it, has a table of
// types with it, or lists it with the function handles.
func (l *linter) types() {
	var known []string
	for _, p := range l.Parts {
		q := p.Fields()
		if q == nil {
			continue
		}
		known = append(known, q.Types...)
		for _, t := range q.Types {
			if !l.handled[p.Kind][t] && !l.handled[""][t] && !l.ended() {
				l.problems.Add(l.ProblemAt(blueprint.Text{Line: q.Line, Column: q.Column}, 0,
					fmt.Sprintf("no template handles the type %q of the fields of a %s", t, p.Kind),
					fmt.Sprintf(`handle it: {{ if eq .type %q }}`, t), fmt.Sprintf(`or say that a template does: {{ handles %q }}`, t)))
			}
		}
	}
	for t := range l.handled[""] {
		if !slices.Contains(known, t) {
			l.problems.Add(l.ProblemIn(blueprint.Source{Full: blueprint.Manifest}, 0, 0,
				fmt.Sprintf("a template handles %q, which is no type of the fields of a part", t), l.didYouMean(t, known)...))
		}
	}
}

// handles is what templates say they handle. It writes nothing.
func handles(...string) string { return "" }
