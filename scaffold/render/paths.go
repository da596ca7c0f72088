package render

import (
	"context"
	"maps"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
)

// Place identifies what a file is rendered from: two sets of answers may give the same place different paths.
type Place struct {
	Layer, Source string // the layer's folder, and the file below the blueprint
	Kind, Part    string // the part that it is rendered for, "" for none
}

// Paths returns where each place goes with each of the answers, without rendering contents. Errors are as those of OriginOf.
func Paths(ctx context.Context, b *blueprint.Blueprint, answers ...blueprint.Answers) ([]map[Place]string, error) {
	set, problems := newTemplateSet(ctx, b)
	if len(problems) > 0 {
		return nil, problems.Sorted()
	}
	set.instrument()
	e := newEngine(set) // one for all answers: most of the work is to parse conditions
	var all []map[Place]string
	for _, a := range answers {
		p := newPlan(e, a)
		p.layers()
		if set.ended() {
			return nil, set.err(b)
		}
		if p.problems.Len() > 0 {
			return nil, p.problems.List().Sorted()
		}
		paths := make(map[Place]string, len(p.byPath))
		for path, i := range p.byPath {
			j := p.jobs[i]
			paths[Place{j.layer.Dir, j.source.Full, j.layer.Part, j.of}] = path
		}
		all = append(all, paths)
	}
	return all, nil
}

// PathNames returns what decides where files go, as templates name it: questions, name, year and parts, and of the part that
// a file is rendered for part.NAME. A computed value stands for what it uses. What only decides whether there is a file is
// not among them.
func PathNames(ctx context.Context, b *blueprint.Blueprint) []string {
	set, _ := newTemplateSet(ctx, b) // what is wrong with it is for those to say who render
	n := newAnswerNames(set)
	for i := range b.Layers {
		l := &b.Layers[i]
		n.in(textOf(b, l.To))
		for j := range l.Files {
			n.in(nameOf(b, &l.Files[j], l.Delims, "name", l.Files[j].Path))
		}
	}
	n.values(b)
	for _, v := range b.Values {
		delete(n.root, v.Name)
	}
	for name := range n.part {
		delete(n.root, "part")
		if name != "of" || !n.part["of.name"] { // the name of an owner is no more than part of that of its part
			n.root["part."+name] = true
		}
	}
	return slices.Sorted(maps.Keys(n.root))
}
