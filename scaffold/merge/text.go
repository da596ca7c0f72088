// Package merge merges three ways: three texts into a text, three trees into a plan.
//
// It does no I/O and knows nothing of blueprints or git: callers bring the trees and carry out the plan.
package merge

import (
	"bytes"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
)

// Style says what a conflict shows.
type Style uint8

// The styles, as git's merge.conflictStyle names them.
const (
	StyleMerge  Style = iota // ours and theirs, each conflict cut down to the lines that differ
	StyleDiff3               // ours, base and theirs, whole
	StyleZdiff3              // as StyleDiff3, without the lines at both ends that ours and theirs share
)

// Favor says what becomes of a conflict.
type Favor uint8

// Marked leaves a conflict between markers; the others decide it.
const (
	Marked Favor = iota
	FavorOurs
	FavorTheirs
)

// Options of Text. The zero value leaves markers without names, in StyleMerge.
type Options struct {
	Labels plaintext.Labels
	Style  Style
	Favor  Favor
	Check  func([]byte) error // returns what is wrong with a text; nil accepts any text
	union  bool               // the lines of both sides take the place of a conflict, unless Check refuses them
}

// Result of Text.
type Result struct {
	Merged    []byte // may share memory with an argument
	Conflicts int    // stretches between markers in Merged
	Invalid   error  // what Check found in a text merged without conflicts: the reason for those there are now
}

// Text merges the lines of three texts: what changed from base to ours and from base to theirs. Its verdict and its bytes
// are those of `git merge-file -p`, except where one tool changed the line endings of a whole text: if ours has CRLF
// throughout and the others LF, or the other way round, that is no change, and the result has the endings of ours.
//
// If opt.Check accepts all three texts but not the merged one, the changes that do not go together are conflicts, too.
//
// Text never fails: any bytes are text here, and whether merging them by line makes sense is the caller's question (see
// plaintext.Binary). Time grows linearly with the lines, however different the texts are.
func Text(base, ours, theirs []byte, opt Options) Result {
	base, theirs = endAs(ours, base, theirs)
	switch {
	case bytes.Equal(ours, theirs) || bytes.Equal(base, theirs):
		return Result{Merged: ours}
	case bytes.Equal(base, ours):
		return Result{Merged: theirs}
	}
	in := make(interner, bytes.Count(base, []byte("\n")))
	t := texts{base: newText(in, base), ours: newText(in, ours), theirs: newText(in, theirs)}
	d := newDiffer(in)
	m := &merger{t, combine(d.diff(t.base.ids, t.ours.ids), d.diff(t.base.ids, t.theirs.ids), t), d}
	merged := m.write(m.regions, opt)
	if opt.Check == nil || merged.Conflicts > 0 {
		return merged
	}
	err := opt.Check(merged.Merged)
	if err == nil || len(base) > 0 && opt.Check(base) != nil || opt.Check(ours) != nil || opt.Check(theirs) != nil {
		return merged
	}
	if opt.union {
		opt.union = false
		merged = m.write(m.regions, opt)
	}
	if merged.Conflicts == 0 && opt.Check(merged.Merged) != nil {
		merged = m.write(m.blamed(opt), opt)
	}
	merged.Invalid = err
	return merged
}

// merger is three texts whose changes have been found.
type merger struct {
	texts
	regions []region
	differ  *differ
}

func (m *merger) write(regions []region, opt Options) Result {
	return write(refine(regions, m.texts, m.differ, opt.Style), m.texts, opt)
}

// texts are what is merged.
type texts struct{ base, ours, theirs text }

// text is lines, and their numbers.
type text struct {
	lines []string
	ids   []int
}

func newText(in interner, data []byte) text {
	lines := plaintext.Lines(data)
	return text{lines, in.number(lines)}
}
