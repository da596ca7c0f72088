package merge

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// grove is three trees: a base, and two that were made of it by what people and blueprints do to files.
type grove struct{ base, ours, theirs tree.Tree }

func plantGrove(r *rand.Rand) grove {
	base := tree.Tree{}
	for range r.IntN(14) {
		plant(r, base, newFile(r))
	}
	g := grove{base, maps.Clone(base), maps.Clone(base)}
	for range r.IntN(6) {
		tend(r, g.ours)
	}
	for range r.IntN(6) {
		tend(r, g.theirs)
	}
	if r.IntN(4) == 0 { // the same on both sides
		state := r.Uint64()
		tend(rand.New(rand.NewPCG(1, state)), g.ours)
		tend(rand.New(rand.NewPCG(1, state)), g.theirs)
	}
	return g
}

// plant puts a file where there is room for one.
func plant(r *rand.Rand, t tree.Tree, f tree.File) {
	dirs := []string{"", "", "app/", "app/web/", "config/", "docs/"}
	names := []string{"main.py", "views.py", "urls.py", "README", "run.sh", "logo.png", "app", "docs"}
	path := dirs[r.IntN(len(dirs))] + names[r.IntN(len(names))]
	if fileAbove(path, t) == "" && !knows(t, path) {
		t[path] = f
	}
}

func newFile(r *rand.Rand) tree.File {
	f := tree.File{Mode: tree.Regular}
	switch r.IntN(8) {
	case 0:
		f.Mode = tree.Executable
	case 1:
		return tree.File{Data: fmt.Appendf(nil, "target%d", r.IntN(1000)), Mode: tree.Symlink}
	case 2:
		f.Data = fmt.Appendf(nil, "\x00\n%d", r.IntN(1000))
	}
	if r.IntN(3) == 0 { // like many others
		f.Data = append(f.Data, strings.Join(code(r, 1+r.IntN(3)), "")...)
		return f
	}
	for range 6 + r.IntN(20) {
		f.Data = append(f.Data, line(r)...)
	}
	return f
}

func line(r *rand.Rand) string {
	return strings.Repeat("\t", r.IntN(3)) + fmt.Sprintf("word%d = %d\n", r.IntN(1000), r.IntN(1000))
}

// tend does one thing to one file, or makes one.
func tend(r *rand.Rand, t tree.Tree) {
	paths := t.Paths()
	action := r.IntN(12)
	if len(paths) == 0 || action == 0 {
		plant(r, t, newFile(r))
		return
	}
	path := paths[r.IntN(len(paths))]
	f := t[path]
	switch action {
	case 1, 2:
		delete(t, path)
	case 3:
		delete(t, path)
		plant(r, t, f)
	case 4, 5:
		delete(t, path)
		plant(r, t, reword(r, f))
	case 6:
		delete(t, path)
		plant(r, t, newFile(r))
		t[path] = newFile(r)
		if fileAbove(path, t) != "" || folderAt(t, path) {
			delete(t, path)
		}
	case 7:
		if f.Mode != tree.Symlink {
			f.Mode ^= tree.Regular ^ tree.Executable
			t[path] = f
		}
	default:
		t[path] = reword(r, f)
	}
}

func folderAt(t tree.Tree, path string) bool {
	for p := range t {
		if strings.HasPrefix(p, path+"/") {
			return true
		}
	}
	return false
}

// reword changes some lines.
func reword(r *rand.Rand, f tree.File) tree.File {
	if f.Mode == tree.Symlink {
		f.Data = fmt.Appendf(nil, "target%d", r.IntN(1000))
		return f
	}
	lines := plaintext.Lines(f.Data)
	for range 1 + r.IntN(4) {
		p := r.IntN(len(lines) + 1)
		q := min(len(lines), p+r.IntN(3))
		lines = append(append(clone(lines[:p]), line(r)), lines[q:]...)
	}
	f.Data = []byte(strings.Join(lines, ""))
	return f
}

// fileAbove returns the file that stands where path needs a folder, or "".
func fileAbove(path string, in tree.Tree) string {
	for i := range len(path) {
		if path[i] == '/' && !in[path[:i]].Absent() {
			return path[:i]
		}
	}
	return ""
}
