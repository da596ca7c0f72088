package merge

import (
	"bytes"
	"errors"
	"strconv"

	"github.com/seed-d277c37b/scaffold/scaffold/format"
	"github.com/seed-d277c37b/scaffold/scaffold/pin"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

const mergedWhy = "merged with your edits"

// mergeTexts is for a text that both sides changed.
func (t trio) mergeTexts(opt Options) verdict {
	kind := format.Of(t.target())
	opt.Check = checker(kind)
	opt.union = t.theirs.Strategy == tree.Union
	merged := t.mergeByStrategy(opt)
	v := verdict{file: t.theirs, why: mergedWhy}
	v.file.Data = merged.Merged
	if merged.Conflicts > 0 {
		v.op = tree.Conflict
	}
	switch {
	case merged.Invalid != nil && merged.Conflicts > 0:
		reason := merged.Invalid.Error()
		if found := (*format.Error)(nil); errors.As(merged.Invalid, &found) {
			reason = found.Message // without its line, which nobody finds in a file with markers
		}
		v.why = "the merged file would not be valid " + kind.String() + ": " + reason
	case merged.Conflicts > 0 && t.base.Absent():
		v.why = "added by both you and the blueprint, with different content"
	case merged.Conflicts == 1:
		v.why = "1 conflict"
	case merged.Conflicts > 0:
		v.why = strconv.Itoa(merged.Conflicts) + " conflicts"
	case merged.Invalid != nil:
		v.why = "merged with your edits: keeping both would not be valid " + kind.String()
	}
	if !bytes.Equal(merged.Merged, t.theirs.Data) && !bytes.Equal(merged.Merged, t.ours.Data) {
		v.renew = t.theirs.Renew
	}
	return v
}

// mergeByStrategy merges the contents as the strategy says. Pins are settled first, unless that damages one of the texts.
func (t trio) mergeByStrategy(opt Options) Result {
	base, ours, theirs := t.base.Data, t.ours.Data, t.theirs.Data
	if t.theirs.Strategy != tree.Pins {
		return Text(base, ours, theirs, opt)
	}
	base, theirs = endAs(ours, base, theirs)
	pinnedBase, pinnedOurs, pinnedTheirs := pin.Agree(t.target(), base, ours, theirs)
	if opt.Check != nil && (damaged(opt, ours, pinnedOurs) || damaged(opt, theirs, pinnedTheirs)) {
		return Text(base, ours, theirs, opt)
	}
	return Text(pinnedBase, pinnedOurs, pinnedTheirs, opt)
}

// damaged reports whether a valid text has become invalid.
func damaged(opt Options, before, after []byte) bool {
	return !bytes.Equal(before, after) && opt.Check(after) != nil && opt.Check(before) == nil
}

// checker returns what Options.Check is for a format. What cannot be judged passes.
func checker(f format.Format) func([]byte) error {
	if f == format.None {
		return nil
	}
	return func(text []byte) error {
		err := format.Check(f, text)
		if errors.Is(err, format.ErrUnknown) {
			return nil
		}
		return err
	}
}

// Checks reports whether the name of a file says how it must parse.
func Checks(name string) bool { return format.Of(name) != format.None }

// Invalid returns why a file does not parse, as its name says it should; nil if it does, or nothing can be said.
func Invalid(name string, f tree.File) error {
	check := checker(format.Of(name))
	if check == nil || f.Absent() || f.Mode.Type() != 0 {
		return nil
	}
	return check(f.Data)
}
