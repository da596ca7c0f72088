package git

import (
	"io/fs"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

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
