package merge

import (
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/pin"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// The rows of the table in decide.go that need more than a word.

func (t trio) leavePrivate() verdict {
	switch {
	case t.ours.Absent() && t.base.Absent():
		return verdict{file: t.theirs, why: reason(t.theirs)}
	case t.ours.Absent():
		return verdict{}
	case t.base.Absent():
		return verdict{file: t.ours, note: "private and already there: left as it is"}
	case t.theirs.Absent():
		return verdict{file: t.ours, note: "no longer rendered, but private: left as it is"}
	}
	if _, missing := AppendVariables(t.target(), t.ours, t.theirs); len(missing) > 0 {
		return verdict{file: t.ours, note: "private, so left as it is; missing: " + strings.Join(missing, ", "), missing: missing}
	}
	return verdict{file: t.ours}
}

// followMove is for a file that theirs moved and did not change.
func (t trio) followMove() verdict {
	switch {
	case t.ours.Absent():
		return verdict{op: tree.Tombstone, why: "you deleted " + t.basePath + ": it stays deleted"}
	case t.target() != t.theirPath:
		return verdict{file: t.ours, note: "moved to " + t.theirPath + " in the blueprint, but you moved it: it stays here"}
	}
	return verdict{file: t.ours}
}

func (t trio) takeTheirs() verdict {
	switch {
	case t.theirs.Absent():
		return verdict{why: "no longer rendered"}
	case t.ours.Absent():
		return verdict{file: t.theirs, why: reason(t.theirs)}
	}
	return verdict{file: t.withOurEndings(), why: "rendered differently now"}
}

// reason says what put a new file there.
func reason(f tree.File) string {
	if f.Why != "" {
		return f.Why
	}
	return "new in the blueprint"
}

func (t trio) overwrite() verdict {
	switch {
	case t.theirs.Absent():
		return verdict{why: "no longer rendered; managed, so your edits are discarded"}
	case t.ours.Absent():
		return verdict{file: t.theirs, why: "managed: restored after you deleted it"}
	}
	return verdict{file: t.theirs, why: "managed: your edits are overwritten"}
}

// dispute is over a file that ours changed and theirs dropped.
func (t trio) dispute(favor Favor) verdict {
	if favor != FavorOurs && !t.movedByUs() && isText(t.base) && isText(t.ours) && t.ours.Mode == t.base.Mode &&
		pin.OnlyMoved(t.base.Data, t.ours.Data) {
		return verdict{why: "no longer rendered; only its versions had changed"}
	}
	const kept = "no longer rendered, but you edited it: kept"
	switch favor {
	case FavorOurs:
		return verdict{file: t.ours, note: kept}
	case FavorTheirs:
		return verdict{why: "no longer rendered: your edits are discarded"}
	default:
		return verdict{op: tree.Conflict, file: t.ours, why: kept}
	}
}

// mergeBoth is for a file that each side has in its own way. Content and executable bit are merged each by itself.
func (t trio) mergeBoth(opt Options) verdict {
	v := verdict{file: t.theirs, why: mergedWhy}
	switch {
	case !t.base.Absent() && sameContent(t.ours, t.base):
		v.file = t.withOurEndings()
	case sameContent(t.ours, t.theirs) || !t.base.Absent() && sameContent(t.theirs, t.base):
		v.file.Mode, v.file.Data = t.ours.Mode, t.ours.Data
	case t.theirs.Strategy == tree.Ours:
		return verdict{file: t.ours, note: "changed on both sides: yours is kept", renew: t.theirs.Renew}
	case isText(t.base) && isText(t.ours) && isText(t.theirs):
		v = t.mergeTexts(opt)
	case opt.Favor == FavorOurs:
		return verdict{file: t.ours, note: "changed on both sides: yours is kept"}
	case opt.Favor == FavorTheirs:
		return verdict{file: t.theirs, why: "changed on both sides: the blueprint's is taken"}
	default:
		return verdict{
			op: tree.Conflict, file: t.ours, beside: t.theirs,
			why: "changed on both sides: yours is kept, the blueprint's is beside it",
		}
	}
	if v.file.Mode == tree.Symlink {
		return v
	}
	// The executable bit is what the side made it that changed it.
	bit := t.theirs
	if executable(t.theirs) == executable(t.base) {
		bit = t.ours
	}
	v.file.Mode = tree.Regular
	if executable(bit) {
		v.file.Mode = tree.Executable
	}
	return v
}
