package render

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// templateSet is what all templates of a blueprint share: functions and partials. It is read-only once it is made.
type templateSet struct {
	*blueprint.Blueprint
	*budget
	functions map[string]function
	units     []*unit                // the texts under partials/ that could be parsed
	partials  map[string]*parse.Tree // what they define, and themselves, by the name that templates use
	broken    map[string]bool        // partials that could not be parsed: that is said of them, not of their callers
}

// newTemplateSet parses the partials. The templateSet can be used even where there are problems.
func newTemplateSet(ctx context.Context, b *blueprint.Blueprint) (*templateSet, problem.List) {
	l := &templateSet{
		Blueprint: b, budget: &budget{ctx: ctx}, functions: functions(),
		partials: map[string]*parse.Tree{}, broken: map[string]bool{},
	}
	var problems problem.List
	for i := range b.Partials {
		s := &b.Partials[i]
		u, p := l.parseText(fmt.Sprintf("partial%d", i), contentOf(b, s, [2]string{leftBrace, rightBrace}))
		name := strings.TrimSuffix(s.Path, suffix)
		if p != nil {
			l.broken[name] = true
			problems = append(problems, *p)
			continue
		}
		l.units = append(l.units, u)
		problems = append(problems, l.define(name, u, u.main())...)
		for _, name := range u.defines() {
			problems = append(problems, l.define(name, u, u.trees[name])...)
		}
	}
	for _, u := range l.units {
		problems = append(problems, l.checkUnit(u)...)
	}
	return l, problems
}

func (l *templateSet) define(name string, u *unit, tree *parse.Tree) problem.List {
	if l.partials[name] != nil {
		return problem.List{u.at(int(tree.Root.Pos), fmt.Sprintf("the partial %q is defined twice", name))}
	}
	l.partials[name] = tree
	return nil
}

// partialHints says what there is instead of a partial that there is not.
func (l *templateSet) partialHints(name string, defined []string) []string {
	names := slices.Concat(slices.Sorted(maps.Keys(l.partials)), defined)
	if hints := l.didYouMean(name, names); hints != nil {
		return hints
	}
	if len(names) == 0 {
		return []string{"create partials/" + name + suffix}
	}
	return []string{"there is " + strings.Join(names, ", ")}
}

// instrument makes the partials ready to run. It is called once, when nothing looks at their trees any more.
func (l *templateSet) instrument() {
	for _, tree := range l.partials {
		instrument(tree)
	}
}
