package git

import (
	"io/fs"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// ConflictStyle returns git's merge.conflictStyle: "merge", "diff3", "zdiff3" or, if it is not set, "".
func (w *Worktree) ConflictStyle() string { return w.settings.values["merge.conflictstyle"] }

// OutsideSparse returns those of the paths that a sparse checkout keeps out of the working tree, as git's index has them.
// Paths are relative to the project, and must be missing on disk: their absence is not a deletion.
func (w *Worktree) OutsideSparse(paths []string) (tree.Tree, error) {
	outside := tree.Tree{}
	err := w.each(paths, nil, func(s *snapshot, p, full string) error {
		entries := s.index.at(full)
		if len(entries) != 1 || entries[0].more&moreSkipWorktree == 0 {
			return nil
		}
		mode, ok := map[filemode.FileMode]fs.FileMode{
			filemode.Regular: tree.Regular, filemode.Executable: tree.Executable, filemode.Symlink: tree.Symlink,
		}[entries[0].mode]
		if !ok {
			return nil
		}
		data, err := s.store.read(entries[0].hash, plumbing.BlobObject)
		outside[p] = tree.File{Data: data, Mode: mode}
		return err
	})
	return outside, err
}
