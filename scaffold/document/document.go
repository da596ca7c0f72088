// Package document reads YAML and remembers where everything stands, so that a problem can name its line and column.
//
// What a document may hold is bounded: its values are counted once its aliases are expanded.
package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// maxNodes is how many values Read accepts, once aliases are expanded.
const maxNodes = 20_000

// Document is the text of a file, by its lines.
type Document struct {
	File  string // what problems call the file
	Lines []string
}

// New returns the document that a text is.
func New(file, text string) Document { return Document{File: file, Lines: Lines(text)} }

// Read parses a file that holds one YAML document, and replaces every alias by what it refers to. The node is nil if the
// file cannot be read; then there are problems.
func Read(file string, data []byte) (Document, *yaml.Node, problem.List) {
	return ReadUpTo(maxNodes, file, data)
}

// ReadUpTo is Read with another bound for the number of values.
func ReadUpTo(most int, file string, data []byte) (Document, *yaml.Node, problem.List) {
	d := New(file, string(data))
	if line, column, bad := badCharacter(data); bad != "" {
		return d, nil, problem.List{d.At(line, column, bad, "a YAML file is plain UTF-8 text")}
	}
	root, err := d.single(data)
	if err != nil {
		return d, nil, problem.List{*err}
	}
	expansion := expansion{Document: d, most: most, open: map[*yaml.Node]bool{}}
	if !expansion.expand(root) {
		return d, nil, expansion.problems
	}
	return d, root, expansion.problems
}

// single parses the text, and refuses an empty one and one with several documents.
func (d Document) single(data []byte) (*yaml.Node, *problem.Problem) {
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil, d.syntax(err)
	}
	var first, second yaml.Node
	if err := loader.Load(&first); err != nil && !errors.Is(err, io.EOF) {
		return nil, d.syntax(err)
	}
	if len(first.Content) == 0 || IsNull(first.Content[0]) {
		p := d.At(1, 0, "the file is empty")
		return nil, &p
	}
	switch err := loader.Load(&second); {
	case errors.Is(err, io.EOF):
		return first.Content[0], nil
	case err != nil:
		return nil, d.syntax(err)
	}
	p := d.At(second.Line, second.Column, "the file contains a second document", "keep one, without ---")
	return nil, &p
}

// syntax words an error of the YAML parser and finds the place that has to be changed.
func (d Document) syntax(err error) *problem.Problem {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		p := d.At(1, 0, "not valid YAML: "+err.Error())
		return &p
	}
	mark := load.Mark
	unfinished := mark.Line > len(d.Lines) || strings.TrimSpace(d.Line(mark.Line)) == ""
	if load.ContextMark.Line > 0 && (unfinished || load.ContextMsg == "while scanning a simple key") {
		mark = load.ContextMark // where it began says more than where the parser gave up
	}
	for mark.Line > 1 && strings.TrimSpace(d.Line(mark.Line)) == "" { // at the end: show the last line with text
		mark.Line--
		mark.Column = utf8.RuneCountInString(d.Line(mark.Line)) + 1
	}
	message := "not valid YAML: " + load.Message
	if load.ContextMsg != "" {
		message += " " + load.ContextMsg
	}
	p := d.At(max(1, mark.Line), mark.Column, message, syntaxHints(d.Line(mark.Line), mark.Column, load.Message)...)
	return &p
}

func syntaxHints(line string, column int, message string) []string {
	before := line
	for i := range line {
		if column--; column == 0 {
			before = line[:i]
			break
		}
	}
	switch rest := line[len(before):]; {
	case strings.TrimLeft(before, " ") == "" && strings.HasPrefix(rest, "\t"):
		return []string{"indent with spaces, not with tabs"}
	case strings.Contains(line, "{{"):
		return []string{"put quotes around a value that contains a template: '{{ ... }}'"}
	case strings.Contains(message, "mapping values are not allowed"):
		return []string{`put quotes around a value that contains ": "`, "check the indentation"}
	case strings.HasPrefix(rest, "@") || strings.HasPrefix(rest, "`") || strings.HasPrefix(rest, "%"):
		return []string{fmt.Sprintf("put quotes around a value that starts with %q", rest[:1])}
	}
	return nil
}

// At returns a problem at a place of the document, with its line. Column 0 is the whole line. What the problem repeats of
// a hostile file is cut to what a person can read.
func (d Document) At(line, column int, message string, hints ...string) problem.Problem {
	return problem.Problem{
		File: d.File, Line: line, Column: column, Source: d.Line(line), Message: message, Hints: hints,
	}.Clipped()
}

// Line returns the line with a number, which counts from 1; "" if there is none.
func (d Document) Line(number int) string {
	if number < 1 || number > len(d.Lines) {
		return ""
	}
	return d.Lines[number-1]
}

// Lines breaks a text where YAML does, so that line numbers mean the same.
func Lines(s string) []string {
	s = strings.TrimPrefix(s, "\ufeff")
	if strings.ContainsAny(s, "\r\u0085\u2028\u2029") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	}
	return strings.Split(s, "\n")
}

// badCharacter finds the first byte that is not text, and says what it is.
func badCharacter(data []byte) (line, column int, message string) {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			message = fmt.Sprintf("not text: byte 0x%02x", data[i])
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r >= 0x7f && r < 0xa0 && r != 0x85, r == 0xfffe, r == 0xffff:
			message = fmt.Sprintf("not text: control character U+%04X", r)
		}
		if message != "" {
			before := Lines(string(data[:i]))
			return len(before), utf8.RuneCountInString(before[len(before)-1]) + 1, message
		}
		i += size
	}
	return 0, 0, ""
}

// expansion replaces aliases, within a bound, and finds keys that a mapping has twice.
type expansion struct {
	Document
	open     map[*yaml.Node]bool // on the way from the root to here
	most     int
	count    int
	problems problem.List
}

// expand reports whether the document is finite and small enough to go on.
func (e *expansion) expand(n *yaml.Node) bool {
	if e.count++; e.count > e.most {
		e.problems = append(e.problems, e.At(n.Line, n.Column, fmt.Sprintf("the file has more than %d values", e.most)))
		return false
	}
	e.open[n] = true
	defer delete(e.open, n)
	for i, child := range n.Content {
		if child.Kind == yaml.AliasNode {
			if e.open[child.Alias] {
				p := e.At(child.Line, child.Column, fmt.Sprintf("alias %q contains itself", child.Value))
				e.problems = append(e.problems, p)
				return false
			}
			child = child.Alias
			n.Content[i] = child
		}
		if !e.expand(child) {
			return false
		}
	}
	if n.Kind == yaml.MappingNode {
		e.unique(n)
	}
	return true
}

func (e *expansion) unique(n *yaml.Node) {
	seen := make(map[string]*yaml.Node, len(n.Content)/2)
	for key := range Pairs(n) {
		if key.Kind != yaml.ScalarNode {
			continue
		}
		if first := seen[key.Value]; first != nil {
			e.problems = append(e.problems, e.At(key.Line, key.Column,
				fmt.Sprintf("key %q: already defined on line %d", key.Value, first.Line)))
			continue
		}
		seen[key.Value] = key
	}
}

// Pairs iterates over the keys and values of a mapping.
func Pairs(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, value *yaml.Node) bool) {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

// Find returns the value of a key in a mapping, or nil.
func Find(n *yaml.Node, name string) *yaml.Node {
	for key, value := range Pairs(n) {
		if key.Kind == yaml.ScalarNode && key.Value == name {
			return value
		}
	}
	return nil
}

// IsNull reports whether a value is null, as after a key without one.
func IsNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }
