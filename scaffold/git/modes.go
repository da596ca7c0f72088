package git

import (
	"io/fs"
	"maps"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// TrueModes gives ours, which package disk has read, with the modes that the index has, where the disk cannot tell them:
// where there is no right to execute (core.fileMode), and where a link is a file that holds its target (core.symlinks).
// What is not in the index stays as it is.
func (w *Worktree) TrueModes(ours tree.Tree) (tree.Tree, error) {
	if !w.Filesystem.NoExecutableBits && !w.Filesystem.NoSymlinks {
		return ours, nil
	}
	s, err := w.look()
	if err != nil {
		return nil, err
	}
	defer s.close()
	out := maps.Clone(ours)
	for p, f := range ours {
		path, err := w.path(p)
		if err != nil {
			return nil, err
		}
		f.Mode = s.trueMode(f.Mode, s.current(path))
		out[p] = f
	}
	return out, nil
}

// trueMode gives the mode of a file on disk whose entry is now, which is zero where there is none.
func (s *snapshot) trueMode(mode fs.FileMode, now indexEntry) fs.FileMode {
	switch {
	case !mode.IsRegular():
	case now.mode == filemode.Symlink && s.Filesystem.NoSymlinks:
		return tree.Symlink
	case now.mode == filemode.Regular && s.Filesystem.NoExecutableBits:
		return tree.Regular
	case now.mode == filemode.Executable && s.Filesystem.NoExecutableBits:
		return tree.Executable
	}
	return mode
}

// current gives the file that the index has at a path, or ours of a conflict; zero for none.
func (s *snapshot) current(path string) indexEntry {
	for _, e := range s.index.at(path) {
		if (e.stage() == 0 || e.stage() == stageOurs) && e.mode.IsFile() {
			return e
		}
	}
	return indexEntry{}
}
