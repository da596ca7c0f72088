package blueprint

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// The names that templates see without a question.
var (
	builtIn     = []string{"name", "path", "year", "parts", "part", "blueprint"} //nolint:gochecknoglobals // constant
	builtInPart = []string{"name"}                                               //nolint:gochecknoglobals // constant; see nest
)

func questionNames(questions []Question) []string {
	names := make([]string, len(questions))
	for i, q := range questions {
		names[i] = q.Name
	}
	return names
}

// questions reads the list under "questions", at the top or of a part.
func (l *loading) questions(parent *yaml.Node, reserved []string) []Question {
	lines := map[string]int{}
	singulars := map[string]int{}
	return each(l.list(parent, "questions"), func(n *yaml.Node) Question {
		q := l.question(n)
		if name := l.get(n, "name"); name != nil && l.identifier(name, "question", reserved) {
			if first, taken := lines[q.Name]; taken {
				l.refuse(name, fmt.Sprintf("question %q: already defined on line %d", q.Name, first))
			} else {
				lines[q.Name] = n.Line
			}
		}
		if first, taken := singulars[q.Singular]; taken && q.Singular != "" {
			l.refuse(document.Find(n, "singular"), fmt.Sprintf("singular %q: already defined on line %d", q.Singular, first))
		}
		singulars[q.Singular] = n.Line
		return q
	})
}

func (l *loading) question(n *yaml.Node) Question {
	q := Question{
		Name: l.string(n, "name"), Kind: String, Prompt: l.string(n, "prompt"), Help: l.string(n, "help"),
		Singular: l.string(n, "singular"), Min: l.int(n, "min"), Max: l.int(n, "max"), Pattern: l.pattern(n),
		Reserved: l.reserved(n), Invalid: l.string(n, "invalid"), When: l.text(l.get(n, "when")),
		Types: l.strings(n, "types"), Modifiers: l.strings(n, "modifiers"), Targets: l.strings(n, "targets"),
		Line: n.Line, Column: n.Column,
	}
	if kind := document.Find(n, "kind"); kind != nil {
		if l.bad[kind] {
			return q // what depends on the kind cannot be judged
		}
		q.Kind = Kind(kind.Value)
	}
	if q.Prompt == "" {
		q.Prompt = asPrompt(q.Name)
	}
	if l.kindKeys(n, q.Kind); q.Kind == Fields && q.Singular == "" {
		q.Singular = strings.TrimSuffix(q.Name, "s")
	}
	q.Choices = l.choices(n, q.Kind)
	if q.Min != nil && q.Max != nil && *q.Min > *q.Max {
		l.refuse(document.Find(n, "min"), fmt.Sprintf("min %d is more than max %d", *q.Min, *q.Max))
	}
	q.Default = l.defaultOf(n, q)
	return q
}

// reserved reads a list of names, and of names with a condition.
func (l *loading) reserved(n *yaml.Node) Reserved {
	var out Reserved
	for _, item := range l.list(n, "reserved") {
		if item.Kind == yaml.MappingNode {
			out.When = append(out.When, ReservedWhen{Names: l.strings(item, "names"), When: l.text(l.get(item, "when"))})
		} else {
			out.Names = append(out.Names, item.Value)
		}
	}
	return out
}

// asPrompt makes a prompt of a name: secret_key becomes "Secret key".
func asPrompt(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "_", " ")
}

// kindKeys refuses keys that mean nothing for the kind, and finds the one that it needs.
func (l *loading) kindKeys(n *yaml.Node, kind Kind) {
	only := map[string][]Kind{
		"choices": {One, Many}, "singular": {Many, Fields}, "min": {Int}, "max": {Int}, "pattern": {String, Secret},
		"reserved": {String, Fields}, "default": {String, Bool, Int, One, Many, Fields},
		"types": {Fields}, "modifiers": {Fields}, "targets": {Fields},
	}
	for key := range document.Pairs(n) {
		kinds, limited := only[key.Value]
		if !limited || slices.Contains(kinds, kind) {
			continue
		}
		if key.Value == "default" {
			l.refuse(key, "a secret cannot have a default: everyone who can read the blueprint would know it",
				"remove it: scaffold generates one for each project")
			continue
		}
		names := make([]string, len(kinds))
		for i, k := range kinds {
			names[i] = string(k)
		}
		l.refuse(key, fmt.Sprintf("%q has no effect with kind %s", key.Value, kind), "it applies to kind "+oneOf(names))
	}
	if (kind == One || kind == Many) && document.Find(n, "choices") == nil {
		l.problems = append(l.problems, l.At(n.Line, n.Column, fmt.Sprintf(`a question of kind %s has no "choices"`, kind)))
	}
	if kind == Fields && document.Find(n, "types") == nil {
		l.problems = append(l.problems, l.At(n.Line, n.Column, `a question of kind fields has no "types"`))
	}
}

// defaultOf returns the default, checked unless it is a template.
func (l *loading) defaultOf(n *yaml.Node, q Question) *Default {
	value := l.get(n, "default")
	if value == nil || q.Kind == Secret {
		return nil
	}
	if value.Kind == yaml.ScalarNode && strings.Contains(value.Value, "{{") {
		return &Default{Template: l.text(value)}
	}
	if (q.Kind == One || q.Kind == Many) && len(q.Choices) == 0 {
		return nil // said already
	}
	if q.Kind == String && value.ShortTag() == "!!bool" {
		l.refuse(value, fmt.Sprintf(`the default of %q is not text but %s`, q.Name, value.Value),
			"use kind: bool, or put quotes around it")
		return nil
	}
	parsed, err := q.Parse(rawValue(value))
	if err != nil {
		l.refuse(value, "default: "+err.Error(), err.(problem.Problem).Hints...) //nolint:errorlint,forcetypeassert // Parse says so
		return nil
	}
	return &Default{Value: parsed}
}

// rawValue returns a YAML value as Parse takes it: the text as it was written, or a list of texts.
func rawValue(n *yaml.Node) any {
	switch {
	case n.Kind == yaml.SequenceNode:
		list := make([]string, len(n.Content))
		for i, item := range n.Content {
			if item.Kind != yaml.ScalarNode {
				return n
			}
			list[i] = item.Value
		}
		return list
	case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null":
		return nil
	case n.Kind == yaml.ScalarNode:
		return n.Value
	default:
		return n
	}
}
