package scaffold

import (
	"cmp"
	"errors"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Rescue is Load for a lock that git could not merge, or that somebody merged by hand: `repair` makes the lines of files
// anew, so only what the project was made from must be readable. Where git left a conflict there, what each branch has
// added is taken from both; notes say what that was. The error is a problem.List that names the lines to decide.
//
// ancestor is the lock that both branches come from, as stage 1 of git's index holds it. With it nearly nothing is left to
// decide: it tells what a branch has changed from what it has left alone. nil: it is not known, unless the conflict shows it.
func Rescue(memory tree.Tree, ancestor []byte, label string) (p Project, notes []string, err error) {
	p, err = Load(memory, label)
	file := memory[lock.Path]
	if err == nil || file.Absent() || file.Mode.Type() != 0 {
		return p, nil, err
	}
	conflict, ok := splitSides(file.Data)
	if !ok {
		if p.Lock, err = lock.ParseHead(file.Data, p.called(lock.Path)); err != nil {
			return p, nil, err
		}
		p.takeLines(lock.Lines(file.Data), nil)
		return p, nil, nil
	}
	r := reconciler{conflict: conflict, label: p.called(lock.Path)}
	ours, theirs := r.parse(&conflict.ours), r.parse(&conflict.theirs)
	if len(r.problems) > 0 {
		return p, nil, r.problems.Sorted()
	}
	r.parseBase(ancestor)
	p.Lock = r.reconcile(ours, theirs)
	if len(r.problems) > 0 {
		return p, nil, r.problems.Sorted()
	}
	p.takeLines(lock.Lines([]byte(conflict.ours.text.String())), lock.Lines([]byte(conflict.theirs.text.String())))
	return p, r.notes, nil
}

// takeLines keeps one entry for each path in the lock, and another one that the other branch has beside it.
func (p *Project) takeLines(ours, theirs []lock.Entry) {
	place := map[string]int{}
	for _, e := range slices.Concat(ours, theirs) {
		i, twice := place[e.Path]
		if !twice {
			place[e.Path] = len(p.Lock.Files)
			p.Lock.Files = append(p.Lock.Files, e)
			continue
		}
		first := &p.Lock.Files[i]
		first.Tombstone = first.Tombstone || e.Tombstone
		if !sameContent(first, &e) && !slices.ContainsFunc(p.branch, func(b lock.Entry) bool { return b.Path == e.Path }) {
			p.branch = append(p.branch, e)
		}
	}
	order := func(a, b lock.Entry) int { return cmp.Compare(a.Path, b.Path) }
	slices.SortFunc(p.Lock.Files, order)
	slices.SortFunc(p.branch, order)
}

// parse reads what one side of the conflict has of the lock, without its files. Problems are where they stand in the file.
func (r *reconciler) parse(s *side) lock.Lock {
	l, err := lock.ParseHead([]byte(s.text.String()), r.label)
	var list problem.List
	if errors.As(err, &list) {
		for _, found := range list {
			found.Line = s.line(found.Line)
			r.problems = append(r.problems, found)
		}
	}
	return l
}

// parseBase reads what both sides come from, where it was given or the conflict shows it, and it is readable.
func (r *reconciler) parseBase(ancestor []byte) {
	if ancestor == nil && r.conflict.base != nil {
		ancestor = []byte(r.conflict.base.text.String())
	}
	if l, err := lock.ParseHead(ancestor, r.label); err == nil {
		r.base = &l
	}
}
