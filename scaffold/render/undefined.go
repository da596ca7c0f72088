package render

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// undefined words that there is no key in a map. inside is how templates reach that map: "" is the root, "part" is .part;
// known is what it has.
func (l *templateSet) undefined(inside, key string, known []string) (message string, hints []string) {
	hints = l.didYouMean(key, known)
	later := slices.ContainsFunc(l.Questions, func(q blueprint.Question) bool { return q.Name == key }) ||
		slices.ContainsFunc(l.Values, func(v blueprint.Value) bool { return v.Name == key })
	switch {
	case inside == "" && l.isSecret(key):
		return fmt.Sprintf("%q is a secret: only private files see it", key), []string{
			"under rules, make the file private: {match: PATH, private: true}",
		}
	case inside == "" && key == "part":
		return "there is no .part here", []string{"only a layer with `part: KIND` has it"}
	case inside == "" && later:
		return fmt.Sprintf("%q is not available yet", key), []string{
			"a template in " + blueprint.Manifest + " can use only what comes before it: questions, then values, then the rest",
		}
	case inside == "" && (key == "path" || key == "parts"):
		return fmt.Sprintf(".%s is not available yet", key), []string{
			".parts is available in values and everything after them, .path in files and in next",
		}
	case inside == "":
		return fmt.Sprintf("no answer named %q", key), hints
	case inside == "part":
		return fmt.Sprintf("a part has no answer named %q", key), hints
	case inside == "parts":
		return fmt.Sprintf("no kind of part named %q", key), hints
	}
	return fmt.Sprintf("no %q in the %s", key, inside), hints
}

func (l *templateSet) isSecret(name string) bool {
	return slices.ContainsFunc(l.Questions, func(q blueprint.Question) bool {
		return q.Name == name && q.Kind == blueprint.Secret
	})
}

// missing says that the template that runs has found nothing by a name, in a node at a position of one of its texts.
func (e *engine) missing(u *unit, position int, key string) problem.Problem {
	var f fields
	for _, tree := range u.trees {
		visit(tree.Root, func(n parse.Node) {
			if found, ok := fieldsOf(n); ok && int(n.Position()) == position {
				f = found
			}
		})
	}
	i := slices.Index(f.names, key)
	if i < 0 {
		return u.at(position, fmt.Sprintf("no value named %q", key))
	}
	root := u == e.main && (f.variable == "" || f.variable == "$")
	there := e.data
	for _, name := range f.names[:i] {
		there, _ = there[name].(map[string]any)
	}
	switch {
	case !root:
		known := slices.Sorted(maps.Keys(e.data))
		if part, ok := e.data["part"].(map[string]any); ok {
			known = append(known, slices.Sorted(maps.Keys(part))...)
		}
		return u.at(f.at(i), fmt.Sprintf("no value named %q", key), e.didYouMean(key, known)...)
	case there[key] != nil || there == nil:
		return u.at(f.at(i), fmt.Sprintf("no %q here", key),
			"inside range and with, the dot has another meaning: write $."+key)
	}
	message, hints := e.undefined(strings.Join(f.names[:i], "."), key, slices.Sorted(maps.Keys(there)))
	return u.at(f.at(i), message, hints...)
}
