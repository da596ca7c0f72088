package tree

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
)

// Op says what a change does at its path.
type Op uint8

// The operations. Only Create to Delete, and a Conflict whose New is not its Old, write anything.
const (
	Keep      Op = iota // nothing is written, but the person should know Why
	Create              // a new file
	Update              // other content, perhaps another mode
	Chmod               // another mode alone
	Move                // a new path for the file at From, perhaps changed on the way; a Delete of From goes with it
	Delete              // no file any more
	Tombstone           // the person deleted it: it stays deleted, and that is remembered
	Conflict            // the person decides; New stands there until then
)

// String returns the word that --json uses.
func (o Op) String() string {
	return [...]string{
		Keep: "keep", Create: "create", Update: "update", Chmod: "chmod",
		Move: "move", Delete: "delete", Tombstone: "tombstone", Conflict: "conflict",
	}[o]
}

// Change is the change at one path. Old and New are zero where there is no file.
type Change struct {
	Path    string
	From    string // the path it had before: of a Move, and of another change to a file that moves; else ""
	Op      Op
	Old     File     // what must be there when the change is carried out
	New     File     // what is there afterwards
	Why     string   // for a person: lower case, no full stop
	Missing []string // the variables that a private environment file lacks
	Renew   string   // the command to run because a lock file may not fit any more; else ""
	Stages  Stages   // of a Conflict
	Beside  string   // of a Conflict: the path of the blueprint's file, if it could not be merged; it may be Path itself
}

// Writes reports whether the change needs the disk.
func (c Change) Writes() bool { return !c.Old.Same(c.New) }

// Stages are the three sides of a conflict, for stages 1, 2 and 3 of git's index. A zero File has no stage.
type Stages struct{ Base, Ours, Theirs File }

// Plan is what to do to a tree: sorted by path, with at most one change per path.
type Plan []Change

// Replace appends the change that puts one file in the place of another; none if they are the same.
func (p Plan) Replace(path string, old, next File, why string) Plan {
	c := Change{Path: path, Op: Update, Old: old, New: next, Why: why}
	switch {
	case !c.Writes():
		return p
	case old.Absent():
		c.Op = Create
	case next.Absent():
		c.Op = Delete
	case bytes.Equal(old.Data, next.Data) && old.Mode.Type() == next.Mode.Type():
		c.Op = Chmod
	}
	return append(p, c)
}

// Join returns one plan with the changes of several that have no path in common.
func Join(plans ...Plan) Plan {
	all := slices.Concat(plans...)
	slices.SortFunc(all, func(a, b Change) int { return cmp.Compare(a.Path, b.Path) })
	return all
}

// Writing returns the changes that need the disk.
func (p Plan) Writing() Plan {
	return slices.DeleteFunc(slices.Clone(p), func(c Change) bool { return !c.Writes() })
}

// Apply returns the tree that t becomes. It does not ask whether t holds what the plan expects.
func (p Plan) Apply(t Tree) Tree {
	out := maps.Clone(t)
	if out == nil {
		out = Tree{}
	}
	for _, c := range p {
		switch {
		case !c.Writes():
		case c.New.Absent():
			delete(out, c.Path)
		default:
			out[c.Path] = c.New
		}
	}
	return out
}

// Conflicts returns the number of paths with a conflict.
func (p Plan) Conflicts() int {
	n := 0
	for _, c := range p {
		if c.Op == Conflict {
			n++
		}
	}
	return n
}

// Absent reports whether f is the zero File, which is what a Tree returns for a path that it does not have.
func (f File) Absent() bool { return f.Mode == 0 }

// SameText is Same, except that a checkout may have changed all line endings of a text.
func (f File) SameText(g File) bool {
	return f.Mode == g.Mode && (bytes.Equal(f.Data, g.Data) || f.Mode.Type() == 0 && plaintext.Same(f.Data, g.Data))
}

// Same reports whether two files have the same content and mode, whatever their policies.
func (f File) Same(g File) bool { return f.Mode == g.Mode && bytes.Equal(f.Data, g.Data) }
