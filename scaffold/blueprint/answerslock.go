package blueprint

import (
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
)

// answersOfLock returns the root of an answers file for one that is the lock of a project: its answers, its parts and its
// blueprint. Any other root is returned as it is. A directory is recorded relative to its project, two levels above the
// lock.
func answersOfLock(root *yaml.Node, label string) *yaml.Node {
	answers, blueprint := document.Find(root, "answers"), document.Find(root, "blueprint")
	if document.Find(root, "format") == nil || blueprint == nil || blueprint.Kind != yaml.MappingNode {
		return root
	}
	out := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: root.Line, Column: root.Column}
	if answers != nil && answers.Kind == yaml.MappingNode {
		out.Content = slices.Clone(answers.Content)
	}
	add := func(key string, value *yaml.Node) {
		name := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key, Line: value.Line, Column: value.Column}
		out.Content = append(out.Content, name, value)
	}
	if parts := document.Find(root, "parts"); parts != nil {
		add("parts", partsOfLock(parts))
	}
	if source := document.Find(blueprint, "source"); source != nil {
		from := *source
		if strings.HasPrefix(from.Value, ".") {
			from.Value = path.Join(path.Dir(path.Dir(label)), from.Value)
		}
		add("blueprint", &from)
	}
	return out
}

// partsOfLock returns the parts of a lock with their answers beside their names.
func partsOfLock(parts *yaml.Node) *yaml.Node {
	out := *parts
	out.Content = slices.Clone(parts.Content)
	for i, kind := range out.Content {
		list := *kind
		list.Content = slices.Clone(kind.Content)
		for j, part := range list.Content {
			if answers := document.Find(part, "answers"); answers != nil && answers.Kind == yaml.MappingNode {
				flat := *part
				flat.Content = slices.Clone(answers.Content)
				if name := document.Find(part, "name"); name != nil {
					flat.Content = append(flat.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "name"}, name)
				}
				list.Content[j] = &flat
			}
		}
		out.Content[i] = &list
	}
	return &out
}
