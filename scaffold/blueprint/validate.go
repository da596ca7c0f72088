package blueprint

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// validation holds a document against a schema, and tells everything that is wrong.
type validation struct {
	scalars
	root     *schema
	bad      map[*yaml.Node]bool // values that no later check should look at
	problems problem.List
}

func (v *validation) refuse(n *yaml.Node, message string, hints ...string) {
	v.problems = append(v.problems, v.At(n.Line, n.Column, message, hints...))
	v.bad[n] = true
}

// check holds n against s. what is how messages call n, such as `"min"`.
func (v *validation) check(s *schema, n *yaml.Node, what string) {
	s = v.root.resolve(s)
	kind := jsonType(n)
	if allowed := s.allows(v.root); !allowed.takes(kind) {
		v.refuseType(s, n, what, allowed)
		return
	}
	if len(s.AnyOf) > 0 {
		for _, branch := range s.AnyOf {
			if branch.allows(v.root).takes(kind) {
				v.check(branch, n, what)
			}
		}
		return
	}
	switch kind {
	case "object":
		v.object(s, n, what)
	case "array":
		v.array(s, n, what)
	case "string":
		v.scalar(s, n, what)
	}
}

func (v *validation) object(s *schema, n *yaml.Node, what string) {
	for key, value := range document.Pairs(n) {
		property := s.Properties[key.Value]
		switch {
		case key.Kind != yaml.ScalarNode:
			v.refuse(key, "keys must be single words", templateHints(key)...)
		case property == nil && s.Additional.forbidden:
			v.refuse(key, fmt.Sprintf("unknown key %q", key.Value), unknownHints(key.Value, slices.Sorted(maps.Keys(s.Properties)))...)
		case property == nil && s.Additional.schema != nil:
			v.check(s.Additional.schema, value, quoted(key.Value))
		case property != nil:
			v.check(property, value, quoted(key.Value))
		}
	}
	for _, name := range s.Required {
		if document.Find(n, name) == nil {
			v.problems = append(v.problems, v.At(n.Line, n.Column, fmt.Sprintf("%s has no %q", what, name)))
		}
	}
}

func (v *validation) array(s *schema, n *yaml.Node, what string) {
	switch size := len(n.Content); {
	case s.MinItems > 0 && s.MinItems == s.MaxItems && size != s.MinItems:
		v.refuse(n, fmt.Sprintf("%s must have exactly %d entries, not %d", what, s.MinItems, size))
	case size < s.MinItems:
		v.refuse(n, what+" is empty", "remove it, or add an entry")
	}
	if s.Items == nil {
		return
	}
	for _, item := range n.Content {
		v.check(s.Items, item, "an entry of "+strings.TrimPrefix(what, "an entry of "))
	}
}

func (v *validation) scalar(s *schema, n *yaml.Node, what string) {
	switch {
	case len(s.Enum) > 0 && !slices.Contains(s.Enum, n.Value):
		hints := append(problem.DidYouMean(n.Value, s.Enum), "it can be "+oneOf(s.Enum))
		v.refuse(n, fmt.Sprintf("%s cannot be %q", what, n.Value), hints...)
	case utf8.RuneCountInString(n.Value) < s.MinLength:
		v.refuse(n, what+" is empty", "remove it, or give it a value")
	case s.Pattern != "" && !s.matches(n.Value):
		v.refuse(n, fmt.Sprintf("%s %q %s", what, n.Value, s.PatternMeans))
	}
}

// jsonType returns the type that a YAML value has as JSON, or its tag where it has none.
func jsonType(n *yaml.Node) string {
	switch tag := n.ShortTag(); tag {
	case "!!str", "!!timestamp", "!!binary", "!!merge":
		return "string"
	case "!!int":
		return "integer"
	case "!!float":
		return "number"
	case "!!bool":
		return "boolean"
	case "!!null":
		return "null"
	case "!!seq":
		return "array"
	case "!!map":
		return "object"
	default:
		return tag
	}
}

var typeNames = map[string]string{ //nolint:gochecknoglobals // constant
	"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
	"array": "a list", "object": "a mapping",
}

// refuseType says which type a value must have, and what to write instead.
func (v *validation) refuseType(s *schema, n *yaml.Node, what string, allowed types) {
	var names []string
	for _, t := range allowed {
		if name := typeNames[t]; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	kind := jsonType(n)
	message := what + " must be " + oneOf(names)
	switch name := typeNames[kind]; {
	case kind == "null":
		message = what + " has no value; it must be " + oneOf(names)
	case name == "":
		message += ", without the tag " + kind
	default:
		message += ", not " + name
	}
	var hints []string
	switch scalar := kind == "number" || kind == "integer" || kind == "boolean"; {
	case kind == "object" && n.Style&yaml.FlowStyle != 0:
		hints = templateHints(n)
	case scalar && s.Pattern == "" && len(s.Examples) > 0:
		hints = []string{fmt.Sprintf("write it like this: %v", s.Examples[0])}
	case scalar && allowed.takes("string"):
		hints = []string{fmt.Sprintf("put quotes around it: %q", n.Value)}
	case slices.Contains(allowed, "boolean") && kind == "string":
		hints = []string{"write true or false, without quotes"}
	case slices.Contains(allowed, "array") && kind == "string":
		hints = []string{fmt.Sprintf("write it as a list: [%s]", n.Value)}
	}
	v.refuse(n, message, hints...)
}

// templateHints recognizes {{ .name }} without quotes, which YAML reads as a mapping in a mapping.
func templateHints(n *yaml.Node) []string {
	if n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle != 0 {
		return []string{"put quotes around a value that starts with a template: '{{ ... }}'"}
	}
	return nil
}

func unknownHints(word string, known []string) []string {
	if hints := problem.DidYouMean(word, known); hints != nil {
		return hints
	}
	return []string{"known here: " + strings.Join(known, ", ")}
}

func quoted(s string) string { return `"` + s + `"` }

// oneOf joins words as a person would: a, b or c.
func oneOf(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
