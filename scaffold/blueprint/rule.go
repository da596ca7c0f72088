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
			Renew: l.string(n, "renew"), When: l.text(l.get(n, "when")), Line: n.Line, Column: n.Column,
		}
		if strategy, ok := tree.ParseStrategy(l.string(n, "merge")); ok {
			r.Merge = &strategy
		}
		if len(r.Match) <= maxGlob && doublestar.ValidatePattern(r.Match) {
			r.globs = expandBraces(r.Match)
		}
		if policy, ok := tree.ParsePolicy(l.string(n, "policy")); ok {
			r.Policy = &policy
		}
		l.checkRule(n, r)
		return r
	})
}

func (l *loading) checkRule(n *yaml.Node, r Rule) {
	switch match := l.get(n, "match"); {
	case match == nil:
	case len(r.Match) > maxGlob:
		l.refuse(match, fmt.Sprintf("the glob is longer than %d bytes", maxGlob))
	case doublestar.ValidatePattern(r.Match) && r.globs == nil:
		l.refuse(match, fmt.Sprintf("the glob expands to more than %d patterns", maxAlternatives),
			"split the rule, or use * instead of braces")
	case !doublestar.ValidatePattern(r.Match):
		l.refuse(match, fmt.Sprintf("not a glob: %q", r.Match), "a [ or { is not closed; \\ takes away their meaning")
	case path.IsAbs(r.Match) || slices.Contains(strings.Split(r.Match, "/"), ".."):
		l.refuse(match, fmt.Sprintf("the glob %q cannot match anything in the project", r.Match),
			"globs are relative to the project, without ..")
	}
	if private := r.Private != nil && *r.Private; private && r.Policy != nil && *r.Policy != tree.Once {
		l.refuse(document.Find(n, "policy"), fmt.Sprintf("a private file cannot have the policy %s", r.Policy),
			"remove the policy: scaffold never stores or updates a private file")
	}
	never := "" // merged
	switch {
	case r.Private != nil && *r.Private:
		never = "a private file"
	case r.Policy != nil && *r.Policy != tree.Merge:
		never = fmt.Sprintf("a file with the policy %s", r.Policy)
	}
	for _, key := range []string{"merge", "renew"} {
		if at := document.Find(n, key); at != nil && never != "" {
			l.refuse(at, fmt.Sprintf("%s is never merged, so %q has no effect", never, key), fmt.Sprintf("remove %q", key))
		}
	}
	if at := document.Find(n, "renew"); at != nil && strings.ContainsAny(r.Renew, "\r\n") {
		l.refuse(at, `"renew" must be one line`, "write the command as you would type it, such as make lock")
	}
	if len(n.Content) == 2 && document.Find(n, "match") != nil {
		l.refuse(n, "the rule has no effect", "give it exec, merge, policy, private, renew or when")
	}
}
