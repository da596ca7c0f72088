package merge

import (
	"bytes"
	"errors"

	"github.com/seed-d277c37b/scaffold/scaffold/format"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// mergeTexts is for a text that both sides changed.
func (t trio) mergeTexts(opt Options) verdict {
	v := verdict{file: t.theirs, why: "merged with your edits"}
	base, ours, theirs := t.base.Data, t.ours.Data, t.theirs.Data
	kind := format.Of(t.target())
	opt.Check = checker(kind)
	if t.theirs.Strategy == tree.Union {
		opt.Favor = favorBoth
	}
	merged := Text(base, ours, theirs, opt)
	v.file.Data = merged.Merged
	switch {
	case merged.Invalid != nil && merged.Conflicts > 0:
		v.op, v.why = tree.Conflict, "merged, it would not be valid "+kind.String()+": "+reasonOf(merged.Invalid)
	case merged.Conflicts > 0:
		v.op, v.why = tree.Conflict, t.conflicts(merged.Conflicts)
	case merged.Invalid != nil:
		v.why = "merged with your edits, where both would not be valid " + kind.String()
	}
	if !bytes.Equal(merged.Merged, theirs) && !bytes.Equal(merged.Merged, t.ours.Data) {
		v.renew = t.theirs.Renew
	}
	return v
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

// reasonOf returns an error without its line, which a person will not find in a file with markers.
func reasonOf(err error) string {
	var found *format.Error
	if errors.As(err, &found) {
		return found.Message
	}
	return err.Error()
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
