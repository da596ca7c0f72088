package scaffold

import (
	"cmp"
	"errors"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Rescue is Load for a lock that git could not merge, or that somebody merged by hand: `repair` rebuilds the lines of
// files, so only what the project was made from must be readable. If git left a conflict there, what each branch has added
// is taken over from both; notes say what that was. The error is a problem.List that names the lines to decide.
//
// ancestor is lock.yaml as both branches come from it, which stage 1 of git's index holds. With it there is hardly
// anything left to decide: it shows what a branch has changed and what it has left alone. nil: it is not known, unless the
// conflict shows it.
func Rescue(memory tree.Tree, ancestor []byte, label string) (p Project, notes []string, err error) {
	p, err = Load(memory, label)
	file := memory[lock.Path]
	if err == nil || file.Absent() || file.Mode.Type() != 0 {
		return p, nil, err
	}
	if conflict, ok := splitSides(file.Data); ok {
		r := reconciler{label: p.called(lock.Path)}
		ours, theirs := r.parse(&conflict.ours), r.parse(&conflict.theirs)
		if len(r.problems) > 0 {
			return p, nil, r.problems.Sorted()
		}
		r.parseBase(ancestor, conflict.base)
		p.Lock = r.reconcile(ours, theirs)
		if len(r.problems) > 0 {
			return p, nil, r.problems.Sorted()
		}
		notes = r.notes
	} else if p.Lock, _, err = lock.ReadHead(file.Data, p.called(lock.Path)); err != nil {
		return p, nil, err
	}
	p.Lock.Format = 0 // what is there has to be written anew
	p.takeLines(file.Data, memory[lock.SumsPath].Data)
	return p, notes, nil
}

// takeLines keeps one entry for each path in the lock, and another one that the other branch has beside it. Each of the
// contents may have a conflict in it.
func (p *Project) takeLines(contents ...[]byte) {
	var ours, theirs []lock.Entry
	for _, data := range contents {
		if conflict, ok := splitSides(data); ok {
			theirs = append(theirs, lock.Lines([]byte(conflict.theirs.text.String()))...)
			data = []byte(conflict.ours.text.String())
		}
		ours = append(ours, lock.Lines(data)...)
	}
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

// branch is a lock as one branch has it.
type branch struct {
	lock.Lock
	where lock.Where
}

// parse reads what one side of the conflict has of the lock, without its files. Problems are where they are in the file.
func (r *reconciler) parse(s *side) branch {
	l, where, err := lock.ReadHead([]byte(s.text.String()), r.label)
	var list problem.List
	if errors.As(err, &list) {
		for _, found := range list {
			found.Line = s.line(found.Line)
			r.problems = append(r.problems, found)
		}
	}
	for path, line := range where {
		where[path] = s.line(line)
	}
	return branch{l, where}
}

// parseBase reads what both sides come from, if it is given or the conflict shows it, and can be read.
func (r *reconciler) parseBase(ancestor []byte, shown *side) {
	if ancestor == nil && shown != nil {
		ancestor = []byte(shown.text.String())
	}
	if l, _, err := lock.ReadHead(ancestor, r.label); err == nil {
		r.base = &l
	}
}
