package blueprint

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
)

func (l *loading) choices(n *yaml.Node, kind Kind) []Choice {
	if kind != One && kind != Many {
		return nil
	}
	var out []Choice
	lines := map[string]int{}
	nodes := l.list(n, "choices")
	for _, item := range nodes {
		c := Choice{Value: item.Value, Line: item.Line, Column: item.Column}
		if item.Kind == yaml.MappingNode {
			c.Value, c.Label, c.Help = l.string(item, "value"), l.string(item, "label"), l.string(item, "help")
			c.When, c.Requires = l.text(l.get(item, "when")), l.strings(item, "requires")
		}
		if c.Label == "" {
			c.Label = c.Value
		}
		out = append(out, c)
		if item.Kind == yaml.MappingNode && l.get(item, "value") == nil {
			continue // said already
		}
		first, taken := lines[c.Value]
		lines[c.Value] = item.Line
		switch {
		case taken:
			l.refuse(item, fmt.Sprintf("choice %q: already listed on line %d", c.Value, first))
		case c.Value == "" || strings.ContainsAny(c.Value, ",\n") || strings.TrimSpace(c.Value) != c.Value:
			l.refuse(item, fmt.Sprintf("choice %q cannot contain commas, or start or end with a space", c.Value),
				"label is what people see")
		case len(c.Requires) > 0 && kind != Many:
			l.refuse(document.Find(item, "requires"), `"requires" has no effect with kind choice`, "it applies to kind choices")
		}
	}
	l.checkRequires(nodes, out)
	return out
}

// checkRequires finds requirements that no choice has, and circles.
func (l *loading) checkRequires(nodes []*yaml.Node, choices []Choice) {
	values := Question{Choices: choices}.values()
	nodeOf := make(map[string]*yaml.Node, len(values))
	requires := make(map[string][]string, len(values))
	for i, c := range choices {
		nodeOf[c.Value] = nodes[i]
		requires[c.Value] = c.Requires
	}
	for _, item := range nodes {
		for _, required := range l.list(item, "requires") {
			if nodeOf[required.Value] == nil {
				l.refuse(required, fmt.Sprintf("no choice has the value %q", required.Value),
					unknownHints(required.Value, values)...)
			}
		}
	}
	for _, circle := range circles(values, requires) {
		l.refuse(document.Find(nodeOf[circle[0]], "requires"), `"requires" forms a cycle: `+strings.Join(circle, " -> "))
	}
}

// circles returns the ways from a value back to itself that a depth-first search meets; none where there is no circle.
func circles(values []string, next map[string][]string) [][]string {
	var out [][]string
	var way []string             // from where the search began to here
	place := map[string]int{}    // in way
	done := map[string]bool{}    // all that is behind it was seen
	var visit func(value string) // recursive
	visit = func(value string) {
		place[value] = len(way)
		way = append(way, value)
		for _, n := range next[value] {
			if at, here := place[n]; here {
				out = append(out, append(slices.Clone(way[at:]), n))
			} else if !done[n] {
				visit(n)
			}
		}
		way = way[:len(way)-1]
		delete(place, value)
		done[value] = true
	}
	for _, value := range values {
		if !done[value] {
			visit(value)
		}
	}
	return out
}
