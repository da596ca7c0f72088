package blueprint

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// AnswersFile is a file of answers: a YAML or JSON mapping from questions to answers. Beside them it can say which
// blueprint they are for (layout, blueprint), and which parts to make: parts: {app: [blog, {name: shop, title: Shop}]},
// or just app: [blog]. The lock of a project is an answers file, too.
type AnswersFile struct {
	Layout    string // "" where the file names none
	Blueprint string // "" where the file names none
	doc       document.Document
	root      *yaml.Node
	public    bool // it has no secrets, so problems may show its lines
}

// ParseAnswers reads an answers file of at most MaxManifest bytes, in UTF-8 or UTF-16. label is what problems call it by. The error is a
// problem.List; what the answers mean is for Resolve to check.
func ParseAnswers(data []byte, label string) (*AnswersFile, error) {
	if len(data) > MaxManifest {
		return nil, problem.List{{File: label, Message: fmt.Sprintf("larger than %d KiB", MaxManifest>>10)}}
	}
	doc, root, problems := document.Read(label, inUTF8(data))
	for i, p := range problems {
		problems[i].Source = masked(p.Source)
		if before, _, found := strings.Cut(p.Message, " anchor '"); found { // it quotes what stands there
			problems[i].Message = before + " anchor"
		}
	}
	if root == nil {
		return nil, problems
	}
	f := &AnswersFile{doc: doc, root: root}
	if root.Kind != yaml.MappingNode {
		return nil, append(problems, f.at(root, "an answers file must be a mapping, not "+typeName(root), "write NAME: VALUE on every line"))
	}
	root = answersOfLock(root, label)
	f.root = root
	for key, value := range document.Pairs(root) {
		if key.Kind != yaml.ScalarNode {
			problems = append(problems, f.at(key, "keys must be names of questions"))
		}
		source := map[string]*string{"layout": &f.Layout, "blueprint": &f.Blueprint}[key.Value]
		if source == nil {
			continue
		}
		if jsonType(value) != "string" || value.Value == "" {
			problems = append(problems, f.at(value, fmt.Sprintf("%q must be text, not %s", key.Value, typeName(value))))
		}
		*source = value.Value
	}
	if err := problems.Sorted().Err(); err != nil {
		return nil, err
	}
	return f, nil
}

// inUTF8 returns a text in UTF-16, such as the shell of Windows writes into a file, in UTF-8; any other as it is. As in the
// YAML specification, the first character tells: a byte order mark or one of ASCII.
func inUTF8(data []byte) []byte {
	var order binary.ByteOrder
	switch {
	case len(data) < 2 || len(data)%2 != 0:
		return data
	case data[0] == 0xff && data[1] == 0xfe, data[0] != 0 && data[1] == 0:
		order = binary.LittleEndian
	case data[0] == 0xfe && data[1] == 0xff, data[0] == 0 && data[1] != 0:
		order = binary.BigEndian
	default:
		return data
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return []byte(strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff"))
}

func typeName(n *yaml.Node) string {
	if name := typeNames[jsonType(n)]; name != "" {
		return name
	}
	return "empty"
}

func (f *AnswersFile) at(n *yaml.Node, message string, hints ...string) problem.Problem {
	return f.place(n).problem(message, hints...)
}

func (f *AnswersFile) place(n *yaml.Node) Place {
	p := Place{File: f.doc.File, Line: n.Line, Column: n.Column, Source: f.doc.Line(n.Line)}
	if !f.public {
		p.Source = masked(p.Source)
	}
	return p
}

// masked hides the answers in a line, and leaves every character in its place. Which answers are secret is for the blueprint
// to say; and where a name is misspelt, or the file cannot be parsed, nobody knows.
func masked(line string) string {
	key := firstKey().FindString(line)
	return key + strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(`"'{}[],:`, r) {
			return r
		}
		return '*'
	}, line[len(key):])
}

var firstKey = plaintext.Pattern(`^[-\s{"']*[\w.]*["']?\s*:(\s|$)`) //nolint:gochecknoglobals // constant

// entries returns what the file says, as far as it is about answers and parts of b.
func (f *AnswersFile) entries(b *Blueprint) (answers []Given, parts []GivenPart, problems problem.List) {
	if f == nil {
		return nil, nil, nil
	}
	r := partsReader{AnswersFile: f, kinds: partKinds(b)}
	for key, value := range document.Pairs(f.root) {
		isQuestion := slices.Contains(questionNames(b.Questions), key.Value)
		switch {
		case isQuestion:
			answers = append(answers, f.given(key.Value, value))
		case key.Value == "blueprint" || key.Value == "layout":
		case key.Value == "parts" && value.Kind != yaml.MappingNode:
			r.problems = append(r.problems, r.at(value, `"parts" must be a mapping, not `+typeName(value), "write parts: {KIND: [NAME]}"))
		case key.Value == "parts":
			for kind, names := range document.Pairs(value) {
				if !slices.Contains(r.kinds, kind.Value) {
					r.problems = append(r.problems, r.at(kind, unknownKind(kind.Value), kindHints(kind.Value, r.kinds)...))
					continue
				}
				r.kind(kind.Value, names)
			}
		case slices.Contains(r.kinds, key.Value):
			r.kind(key.Value, value)
		default:
			g := f.given(key.Value, value)
			g.Place = f.place(key) // it is unknown, or of a part
			answers = append(answers, g)
		}
	}
	return append(answers, r.answers...), r.parts, r.problems
}

// Texts returns the answers by their names, each as one text.
func (f *AnswersFile) Texts() map[string]string {
	texts := map[string]string{}
	for key, value := range document.Pairs(f.root) {
		switch raw := rawValue(value).(type) {
		case string:
			texts[key.Value] = raw
		case []string:
			texts[key.Value] = strings.Join(raw, ",")
		}
	}
	return texts
}

func (f *AnswersFile) given(key string, value *yaml.Node) Given {
	g := Given{Key: key, Value: rawValue(value), Place: f.place(value)}
	if value.Kind == yaml.SequenceNode {
		g.Items = each(value.Content, f.place)
	}
	return g
}

func partKinds(b *Blueprint) []string {
	kinds := make([]string, len(b.Parts))
	for i, p := range b.Parts {
		kinds[i] = p.Kind
	}
	return kinds
}

// partsReader reads the parts of an answers file.
type partsReader struct {
	*AnswersFile
	kinds    []string
	answers  []Given
	parts    []GivenPart
	problems problem.List
}

// kind reads a list of names and of mappings with a name; or names in one text, separated by commas.
func (r *partsReader) kind(kind string, n *yaml.Node) {
	switch {
	case n.Kind == yaml.SequenceNode:
		for _, item := range n.Content {
			name := item
			if item.Kind == yaml.MappingNode {
				name = document.Find(item, "name")
			}
			if name == nil || name.Kind != yaml.ScalarNode || name.ShortTag() == "!!null" {
				r.problems = append(r.problems, r.at(item, fmt.Sprintf("a part of the kind %q has no name", kind),
					"write NAME, or {name: NAME, QUESTION: ANSWER}"))
				continue
			}
			r.parts = append(r.parts, GivenPart{Kind: kind, Name: name.Value, Place: r.place(name)})
			for key, value := range document.Pairs(item) {
				if item.Kind == yaml.MappingNode && key.Value != "name" {
					r.answers = append(r.answers, r.given(kind+"."+name.Value+"."+key.Value, value))
				}
			}
		}
	case jsonType(n) == "string":
		for _, name := range splitCommas(n.Value) {
			r.parts = append(r.parts, GivenPart{Kind: kind, Name: name, Place: r.place(n)})
		}
	default:
		r.problems = append(r.problems, r.at(n, fmt.Sprintf("%q must be a list of names, not %s", kind, typeName(n)),
			fmt.Sprintf("write %s: [NAME]", kind)))
	}
}

func unknownKind(kind string) string { return fmt.Sprintf("no part has the kind %q", kind) }

func kindHints(kind string, kinds []string) []string {
	if len(kinds) == 0 {
		return []string{"the blueprint has no parts"}
	}
	return append(problem.DidYouMean(kind, kinds), "known kinds: "+strings.Join(kinds, ", "))
}
