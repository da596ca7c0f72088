package blueprint

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
)

// Part names end up in paths, so there is always a pattern.
const (
	partPattern = `^[a-z][a-z0-9_]*$`
	partInvalid = "must be lower-case letters, digits and _, starting with a letter"
)

// maxNested is how many questions a kind may have that belongs to another, is one to which others belong, or has fields:
// templates see them in many places.
const maxNested = 30

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
			Kind: key.Value, Of: l.string(value, "of"), Prompt: l.string(value, "prompt"), Help: l.string(value, "help"),
			When: l.text(l.get(value, "when")), Pattern: l.pattern(value), Invalid: l.string(value, "invalid"),
			Reserved: l.reserved(value), Questions: l.questions(value, builtInPart),
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
			if singular := document.Find(n, "singular"); singular != nil && l.string(n, "kind") != string(Fields) {
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
	l.nest(n, out)
	return out
}

// nest checks the kinds that belong to others, their names for templates, and the words for fields.
func (l *loading) nest(n *yaml.Node, parts []Part) {
	kinds := make([]string, len(parts))
	of := map[string][]string{}
	words := map[string]int{} // singulars, and where they stand
	for _, q := range l.blueprint.Questions {
		words[q.Singular] = q.Line
	}
	for i, p := range parts {
		kinds[i] = p.Kind
		if p.Of != "" {
			of[p.Kind] = []string{p.Of}
		}
	}
	for _, p := range parts {
		taken := map[string]string{}
		if p.Of != "" {
			taken["of"], taken["full"] = "the part that it belongs to", "its name with that"
			if node := document.Find(document.Find(n, p.Kind), "of"); !slices.Contains(kinds, p.Of) {
				l.refuse(node, fmt.Sprintf("no part has the kind %q", p.Of), unknownHints(p.Of, kinds)...)
			}
		}
		if slices.ContainsFunc(parts, func(other Part) bool { return other.Of == p.Kind }) {
			taken["parts"] = "the parts that belong to it"
		}
		if len(taken) > 0 && len(p.Questions) > maxNested || p.Fields() != nil && len(p.Questions) > maxNested {
			l.refuse(document.Find(n, p.Kind), fmt.Sprintf("part %q: more than %d questions, with fields or with parts that belong together", p.Kind, maxNested))
		}
		fields := 0
		for _, q := range p.Questions {
			if q.Kind != Fields {
				continue
			}
			taken["full"], taken["known"] = "of what a field refers to", "of what a field refers to"
			if fields++; fields > 1 {
				l.problems = append(l.problems, l.At(q.Line, q.Column, "a part can have one question of kind fields"))
			}
			if line, twice := words[q.Singular]; twice || slices.Contains(kinds, q.Singular) {
				l.problems = append(l.problems, l.At(q.Line, q.Column,
					fmt.Sprintf("the word %q for one of the fields has another meaning, so scaffold add would be ambiguous", q.Singular),
					"give it another `singular`"+map[bool]string{true: fmt.Sprintf("; it is used on line %d", line)}[twice]))
			}
			words[q.Singular] = q.Line
		}
		for _, q := range p.Questions {
			if means, is := taken[q.Name]; is {
				l.problems = append(l.problems, l.At(q.Line, q.Column, fmt.Sprintf("question %q: the name is built in: %s", q.Name, means)))
			}
		}
	}
	for _, circle := range circles(kinds, of) {
		l.refuse(document.Find(document.Find(n, circle[0]), "of"), `"of" forms a cycle: `+strings.Join(circle, " -> "))
	}
}

// Owner returns the name of the part that one with this name belongs to, and what is left of its own name: blog and Post of
// blog.Post.
func Owner(name string) (owner, short string) {
	i := strings.LastIndexAny(name, "./")
	return name[:max(i, 0)], name[i+1:]
}

// Fields returns the question for the fields of such a part, or nil.
func (p Part) Fields() *Question {
	i := slices.IndexFunc(p.Questions, func(q Question) bool { return q.Kind == Fields })
	if i < 0 {
		return nil
	}
	return &p.Questions[i]
}

// Part returns a kind of part, or nil.
func (b *Blueprint) Part(kind string) *Part {
	i := slices.IndexFunc(b.Parts, func(p Part) bool { return p.Kind == kind })
	if i < 0 {
		return nil
	}
	return &b.Parts[i]
}
