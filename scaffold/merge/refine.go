package merge

import (
	"strings"
	"unicode"
)

// refine makes conflicts as small as the style wants them.
func refine(regions []region, t texts, d *differ, style Style) []region {
	if style == StyleMerge {
		return cut(regions, t, d)
	}
	ours, theirs := t.ours.ids, t.theirs.ids
	for i := range regions {
		r := &regions[i]
		if style != StyleZdiff3 || r.outcome != conflict {
			continue
		}
		for r.ours.len() > 0 && r.theirs.len() > 0 && ours[r.ours.start] == theirs[r.theirs.start] {
			r.ours.start, r.theirs.start = r.ours.start+1, r.theirs.start+1
		}
		for r.ours.len() > 0 && r.theirs.len() > 0 && ours[r.ours.end-1] == theirs[r.theirs.end-1] {
			r.ours.end, r.theirs.end = r.ours.end-1, r.theirs.end-1
		}
	}
	return regions
}

// cut splits each conflict at the lines that ours and theirs have in common, except where so little lies between two
// conflicts that they would be harder to read than one.
func cut(regions []region, t texts, d *differ) []region {
	var out []region
	for _, r := range regions {
		if r.outcome != conflict {
			out = append(out, r)
			continue
		}
		ours, theirs := r.ours, r.theirs
		for _, e := range d.diff(t.ours.ids[ours.start:ours.end], t.theirs.ids[theirs.start:theirs.end]) {
			r.ours = span{ours.start + e.a0, ours.start + e.a1}
			r.theirs = span{theirs.start + e.b0, theirs.start + e.b1}
			if n := len(out) - 1; n >= 0 && out[n].outcome == conflict && slight(t.ours.lines[out[n].ours.end:r.ours.start]) {
				out[n].ours.end, out[n].theirs.end = r.ours.end, r.theirs.end
				continue
			}
			out = append(out, r)
		}
	}
	return out
}

// slight reports whether lines are at most three, or hold no letter and no digit of ASCII.
func slight(lines []string) bool {
	if len(lines) <= 3 {
		return true
	}
	for _, line := range lines {
		if strings.ContainsFunc(line, func(r rune) bool {
			return r <= unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r))
		}) {
			return false
		}
	}
	return true
}
