package merge

import "slices"

// mostChecked bounds the bytes that are checked to find the changes that do not go together.
const mostChecked = 16 << 20

// blamed returns the regions with conflicts in place of those changes that do not go together: each is invalid beside all
// changes of the other side. If no single change can be blamed, or taking either side of those found does not mend the
// text, every change is a conflict.
func (m *merger) blamed(opt Options) []region {
	found := m.culprits(opt)
	if len(found) > 0 && m.valid(found, takeOurs, opt) && m.valid(found, takeTheirs, opt) {
		return found
	}
	all := slices.Clone(m.regions)
	for i := range all {
		all[i].outcome = conflict
	}
	return all
}

// culprits returns the regions with a conflict for each change of one side that is invalid by itself in the text of the
// other side; nil if there is none or looking for it takes too long.
func (m *merger) culprits(opt Options) []region {
	size := 0
	for _, line := range m.ours.lines {
		size += len(line)
	}
	if size*len(m.regions) > mostChecked {
		return nil
	}
	var found []region
	for i, r := range m.regions {
		if r.outcome == conflict {
			continue
		}
		unchanged := takeOurs // the side that did not make this change
		if r.outcome == takeOurs {
			unchanged = takeTheirs
		}
		alone := slices.Clone(m.regions)
		for j := range alone {
			if j != i {
				alone[j].outcome = unchanged
			}
		}
		if opt.Check(write(alone, m.texts, Options{}).Merged) == nil {
			continue
		}
		if found == nil {
			found = slices.Clone(m.regions)
		}
		found[i].outcome = conflict
	}
	return found
}

// valid reports whether the text is valid with one side of every conflict.
func (m *merger) valid(regions []region, side outcome, opt Options) bool {
	decided := slices.Clone(regions)
	for i := range decided {
		if decided[i].outcome == conflict {
			decided[i].outcome = side
		}
	}
	return opt.Check(write(decided, m.texts, Options{}).Merged) == nil
}
