package blueprint

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

// maxNodes bounds what one YAML text can hold once its aliases are expanded.
const maxNodes = 20_000

// document is a YAML text with its name, so that problems can show its lines.
type document struct {
	file  string // as the person knows it
	lines []string
}

// readDocument gives the one document that data holds, with every alias replaced by what it names.
// The node is nil where the text could not be read; then there are problems.
func readDocument(file string, data []byte) (document, *yaml.Node, problem.List) {
	d := document{file: file, lines: splitLines(string(data))}
	if line, column, bad := badCharacter(data); bad != "" {
		return d, nil, problem.List{d.at(line, column, bad, "a YAML file is plain UTF-8 text")}
	}
	root, err := d.single(data)
	if err != nil {
		return d, nil, problem.List{*err}
	}
	expansion := expansion{document: d, open: map[*yaml.Node]bool{}}
	if !expansion.expand(root) {
		return d, nil, expansion.problems
	}
	return d, root, expansion.problems
}

// single parses the text, and refuses one with no value or with several documents.
func (d document) single(data []byte) (*yaml.Node, *problem.Problem) {
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil, d.syntax(err)
	}
	var first, second yaml.Node
	if err := loader.Load(&first); err != nil && !errors.Is(err, io.EOF) {
		return nil, d.syntax(err)
	}
	if len(first.Content) == 0 || first.Content[0].ShortTag() == "!!null" {
		p := d.at(1, 0, "the file says nothing")
		return nil, &p
	}
	switch err := loader.Load(&second); {
	case errors.Is(err, io.EOF):
		return first.Content[0], nil
	case err != nil:
		return nil, d.syntax(err)
	}
	p := d.at(second.Line, second.Column, "the file holds a second document", "keep one, without --- between")
	return nil, &p
}

// syntax words an error of the YAML parser and finds the place that the person has to change.
func (d document) syntax(err error) *problem.Problem {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		p := d.at(1, 0, "not valid YAML: "+err.Error())
		return &p
	}
	mark := load.Mark
	unfinished := mark.Line > len(d.lines) || strings.TrimSpace(d.line(mark.Line)) == ""
	if load.ContextMark.Line > 0 && (unfinished || load.ContextMsg == "while scanning a simple key") {
		mark = load.ContextMark // where it began says more than where the parser gave up
	}
	for mark.Line > 1 && strings.TrimSpace(d.line(mark.Line)) == "" { // at the end: show the last line that says something
		mark.Line--
		mark.Column = utf8.RuneCountInString(d.line(mark.Line)) + 1
	}
	message := "not valid YAML: " + load.Message
	if load.ContextMsg != "" {
		message += " " + load.ContextMsg
	}
	p := d.at(max(1, mark.Line), mark.Column, message, syntaxHints(d.line(mark.Line), mark.Column, load.Message)...)
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
		return []string{"put quotes around a value that holds a template: '{{ ... }}'"}
	case strings.Contains(message, "mapping values are not allowed"):
		return []string{`put quotes around a value that holds ": "`, "check the indentation"}
	case strings.HasPrefix(rest, "@") || strings.HasPrefix(rest, "`") || strings.HasPrefix(rest, "%"):
		return []string{fmt.Sprintf("put quotes around a value that starts with %q", rest[:1])}
	}
	return nil
}

// at gives a problem at a place of the document. Column 0 is the whole line.
func (d document) at(line, column int, message string, hints ...string) problem.Problem {
	return Place{File: d.file, Line: line, Column: column, Source: d.line(line)}.problem(message, hints...)
}

func (d document) line(number int) string {
	if number < 1 || number > len(d.lines) {
		return ""
	}
	return d.lines[number-1]
}

// splitLines breaks a text where YAML does, so that line numbers mean the same.
func splitLines(s string) []string {
	s = strings.TrimPrefix(s, "\ufeff")
	if strings.ContainsAny(s, "\r\u0085\u2028\u2029") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	}
	return strings.Split(s, "\n")
}

// badCharacter finds the first byte that is no text, and says what it is.
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
			before := splitLines(string(data[:i]))
			return len(before), utf8.RuneCountInString(before[len(before)-1]) + 1, message
		}
		i += size
	}
	return 0, 0, ""
}

// expansion replaces aliases, bounded, and finds keys that stand twice in one mapping.
type expansion struct {
	document
	open     map[*yaml.Node]bool // on the way from the root to here
	count    int
	problems problem.List
}

// expand reports whether the document is finite and small enough to go on.
func (e *expansion) expand(n *yaml.Node) bool {
	if e.count++; e.count > maxNodes {
		e.problems = append(e.problems, e.at(n.Line, n.Column, fmt.Sprintf("more than %d values", maxNodes)))
		return false
	}
	e.open[n] = true
	defer delete(e.open, n)
	for i, child := range n.Content {
		if child.Kind == yaml.AliasNode {
			if e.open[child.Alias] {
				p := e.at(child.Line, child.Column, fmt.Sprintf("alias %q contains itself", child.Value))
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
	for key := range pairs(n) {
		if key.Kind != yaml.ScalarNode {
			continue
		}
		if first := seen[key.Value]; first != nil {
			e.problems = append(e.problems, e.at(key.Line, key.Column,
				fmt.Sprintf("key %q stands here twice; first in line %d", key.Value, first.Line)))
			continue
		}
		seen[key.Value] = key
	}
}

// pairs iterates over the keys and values of a mapping.
func pairs(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, value *yaml.Node) bool) {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}
