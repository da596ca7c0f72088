package blueprint

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"
	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// manifest turns the checked mapping into the blueprint, and finds what a schema cannot say.
func (l *loading) manifest(root *yaml.Node) {
	b := l.blueprint
	b.Name = l.string(root, "name")
	b.Version = l.version(root, "version")
	b.Summary = l.string(root, "summary")
	b.Scaffold = l.string(root, "scaffold")
	if _, err := semver.NewConstraint(b.Scaffold); err != nil && b.Scaffold != "" {
		l.refuse(l.get(root, "scaffold"), fmt.Sprintf(`"scaffold" is not a version constraint: %q`, b.Scaffold),
			`write it like ">=0.1" or ">=0.1, <2"`)
	}
	b.Questions = l.questions(root, builtIn)
	for _, q := range b.Questions {
		if q.Kind == Fields {
			l.problems = append(l.problems, l.At(q.Line, q.Column, "a question of kind fields belongs to a part", "move it to the questions of a part"))
		}
	}
	b.Values = l.values(root)
	b.Parts = l.parts(root)
	b.Layers = l.layers(root)
	b.Rules = l.rules(root)
	b.Moves = each(l.list(root, "moves"), func(n *yaml.Node) Move {
		m := Move{From: l.localPath(n, "from"), To: l.localPath(n, "to"), Since: l.version(n, "since")}
		if m.From != "" && m.From == m.To {
			l.refuse(n, fmt.Sprintf("%q moves to itself", m.From))
		}
		return m
	})
	b.Renamed = l.renamed(root)
	b.Next = l.text(l.get(root, "next"))
	b.Commands = each(l.list(root, "commands"), func(n *yaml.Node) Command {
		c := Command{
			On: l.string(n, "on"), Run: l.strings(n, "run"), When: l.text(l.get(n, "when")), Line: n.Line, Column: n.Column,
		}
		if run := l.get(n, "run"); run != nil && len(c.Run) > 0 && strings.TrimSpace(c.Run[0]) == "" {
			l.refuse(run, "the first entry must name a program")
		}
		return c
	})
}

// version returns a semantic version.
func (l *loading) version(n *yaml.Node, key string) string {
	value := l.get(n, key)
	if value == nil {
		return ""
	}
	if _, err := semver.StrictNewVersion(value.Value); err != nil {
		var hints []string
		if loose, err := semver.NewVersion(value.Value); err == nil {
			hints = []string{fmt.Sprintf("write %s", loose)}
		}
		l.refuse(value, fmt.Sprintf("%q is not a semantic version: %q", key, value.Value), hints...)
	}
	return value.Value
}

// values are computed answers: text only, because a template produces nothing else.
func (l *loading) values(root *yaml.Node) []Value {
	n := l.get(root, "values")
	if n == nil {
		return nil
	}
	names := map[string]int{}
	for _, q := range l.blueprint.Questions {
		names[q.Name] = q.Line
	}
	var out []Value
	for key, value := range document.Pairs(n) {
		if l.bad[key] {
			continue
		}
		if line, taken := names[key.Value]; taken {
			l.refuse(key, fmt.Sprintf("value %q: name already used by the question on line %d", key.Value, line))
		}
		if l.identifier(key, "value", builtIn) && !l.bad[value] {
			out = append(out, Value{Name: key.Value, Text: l.text(value)})
		}
	}
	return out
}

// identifier checks a key that names something for templates.
func (l *loading) identifier(key *yaml.Node, what string, reserved []string) bool {
	definition := l.root.Defs["identifier"]
	switch {
	case !definition.matches(key.Value):
		l.refuse(key, fmt.Sprintf("%s %q %s", what, key.Value, definition.PatternMeans))
	case slices.Contains(reserved, key.Value):
		l.refuse(key, fmt.Sprintf("%s %q: the name is built in", what, key.Value),
			"choose another name; built in: "+strings.Join(reserved, ", "))
	}
	return !l.bad[key]
}

// localPath returns a clean path that stays inside, with slashes; "" where it was refused.
func (l *loading) localPath(n *yaml.Node, key string) string {
	value := l.get(n, key)
	if value == nil || !l.isLocal(value, key) {
		return ""
	}
	return path.Clean(value.Value)
}

// isLocal refuses a path that cannot stand below a folder on every system. The result of a template in it is not checked here.
func (l *loading) isLocal(value *yaml.Node, key string) bool {
	var why string
	switch p := value.Value; {
	case slices.Contains(strings.Split(p, "/"), ".."):
		why = "it must not contain .."
	case path.IsAbs(p):
		why = "it must be relative"
	case path.Clean(p) == ".":
		why = "it must name a path below the root"
	case strings.Contains(p, "{{"):
		return true
	default:
		err := tree.CheckPath(path.Clean(p))
		if err == nil {
			return true
		}
		why = err.Error()
	}
	l.refuse(value, fmt.Sprintf("%q cannot be %q: %s", key, value.Value, why))
	return false
}

func (l *loading) renamed(root *yaml.Node) []Rename {
	known := map[string]bool{}
	for _, q := range l.blueprint.Questions {
		known[q.Name] = true
	}
	nodes := l.list(root, "renamed")
	later := map[string]bool{} // an answer can change its name again
	for _, n := range nodes {
		later[l.string(n, "from")] = true
	}
	return each(nodes, func(n *yaml.Node) Rename {
		r := Rename{From: l.string(n, "from"), To: l.string(n, "to"), Since: l.version(n, "since")}
		if r.To != "" && !known[r.To] && (!later[r.To] || r.To == r.From) {
			l.refuse(document.Find(n, "to"), fmt.Sprintf("no question has the name %q", r.To),
				problem.DidYouMean(r.To, questionNames(l.blueprint.Questions))...)
		}
		if r.From != "" && known[r.From] {
			l.refuse(document.Find(n, "from"), fmt.Sprintf("the question %q still has that name", r.From),
				"remove the question or this entry")
		}
		return r
	})
}
