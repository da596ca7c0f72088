package git

import (
	"bytes"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// Renames returns a function that reports whether one of the missing files may now be another file. One change must have
// removed the one and added the other: a commit, or what is not committed. The other must not be a copy of a third file
// that the repository already had.
//
// Where history does not say so, as in a shallow clone, no file may be another. The function is nil if there is no history
// of the project: HEAD lacks the file that marks it. Paths are relative to the project.
func (w *Worktree) Renames(missing, others []string, marker string) (func(from, to string) bool, error) {
	commit, _, err := w.head()
	if err != nil || commit.IsZero() || len(missing) == 0 {
		return nil, err
	}
	h := ancestry{
		Worktree: w, store: newStore(w.CommonDir), others: others,
		place: make(map[string]int, len(missing)),
		known: map[plumbing.Hash]commitNode{}, rows: map[plumbing.Hash][]bool{}, folders: map[plumbing.Hash]map[string]headFile{},
	}
	defer h.store.close()
	head := h.commit(commit)
	if full, err := w.path(marker); err != nil || h.file(head.tree, full) == (headFile{}) {
		return nil, err
	}
	for _, from := range missing {
		full, err := w.path(from)
		if err != nil {
			return nil, err
		}
		h.place[full] = len(h.missing)
		h.missing = append(h.missing, full)
	}
	may := map[string][]map[string]bool{} // by missing path: where it may be, for each change that removed it
	changes := map[plumbing.Hash]map[string]bool{}
	for i, from := range missing {
		for _, c := range h.removals(commit, h.missing[i], 0) {
			if changes[c.before] == nil {
				changes[c.before] = h.added(c)
			}
			may[from] = append(may[from], changes[c.before])
		}
	}
	return func(from, to string) bool {
		for _, added := range may[from] {
			if added[to] {
				return true
			}
		}
		return false
	}, nil
}

// Limits of the search in history, which ends where the missing files were removed.
const (
	mostCommits = 10_000
	mostFolders = 2_000 // kept in memory
	mostChains  = 8     // renames of one file, one after the other
)

// ancestry reads commits and their files. What cannot be read has no files and no parents: then history does not say.
type ancestry struct {
	*Worktree
	store   *store
	others  []string
	missing []string                 // in the working tree
	place   map[string]int           // by missing file: its index in missing
	rows    map[plumbing.Hash][]bool // by commit: which of the missing files it has
	known   map[plumbing.Hash]commitNode
	folders map[plumbing.Hash]map[string]headFile
}

type commitNode struct {
	tree    plumbing.Hash
	parents []plumbing.Hash
}

// removal is a change that removed a file: from one tree to another, which is zero for what is not committed.
type removal struct{ before, after plumbing.Hash }

func (h *ancestry) commit(name plumbing.Hash) commitNode {
	if c, ok := h.known[name]; ok {
		return c
	}
	var c commitNode
	data, err := h.store.read(name, plumbing.CommitObject)
	if err == nil {
		header, _, _ := bytes.Cut(data, []byte("\n\n"))
		for line := range lines(header) {
			if tree, ok := strings.CutPrefix(line, "tree "); ok {
				c.tree = plumbing.NewHash(tree)
			} else if parent, ok := strings.CutPrefix(line, "parent "); ok {
				c.parents = append(c.parents, plumbing.NewHash(parent))
			}
		}
	}
	h.known[name] = c
	return c
}

// file returns the file at a path of a tree, zero for none.
func (h *ancestry) file(tree plumbing.Hash, path string) headFile {
	for {
		name, rest, below := strings.Cut(path, "/")
		f := h.folder(tree)[name]
		if !below {
			return f
		}
		if f.mode != filemode.Dir {
			return headFile{}
		}
		tree, path = f.hash, rest
	}
}

func (h *ancestry) folder(tree plumbing.Hash) map[string]headFile {
	files, ok := h.folders[tree]
	if !ok && !tree.IsZero() {
		if data, err := h.store.read(tree, plumbing.TreeObject); err == nil {
			files, _ = parseTree(data) // none if it is corrupt
		}
		if len(h.folders) == mostFolders {
			clear(h.folders)
		}
		h.folders[tree] = files
	}
	return files
}

// has reports whether a commit has a file. It looks for all missing files together, as long as the commit's folders are in
// memory.
func (h *ancestry) has(commit plumbing.Hash, path string) bool {
	tree := h.commit(commit).tree
	at, missing := h.place[path]
	if !missing {
		return h.file(tree, path) != (headFile{})
	}
	row, known := h.rows[commit]
	if !known {
		row = make([]bool, len(h.missing))
		for i, p := range h.missing {
			row[i] = h.file(tree, p) != (headFile{})
		}
		h.rows[commit] = row
	}
	return row[at]
}

// removals returns the changes that removed a file which is missing after a commit. A merge removes nothing by itself. It
// goes on with the files that the removed one was renamed to unchanged, if they are missing, too.
func (h *ancestry) removals(commit plumbing.Hash, path string, chain int) (found []removal) {
	if h.has(commit, path) {
		return []removal{{before: h.commit(commit).tree}}
	}
	seen, next := map[plumbing.Hash]bool{}, []plumbing.Hash{commit}
	for len(next) > 0 && len(h.known) < mostCommits {
		at := h.commit(next[0])
		next = next[1:]
		for _, name := range at.parents {
			switch {
			case seen[name]:
			case !h.has(name, path):
				next = append(next, name)
			case len(at.parents) == 1:
				c := removal{h.commit(name).tree, at.tree}
				found = append(found, c)
				for _, to := range h.copies(c, h.file(c.before, path)) {
					if chain < mostChains && !h.has(commit, to) {
						found = append(found, h.removals(commit, to, chain+1)...)
					}
				}
			}
			seen[name] = true
		}
	}
	return found
}

// copies returns the paths that a change added with the content of a file.
func (h *ancestry) copies(c removal, file headFile) (paths []string) {
	h.walk(c.after, c.before, "", func(path string, f headFile) {
		if f == file && h.file(c.before, path) == (headFile{}) {
			paths = append(paths, path)
		}
	})
	return paths
}

// added returns those of the other files that a change added, without copies of what the repository already had elsewhere
// and kept.
func (h *ancestry) added(c removal) map[string]bool {
	kept := map[plumbing.Hash]bool{}
	if !c.after.IsZero() {
		h.walk(c.before, plumbing.ZeroHash, "", func(path string, f headFile) {
			kept[f.hash] = kept[f.hash] || h.file(c.after, path) == f
		})
	}
	added := map[string]bool{}
	for _, p := range h.others {
		full, err := h.path(p)
		if err != nil || h.file(c.before, full) != (headFile{}) {
			continue
		}
		f := h.file(c.after, full)
		added[p] = c.after.IsZero() || f != headFile{} && !kept[f.hash]
	}
	return added
}

// walk calls do for each file of a tree, but for folders that the other tree has the same.
func (h *ancestry) walk(tree, other plumbing.Hash, prefix string, do func(path string, f headFile)) {
	beside := h.folder(other)
	for name, f := range h.folder(tree) {
		switch {
		case f.mode != filemode.Dir:
			do(prefix+name, f)
		case beside[name] != f:
			h.walk(f.hash, beside[name].hash, prefix+name+"/", do)
		}
	}
}
