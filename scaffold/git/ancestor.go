package git

import "github.com/go-git/go-git/v5/plumbing"

// Ancestor gives the content that both sides of a conflict come from, as stage 1 of the index holds it, of a file of the
// project; nil where the file is in no conflict, or neither side had it.
func (w *Worktree) Ancestor(path string) ([]byte, error) {
	s, err := w.look()
	if err != nil {
		return nil, err
	}
	defer s.close()
	full, err := w.path(path)
	if err != nil {
		return nil, err
	}
	for _, e := range s.index.at(full) {
		if e.stage() == 1 { // of base, ours and theirs
			return s.store.read(e.hash, plumbing.BlobObject)
		}
	}
	return nil, nil
}
