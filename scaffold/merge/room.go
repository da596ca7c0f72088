package merge

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Aside returns the n-th name, from 1, of what is written beside a path because its place is taken: NAME.new, NAME.new2, …
func Aside(path string, n int) string {
	if n == 1 {
		return path + ".new"
	}
	return path + ".new" + strconv.Itoa(n)
}

// makeRoom finds new files that ours leaves no place for: a file where ours keeps a folder, or below what ours keeps as a
// file. They are written beside it.
func (p *planner) makeRoom() {
	if !slices.ContainsFunc(p.plan, isNew) {
		return
	}
	after := p.plan.Apply(p.ours)
	folders := map[string]bool{}
	for path := range after {
		tree.AddFolders(folders, path)
	}
	for i, c := range p.plan {
		switch {
		case !isNew(c):
		case folders[c.Path]:
			p.relocate(&p.plan[i], c.Path, "your folder "+c.Path)
		default:
			for end, letter := range c.Path {
				if file := c.Path[:end]; letter == '/' && !after[file].Absent() { // it stands where a folder is needed
					p.relocate(&p.plan[i], file, "your file "+file)
					break
				}
			}
		}
	}
}

func isNew(c tree.Change) bool { return c.Old.Absent() && !c.New.Absent() }

// relocate puts a new file beside the place that obstacle, which is kept, takes.
func (p *planner) relocate(c *tree.Change, place, obstacle string) {
	if p.asides[place] == "" {
		p.asides[place] = p.free(place)
	}
	to := p.asides[place] + strings.TrimPrefix(c.Path, place)
	for i := range p.plan {
		switch other := &p.plan[i]; {
		case other.Op == tree.Delete && other.Path == c.From:
			other.Why = "moved to " + to
		case other.Beside == c.Path:
			other.Beside = to
		}
	}
	c.Why = obstacle + " is in the way of " + c.Path
	c.Path = to
	if p.favor == Marked && c.Op != tree.Conflict {
		c.Op, c.Stages, c.Beside = tree.Conflict, tree.Stages{Theirs: c.New}, to
	}
}

// free returns a name beside path that is neither a file nor a folder.
func (p *planner) free(path string) string {
	for n := 1; ; n++ {
		name := Aside(path, n)
		if !p.given[name] && !knows(p.ours, name) && !knows(p.theirs, name) {
			p.given[name] = true
			return name
		}
	}
}

func knows(t tree.Tree, name string) bool {
	if !t[name].Absent() {
		return true
	}
	folder := name + "/"
	for path := range t {
		if strings.HasPrefix(path, folder) {
			return true
		}
	}
	return false
}
