package render

import (
	"context"
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Origin says where a file of a project comes from.
type Origin struct {
	Layer   *blueprint.Layer
	Source  string            // the file, below the blueprint
	Part    string            // the name of the part that it was rendered for, "" for none; Layer.Part is its kind
	Rules   []*blueprint.Rule // those that match, in order: the last one that says something decides
	Policy  tree.Policy
	Answers []string // the questions that its path, content or existence depends on, as `--set` names them, sorted
}

// OriginOf returns the origin of a file that the answers make the blueprint render. ok is false for any other path.
// The error is a problem.List if the blueprint cannot be rendered, or that of ctx.
func OriginOf(ctx context.Context, b *blueprint.Blueprint, a blueprint.Answers, path string) (o Origin, ok bool, err error) {
	set, problems := newTemplateSet(ctx, b)
	if len(problems) > 0 {
		return Origin{}, false, problems.Sorted()
	}
	names := newAnswerNames(set) // before the partials are instrumented
	set.instrument()
	p := newPlan(newEngine(set), a)
	p.layers()
	if set.ended() {
		return Origin{}, false, set.err(b)
	}
	if p.problems.Len() > 0 {
		return Origin{}, false, p.problems.List().Sorted()
	}
	i, ok := p.byPath[path]
	if !ok {
		return Origin{}, false, nil
	}
	j := p.jobs[i]
	o = Origin{Layer: j.layer, Source: j.source.Full, Part: j.of, Policy: j.rules.policy}
	for _, r := range p.rules {
		if r.Matches(path) {
			o.Rules = append(o.Rules, r.Rule)
			names.in(conditionOf(b, r.When))
		}
	}
	names.in(conditionOf(b, j.layer.When))
	names.in(textOf(b, j.layer.To))
	names.in(nameOf(b, j.source, j.delims, "name", j.source.Path))
	if t, isTemplate := j.template(b); isTemplate {
		names.in(t)
	}
	o.Answers = names.sorted(b, j)
	return o, true, nil
}

// answerNames collects the names of the root of the data, and of .part, that templates use.
type answerNames struct {
	partials   map[string]*parse.Tree // a copy of the trees, as they were parsed
	root, part map[string]bool
	seen       map[string]bool // partials that were walked through
}

func newAnswerNames(set *templateSet) *answerNames {
	n := &answerNames{partials: map[string]*parse.Tree{}, root: map[string]bool{}, part: map[string]bool{}, seen: map[string]bool{}}
	for name, t := range set.partials {
		n.partials[name] = t.Copy()
	}
	return n
}

// in adds the names that a text uses. A text that cannot be parsed was rendered before, or never is.
func (n *answerNames) in(t text) {
	if t.plain() {
		return
	}
	trees, err := parseTrees(mainName, t)
	if err != nil {
		return
	}
	maps.Copy(n.partials, trees)
	n.walk(trees[mainName].Root, true)
}

// walk goes through a node. rooted says that the dot is the root of the data there.
func (n *answerNames) walk(node parse.Node, rooted bool) {
	switch node := node.(type) {
	case *parse.WithNode:
		n.block(&node.BranchNode, rooted)
		return
	case *parse.RangeNode:
		n.block(&node.BranchNode, rooted)
		return
	case *parse.TemplateNode:
		n.call(node.Name, rooted && node.Pipe != nil && isRoot(node.Pipe))
	case *parse.CommandNode:
		if name, ok := included(node); ok {
			n.call(name, rooted && len(node.Args) > 2 && isRoot(node.Args[2]))
		}
	}
	if f, ok := fieldsOf(node); ok && len(f.names) > 0 && (rooted && f.variable == "" || f.variable == "$") {
		n.root[f.names[0]] = true
		if f.names[0] == "part" && len(f.names) > 1 {
			n.part[strings.Join(f.names[1:min(len(f.names), 3)], ".")] = true
			n.part[f.names[1]] = true
		}
	}
	for child := range children(node) {
		n.walk(child, rooted)
	}
}

// block goes through a block in which the dot is another one, but for its else.
func (n *answerNames) block(b *parse.BranchNode, rooted bool) {
	n.walk(b.Pipe, rooted)
	n.walk(b.List, false)
	if b.ElseList != nil {
		n.walk(b.ElseList, rooted)
	}
}

// call goes through a partial.
func (n *answerNames) call(name string, rooted bool) {
	key := name
	if rooted {
		key += " with the root"
	}
	if t := n.partials[name]; t != nil && !n.seen[key] {
		n.seen[key] = true
		n.walk(t.Root, rooted)
	}
}

// isRoot reports whether an argument is the dot, or a pipeline of nothing but it. A $ is the root only outside of
// partials, and there the dot is as good.
func isRoot(node parse.Node) bool {
	if pipe, ok := node.(*parse.PipeNode); ok && len(pipe.Cmds) == 1 && len(pipe.Cmds[0].Args) == 1 {
		node = pipe.Cmds[0].Args[0]
	}
	if v, ok := node.(*parse.VariableNode); ok {
		return len(v.Ident) == 1 && v.Ident[0] == "$"
	}
	_, isDot := node.(*parse.DotNode)
	return isDot
}

// values adds the names that the computed values among the names use.
func (n *answerNames) values(b *blueprint.Blueprint) {
	for i := len(b.Values) - 1; i >= 0; i-- { // a value sees those before it
		if v := b.Values[i]; n.root[v.Name] {
			n.in(textOf(b, v.Text))
		}
	}
}

// sorted returns the questions among the names. A computed value stands for those that it uses.
func (n *answerNames) sorted(b *blueprint.Blueprint, j job) []string {
	n.values(b)
	found := map[string]bool{}
	for _, q := range b.Questions {
		if n.root[q.Name] {
			found[q.Name] = true
		}
	}
	for _, p := range b.Parts {
		owner, _ := blueprint.Owner(j.of)
		for _, q := range p.Questions {
			if j.layer.Part == p.Kind && n.part[q.Name] {
				found[p.Kind+"."+j.of+"."+q.Name] = true
			}
			if of := b.Part(j.layer.Part); of != nil && of.Of == p.Kind && n.part["of."+q.Name] {
				found[p.Kind+"."+owner+"."+q.Name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}
