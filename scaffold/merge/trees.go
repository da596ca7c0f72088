package merge

import (
	"bytes"
	"cmp"
	"path"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/pin"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// TreeOptions of Trees. Favor decides every conflict, those between whole files too.
type TreeOptions struct {
	Options
	Moves   []Move                     // that the blueprint declares, oldest first
	Renamed func(from, to string) bool // whether the owner may have renamed a file so; nil: as its content says
}

// Move says that the file or the folder From is now at To.
type Move struct{ From, To string }

// Trees returns what to do to ours so that it has the changes from base to theirs: base is what was rendered then, theirs
// what is rendered now, ours the disk. Every case has an answer, so there is no error. What neither base nor theirs has
// is left alone, and of the rest the plan holds only what there is to do or to say. Of a private file, whose content is
// not remembered, base has at least the mode.
//
// The table of trio.decide is the rule, file by file. A file is followed where theirs or ours moved it: as declared, with
// the same content, or with at least half of it. What cannot be merged, and what finds its place taken, is written
// beside it as NAME.new.
func Trees(base, ours, theirs tree.Tree, opt TreeOptions) tree.Plan {
	p := planner{ours: ours, theirs: theirs, favor: opt.Favor, asides: map[string]string{}, given: map[string]bool{}}
	var sums []trio // decided last: they follow what go.mod requires
	for _, t := range pair(base, ours, theirs, opt.Moves, opt.Renamed) {
		if t.theirs.Strategy == tree.Union && path.Base(t.theirPath) == "go.sum" {
			sums = append(sums, t)
			continue
		}
		p.add(t, t.decide(opt.Options))
	}
	for _, t := range sums {
		p.add(t, p.decideSums(t, opt.Options))
	}
	p.makeRoom()
	slices.SortFunc(p.plan, func(a, b tree.Change) int { return cmp.Compare(a.Path, b.Path) })
	return p.plan
}

// planner turns verdicts into changes.
type planner struct {
	ours, theirs tree.Tree
	favor        Favor
	plan         tree.Plan
	asides       map[string]string // by a place that is taken, the one beside it
	given        map[string]bool   // names made up so far
}

// add writes the verdict on one file down as changes: up to three, where it moves or something goes beside it.
func (p *planner) add(t trio, v verdict) {
	c := tree.Change{Path: t.target(), Op: v.op, Old: t.ours, New: v.file, Why: v.why}
	if t.ourPath != "" && t.ourPath != c.Path {
		p.plan = append(p.plan, tree.Change{Path: t.ourPath, Op: tree.Delete, Old: t.ours, Why: "moved to " + c.Path})
		c.From, c.Old = t.ourPath, tree.File{}
		c.Why = "moved from " + t.ourPath
		if v.why != "" {
			c.Why += ", " + v.why
		}
	}
	if v.op == tree.Conflict {
		c.Stages = tree.Stages{Base: t.base, Ours: t.ours, Theirs: t.theirs}
	}
	if v.op == tree.Keep {
		c.Op = operation(c)
	}
	if c.Op == tree.Keep {
		c.Why, c.Missing = v.note, v.missing
	}
	if c.Op != tree.Keep || c.Why != "" {
		c.Renew = v.renew
	}
	var beside tree.Plan
	if !v.beside.Absent() {
		at := p.free(c.Path)
		beside = tree.Plan{{Path: at, Op: tree.Create, New: v.beside, Why: "the blueprint's " + c.Path}}
		if c.Op == tree.Conflict {
			c.Beside = at
		}
	}
	if c.Op != tree.Keep || c.Why != "" {
		p.plan = append(p.plan, c)
	}
	p.plan = append(p.plan, beside...)
}

// decideSums decides about a go.sum after the go.mod beside it.
func (p *planner) decideSums(t trio, opt Options) verdict {
	v := t.decide(opt)
	if v.why != mergedWhy {
		return v
	}
	mod := path.Join(path.Dir(t.target()), "go.mod")
	merged := p.ours[mod].Data
	for _, c := range p.plan {
		if c.Path == mod && !c.New.Absent() {
			merged = c.New.Data
		}
	}
	base, theirs := endAs(t.ours.Data, t.base.Data, t.theirs.Data)
	v.file.Data = pin.Sums(base, t.ours.Data, theirs, merged)
	return v
}

// operation names what a change does to its file.
func operation(c tree.Change) tree.Op {
	switch {
	case !c.Writes():
		return tree.Keep
	case c.New.Absent():
		return tree.Delete
	case c.From != "":
		return tree.Move
	case c.Old.Absent():
		return tree.Create
	case c.Old.Mode.Type() == c.New.Mode.Type() && bytes.Equal(c.Old.Data, c.New.Data):
		return tree.Chmod
	}
	return tree.Update
}
