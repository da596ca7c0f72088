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
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// mostFollowed bounds the search for files that the person has moved.
const mostFollowed = 20_000

// ours reads what is on disk, and what a sparse checkout keeps out of it, which it returns as outside, too. Where another
// rendered file is missing, the person may have moved it: then all files that are not ignored are read, so that the change
// can follow it.
func (p *Project) ours(
	ctx context.Context, saved scaffold.Project, state scaffold.State, o scaffold.Options,
) (ours, outside tree.Tree, err error) {
	paths := saved.PathsWith(state)
	if ours, err = disk.Read(ctx, p.dir, paths); err != nil {
		return nil, nil, err
	}
	if outside, err = p.addOutside(ours, saved.Lock.Files); err != nil {
		return nil, nil, err
	}
	for _, folder := range state.InTheWay(ours) { // its content decides whether a file can take its place
		inside, err := disk.List(ctx, p.dir, folder, mostFollowed, nil)
		if err != nil {
			return nil, nil, err
		}
		files, err := disk.Read(ctx, p.dir, inside)
		if err != nil {
			return nil, nil, err
		}
		maps.Copy(ours, files)
	}
	moved := slices.ContainsFunc(saved.Lock.Files, func(e lock.Entry) bool {
		return !e.Tombstone && e.Policy != tree.Private && ours[e.Path].Absent()
	})
	if !moved {
		return ours, outside, nil
	}
	others, err := p.others(ctx, paths, o)
	maps.Copy(ours, others)
	return ours, outside, err
}

// renamed returns a function that reports whether the owner may have renamed a file, as far as git's history tells: without
// it a file that was deleted would be found again in any that resembles it. It is nil without such a history.
func (p *Project) renamed(rendered []lock.Entry, ours tree.Tree) (func(from, to string) bool, error) {
	if p.worktree == nil {
		return nil, nil //nolint:nilnil // contents have to do
	}
	known := make(map[string]bool, len(rendered))
	var missing, others []string
	for _, e := range rendered {
		if known[e.Path] = true; !e.Tombstone && e.Policy != tree.Private && ours[e.Path].Absent() {
			missing = append(missing, e.Path)
		}
	}
	for path := range ours {
		if !known[path] {
			others = append(others, path)
		}
	}
	return p.worktree.Renames(missing, others, lock.Path)
}

// others reads the files of the project that are neither among paths nor ignored. If there are too many, or the person may
// not read one of them, it returns none: then nothing is followed, and what was moved counts as deleted.
func (p *Project) others(ctx context.Context, paths []string, o scaffold.Options) (tree.Tree, error) {
	all, err := disk.List(ctx, p.dir, ".", mostFollowed, func(folder string) bool {
		return folder == lock.Dir || o.Ignored(folder+"/x")
	})
	if mayPass(err) {
		return nil, nil //nolint:nilnil // nothing is followed
	}
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(path string) bool {
		_, known := slices.BinarySearch(paths, path)
		return known || o.Ignored(path) || tree.CheckPath(path) != nil // no rendered file has such a name
	})
	others, err := disk.Read(ctx, p.dir, all)
	if mayPass(err) {
		return nil, nil //nolint:nilnil // nothing is followed
	}
	return others, err
}

// mayPass holds for errors that say nothing of scaffold's own files: those of a folder that another user has in the
// project, such as a container's, of files too large to be moved ones, or of too many.
func mayPass(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, disk.ErrTooMany) || errors.Is(err, disk.ErrTooLarge)
}

// conflictStyle returns what a conflict shows: git's configuration decides.
func (p *Project) conflictStyle() merge.Style {
	style := ""
	if p.worktree != nil {
		style = p.worktree.ConflictStyle()
	}
	switch style {
	case "diff3":
		return merge.StyleDiff3
	case "zdiff3":
		return merge.StyleZdiff3
	}
	return merge.StyleMerge
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
		for i, c := range path {
			if c == '/' && !folders[path[:i]] {
				folders[path[:i]] = true
				files = append(files, path[:i]+"/.gitignore")
			}
		}
	}
	ignores, err := disk.Read(ctx, p.dir, files)
	return git.Ignored(ignores), err
}
