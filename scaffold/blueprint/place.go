package blueprint

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// ProblemAt returns a problem at a byte offset within t.Text, shown where that byte stands in blueprint.yaml. Where the
// text cannot be followed through the file, it is shown where the text starts.
func (b *Blueprint) ProblemAt(t Text, offset int, message string, hints ...string) problem.Problem {
	d := scalars{b.manifest}
	if d.Lines == nil { // it was not loaded
		d.Document = document.New("", string(b.Source))
	}
	d.File = b.file(Manifest)
	line, column := d.follow(t, offset)
	return d.At(line, column, message, hints...)
}

// ProblemIn returns a problem in a layer's file or a partial. Line and column are from 1; 0 is unknown.
func (b *Blueprint) ProblemIn(s Source, line, column int, message string, hints ...string) problem.Problem {
	p := document.Document{File: b.file(s.Full)}.At(line, column, message, hints...)
	const longest = 4_000 // bytes of a line that can be shown
	data := s.Data
	for range line - 1 {
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	if text, _, _ := bytes.Cut(data, []byte("\n")); line > 0 && len(text) <= longest {
		p.Source = strings.TrimSuffix(string(text), "\r")
	}
	return p
}

// file returns the name that errors call a file of the blueprint by.
func (b *Blueprint) file(path string) string {
	if b.Label == "" {
		return path
	}
	return strings.TrimSuffix(b.Label, "/") + "/" + path
}

// scalars finds where the text of a scalar stands in a document.
type scalars struct{ document.Document }

// text returns a scalar with the place of its first character.
func (d scalars) text(n *yaml.Node) Text {
	if n == nil {
		return Text{}
	}
	t := Text{Text: n.Value, Line: n.Line, Column: n.Column}
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		t.Block = true
		t.Line++ // the first line holds the | or >
		t.Column = 1
		for i, line := range strings.Split(t.Text, "\n") {
			if strings.TrimSpace(line) != "" { // the file indents it by more
				t.Column += max(0, leadingSpaces(d.Line(t.Line+i))-leadingSpaces(line))
				break
			}
		}
	case n.Style&yaml.DoubleQuotedStyle != 0:
		t.Column = d.after(n, `"`) + 1
	case n.Style&yaml.SingleQuotedStyle != 0:
		t.Column = d.after(n, `'`) + 1
	default:
		t.Column = d.after(n, strings.SplitN(n.Value, " ", 2)[0])
	}
	return t
}

// after returns the column where start stands in the line of n, from n on: a tag or an anchor can stand before it.
func (d scalars) after(n *yaml.Node, start string) int {
	rest := []rune(d.Line(n.Line))
	rest = rest[min(n.Column-1, len(rest)):]
	if i := strings.Index(string(rest), start); i > 0 {
		return n.Column + utf8.RuneCountInString(string(rest)[:i])
	}
	return n.Column
}

func leadingSpaces(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

// follow walks through the file along a text, up to an offset in it: YAML folds lines, strips indentation and knows
// escapes, so the two differ.
func (d scalars) follow(t Text, offset int) (line, column int) {
	w := walk{scalars: d, line: t.Line, block: t.Block, indent: t.Column - 1}
	w.rest = d.Line(t.Line)
	for range t.Column - 1 {
		_, size := utf8.DecodeRuneInString(w.rest)
		w.rest = w.rest[size:]
	}
	if before := strings.TrimSuffix(d.Line(t.Line), w.rest); !t.Block && before != "" {
		w.quote = before[len(before)-1]
	}
	offset = min(max(0, offset), len(t.Text))
	for _, r := range t.Text[:offset] {
		if !w.step(r) {
			return t.Line, t.Column
		}
	}
	if there := t.Text[offset:]; strings.TrimLeft(there, " \n") == there && there != "" {
		for strings.TrimSpace(w.rest) == "" || w.quote == '"' && w.rest == `\` { // line ends, escaped ones as well
			if !w.newline() {
				break
			}
		}
	}
	return w.line, utf8.RuneCountInString(d.Line(w.line)) - utf8.RuneCountInString(w.rest) + 1
}

// walk is a place in the file on the way along a scalar.
type walk struct {
	scalars
	line   int
	rest   string // of the line
	quote  byte   // the byte before a flow scalar, which counts where it is a quote
	block  bool
	indent int // of a block scalar
}

// step goes over what stands for r in the file, and reports whether it does.
func (w *walk) step(r rune) bool {
	for range len(w.Lines) + 1 {
		space := r == ' ' || r == '\n'
		next, size := utf8.DecodeRuneInString(w.rest)
		switch {
		case w.quote == '"' && next == '\\' && size > 0:
			if len(w.rest) > 1 {
				digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[w.rest[1]]
				w.rest = w.rest[min(len(w.rest), 2+digits):]
				return true
			}
			w.newline() // an escaped line end stands for nothing
		case size > 0 && next == r:
			w.rest = w.rest[size:]
			if r == '\'' && w.quote == '\'' {
				w.rest = strings.TrimPrefix(w.rest, "'")
			}
			return true
		case strings.TrimSpace(w.rest) == "": // folded, or a line's end
			if !w.newline() {
				return false
			}
			if space {
				return true
			}
		default:
			return false
		}
	}
	return false
}

// newline goes to where the text goes on in the next line.
func (w *walk) newline() bool {
	if w.line >= len(w.Lines) {
		return false
	}
	w.line++
	w.rest = w.Line(w.line)
	if !w.block {
		w.rest = strings.TrimLeft(w.rest, " \t")
		return true
	}
	w.rest = w.rest[min(w.indent, leadingSpaces(w.rest)):]
	return true
}
