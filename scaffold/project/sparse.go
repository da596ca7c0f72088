package project

import (
	"maps"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// addOutside adds to ours the rendered files that a sparse checkout keeps out of the working tree, as git has them: they
// are missing on disk, but nobody deleted them. It returns them.
func (p *Project) addOutside(ours tree.Tree, rendered []lock.Entry) (tree.Tree, error) {
	if p.worktree == nil {
		return nil, nil
	}
	var missing []string
	for _, e := range rendered {
		if ours[e.Path].Absent() && e.Policy != tree.Private {
			missing = append(missing, e.Path)
		}
	}
	if len(missing) == 0 {
		return nil, nil
	}
	outside, err := p.worktree.OutsideSparse(missing)
	maps.Copy(ours, outside)
	return outside, err
}

// asOnDisk adapts a plan to the disk, which lacks the files outside a sparse checkout. Files outside it that the plan deletes
// are left to git, and returned as problems.
func asOnDisk(plan tree.Plan, outside tree.Tree) (onDisk tree.Plan, left []problem.Problem) {
	if len(outside) == 0 {
		return plan, nil
	}
	onDisk = slices.DeleteFunc(slices.Clone(plan), func(c tree.Change) bool {
		_, is := outside[c.Path]
		if is && c.Writes() && c.New.Absent() {
			left = append(left, problem.Problem{
				File: c.Path, Message: "no longer part of the blueprint, but outside the sparse checkout",
				Hints: []string{problem.ShellCommand("git", "rm", "--sparse", "--", c.Path)},
			})
			return true
		}
		return false
	})
	for i := range onDisk {
		c := &onDisk[i]
		if _, is := outside[c.Path]; !is || !c.Writes() {
			continue
		}
		c.Old = tree.File{}
		if c.Op == tree.Update || c.Op == tree.Chmod {
			c.Op = tree.Create
		}
	}
	return onDisk, left
}
