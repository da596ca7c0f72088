package merge

import (
	"bytes"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
)

// write puts the merged text together: it is ours, but for the regions.
func write(regions []region, t texts, opt Options) Result {
	w := writer{texts: t, opt: opt}
	next := 0 // line of ours
	for _, r := range regions {
		w.lines(t.ours, span{next, r.ours.start})
		switch {
		case r.outcome == conflict && opt.union:
			w.both(r)
		case r.outcome == takeTheirs || r.outcome == conflict && opt.Favor == FavorTheirs:
			w.lines(t.theirs, r.theirs)
		case r.outcome == takeOurs || opt.Favor == FavorOurs:
			w.lines(t.ours, r.ours)
		default:
			w.conflict(r)
		}
		next = r.ours.end
	}
	w.lines(t.ours, span{next, len(t.ours.lines)})
	return Result{Merged: w.out.Bytes(), Conflicts: w.conflicts}
}

type writer struct {
	texts
	opt       Options
	out       bytes.Buffer
	conflicts int
}

func (w *writer) lines(t text, s span) {
	for _, line := range t.lines[s.start:s.end] {
		w.out.WriteString(line)
	}
}

// both writes the lines of ours, then those of theirs that ours does not have.
func (w *writer) both(r region) {
	w.part(w.ours, r.ours, "\n")
	known := map[int]bool{}
	for _, id := range r.ours.of(w.ours.ids) {
		known[id] = true
	}
	for i := r.theirs.start; i < r.theirs.end; i++ {
		if !known[w.theirs.ids[i]] {
			w.lines(w.theirs, span{i, i + 1})
		}
	}
}

func (w *writer) conflict(r region) {
	w.conflicts++
	end := "\n"
	// As git has it: markers end in CRLF where base begins with it, and neither side has LF on the line above.
	if w.base.above(0) == plaintext.CRLF &&
		w.ours.above(r.ours.start) != plaintext.LF && w.theirs.above(r.theirs.start) != plaintext.LF {
		end = "\r\n"
	}
	w.marker(plaintext.OursSign, w.opt.Labels.Ours, end)
	w.part(w.ours, r.ours, end)
	if w.opt.Style != StyleMerge {
		w.marker(plaintext.BaseSign, w.opt.Labels.Base, end)
		w.part(w.base, r.base, end)
	}
	w.marker(plaintext.MiddleSign, "", end)
	w.part(w.theirs, r.theirs, end)
	w.marker(plaintext.TheirsSign, w.opt.Labels.Theirs, end)
}

func (w *writer) marker(sign, label, end string) {
	w.out.WriteString(plaintext.Marker(sign, label) + end)
}

// part writes lines so that a marker can follow.
func (w *writer) part(t text, s span, end string) {
	w.lines(t, s)
	if s.len() > 0 && !strings.HasSuffix(t.lines[s.end-1], "\n") {
		w.out.WriteString(end)
	}
}

// above returns the ending of the line before line i, or of the first one.
func (t text) above(i int) plaintext.Ending {
	i = max(i-1, 0)
	if i >= len(t.lines) {
		return plaintext.None
	}
	return plaintext.EndingOf([]byte(t.lines[i]))
}
