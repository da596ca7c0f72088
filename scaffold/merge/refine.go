package merge

import (
	"strings"
	"unicode"
)

// refine makes conflicts as small as the style wants them.
func refine(regions []region, t texts, d *differ, style Style) []region {
	switch style {
	case StyleMerge:
		return join(cut(regions, t, d), t)
	case StyleDiff3:
	case StyleZdiff3:
		for i := range regions {
			if regions[i].outcome == conflict {
				regions[i].trim(t)
			}
		}
	}
	return regions
}

// cut splits each conflict at the lines that ours and theirs have in common.
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
			out = append(out, r)
		}
	}
	return out
}

// join makes one of neighbouring conflicts that so little lies between that two would be harder to read.
func join(regions []region, t texts) []region {
	out := regions[:0]
	for _, r := range regions {
		if n := len(out); n > 0 && r.outcome == conflict && out[n-1].outcome == conflict &&
			slight(t.ours.lines[out[n-1].ours.end:r.ours.start]) {
			out[n-1].ours.end, out[n-1].theirs.end = r.ours.end, r.theirs.end
			continue
		}
		out = append(out, r)
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

// trim takes from both ends of a conflict what ours and theirs have in common.
func (r *region) trim(t texts) {
	ours, theirs := t.ours.ids, t.theirs.ids
	for r.ours.len() > 0 && r.theirs.len() > 0 && ours[r.ours.start] == theirs[r.theirs.start] {
		r.ours.start, r.theirs.start = r.ours.start+1, r.theirs.start+1
	}
	for r.ours.len() > 0 && r.theirs.len() > 0 && ours[r.ours.end-1] == theirs[r.theirs.end-1] {
		r.ours.end, r.theirs.end = r.ours.end-1, r.theirs.end-1
	}
}
