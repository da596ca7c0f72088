package blueprint

import (
	"fmt"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
)

// Part names end up in paths, so there is always a pattern.
const (
	partPattern = `^[a-z][a-z0-9_]*$`
	partInvalid = "must be lower-case letters, digits and _, starting with a letter"
)

func (l *loading) parts(root *yaml.Node) []Part {
	n := l.get(root, "parts")
	if n == nil {
		return nil
	}
	var out []Part
	for key, value := range document.Pairs(n) {
		if l.bad[key] || l.bad[value] || !l.identifier(key, "part", nil) {
			continue
		}
		p := Part{
			Kind: key.Value, Prompt: l.string(value, "prompt"), Help: l.string(value, "help"),
			When: l.text(l.get(value, "when")), Pattern: l.pattern(value), Invalid: l.string(value, "invalid"),
			Reserved: l.strings(value, "reserved"), Questions: l.questions(value, builtInPart),
		}
		if p.Pattern == "" {
			p.Pattern = partPattern
			if p.Invalid == "" {
				p.Invalid = partInvalid
			}
		}
		if p.Prompt == "" {
			p.Prompt = asPrompt(p.Kind)
		}
		for _, n := range l.list(value, "questions") {
			if kind := l.get(n, "kind"); kind != nil && Kind(kind.Value) == Secret {
				l.refuse(kind, "a part cannot have a secret", "make it a question of the blueprint")
			}
			if singular := document.Find(n, "singular"); singular != nil {
				l.refuse(singular, `"singular" has no effect in a part`, "only questions of the blueprint itself can have one")
			}
		}
		for _, q := range l.blueprint.Questions {
			if q.Singular == p.Kind {
				l.refuse(value, fmt.Sprintf("part %q: same name as the singular on line %d, so scaffold add would be ambiguous",
					p.Kind, q.Line))
			}
		}
		out = append(out, p)
	}
	return out
}
