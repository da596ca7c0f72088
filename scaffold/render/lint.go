package render

import (
	"context"
	"errors"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Lint finds what is wrong with a blueprint without rendering it: syntax, unknown functions and partials, names that are
// not there or not there yet, secrets outside of private files, paths that are unsafe or that two layers make, and
// choices that are compared with what they can never be. What depends on answers is left to renders.
//
// The error is a problem.List of everything, or that of ctx.
func Lint(ctx context.Context, b *blueprint.Blueprint) error {
	templateSet, problems := newTemplateSet(ctx, b)
	l := linter{templateSet: templateSet, rules: make([]rule, len(b.Rules)), handled: handled{}}
	l.problems.Add(problems...)
	for i := range b.Rules {
		l.rules[i].Rule = &b.Rules[i]
	}
	l.manifest()
	l.layers()
	l.paths()
	l.types()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var ended problem.List
	if errors.As(l.err(b), &ended) {
		l.problems.Add(ended...)
	}
	return l.problems.List().Sorted().Err()
}

type linter struct {
	*templateSet
	rules    []rule // without their conditions
	handled  handled
	inFiles  bool // not in the manifest any more
	problems problem.Collector
}

// text lints a text that runs with such data.
func (l *linter) text(t text, data *shape) {
	if t.plain() || l.ended() {
		return
	}
	u, problems := l.parseUnit(mainName, t)
	l.problems.Add(problems...)
	if u != nil {
		inference{templateSet: l.templateSet, unit: u, calls: calls{}, problems: &l.problems, handled: l.handled, inFile: l.inFiles}.tree(u.main(), data)
	}
}

func (l *linter) template(t blueprint.Text, data *shape) { l.text(textOf(l.Blueprint, t), data) }

func (l *linter) condition(t blueprint.Text, data *shape) {
	if t.Empty() {
		return
	}
	if p := misfit(l.Blueprint, t); p != nil {
		l.problems.Add(*p)
		return
	}
	l.text(conditionOf(l.Blueprint, t), data)
}

// manifest goes through the templates of the manifest in the order in which blueprint.Resolve evaluates them.
func (l *linter) manifest() {
	known := rootShape()
	for _, q := range l.Questions {
		l.question(q, known)
		if q.Kind != blueprint.Secret {
			known.fields[q.Name] = shapeOf(q)
		}
	}
	for _, p := range l.Parts {
		l.condition(p.When, known)
		for _, r := range p.Reserved.When {
			l.condition(r.When, known)
		}
	}
	known.fields["parts"] = partsShape(l.Blueprint, false)
	for _, v := range l.Values {
		l.template(v.Text, known)
		known.fields[v.Name] = scalar("a text")
	}
	for i := range l.Parts {
		part := partShape(l.Blueprint, &l.Parts[i], false)
		known.fields["part"] = part
		for _, q := range l.Parts[i].Questions {
			l.question(q, known)
			if q.Kind != blueprint.Fields {
				part.fields[q.Name] = shapeOf(q)
			}
		}
		delete(known.fields, "part")
	}
	all := fileShape(l.Blueprint, false)
	for _, r := range l.Rules {
		l.condition(r.When, all)
	}
	l.template(l.Next, all)
	for _, c := range l.Commands {
		l.condition(c.When, all)
	}
}

func (l *linter) question(q blueprint.Question, known *shape) {
	l.condition(q.When, known)
	for _, r := range q.Reserved.When {
		l.condition(r.When, known)
	}
	for _, c := range q.Choices {
		l.condition(c.When, known)
	}
	if q.Default != nil {
		l.template(q.Default.Template, known)
	}
}

// layers goes through the files of all layers, and their names.
func (l *linter) layers() {
	public, private := fileShape(l.Blueprint, false), fileShape(l.Blueprint, true)
	l.inFiles = true
	for i := range l.Layers {
		layer := &l.Layers[i]
		public, private := public, private
		if layer.Part != "" {
			part := partShape(l.Blueprint, l.Part(layer.Part), true)
			public, private = public.with("part", part), private.with("part", part)
		}
		l.condition(layer.When, public)
		l.template(layer.To, public)
		names := map[string]bool{}
		for j := range layer.Files {
			s := &layer.Files[j]
			l.names(layer, s, names, public)
			j := job{source: s, delims: layer.Delims, mode: s.Mode}
			if t, ok := j.template(l.Blueprint); ok && l.mayBePrivate(guess(layer, s)) {
				l.text(t, private)
			} else if ok {
				l.text(t, public)
			}
		}
	}
}
