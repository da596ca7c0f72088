package blueprint

import (
	"fmt"
	"maps"
	"slices"
)

// question answers one question, or reports why it cannot.
func (f *form) question(q Question) {
	if f.stopped != nil || f.unknown[q.Name] {
		return // Resolve has refused its answer
	}
	given := f.find(q.Name)
	asked, known := f.truth(q.When)
	if known && !asked {
		if q.Kind == Secret {
			f.answers.Secrets[q.Name] = ""
		} else {
			f.set(q.Name, q.Zero(), q.Kind)
		}
		if given != nil {
			f.report(given.Place.problem(fmt.Sprintf("%s does not apply: asked only when %s", q.Name, q.When.Text),
				"remove it, or change the answers that it depends on"))
		}
		return
	}
	var value any
	if known {
		q, known = f.offered(q)
	}
	if known {
		value, known = f.answer(q, given)
	}
	switch {
	case !known:
		f.unknown[q.Name] = true
	case q.Kind == Secret:
		f.answers.Secrets[q.Name], _ = value.(string)
	default:
		f.asked = append(f.asked, q.Name)
		f.set(q.Name, value, q.Kind)
	}
}

// find returns the answer that flags or the file have for a question, or nil.
func (f *form) find(name string) *Given {
	keys := []string{name}
	if f.part != "" {
		keys = []string{f.part + "." + name}
		if f.fresh && named(f.blueprint.Questions, name) == nil {
			keys = append(keys, name)
		}
	}
	for _, key := range keys {
		if g, ok := f.given[key]; ok {
			return &g
		}
	}
	return nil
}

// reserved adds the names whose condition holds; known is false where one cannot be judged.
func (f *form) reserved(r Reserved) (_ Reserved, known bool) {
	for _, more := range r.When {
		yes, known := f.truth(more.When)
		if !known {
			return r, false
		}
		if yes {
			r.Names = slices.Concat(r.Names, more.Names)
		}
	}
	return r, true
}

// offered leaves only the choices whose condition holds, and adds the names that are reserved; known is false where one cannot
// be judged.
func (f *form) offered(q Question) (_ Question, known bool) {
	if q.Reserved, known = f.reserved(q.Reserved); !known {
		return q, false
	}
	choices := q.Choices
	q.Choices = nil
	for _, c := range choices {
		yes, known := f.truth(c.When)
		if !known {
			return q, false
		}
		if yes {
			q.Choices = append(q.Choices, c)
		}
	}
	return q, true
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
