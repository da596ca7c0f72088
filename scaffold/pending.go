package scaffold

import (
	"maps"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
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
	notes := lock.Pending{
		Command: command, From: t.From, To: t.To, Conflicts: waiting(t.Files),
		Labels: t.labels,
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
	return tree.Join(written, creations(own))
}

func ownFile(data []byte) tree.File {
	return tree.File{Data: data, Mode: tree.Regular, Policy: tree.Managed, Why: "scaffold"}
}

func creations(files tree.Tree) tree.Plan {
	var plan tree.Plan
	for path, f := range files.All() {
		plan = append(plan, tree.Change{Path: path, Op: tree.Create, New: f, Why: "until the conflicts are resolved"})
	}
	return plan
}

// waiting returns the conflicts of a plan.
func waiting(plan tree.Plan) []lock.Conflict {
	var out []lock.Conflict
	for _, c := range plan {
		if c.Op == tree.Conflict {
			out = append(out, lock.Conflict{Path: c.Path, Beside: c.Beside, Parses: isValid(c)})
		}
	}
	return out
}

// isValid reports whether a conflict is over a file that parses on every side, in a format that can be checked.
func isValid(c tree.Change) bool {
	s := c.Stages
	return merge.Checks(c.Path) && merge.Invalid(c.Path, s.Base) == nil && merge.Invalid(c.Path, s.Ours) == nil &&
		merge.Invalid(c.Path, s.Theirs) == nil
}
