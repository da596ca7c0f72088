package blueprint

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func (l *loading) rules(root *yaml.Node) []Rule {
	return each(l.list(root, "rules"), func(n *yaml.Node) Rule {
		r := Rule{
			Match: l.string(n, "match"), Exec: l.bool(n, "exec"), Private: l.bool(n, "private"),
			When: l.text(l.get(n, "when")), Line: n.Line, Column: n.Column,
		}
		if policy, ok := tree.ParsePolicy(l.string(n, "policy")); ok {
			r.Policy = &policy
		}
		l.checkRule(n, r)
		return r
	})
}

func (l *loading) checkRule(n *yaml.Node, r Rule) {
	if match := l.get(n, "match"); match != nil && !doublestar.ValidatePattern(r.Match) {
		l.refuse(match, fmt.Sprintf("not a glob: %q", r.Match), "a [ or { is not closed; \\ takes away their meaning")
	} else if match != nil && (path.IsAbs(r.Match) || slices.Contains(strings.Split(r.Match, "/"), "..")) {
		l.refuse(match, fmt.Sprintf("the glob %q can match nothing in the project", r.Match),
			"globs are relative to the project, without ..")
	}
	if private := r.Private != nil && *r.Private; private && r.Policy != nil && *r.Policy != tree.Once {
		l.refuse(document.Find(n, "policy"), fmt.Sprintf("a private file cannot have the policy %s", r.Policy),
			"leave out the policy: scaffold never stores a private file, and never touches it again")
	}
	if len(n.Content) == 2 && document.Find(n, "match") != nil {
		l.refuse(n, "the rule says nothing about what it matches", "give it exec, policy, private or when")
	}
}
