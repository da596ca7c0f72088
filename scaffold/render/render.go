// Package render turns a blueprint and answers into a tree; it is the only importer of text/template and sprig.
//
// It reads nothing but its arguments: no disk, no environment, no clock. What templates cannot do is as much part of it
// as what they can: see functions and meter.
package render

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Render returns the tree that a blueprint and answers make: the same bytes for the same arguments, wherever the project
// is and whoever asks. The tree passes Tree.Check. Files that are copied as they are share the blueprint's bytes.
//
// The error is a problem.List of everything that is wrong, or that of ctx.
func Render(ctx context.Context, b *blueprint.Blueprint, a blueprint.Answers) (tree.Tree, error) {
	return Some(ctx, b, a, func(string) bool { return true })
}

// Some is Render for the contents of some parts: wanted is called with the part of each file, KIND.NAME, "" for none. Of all
// other files it returns only that they are there.
func Some(ctx context.Context, b *blueprint.Blueprint, a blueprint.Answers, wanted func(part string) bool) (tree.Tree, error) {
	l, problems := newTemplateSet(ctx, b)
	if len(problems) > 0 {
		return nil, Lint(ctx, b) // what uses the partials cannot run
	}
	l.instrument()
	p := newPlan(newEngine(l), a)
	p.layers()
	if l.ended() {
		return nil, l.err(b)
	}
	files := p.write(wanted)
	if l.ended() {
		return nil, l.err(b)
	}
	if p.problems.Len() > 0 {
		return nil, p.problems.List().Sorted()
	}
	return files, p.check(files).Err()
}

// data is what templates see of a render: what public files see, and what private ones see.
type data struct {
	public, private map[string]any
	part            string // the name of the part, "" for none
}

// with returns the data of a part's layer: .part is the part as .parts has it.
func (d data) with(name string, part map[string]any) data {
	d.public, d.private = maps.Clone(d.public), maps.Clone(d.private)
	d.part = name
	d.public["part"], d.private["part"] = part, part
	return d
}

// check finds what only the whole tree shows, and names the file of the blueprint that is to blame.
func (p *plan) check(files tree.Tree) problem.List {
	var problems problem.List
	for _, found := range files.Check() {
		message := fmt.Sprintf("%s: %s", found.File, found.Message)
		i, ok := p.byPath[found.File]
		if !ok { // a folder
			i = slices.IndexFunc(p.jobs, func(j job) bool { return strings.HasPrefix(j.path, found.File+"/") })
		}
		if i >= 0 {
			found = p.ProblemIn(*p.jobs[i].source, 0, 0, message, found.Hints...)
		}
		problems = append(problems, found)
	}
	return problems.Sorted()
}
