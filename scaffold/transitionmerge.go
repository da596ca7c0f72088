package scaffold

import (
	"cmp"
	"maps"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// merging turns what is on disk into the trees that package merge takes.
type merging struct {
	base, ours, theirs tree.Tree
	moves              []merge.Move
	options            Options
	labels             plaintext.Labels
}

func (m merging) plan() tree.Plan {
	found := m.ours
	m.ours = maps.Clone(found)
	if m.ours == nil {
		m.ours = tree.Tree{}
	}
	// A folder where a file may go gets a file with a name that no other can have, so that package merge sees that the place
	// is taken. If files in the folder are known, they show that themselves.
	folders := map[string]bool{}
	for path := range found {
		tree.AddFolders(folders, path)
	}
	for path, f := range found {
		if !f.Foreign() {
			continue
		}
		if delete(m.ours, path); !folders[path] {
			m.ours[path+"/\x00"] = tree.File{Mode: tree.Regular}
		}
	}
	// A file may be missing although nobody deleted it: git ignores it, so a clone lacks it, or it was private, so its content
	// was never stored. If such a file has changed, it counts as new.
	m.base = maps.Clone(m.base)
	maps.DeleteFunc(m.base, func(path string, b tree.File) bool {
		theirs := m.theirs[path]
		return m.ours[path].Absent() && !theirs.Absent() && theirs.Policy != tree.Private && !theirs.Same(b) &&
			(b.Policy == tree.Private || m.options.Ignored.has(path))
	})
	if m.options.IgnoreModes {
		m.assumeModes()
	}
	plan := merge.Trees(m.base, m.ours, m.theirs, merge.TreeOptions{
		Options: merge.Options{Labels: m.labels, Style: m.options.Style, Favor: m.options.Favor}, Moves: m.moves, Renamed: m.options.Renamed,
	})
	plan = append(plan, m.policyNotes(plan)...)
	slices.SortFunc(plan, func(a, b tree.Change) int { return cmp.Compare(a.Path, b.Path) })
	return withRealModes(plan, found)
}

// assumeModes sets the modes of files to those they were rendered with, on a disk that does not keep modes. There a link may be a
// file that contains its target.
func (m merging) assumeModes() {
	for path, f := range m.ours {
		want := m.base[path]
		if want.Absent() {
			want = m.theirs[path]
		}
		if want.Mode == tree.Symlink && !f.Same(tree.File{Mode: f.Mode, Data: want.Data}) {
			continue
		}
		if f.Mode.Type() == 0 && !want.Absent() {
			f.Mode = want.Mode
			m.ours[path] = f
		}
	}
}

// withRealModes makes a plan expect the modes that the disk has.
func withRealModes(plan tree.Plan, found tree.Tree) tree.Plan {
	for i := range plan {
		c := &plan[i]
		mode := found[c.Path].Mode
		if c.Old.Absent() || c.Old.Mode == mode || mode == 0 {
			continue
		}
		if c.New.Same(c.Old) {
			c.New.Mode = mode
		}
		c.Old.Mode = mode
	}
	return slices.DeleteFunc(plan, func(c tree.Change) bool { return c.Op == tree.Chmod && !c.Writes() })
}

// PathsWith returns every path that Transition has to know of, sorted: what was rendered, what is rendered now, where
// something may be in its way, and the places beside it, up to those that are free. ours is what is on disk at the paths
// that a call before has returned, nil at first: until a call adds none, there is more to read.
func (p Project) PathsWith(now State, ours tree.Tree) []string {
	paths, changed := map[string]bool{}, map[string]bool{}
	for b, a := range lock.Pairs(p.Lock.Files, now.Lock.Files) {
		e := cmp.Or(a, b)
		paths[e.Path] = true
		if a != nil && (b == nil || !a.SameContent(*b)) {
			tree.AddFolders(changed, e.Path)
			changed[e.Path] = true
		}
	}
	for path := range changed {
		paths[path] = true
		for n, free := 1, 0; free < 2; n++ { // one for the file, and one for the folder that is in its way
			aside := merge.Aside(path, n)
			if tree.CheckPath(aside) != nil { // it is too long to exist
				break
			}
			if paths[aside] = true; ours[aside].Absent() && now.Files[aside].Absent() && !changed[aside] {
				free++
			}
		}
	}
	return slices.Sorted(maps.Keys(paths))
}

// InTheWay returns the folders that are where a file is rendered now, sorted. Ours should hold all files in them, so that the
// merge can tell whether anything in them stays.
func (s State) InTheWay(ours tree.Tree) []string {
	var folders []string
	for path := range s.rendered() {
		if ours[path].Mode.IsDir() {
			folders = append(folders, path)
		}
	}
	slices.Sort(folders)
	return folders
}

// policyNotes tells the owner about files whose policy changes, unless the plan has something else to say about them.
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
			Path: path, Op: tree.Keep, Old: ours, New: ours, Why: newOwner(b.Policy, f.Policy, ours.SameText(f)),
		})
	}
	return notes
}

// newOwner says what a change of policy means.
func newOwner(before, now tree.Policy, unedited bool) string {
	switch {
	case now == tree.Private:
		return "private from now on: if it was committed, remove it with git rm --cached"
	case before == tree.Private:
		return "no longer private: left as it is"
	case now == tree.Once:
		return "yours from now on"
	case now == tree.Part:
		return "yours from now on; only the answers of its part change it"
	case now == tree.Managed && unedited:
		return "managed by scaffold from now on"
	case now == tree.Managed:
		return "managed by scaffold from now on, but edited: scaffold restore undoes the edits"
	}
	return "merged with your edits from now on"
}
