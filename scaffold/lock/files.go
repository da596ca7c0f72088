package lock

import (
	"maps"
	"runtime"
	"slices"
	"sync"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// attributes keep the base store as it is in every checkout, and both it and the lock out of reviews and statistics.
const attributes = `# Written by scaffold.
/base/** binary linguist-generated gitlab-generated
/lock.yaml text eol=lf linguist-generated gitlab-generated
`

// Files gives what .scaffold/ holds for a project of which t was rendered: the lock, with a line for every file of t, the
// base store, and the attributes for git. The files of l are only asked for their tombstones.
//
// Every content is in the store once, except that of private files, which is nowhere. Files of policy once are in it
// too: whether the person has touched one is told by its base, `diff` and `restore` need its content, and a later
// blueprint may merge it.
func Files(l Lock, t tree.Tree) tree.Tree {
	l.Files = Entries(t, l.Files)
	files := tree.Tree{
		Path:                    remembered(l.Marshal()),
		Dir + "/.gitattributes": remembered([]byte(attributes)),
	}
	for path, data := range contents(l.Files, t) {
		files[path] = remembered(data)
	}
	return files
}

// contents gives the packed content of every entry but the private ones, by its path. Packing is most of the work of
// writing a lock, so all processors share it.
func contents(entries []Entry, t tree.Tree) map[string][]byte {
	stored := make(map[string][]byte, len(entries)) // path in the store → content
	for _, e := range entries {
		if e.Policy != tree.Private {
			stored[BasePath(e.SHA256)] = t[e.Path].Data
		}
	}
	paths := slices.Collect(maps.Keys(stored))
	packed := make([][]byte, len(paths))
	workers := min(runtime.GOMAXPROCS(0), len(paths)/16+1)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			var p packer
			for i := w; i < len(paths); i += workers {
				packed[i] = p.pack(stored[paths[i]])
			}
		})
	}
	group.Wait()
	for i, path := range paths {
		stored[path] = packed[i]
	}
	return stored
}

func remembered(data []byte) tree.File {
	return tree.File{Data: data, Mode: tree.Regular, Policy: tree.Managed, Why: "scaffold"}
}
