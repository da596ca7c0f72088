package blueprint

import (
	"fmt"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// ParseParts reads a file that lists parts of one kind, in any order, with their answers: a mapping from names to answers by
// question, or to fields alone. What an answers file lists under the kind is read, too. label is what problems call the
// file; their error is a problem.List.
//
//	blog.Post: {plural: posts, fields: [title:string:max=200, tags:many=blog.Tag]}
//	blog.Tag: [name:unique]
func ParseParts(b *Blueprint, part *Part, data []byte, label string) ([]GivenPart, []Given, error) {
	if len(data) > MaxManifest {
		return nil, nil, problem.List{{File: label, Message: fmt.Sprintf("larger than %d KiB", MaxManifest>>10)}}
	}
	doc, root, problems := document.Read(label, inUTF8(data))
	if root == nil {
		return nil, nil, problems
	}
	r := partsReader{AnswersFile: &AnswersFile{doc: doc, root: root, public: true}, kinds: partKinds(b), problems: problems}
	if root.Kind != yaml.MappingNode {
		r.problems = append(r.problems, r.at(root, "expected a mapping, not "+typeName(root), "write NAME: [FIELD, ...] for each"))
		return nil, nil, r.problems
	}
	for key, value := range document.Pairs(root) {
		switch q := part.Fields(); {
		case key.Value == part.Kind:
			r.kind(part.Kind, value)
			continue
		case value.Kind == yaml.SequenceNode && q != nil:
			r.answers = append(r.answers, r.given(part.Kind+"."+key.Value+"."+q.Name, value))
		case value.Kind == yaml.MappingNode:
			for name, answer := range document.Pairs(value) {
				g := r.given(part.Kind+"."+key.Value+"."+name.Value, answer)
				if named(part.Questions, name.Value) == nil {
					g.Place = r.place(name)
				}
				r.answers = append(r.answers, g)
			}
		case !document.IsNull(value):
			r.problems = append(r.problems, r.at(value, fmt.Sprintf("%s must have a list of fields, or answers by question", key.Value)))
		}
		r.parts = append(r.parts, GivenPart{Kind: part.Kind, Name: key.Value, Place: r.place(key)})
	}
	return r.parts, r.answers, r.problems.Sorted().Err()
}
