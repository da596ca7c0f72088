package scaffold

import "github.com/seed-d277c37b/scaffold/scaffold/tree"

// policyNotes says what the person should know of files that belong to somebody else from now on, where the plan says
// nothing of them.
func (m merging) policyNotes(plan tree.Plan) tree.Plan {
	told := make(map[string]bool, len(plan))
	for _, c := range plan {
		told[c.Path], told[c.From] = true, true
	}
	var notes tree.Plan
	for path, b := range m.base {
		f, ours := m.theirs[path], m.ours[path]
		if f.Absent() || ours.Absent() || f.Policy == b.Policy || told[path] {
			continue
		}
		notes = append(notes, tree.Change{
			Path: path, Op: tree.Keep, Old: ours, New: ours, Why: newOwner(b.Policy, f.Policy, sameText(ours, f)),
		})
	}
	return notes
}

// newOwner says what another policy means.
func newOwner(before, now tree.Policy, unedited bool) string {
	switch {
	case now == tree.Private:
		return "private from now on: if it was committed, take it out with git rm --cached"
	case before == tree.Private:
		return "no longer private: left as it is"
	case now == tree.Once:
		return "yours from now on"
	case now == tree.Part:
		return "yours from now on; only the answers of its part change it"
	case now == tree.Managed && unedited:
		return "managed by scaffold from now on"
	case now == tree.Managed:
		return "managed by scaffold from now on, but edited: scaffold restore takes the edits back"
	}
	return "merged with your edits from now on"
}
