package project

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// mostFollowed bounds the search for files that the person has moved.
const mostFollowed = 20_000

// ours reads what is on disk, and what a sparse checkout keeps out of it, which it also returns as outside. If any other
// rendered file is missing, the person may have moved it: then all files that are not ignored are read, so that the change
// can follow it. It sets o.Renamed, so that git's history confirms a move: without it a deleted file would be found again in
// any file that resembles it.
func (p *Project) ours(
	ctx context.Context, saved scaffold.Project, state scaffold.State, o *scaffold.Options,
) (ours, outside tree.Tree, err error) {
	var paths []string
	for more := saved.PathsWith(state, nil); len(more) > len(paths); more = saved.PathsWith(state, ours) {
		if ours, err = disk.Read(ctx, p.dir, more); err != nil {
			return nil, nil, err
		}
		paths = more
	}
	if outside, err = p.addOutside(ours, saved.Lock.Files); err != nil {
		return nil, nil, err
	}
	for _, folder := range state.InTheWay(ours) { // its content decides whether a file can take its place
		inside, err := p.below(ctx, folder, mostFollowed, nil)
		if err != nil {
			return nil, nil, err
		}
		maps.Copy(ours, inside)
	}
	var missing, unrendered []string
	for _, e := range saved.Lock.Files {
		if !e.Tombstone && e.Policy != tree.Private && ours[e.Path].Absent() {
			missing = append(missing, e.Path)
		}
	}
	if len(missing) == 0 {
		return ours, outside, nil
	}
	others, err := p.others(ctx, paths, o.Ignored)
	maps.Copy(ours, others)
	if err != nil || p.worktree == nil {
		return ours, outside, err
	}
	for path := range ours {
		if lock.Find(saved.Lock.Files, path) == nil {
			unrendered = append(unrendered, path)
		}
	}
	o.Renamed, err = p.worktree.Renames(missing, unrendered, lock.Path)
	return ours, outside, err
}

// others reads the files of the project that are neither among paths nor ignored. If there are too many, one is too large to
// be one that was moved, or the person may not read one of them, as in the folder of a container's user, it returns none:
// then nothing is followed, and what was moved counts as deleted.
func (p *Project) others(ctx context.Context, paths []string, ignored func(string) bool) (tree.Tree, error) {
	all, err := disk.List(ctx, p.dir, ".", mostFollowed, func(folder string) bool {
		return folder == lock.Dir || ignored(folder+"/x")
	})
	var others tree.Tree
	if err == nil {
		others, err = disk.Read(ctx, p.dir, slices.DeleteFunc(all, func(path string) bool {
			_, known := slices.BinarySearch(paths, path)
			return known || ignored(path) || tree.CheckPath(path) != nil // no rendered file has such a name
		}))
	}
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, disk.ErrTooMany) || errors.Is(err, disk.ErrTooLarge) {
		return nil, nil //nolint:nilnil // nothing is followed
	}
	return others, err
}

// ignoresModes reports whether the executable bit means nothing here, as git's core.fileMode=false says.
func (p *Project) ignoresModes() bool {
	return p.worktree != nil && p.worktree.Filesystem.NoExecutableBits
}

// ignored returns a function that reports whether the project's ignore files keep a path out of commits, so that a clone
// lacks it. It knows the folders of paths.
func (p *Project) ignored(ctx context.Context, paths []string) (func(string) bool, error) {
	files, folders := []string{".gitignore"}, map[string]bool{}
	for _, path := range paths {
		tree.AddFolders(folders, path)
	}
	for folder := range folders {
		files = append(files, folder+"/.gitignore")
	}
	ignores, err := disk.Read(ctx, p.dir, files)
	return git.Ignored(ignores), err
}
