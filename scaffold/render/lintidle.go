package render

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Idle returns what a blueprint says in vain: answers that nothing uses, choices that are never offered, rules that match no
// file. A blueprint without `next` is among it. None of it is an error, and where it takes too long to find out, nothing is
// said. The blueprint passes Lint. The error is that of ctx.
func Idle(ctx context.Context, b *blueprint.Blueprint) (problem.List, error) {
	bare := *b // without partials: lint has had its share of the work, and they are only looked at here
	bare.Partials = nil
	l, _ := newTemplateSet(ctx, &bare)
	l.Blueprint = b
	_ = l.spend(maxWork / 8 * 7)
	i := idle{templateSet: l, used: map[string]bool{}}
	if b.Next.Empty() {
		i.problems.Add(b.ProblemIn(blueprint.Source{Full: blueprint.Manifest}, 0, 0, "no `next`: scaffold new cannot say what to type next",
			"add next: |, with the commands that run and test the project"))
	}
	i.answers()
	i.rules()
	r := reach{Evaluator: &Evaluator{engine: newEngine(l)}, questions: b.Questions, budget: l.budget}
	for n := range b.Questions {
		i.problems.Add(r.question(b, n)...)
	}
	return i.problems.List().Sorted(), ctx.Err()
}

type idle struct {
	*templateSet
	used     map[string]bool // names that templates mention
	dynamic  bool            // a template looks up names that nobody can foresee
	problems problem.Collector
}

// answers finds questions, values and parts that no template mentions.
func (i *idle) answers() {
	i.manifest()
	i.files()
	if i.dynamic || i.ended() {
		return
	}
	for _, q := range i.Questions {
		i.unused("question", q.Name, blueprint.Text{Line: q.Line, Column: q.Column})
	}
	for _, v := range i.Values {
		i.unused("value", v.Name, v.Text)
	}
	for _, p := range i.Parts {
		for _, q := range p.Questions {
			i.unused("question", q.Name, blueprint.Text{Line: q.Line, Column: q.Column})
		}
	}
}

func (i *idle) unused(what, name string, at blueprint.Text) {
	if !i.used[name] {
		i.problems.Add(i.ProblemAt(at, 0, fmt.Sprintf("%s %q: nothing uses it", what, name), "use it in a template or a condition, or remove it"))
	}
}

// manifest collects the names that the texts of the manifest mention.
func (i *idle) manifest() {
	questions := slices.Clone(i.Questions)
	conditions := []blueprint.Text{}
	for _, p := range i.Parts {
		questions = append(questions, p.Questions...)
		conditions = append(conditions, p.When)
	}
	for _, q := range questions {
		conditions = append(conditions, q.When)
		for _, c := range q.Choices {
			conditions = append(conditions, c.When)
		}
		if q.Default != nil {
			i.text(textOf(i.Blueprint, q.Default.Template))
		}
	}
	for _, v := range i.Values {
		i.text(textOf(i.Blueprint, v.Text))
	}
	for _, l := range i.Layers {
		conditions = append(conditions, l.When)
		i.text(textOf(i.Blueprint, l.To))
	}
	for _, r := range i.Rules {
		conditions = append(conditions, r.When)
	}
	for _, c := range i.Commands {
		conditions = append(conditions, c.When)
	}
	i.text(textOf(i.Blueprint, i.Next))
	for _, t := range conditions {
		i.mention(t.Text)
	}
}

// files collects the names that files, their names and partials mention.
func (i *idle) files() {
	for n := range i.Partials {
		i.text(contentOf(i.Blueprint, &i.Partials[n], [2]string{leftBrace, rightBrace}))
	}
	for n := range i.Layers {
		layer := &i.Layers[n]
		for m := range layer.Files {
			s := &layer.Files[m]
			if i.spend(60+len(s.Path)/4) != nil {
				return
			}
			i.text(nameOf(i.Blueprint, s, layer.Delims, "name", s.Path))
			j := job{source: s, delims: layer.Delims, mode: s.Mode}
			if t, ok := j.template(i.Blueprint); ok {
				i.text(t)
			}
		}
	}
}

func (i *idle) text(t text) {
	if t.plain() || i.spend(parseSteps(len(t.body))) != nil {
		return
	}
	for _, a := range scan(t) {
		i.mention(a.inside)
	}
}

var (
	mentioned = plaintext.Pattern("[.\"`]([A-Za-z_][A-Za-z0-9_]*)")                                                                     //nolint:gochecknoglobals // constant
	wholeDot  = plaintext.Pattern(`\b(index|get|hasKey|dig|keys|values|pick|omit|merge|range|to\w*Json|toYaml)\b[^|]*\s[.$]([\s)|]|$)`) //nolint:gochecknoglobals // constant
)

// mention takes the names that a template's code mentions: as .name, or quoted for a function such as index.
func (i *idle) mention(code string) {
	if i.spend(len(code)) != nil {
		return
	}
	for _, m := range mentioned().FindAllStringSubmatch(code, -1) {
		i.used[m[1]] = true
	}
	i.dynamic = i.dynamic || wholeDot().MatchString(code)
}

// rules finds rules that match no file of any layer, whatever the answers are.
func (i *idle) rules() {
	matched := make([]bool, len(i.Rules))
	for n := range i.Layers {
		for m := range i.Layers[n].Files {
			if i.spend(60+len(i.Layers[n].Files[m].Path)) != nil {
				return
			}
			elements := elementsOf(&i.Layers[n], &i.Layers[n].Files[m])
			for k := range i.Rules {
				if matched[k] {
					continue
				}
				r := &i.Rules[k]
				if i.spend((2+len(elements))*r.MatchCost(r.Match)) != nil {
					return
				}
				matched[k] = r.MayMatch(elements)
			}
		}
	}
	for k, r := range i.Rules {
		if !matched[k] {
			i.problems.Add(i.ProblemAt(blueprint.Text{Line: r.Line, Column: r.Column}, 0,
				fmt.Sprintf("the rule matches no file: %q", r.Match), "correct the glob, or remove the rule"))
		}
	}
}

// elementsOf returns the elements of the path of a layer's file, and "" for those that depend on answers.
func elementsOf(l *blueprint.Layer, s *blueprint.Source) []string {
	const unknown = "\x00"
	to := withoutActions(text{body: l.To.Text, left: leftBrace, right: rightBrace}, unknown)
	name := withoutActions(text{body: strings.TrimSuffix(s.Path, suffix), left: l.Delims[0], right: l.Delims[1]}, unknown)
	elements := strings.Split(path.Join(to, name), "/")
	for n, e := range elements {
		if strings.Contains(e, unknown) {
			elements[n] = ""
		}
	}
	return elements
}
