package merge

import (
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
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

// alphanumeric is a letter or a digit of ASCII.
var alphanumeric = plaintext.Pattern(`[A-Za-z0-9]`) //nolint:gochecknoglobals // constant

// cut splits each conflict at the lines that ours and theirs have in common, except where so little lies between two
// conflicts that they would be harder to read than one: at most three lines, or nothing but signs.
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
			if n := len(out) - 1; n >= 0 && out[n].outcome == conflict {
				between := t.ours.lines[out[n].ours.end:r.ours.start]
				if len(between) <= 3 || !alphanumeric().MatchString(strings.Join(between, "")) {
					out[n].ours.end, out[n].theirs.end = r.ours.end, r.theirs.end
					continue
				}
			}
			out = append(out, r)
		}
	}
	return out
}
