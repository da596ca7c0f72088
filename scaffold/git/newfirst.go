package git

// First returns what makes a new repository's commit the first one of a repository that exists: the objects and the index,
// and then the unborn branch with its log, below CommonDir. The index has no stat data, so git compares the files once.
func (w *Worktree) First(r *Repository) (change IndexChange, branch []File, err error) {
	s, err := w.look()
	if err != nil {
		return IndexChange{}, nil, err
	}
	defer s.close()
	base := "objects/pack/pack-" + r.pack.sum.String()
	change = IndexChange{
		Index: r.index(nil), Old: s.raw,
		Objects: []File{{base + ".pack", r.pack.data, frozen}, {base + ".idx", r.pack.index, frozen}},
	}
	reflog := []byte(r.reflog())
	branch = []File{{branches + r.Branch, []byte(r.Commit + "\n"), readable}, {"logs/" + branches + r.Branch, reflog, readable}}
	if w.GitDir == w.CommonDir {
		branch = append(branch, File{"logs/HEAD", reflog, readable})
	}
	return change, branch, nil
}

// Excluded returns the lines of .git/info/exclude that keep private files out of commits.
func (r *Repository) Excluded() []string {
	lines := make([]string, len(r.secrets))
	for i, p := range r.secrets {
		lines[i] = "/" + escape(p)
	}
	return lines
}
