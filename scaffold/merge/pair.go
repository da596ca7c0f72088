package merge

import (
	"cmp"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// trio is one file in the three trees: where it is, and what it is there. A tree that does not have it gives "" and the
// zero File.
type trio struct {
	basePath, ourPath, theirPath string
	base, ours, theirs           tree.File
}

// target returns where the file belongs: where theirs has it, unless ours moved it or it is none of our business.
func (t trio) target() string {
	if t.movedByUs() || t.private() {
		return cmp.Or(t.ourPath, t.theirPath, t.basePath)
	}
	return cmp.Or(t.theirPath, t.ourPath, t.basePath)
}

func (t trio) movedByUs() bool {
	return t.basePath != "" && t.ourPath != "" && t.ourPath != t.basePath
}

// pair finds the files of the three trees in each other, and gives those that theirs does not have as base has it. No
// path of a tree is in two of them.
func pair(base, ours, theirs tree.Tree, moves []Move, renamed func(from, to string) bool) []trio {
	changed := different(base, theirs)
	if len(changed) == 0 {
		return nil
	}
	toTheirs := renames(base, theirs, ours, moves, nil)
	var toOurs map[string]string
	if slices.ContainsFunc(changed, func(p string) bool { return ours[p].Absent() && !base[p].Absent() }) {
		toOurs = renames(base, ours, theirs, moves, renamed)
	}
	var trios []trio
	moved := map[string]bool{} // paths of theirs that are a file of base
	for _, path := range changed {
		if base[path].Absent() {
			continue
		}
		t := trio{basePath: path, base: base[path], ours: ours[path], theirs: theirs[path]}
		t.ourPath, t.theirPath = pathOf(t.ours, path), pathOf(t.theirs, path)
		if to := toOurs[path]; to != "" && (theirs[to].Absent() || toTheirs[path] == to) {
			t.ourPath, t.ours = to, ours[to]
		}
		if to := toTheirs[path]; to != "" && (ours[to].Absent() || toOurs[path] == to) {
			t.theirPath, t.theirs, moved[to] = to, theirs[to], true
		}
		trios = append(trios, t)
	}
	for _, path := range changed {
		if base[path].Absent() && !moved[path] {
			trios = append(trios, trio{ourPath: pathOf(ours[path], path), theirPath: path, ours: ours[path], theirs: theirs[path]})
		}
	}
	return trios
}

// different returns the paths of files that are not the same in both trees, sorted.
func different(base, theirs tree.Tree) []string {
	var paths []string
	both := 0
	for path, file := range base {
		other, ok := theirs[path]
		if ok {
			both++
		}
		if !file.Same(other) {
			paths = append(paths, path)
		}
	}
	if both < len(theirs) {
		for path := range theirs {
			if base[path].Absent() {
				paths = append(paths, path)
			}
		}
	}
	slices.Sort(paths)
	return paths
}

func pathOf(f tree.File, path string) string {
	if f.Absent() {
		return ""
	}
	return path
}
