package scaffold

import (
	"maps"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/parallel"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// LoadDamaged is Load for a lock that git could not merge, or that somebody merged by hand. Only what the project was made
// from must be readable: Repair rebuilds the rest. If git left a conflict there, what each branch has added counts; notes
// say what that was. The error is a problem.List that names the lines to decide. ancestor is as for lock.ReadBranches.
func LoadDamaged(memory tree.Tree, ancestor []byte, label string) (p Project, notes []string, err error) {
	p, err = Load(memory, label)
	if file := memory[lock.Path]; err == nil || file.Absent() || file.Mode.Type() != 0 {
		return p, nil, err
	}
	found, err := lock.ReadBranches(memory, ancestor, p.called)
	if err != nil {
		return p, nil, err
	}
	p.Lock, p.branch = found.Lock, found.Other
	return p, found.Notes, nil
}

// Repair brings a project back to what blueprint and answers say, as now was rendered from them: it writes the list of files
// and the base store again, and managed files as they are rendered. What it knows of before may be
// damaged, or come from two branches (see LoadDamaged). In files that both branches have changed the edits of both are kept;
// where git has left a conflict in one, both sides are merged again. ours is as for Transition.
//
// The error is a problem.List: files in which a conflict of git is to be resolved first.
func (p Project) Repair(now State, ours tree.Tree, opt Options) (Transition, error) {
	t := p.begin(now, opt)
	r := repairing{
		Project: p, after: now.Lock.Files, lost: map[string]bool{},
		base: tree.Tree{}, ours: maps.Clone(ours), theirs: maps.Clone(now.rendered()), found: ours,
	}
	if r.ours == nil {
		r.ours = tree.Tree{}
	}
	for i := range p.Lock.Files {
		r.file(&p.Lock.Files[i])
	}
	if len(r.problems) > 0 {
		return Transition{}, r.problems.Sorted()
	}
	maps.DeleteFunc(r.theirs, func(path string, _ tree.File) bool { // its owner does not want
		return r.Skipped.has(path) && lock.Find(r.Lock.Files, path) == nil
	})
	m := merging{
		base: r.base, ours: r.ours, theirs: r.theirs, options: opt, labels: t.labels,
		moves: p.movesSince(now),
	}
	t.Files = tree.Join(r.plan, m.plan())
	for i, c := range t.Files {
		if c.Op == tree.Conflict && r.lost[c.Path] {
			t.Files[i].Why = "its original rendering is lost, so both versions are shown"
		}
	}
	var left []lock.Entry // to its owner
	for _, e := range p.Lock.Files {
		if e.Policy == tree.Part || p.Skipped.has(e.Path) {
			left = append(left, e)
		}
	}
	kept := owned{left: map[string]string{}}
	stored := p.sound(left)
	for _, e := range left {
		if e.Policy != tree.Private && !stored[lock.BasePath(e.SHA256)].Absent() {
			kept.left[e.Path] = ""
		}
	}
	next := now.Lock
	next.Files = p.keepOwned(now.Lock.Files, kept)
	bury(next.Files, p.Lock.Files, t.Files, ours)
	p.remember(&t, next, r.theirs, p.sound(next.Files))
	return t, nil
}

// sound returns the part of the base store that need not be written again.
func (p Project) sound(entries []lock.Entry) tree.Tree {
	whole := make([]bool, len(entries))
	parallel.Each(len(entries), worthAnother, func() func(int) {
		var u lock.Unpacker
		return func(i int) {
			if entries[i].Policy != tree.Private {
				_, why := p.unpack(&u, entries[i])
				whole[i] = why == ""
			}
		}
	})
	stored := tree.Tree{}
	for i, e := range entries {
		if whole[i] {
			place := lock.BasePath(e.SHA256)
			stored[place] = p.Memory[place]
		}
	}
	return stored
}

// repairing finds the base for each file, and decides those that package merge cannot.
type repairing struct {
	Project
	after              []lock.Entry
	base, ours, theirs tree.Tree // as package merge shall see them
	found              tree.Tree // what is on disk
	lost               map[string]bool
	plan               tree.Plan
	problems           problem.List
	unpacker           lock.Unpacker
}

func (r *repairing) file(e *lock.Entry) {
	f, theirs := r.found[e.Path], r.theirs[e.Path]
	if e.Policy == tree.Private || theirs.Policy == tree.Private {
		r.base[e.Path] = tree.File{Mode: e.Mode, Policy: e.Policy}
		return
	}
	if r.Skipped.has(e.Path) || theirs.Policy == tree.Part && plaintext.Conflict(f.Data) == 0 { // its owner's
		if r.base[e.Path], r.ours[e.Path] = theirs, theirs; theirs.Absent() {
			delete(r.base, e.Path)
			delete(r.ours, e.Path)
		}
		return
	}
	if theirs.Policy == tree.Managed && !f.Foreign() && (!e.Tombstone || !f.Absent()) {
		if f.SameText(theirs) {
			theirs = f
		} else if !f.Absent() {
			theirs.Data = plaintext.EndAs(theirs.Data, f.Data)
		}
		r.decide(e.Path, theirs, "managed: rendered again")
		return
	}
	if e.Policy != tree.Once && f.Mode.Type() == 0 && plaintext.Conflict(f.Data) > 0 && !isAs(e, f) && !f.SameText(theirs) {
		r.resolve(e, f, theirs)
		return
	}
	base, known := r.origin(e)
	if other := lock.Find(r.branch, e.Path); other != nil {
		if second, alsoKnown := r.origin(other); alsoKnown && (!known || r.fits(second, base, f, theirs)) {
			base, known = second, true
		}
	}
	if !known {
		r.lost[e.Path] = true
		return
	}
	r.base[e.Path] = base
}

// decide takes a file out of the merge.
func (r *repairing) decide(path string, f tree.File, why string) {
	r.plan = r.plan.Replace(path, r.found[path], f, why)
	r.base[path], r.ours[path] = r.theirs[path], r.theirs[path]
}

// origin returns what a file was rendered as, from wherever it is known.
func (r *repairing) origin(e *lock.Entry) (f tree.File, known bool) {
	f = tree.File{Mode: e.Mode, Policy: e.Policy}
	if now := lock.Find(r.after, e.Path); now != nil && now.SHA256 == e.SHA256 {
		f.Data = r.theirs[e.Path].Data
		return f, true
	}
	if there := r.found[e.Path]; !there.Absent() && lock.Sum(there.Data) == e.SHA256 {
		f.Data = there.Data
		return f, true
	}
	f, err := r.content(&r.unpacker, *e)
	return f, err == nil
}

// fits reports whether a file has fewer conflicts with theirs as an edit of second than as one of first.
func (r *repairing) fits(second, first, f, theirs tree.File) bool {
	if f.Absent() || theirs.Absent() || f.SameText(first) {
		return false
	}
	conflicts := func(base tree.File) int {
		return merge.Text(base.Data, f.Data, theirs.Data, merge.Options{}).Conflicts
	}
	return f.SameText(second) || conflicts(second) < conflicts(first)
}

// resolve merges again what git could not: the edits of one side, then those of the other, onto what is rendered now.
func (r *repairing) resolve(e *lock.Entry, f, theirs tree.File) {
	base, known := r.origin(e)
	second := base
	if other := lock.Find(r.branch, e.Path); other != nil && known {
		second, known = r.origin(other)
	}
	conflict, ok := plaintext.Split(f.Data)
	if ok && known && !theirs.Absent() {
		one := merge.Text(base.Data, conflict.Ours.Text(), theirs.Data, merge.Options{})
		both := merge.Text(second.Data, conflict.Theirs.Text(), one.Merged, merge.Options{})
		if one.Conflicts+both.Conflicts == 0 {
			r.decide(e.Path, tree.File{Data: both.Merged, Mode: f.Mode, Policy: theirs.Policy}, "merged again, with the edits of both branches")
			return
		}
	}
	line := plaintext.Conflict(f.Data)
	found := r.problem(e.Path, "unresolved merge conflict", "resolve it, then: scaffold repair")
	found.Line, found.Column, found.Source = line, 1, plaintext.Line(f.Data, line)
	r.problems = append(r.problems, found)
}
