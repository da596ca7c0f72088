package scaffold

import (
	"bytes"
	"maps"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

const baseDir = lock.BaseDir + "/"

// remember adds to a transition what is to be done under .scaffold so that it holds the next lock and, of stored, what
// that names of the base store. Nothing else there is touched.
func (p Project) remember(t *Transition, next lock.Lock, rendered, stored tree.Tree) {
	t.lock = next
	wanted := lock.FilesOver(next, rendered, stored)
	if p.Lock.Format > 1 && p.Lock.SameSource(next) {
		wanted[lock.Path] = p.Memory[lock.Path] // its owner may have edited it
	}
	t.Memory = tree.Join(p.wanting(wanted), strays(p.Memory, wanted))
}

// writing returns what is to be written so that .scaffold holds a lock, without base/.
func (p Project) writing(next lock.Lock) tree.Plan {
	wanted := lock.Settings()
	maps.Copy(wanted, next.Marshal(lock.Dir))
	return p.wanting(wanted)
}

// wanting returns what is to be written so that .scaffold holds the files that are wanted.
func (p Project) wanting(wanted tree.Tree) tree.Plan {
	var plan tree.Plan
	for path, f := range wanted {
		if old := p.Memory[path]; !sameMemory(path, old, f) {
			plan = plan.Replace(path, old, f, "scaffold")
		}
	}
	return tree.Join(plan)
}

// strays returns the removal of all contents of the base store that nothing names.
func strays(memory, wanted tree.Tree) tree.Plan {
	var plan tree.Plan
	for path, old := range memory {
		if strings.HasPrefix(path, baseDir) && wanted[path].Absent() {
			plan = append(plan, tree.Change{Path: path, Op: tree.Delete, Old: old, Why: "no longer needed"})
		}
	}
	return plan
}

// sameMemory reports whether a file under .scaffold is as it should be. Of the base store that is to the byte.
func sameMemory(path string, old, want tree.File) bool {
	if old.Absent() {
		return false
	}
	if strings.HasPrefix(path, baseDir) {
		return old.Mode.Type() == 0 && bytes.Equal(old.Data, want.Data)
	}
	return old.Mode.Type() == 0 && tree.File{Mode: want.Mode, Data: old.Data}.SameText(want)
}
