package lock

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// reader reads YAML that scaffold has written, and collects everything that is wrong with it.
type reader struct {
	document.Document
	root     *yaml.Node // nil if the file cannot be read
	where    positions
	problems problem.List
}

// newReader parses a file.
func newReader(label, text string) *reader {
	r := &reader{where: positions{}}
	if len(text) > maxHead {
		r.problems = problem.List{{File: label, Message: tooLarge(len(text), maxHead), Hints: []string{bringBack}}}
		return r
	}
	r.Document, r.root, r.problems = document.ReadUpTo(maxValues, label, []byte(text))
	for i := range r.problems {
		r.problems[i].Hints = append(r.problems[i].Hints, bringBack)
	}
	return r
}

func (r *reader) add(n *yaml.Node, message string, hints ...string) {
	r.problems = append(r.problems, r.At(n.Line, n.Column, message, hints...))
}

// format reads the version of the file's layout first: nothing can be said about a file of a newer one.
func (r *reader) format(root *yaml.Node, found *int, newest int) bool {
	if root.Kind != yaml.MappingNode {
		r.add(root, "expected a mapping", bringBack)
		return false
	}
	value := document.Find(root, "format")
	if value == nil {
		return true // fields says so
	}
	var ok bool
	switch *found, ok = integer(value); {
	case ok && *found > newest:
		r.add(value, fmt.Sprintf("written by a newer scaffold, in format %d (this one knows up to %d)", *found, newest), "install the newest scaffold")
		return false
	case !ok || *found < 1:
		r.add(value, fmt.Sprintf("format must be a number from 1 to %d", newest), bringBack)
	}
	return true
}

// field is a key that a mapping may have.
type field struct {
	name     string
	required bool
	read     func(*yaml.Node)
}

// fields reads a mapping with known keys. at is where it is, for Where.
func (r *reader) fields(n *yaml.Node, what, at string, fields ...field) {
	seen := make(map[string]bool)
	ok := r.pairs(n, what, func(key, value *yaml.Node) {
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == key.Value })
		if i < 0 {
			names := make([]string, len(fields))
			for i, f := range fields {
				names[i] = f.name
			}
			r.add(key, fmt.Sprintf("unknown key %q in %s", key.Value, what), problem.DidYouMean(key.Value, names)...)
			return
		}
		seen[key.Value] = true
		r.where[strings.TrimPrefix(at+"."+key.Value, ".")] = key.Line
		fields[i].read(value)
	})
	var missing []string
	for _, f := range fields {
		if f.required && !seen[f.name] {
			missing = append(missing, f.name)
		}
	}
	if ok && len(missing) > 0 {
		r.add(n, what+" has no "+strings.Join(missing, ", "), bringBack)
	}
}

// pairs calls visit for each pair of a mapping, and reports whether n is one. A null, as in "parts:", has no pairs.
func (r *reader) pairs(n *yaml.Node, what string, visit func(key, value *yaml.Node)) bool {
	if document.IsNull(n) {
		return true
	}
	if n.Kind != yaml.MappingNode {
		r.add(n, what+" must be a mapping")
		return false
	}
	for key, value := range document.Pairs(n) {
		if _, ok := r.text(key, "a key"); ok {
			visit(key, value)
		}
	}
	return true
}

// items calls visit for each item of a list. A null has none.
func (r *reader) items(n *yaml.Node, what string, visit func(*yaml.Node)) {
	if document.IsNull(n) {
		return
	}
	if n.Kind != yaml.SequenceNode {
		r.add(n, what+" must be a list")
		return
	}
	for _, item := range n.Content {
		visit(item)
	}
}

// text reads a string. What a person writes without quotes may be of another type, such as the version 1.0.
func (r *reader) text(n *yaml.Node, what string) (string, bool) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str" {
		return n.Value, true
	}
	if n.Kind == yaml.ScalarNode {
		r.add(n, what+" must be a string", "put quotes around it")
	} else {
		r.add(n, what+" must be a string")
	}
	return "", false
}

func (r *reader) textInto(s *string, what string) func(*yaml.Node) {
	return func(n *yaml.Node) { *s, _ = r.text(n, what) }
}

func integer(n *yaml.Node) (int, bool) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" {
		return 0, false
	}
	i, err := strconv.Atoi(n.Value)
	return i, err == nil
}
