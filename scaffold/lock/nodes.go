package lock

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// decoder turns YAML nodes into a lock, and collects everything that is wrong on the way.
type decoder struct {
	label    string
	source   string   // the file
	lines    []string // of it, split when the first problem needs one
	problems problem.List
}

// add records a problem. line and column start at 1; 0 is unknown.
func (d *decoder) add(line, column int, message string, hints ...string) {
	p := problem.Problem{File: d.label, Line: line, Column: column, Message: message, Hints: hints}
	if d.lines == nil {
		d.lines = strings.Split(d.source, "\n")
	}
	if line > 0 && line <= len(d.lines) {
		p.Source = d.lines[line-1]
	}
	d.problems = append(d.problems, p)
}

func (d *decoder) addAt(n *yaml.Node, message string, hints ...string) {
	d.add(n.Line, n.Column, message, hints...)
}

// field is a key that a mapping may have.
type field struct {
	name     string
	required bool
	read     func(*yaml.Node)
}

// fields reads a mapping with known keys.
func (d *decoder) fields(n *yaml.Node, what string, fields ...field) {
	seen := make(map[string]bool)
	ok := d.pairs(n, what, func(key *yaml.Node, name string, value *yaml.Node) {
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
		if i < 0 {
			names := make([]string, len(fields))
			for i, f := range fields {
				names[i] = f.name
			}
			d.addAt(key, fmt.Sprintf("unknown key %q in %s", name, what), problem.DidYouMean(name, names)...)
			return
		}
		seen[name] = true
		fields[i].read(value)
	})
	if missing := missingFields(fields, seen); ok && missing != "" {
		d.addAt(n, what+" lacks "+missing, bringBack)
	}
}

func missingFields(fields []field, seen map[string]bool) string {
	var names []string
	for _, f := range fields {
		if f.required && !seen[f.name] {
			names = append(names, f.name)
		}
	}
	return strings.Join(names, ", ")
}

// pairs calls visit for each pair of a mapping, and reports whether n is one. A null, as in "parts:", has no pairs.
func (d *decoder) pairs(n *yaml.Node, what string, visit func(key *yaml.Node, name string, value *yaml.Node)) bool {
	if isNull(n) {
		return true
	}
	if n.Kind != yaml.MappingNode {
		d.addAt(n, what+" must be a mapping")
		return false
	}
	seen := make(map[string]int)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		name, ok := d.text(key, "a key")
		if !ok {
			continue
		}
		if line, twice := seen[name]; twice {
			d.addAt(key, fmt.Sprintf("key %q stands twice in %s, first in line %d", name, what, line), "keep one of them")
			continue
		}
		seen[name] = key.Line
		visit(key, name, value)
	}
	return true
}

// items calls visit for each item of a sequence. A null has none.
func (d *decoder) items(n *yaml.Node, what string, visit func(*yaml.Node)) {
	if isNull(n) {
		return
	}
	if n.Kind != yaml.SequenceNode {
		d.addAt(n, what+" must be a list")
		return
	}
	for _, item := range n.Content {
		visit(item)
	}
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// text reads a string.
func (d *decoder) text(n *yaml.Node, what string) (string, bool) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str" {
		return n.Value, true
	}
	if n.Kind == yaml.ScalarNode {
		d.addAt(n, what+" must be text", "write it in quotes")
	} else {
		d.addAt(n, what+" must be text")
	}
	return "", false
}

func (d *decoder) textInto(s *string, what string) func(*yaml.Node) {
	return func(n *yaml.Node) { *s, _ = d.text(n, what) }
}

func (d *decoder) intInto(i *int, what string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		var ok bool
		if *i, ok = integer(n); !ok {
			d.addAt(n, what+" must be a whole number")
		}
	}
}

func integer(n *yaml.Node) (int, bool) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" {
		return 0, false
	}
	i, err := strconv.Atoi(n.Value)
	return i, err == nil
}

// boolean reads true or false, in the three ways of YAML 1.2 to write each.
func boolean(n *yaml.Node) (value, ok bool) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!bool" {
		return false, false
	}
	return strings.EqualFold(n.Value, "true"), true
}
