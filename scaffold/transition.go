package scaffold

import (
	"cmp"
	"maps"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Options adjust a transition. The zero value leaves conflicts between markers, in the style of git.
type Options struct {
	Favor       merge.Favor                // who wins where both sides changed the same
	Style       merge.Style                // what a conflict shows
	Labels      plaintext.Labels           // of the markers; "" is a good one: "yours", "full 1.0.0", "full 1.2.0"
	IgnoreModes bool                       // the disk does not keep the executable bit, as git's core.fileMode=false says
	Renamed     func(from, to string) bool // whether the owner may have renamed a file so; nil: as its content says
	Ignored     PathSet                    // git ignores the path, so that a clone lacks it
}

// Transition is what takes a project from one state to another.
type Transition struct {
	From, To string    // such as "full 1.0.0"
	Files    tree.Plan // the project's own files: what is written, and what should be said
	Memory   tree.Plan // what is under .scaffold
	labels   plaintext.Labels
	lock     lock.Lock // of the new state
	stored   tree.File // the one that is there
}

// Transition returns what to do to a project so that it is in the state now, with its owner's edits. ours is what is on disk
// at the paths that PathsWith returns, and in the folders that State.InTheWay returns. It may hold any other files of the
// project, which are never touched; among them the merge finds files that the owner has moved.
//
// Where nothing differs from what was rendered last, ours is not looked at but for private files, whose content nobody
// remembers: those that exist are left alone, and the variables that they lack are said. The error is a problem.List: contents of the base that are needed are missing or damaged.
func (p Project) Transition(now State, ours tree.Tree, opt Options) (Transition, error) {
	theirs := now.rendered()
	t := p.begin(now, opt)
	next := now.Lock
	owned, err := p.owned(now)
	if err != nil {
		return Transition{}, err
	}
	next.Files = p.keepOwned(now.Lock.Files, owned)
	if lock.SameFiles(p.Lock.Files, next.Files) {
		next.Files = p.Lock.Files // of which there may be many: they and base/ stay
		if t.lock = next; p.Lock.SameSource(next) {
			t.Memory = p.wanting(lock.Settings())
		} else {
			t.Memory = p.writing(next)
		}
		_, theirs = owned.apart(tree.Tree{}, theirs)
		t.Files = privateNotes(ours, theirs)
		return t, nil
	}
	base, problems := p.baseBeside(next.Files, theirs)
	if err := problems.Err(); err != nil {
		return Transition{}, err
	}
	base, theirs = owned.apart(base, theirs)
	byAnswers, err := p.movesByAnswers(now)
	if err != nil {
		return Transition{}, err
	}
	m := merging{
		base: base, ours: ours, theirs: theirs, options: opt, labels: t.labels,
		moves: append(p.movesSince(now), byAnswers...),
	}
	t.Files = m.plan()
	for path, why := range owned.left {
		if f := ours[path]; why != "" && !f.Absent() && !f.Foreign() {
			t.Files = append(t.Files, tree.Change{Path: path, Op: tree.Keep, Old: f, New: f, Why: why})
		}
	}
	t.Files = tree.Join(t.Files)
	bury(next.Files, p.Lock.Files, t.Files, ours)
	p.remember(&t, next, theirs, p.Memory)
	return t, nil
}

// privateNotes says which variables private files lack.
func privateNotes(ours, theirs tree.Tree) tree.Plan {
	base, private := tree.Tree{}, tree.Tree{}
	for path, f := range theirs {
		if f.Policy == tree.Private {
			base[path], private[path] = tree.File{Mode: f.Mode, Policy: f.Policy}, f
		}
	}
	return merge.Trees(base, ours, private, merge.TreeOptions{})
}

func (p Project) begin(now State, opt Options) Transition {
	t := Transition{From: Title(p.Lock), To: Title(now.Lock), stored: p.Memory[lock.Path]}
	t.labels = plaintext.Labels{
		Ours: cmp.Or(opt.Labels.Ours, "yours"), Base: cmp.Or(opt.Labels.Base, t.From), Theirs: cmp.Or(opt.Labels.Theirs, t.To),
	}
	if t.labels.Base == t.labels.Theirs {
		t.labels.Base += " before"
		t.labels.Theirs += " now"
	}
	return t
}

// baseBeside returns the base. Only what differs from theirs is unpacked.
func (p Project) baseBeside(after []lock.Entry, theirs tree.Tree) (base tree.Tree, problems problem.List) {
	var other []lock.Entry
	same := make(tree.Tree, len(p.Lock.Files))
	for b, a := range lock.Pairs(p.Lock.Files, after) {
		switch {
		case b == nil:
		case a != nil && a.SameContent(*b) && b.Policy != tree.Private:
			same[b.Path] = tree.File{Data: theirs[b.Path].Data, Mode: b.Mode, Policy: b.Policy}
		default:
			other = append(other, *b)
		}
	}
	base, problems = p.contents(other)
	maps.Copy(base, same)
	return base, problems
}

// bury marks the files that the owner deleted, in the entries of the new state: they stay deleted as long as the blueprint
// has them.
func bury(after, before []lock.Entry, plan tree.Plan, ours tree.Tree) {
	said := map[string]bool{}
	for _, c := range plan {
		if c.Op == tree.Tombstone {
			said[c.Path] = true
		}
	}
	there := plan.Apply(ours)
	for b, a := range lock.Pairs(before, after) {
		if a != nil {
			a.Tombstone = (said[a.Path] || b != nil && b.Tombstone) && there[a.Path].Absent()
		}
	}
}

// Empty reports whether there is nothing to do and nothing to report.
func (t Transition) Empty() bool { return len(t.Files) == 0 && len(t.Memory) == 0 }

// Conflicts returns the number of paths with a conflict. If there are any, Pending returns the plan to carry out.
func (t Transition) Conflicts() int { return t.Files.Conflicts() }

// Plan returns everything to write if there is no conflict.
func (t Transition) Plan() tree.Plan { return tree.Join(t.Files.Writing(), t.Memory) }
