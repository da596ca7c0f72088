package merge

import "github.com/seed-d277c37b/scaffold/scaffold/tree"

// verdict is what becomes of one file.
type verdict struct {
	op      tree.Op   // Keep where comparing file with what is there tells
	file    tree.File // what shall be there
	why     string    // it is so; only said where something is written or to decide
	note    string    // what to say even where nothing is
	renew   string    // the command that makes the file anew, if it may not fit any more
	missing []string  // the variables that a private file lacks
	beside  tree.File // what to write next to it, under another name
}

// decide is the three-way table: the first row that applies decides.
func (t trio) decide(opt Options) verdict {
	switch {
	case t.private():
		return t.leavePrivate()
	case t.theirs.Same(t.base):
		return t.followMove() // or it would not be here
	case t.once() && !t.base.Absent() && !t.theirs.Absent():
		return verdict{file: t.ours}
	case !t.movedByUs() && t.ours.Mode == t.base.Mode && sameContent(t.ours, t.base): // ours was not edited
		return t.takeTheirs()
	case t.ours.Mode == t.theirs.Mode && sameContent(t.ours, t.theirs):
		return verdict{file: t.ours}
	case t.once() && !t.base.Absent() && t.ours.Absent():
		return verdict{}
	case t.once() && !t.base.Absent():
		return verdict{file: t.ours, note: "no longer rendered, but yours: left as it is"}
	case t.policy() == tree.Managed && !t.base.Absent():
		return t.overwrite()
	case t.base.Absent():
		return t.mergeBoth(opt)
	case t.ours.Absent():
		return verdict{op: tree.Tombstone, why: "you deleted it: it stays deleted"}
	case t.theirs.Absent():
		return t.dispute(opt.Favor)
	}
	return t.mergeBoth(opt)
}

func (t trio) private() bool { return t.base.Policy == tree.Private || t.theirs.Policy == tree.Private }

func (t trio) once() bool { return t.policy() == tree.Once }

// policy is what theirs says of the file, or base where theirs has it no longer.
func (t trio) policy() tree.Policy {
	if t.theirs.Absent() {
		return t.base.Policy
	}
	return t.theirs.Policy
}
