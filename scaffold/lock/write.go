package lock

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

const headHeader = "# Written by scaffold: what this project was made from. Commit it.\n"

// Marshal returns lock.yaml and files.sum as they are in a folder of the project: Dir, or PendingDir. The bytes are the
// same for the same lock, whatever the order of its files and parts.
func (l Lock) Marshal(dir string) tree.Tree {
	return tree.Tree{
		dir + "/" + lockName: remembered(l.marshalHead()),
		dir + "/" + sumsName: remembered(marshalSums(l.Files)),
	}
}

// marshalHead returns lock.yaml. Every choice and every part is on a line of its own: two branches can each add one.
func (l Lock) marshalHead() []byte {
	version := text(l.Blueprint.Version)
	version.Style = yaml.DoubleQuotedStyle // it looks the same whatever its number
	b := mapping(
		"source", text(l.Blueprint.Source),
		"name", text(l.Blueprint.Name),
		"version", version,
		"digest", text(l.Blueprint.Digest),
	)
	if l.Blueprint.Ref != "" {
		b.Content = append(b.Content, text("ref"), text(l.Blueprint.Ref))
	}
	if l.Blueprint.Revision != "" {
		b.Content = append(b.Content, text("revision"), text(l.Blueprint.Revision))
	}
	root := mapping(
		"format", value(format),
		"scaffold", text(l.Scaffold),
		"blueprint", b,
		"name", text(l.Answers.Name),
		"year", value(l.Answers.Year),
	)
	a := l.Answers.Remembered()
	if len(a.Asked) > 0 {
		root.Content = append(root.Content, text("answers"), answers(a.Asked, a.Values))
	}
	if len(a.Parts) > 0 {
		parts := mapping()
		for _, kind := range slices.Sorted(maps.Keys(a.Parts)) {
			list := &yaml.Node{Kind: yaml.SequenceNode}
			for _, p := range a.Parts[kind] {
				part := mapping("name", text(p.Name))
				part.Style = yaml.FlowStyle
				if len(p.Asked) > 0 {
					part.Content = append(part.Content, text("answers"), answers(p.Asked, p.Values))
				}
				list.Content = append(list.Content, part)
			}
			parts.Content = append(parts.Content, text(kind), list)
		}
		root.Content = append(root.Content, text("parts"), parts)
	}
	return marshalYAML(headHeader, root)
}

func answers(asked []string, values map[string]any) *yaml.Node {
	n := mapping()
	for _, name := range asked {
		n.Content = append(n.Content, text(name), value(values[name]))
	}
	return n
}

func mapping(pairs ...any) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i+1 < len(pairs); i += 2 {
		n.Content = append(n.Content, text(pairs[i].(string)), pairs[i+1].(*yaml.Node)) //nolint:forcetypeassert // we write them
	}
	return n
}

func text(s string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(s)
	switch strings.ToLower(s) {
	case "y", "n", "yes", "no", "on", "off": // truth values to parsers of YAML 1.1
		n.Style = yaml.SingleQuotedStyle
	}
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		n.Style = yaml.DoubleQuotedStyle // on one line
	}
	return n
}

func value(v any) *yaml.Node {
	switch v := v.(type) {
	case bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(v)}
	case int:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.Itoa(v)}
	case []string:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for _, s := range v {
			n.Content = append(n.Content, text(s))
		}
		if len(v) == 0 {
			n.Style = yaml.FlowStyle
		}
		return n
	case string:
		return text(v)
	}
	return text("")
}

func marshalYAML(header string, root *yaml.Node) []byte {
	var b bytes.Buffer
	b.WriteString(header)
	w, err := yaml.NewDumper(&b, yaml.WithIndent(2), yaml.WithLineWidth(-1), yaml.WithCompactSeqIndent(false))
	if err == nil {
		err = w.Dump(root)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // a buffer takes everything, and the nodes are ours
	}
	return b.Bytes()
}
