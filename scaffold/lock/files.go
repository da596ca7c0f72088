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

// ignores keep what is under way out of every commit: the journal of a change, and an update that waits for a person.
const ignores = `# Written by scaffold.
/journal/
/pending/
/pending.yaml
`

// Files gives what .scaffold/ holds for a project of which t was rendered: the lock, with a line for every file of t, the
// base store, and what git has to know. The files of l are only asked for their tombstones.
//
// Every content is in the store once, except that of private files, which is nowhere. Files of policy once are in it
// too: whether the person has touched one is told by its base, `diff` and `restore` need its content, and a later
// blueprint may merge it.
func Files(l Lock, t tree.Tree) tree.Tree {
	l.Files = Entries(t, l.Files)
	return FilesOver(l, t, nil)
}

// FilesOver is Files for a project that has some of them: what stored has of the base store is taken as it is, whatever
// it holds, and only what is new is packed. The files of l must be the Entries of t.
func FilesOver(l Lock, t, stored tree.Tree) tree.Tree {
	files := tree.Tree{
		Path:                    remembered(l.Marshal()),
		Dir + "/.gitattributes": remembered([]byte(attributes)),
		Dir + "/.gitignore":     remembered([]byte(ignores)),
	}
	missing := make(map[string][]byte, len(l.Files)) // path in the store → content
	for _, e := range l.Files {
		if e.Policy == tree.Private {
			continue
		}
		place := BasePath(e.SHA256)
		if f := stored[place]; f.Mode == tree.Regular {
			files[place] = remembered(f.Data)
			continue
		}
		missing[place] = t[e.Path].Data
	}
	for place, packed := range pack(missing) {
		files[place] = remembered(packed)
	}
	return files
}

// pack gives the packed contents. It is most of the work of writing a lock, so all processors share it.
func pack(contents map[string][]byte) map[string][]byte {
	paths := slices.Collect(maps.Keys(contents))
	packed := make([][]byte, len(paths))
	workers := min(runtime.GOMAXPROCS(0), len(paths)/16+1)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			var p packer
			for i := w; i < len(paths); i += workers {
				packed[i] = p.pack(contents[paths[i]])
			}
		})
	}
	group.Wait()
	out := make(map[string][]byte, len(paths))
	for i, path := range paths {
		out[path] = packed[i]
	}
	return out
}

func remembered(data []byte) tree.File {
	return tree.File{Data: data, Mode: tree.Regular, Policy: tree.Managed, Why: "scaffold"}
}
