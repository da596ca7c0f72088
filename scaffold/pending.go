package scaffold

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/format"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Pending returns what to write of a transition that has conflicts: the files, conflicts as they stand, and what the new
// state adds to the base store. The lock does not advance: it waits in .scaffold/pending with what stood before at every
// path that is written. command is what the person typed, such as "scaffold update".
func (t Transition) Pending(command string) tree.Plan {
	var memory tree.Plan
	for _, c := range t.Memory {
		if c.Path != lock.Path && c.Path != lock.SumsPath && c.Op != tree.Delete {
			memory = append(memory, c)
		}
	}
	written := tree.Join(t.Files.Writing(), memory)
	notes := lock.Pending{Command: command, From: t.From, To: t.To, Labels: t.labels}
	for _, c := range t.Files {
		if c.Op != tree.Conflict {
			continue
		}
		parses := merge.Checks(c.Path) // then the resolved file must, too
		for _, f := range []tree.File{c.Stages.Base, c.Stages.Ours, c.Stages.Theirs} {
			parses = parses && merge.Invalid(c.Path, f) == nil
		}
		notes.Conflicts = append(notes.Conflicts, lock.Conflict{Path: c.Path, Beside: c.Beside, Parses: parses})
	}
	own := t.lock.Marshal(lock.PendingDir)
	for _, c := range written {
		b := lock.Entry{Path: c.Path, Mode: tree.Regular}
		if !c.Old.Absent() {
			b.SHA256, b.Mode = lock.Sum(c.Old.Data), c.Old.Mode
			own[lock.BeforePath(b.SHA256)] = ownFile(c.Old.Data)
		}
		notes.Before = append(notes.Before, b)
	}
	maps.Copy(own, notes.Marshal())
	for path, f := range own {
		written = append(written, tree.Change{Path: path, Op: tree.Create, New: f, Why: "until the conflicts are resolved"})
	}
	return tree.Join(written)
}

func ownFile(data []byte) tree.File {
	return tree.File{Data: data, Mode: tree.Regular, Policy: tree.Managed, Why: "scaffold"}
}

// Pending is a change that waits for a person, as it was read from .scaffold.
type Pending struct {
	lock.Pending
	project Project // for what it remembers; its lock is that of before, and was not read
}

// LoadPending reads what stands under .scaffold; nil if nothing is waiting. label is the project's folder as the person
// knows it. The error is a problem.List.
func LoadPending(memory tree.Tree, label string) (*Pending, error) {
	file := memory[lock.PendingPath]
	if file.Absent() {
		return nil, nil //nolint:nilnil // nothing is waiting: no pending change, and nothing wrong
	}
	p := &Pending{project: Project{label: label, Memory: memory}}
	var err error
	p.Pending, err = lock.ReadPending(memory, p.project.called)
	return p, err
}

// Paths returns what Continue and Abort have to know of the project's own files, sorted.
func (p *Pending) Paths() []string {
	var paths []string
	for _, b := range p.Before {
		if !strings.HasPrefix(b.Path, lock.Dir+"/") {
			paths = append(paths, b.Path)
		}
	}
	for _, c := range p.Conflicts {
		paths = append(paths, c.Path)
		if c.Beside != "" {
			paths = append(paths, c.Beside)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// Continue returns what to write when all conflicts are resolved: the lock advances, and what only the state before needed
// goes. The error is a problem.List that names what is left to decide.
func (p *Pending) Continue(ours tree.Tree) (tree.Plan, error) {
	problems := p.undecided(ours)
	next, err := lock.Read(p.project.Memory, lock.PendingDir, p.project.called)
	if err != nil {
		problems = append(problems, p.project.problem(lock.PendingDir, "missing or damaged, so the update cannot be finished",
			"undo it: scaffold abort", "then run it again: "+p.Command))
	}
	if len(problems) > 0 {
		return nil, problems.Sorted()
	}
	for _, c := range p.Conflicts { // resolved by deleting it
		if e := lock.Find(next.Files, c.Path); e != nil && ours[c.Path].Absent() {
			e.Tombstone = true
		}
	}
	wanted := tree.Tree{}
	for _, e := range next.Files {
		if e.Policy != tree.Private {
			wanted[lock.BasePath(e.SHA256)] = tree.File{Mode: tree.Regular}
		}
	}
	return tree.Join(p.project.writing(next), strays(p.project.Memory, wanted), p.cleared()), nil
}

// undecided names what keeps the change from being finished.
func (p *Pending) undecided(ours tree.Tree) problem.List {
	var problems problem.List
	for _, c := range p.Conflicts {
		if c.Beside != "" && !ours[c.Beside].Absent() {
			hint := "take what you need from it, then move or delete it"
			if c.Beside != c.Path {
				hint = fmt.Sprintf("edit %s as you want it, then move or delete %s", c.Path, c.Beside)
			}
			problems = append(problems, p.project.problem(c.Beside, "not resolved yet: this is the blueprint's version", hint))
		}
		f := ours[c.Path]
		if f.Mode.Type() != 0 || c.Path == c.Beside {
			continue
		}
		left := p.Labels.Left(f.Data)
		for _, m := range left {
			found := p.project.problem(c.Path, "unresolved conflict", "keep the lines that you want, and delete the conflict markers")
			found.Line, found.Column, found.Source = m.Line, 1, m.Text
			problems = append(problems, found)
		}
		if len(left) > 0 || !c.Parses {
			continue
		}
		if err := merge.Invalid(c.Path, f); err != nil {
			found := p.project.problem(c.Path, err.Error(), "fix the file, then: scaffold continue")
			var wrong *format.Error
			if errors.As(err, &wrong) {
				found.Line, found.Column, found.Message = wrong.Line, 1, "not valid "+format.Of(c.Path).String()+": "+wrong.Message
				found.Source = plaintext.Line(f.Data, wrong.Line)
			}
			problems = append(problems, found)
		}
	}
	return problems
}

// Abort returns what to write so that every path is, to the byte, as it was before the change. Other files are not touched.
// current is what is on disk at Paths. The error is a problem.List: what stood there before is missing or damaged.
func (p *Pending) Abort(current tree.Tree) (tree.Plan, error) {
	var plan tree.Plan
	var problems problem.List
	for _, b := range p.Before {
		now := current[b.Path]
		switch {
		case strings.HasPrefix(b.Path, lock.Dir+"/"):
			now = p.project.Memory[b.Path]
		case now.Foreign():
			now = tree.File{} // a folder that the change made: it goes with its files, or package disk refuses
		}
		var before tree.File
		if b.SHA256 != "" {
			stored := p.project.Memory[lock.BeforePath(b.SHA256)]
			if stored.Mode.Type() != 0 || lock.Sum(stored.Data) != b.SHA256 {
				problems = append(problems, p.project.problem(lock.BeforePath(b.SHA256),
					"missing or damaged: it is the earlier version of "+b.Path, "bring "+b.Path+" back from your own history",
					"then delete its line under before: in "+lock.PendingPath+", and scaffold abort again"))
				continue
			}
			before = tree.File{Data: stored.Data, Mode: b.Mode, Why: "as it was before"}
		}
		plan = plan.Replace(b.Path, now, before, "as it was before")
	}
	if len(problems) > 0 {
		return nil, problems.Sorted()
	}
	return tree.Join(plan, p.cleared()), nil
}

// cleared returns the removal of what was only there for the pending change.
func (p *Pending) cleared() tree.Plan {
	var plan tree.Plan
	for path, f := range p.project.Memory {
		if path == lock.PendingPath || strings.HasPrefix(path, lock.PendingDir+"/") {
			plan = append(plan, tree.Change{Path: path, Op: tree.Delete, Old: f, Why: "no longer pending"})
		}
	}
	return plan
}

// Undone returns an error that names the files which the change wrote and which are now as before it, as after
// "git reset --hard" or "git stash": if the change were finished, its part in them would be lost. Conflicts are not among
// them: to keep one's own side is a way to resolve one. ours is what is on disk at Paths. The error is a problem.List.
func (p *Pending) Undone(ours tree.Tree) error {
	decided := map[string]bool{}
	for _, c := range p.Conflicts {
		decided[c.Path], decided[c.Beside] = true, true
	}
	var problems problem.List
	for _, b := range p.Before {
		now, own := ours[b.Path], strings.HasPrefix(b.Path, lock.Dir+"/")
		if own {
			now = p.project.Memory[b.Path]
		}
		if decided[b.Path] || own && b.SHA256 != "" {
			continue
		}
		asBefore := now.Absent()
		if b.SHA256 != "" {
			asBefore = now.Mode == b.Mode && lock.Sum(now.Data) == b.SHA256
		}
		if asBefore {
			problems = append(problems, p.project.problem(b.Path, "changed back to what it was before the update"))
		}
	}
	if len(problems) > 0 {
		problems[len(problems)-1].Hints = []string{
			"to start over: scaffold abort, then: " + p.Command, "or, to finish without these changes: scaffold continue --force",
		}
	}
	return problems.Err()
}
