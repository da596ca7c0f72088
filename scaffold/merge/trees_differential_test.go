package merge

import (
	"bytes"
	"crypto/sha1"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// TestDifferentialTrees holds Trees against git merge-tree: where git merges cleanly, so do we, with the same tree. Two
// rare cases are left to us, see excepted. (Policies, tombstones, declared moves and foreign line endings git does not
// know: the tables of TestTrees hold them.)
func TestDifferentialTrees(t *testing.T) {
	git := findGit(t)
	groves := make([]grove, *cases)
	for i := range groves {
		groves[i] = plantGrove(rand.New(rand.NewPCG(*seed, uint64(i))))
	}
	clean, same, exceptions, different := 0, 0, 0, 0
	for i, want := range mergeTrees(t, git, groves) {
		plan := Trees(groves[i].base, groves[i].ours, groves[i].theirs, TreeOptions{})
		checkPlan(t, plan, groves[i].ours)
		switch {
		case !want.clean:
			continue
		case plan.Conflicts() == 0 && treeHash(plan.Apply(groves[i].ours)) == want.tree:
			same++
		case groves[i].excepted():
			exceptions++
		default:
			if different++; different <= *report {
				t.Errorf("case %d is clean in git, and not the same here:\n%v%s", i, groves[i], tell(plan))
			}
		}
		clean++
	}
	t.Logf("git merges %d of %d trees cleanly; here %d of them are the same, %d are excepted, %d differ",
		clean, len(groves), same, exceptions, different)
	if 200*exceptions > clean {
		t.Errorf("%d exceptions are more than rare", exceptions)
	}
}

// excepted reports whether one of these, the cases in which we mean to differ, may be at hand:
//   - one side moved a file to where the other side put one of its own: git merges the three into one text; to us they
//     are two files, of which the second was added by both sides;
//   - one side moved a file and left a link in its place, or the other way round: git follows it; we see a change of
//     type, and a new file.
func (g grove) excepted() bool {
	for path := range g.paths() {
		base, ours, theirs := g.base[path], g.ours[path], g.theirs[path]
		addedByBoth := base.Absent() && !ours.Absent() && !theirs.Absent()
		retyped := func(f tree.File) bool {
			return !base.Absent() && !f.Absent() && base.Mode.Type() != f.Mode.Type()
		}
		if addedByBoth || retyped(ours) || retyped(theirs) {
			return true
		}
	}
	return false
}

func (g grove) paths() tree.Tree {
	all := maps.Clone(g.base)
	maps.Copy(all, g.ours)
	maps.Copy(all, g.theirs)
	return all
}

// String shows what differs.
func (g grove) String() string {
	var b strings.Builder
	for _, path := range g.paths().Paths() {
		if base, ours, theirs := g.base[path], g.ours[path], g.theirs[path]; !base.Same(ours) || !base.Same(theirs) {
			fmt.Fprintf(&b, "%s\n\tbase   %v %q\n\tours   %v %q\n\ttheirs %v %q\n", path,
				base.Mode, base.Data, ours.Mode, ours.Data, theirs.Mode, theirs.Data)
		}
	}
	return b.String()
}

type gitTree struct {
	clean bool
	tree  string // its object name
}

// mergeTrees merges all groves by one `git merge-tree --write-tree --stdin`, in a repository made by one git fast-import.
func mergeTrees(t *testing.T, git program, groves []grove) []gitTree {
	t.Helper()
	var commits, merges bytes.Buffer
	for i, g := range groves {
		for side, content := range []tree.Tree{g.base, g.ours, g.theirs} {
			writeCommit(&commits, i, side, content)
		}
		fmt.Fprintf(&merges, "o%d t%d\n", i, i)
	}
	run := func(stdin []byte, args ...string) []byte {
		out, code := git.run(t, stdin, args...)
		if code != 0 {
			t.Fatalf("git %q: exit code %d", args, code)
		}
		return out
	}
	run(nil, "init", "--quiet", "--bare")
	run(commits.Bytes(), "fast-import", "--quiet")
	fields := strings.Split(string(run(merges.Bytes(), "merge-tree", "--write-tree", "--stdin", "--name-only", "--no-messages")), "\x00")
	out := make([]gitTree, 0, len(groves))
	for range groves {
		out = append(out, gitTree{fields[0] == "1", fields[1]})
		fields = fields[slices.Index(fields, "")+1:]
	}
	return out
}

func writeCommit(w *bytes.Buffer, i, side int, content tree.Tree) {
	fmt.Fprintf(w, "commit refs/heads/%c%d\nmark :%d\ncommitter a <a@b> 0 +0000\ndata 0\n", "bot"[side], i, 3*i+side+1)
	if side > 0 {
		fmt.Fprintf(w, "from :%d\ndeleteall\n", 3*i+1)
	}
	for path, f := range content.All() {
		fmt.Fprintf(w, "M %s inline %s\ndata %d\n%s\n", gitMode(f), path, len(f.Data), f.Data)
	}
}

func gitMode(f tree.File) string {
	return map[fs.FileMode]string{tree.Symlink: "120000", tree.Executable: "100755", tree.Regular: "100644"}[f.Mode]
}

// treeHash returns the name that git gives a tree.
func treeHash(t tree.Tree) string {
	return fmt.Sprintf("%x", hashBelow(t, ""))
}

func hashBelow(t tree.Tree, prefix string) [sha1.Size]byte {
	entries := map[string]string{} // by the name that git sorts by
	for path, f := range t {
		rest, inside := strings.CutPrefix(path, prefix)
		if !inside {
			continue
		}
		name, _, isDir := strings.Cut(rest, "/")
		if isDir {
			if entries[name+"/"] == "" {
				sum := hashBelow(t, prefix+name+"/")
				entries[name+"/"] = "40000 " + name + "\x00" + string(sum[:])
			}
			continue
		}
		sum := sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(f.Data), f.Data))
		entries[name] = gitMode(f) + " " + name + "\x00" + string(sum[:])
	}
	var body strings.Builder
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		body.WriteString(entries[name])
	}
	return sha1.Sum(fmt.Appendf(nil, "tree %d\x00%s", body.Len(), body.String()))
}
