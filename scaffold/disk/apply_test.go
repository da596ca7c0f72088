package disk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// files makes a tree of lines: "path content", "path* content" for an executable file, "path! content" for a private one,
// "path -> target" for a link.
func files(lines ...string) tree.Tree {
	t := make(tree.Tree)
	for _, line := range lines {
		name, content, _ := strings.Cut(line, " ")
		f := tree.File{Data: []byte(content), Mode: tree.Regular}
		if target, ok := strings.CutPrefix(content, "-> "); ok {
			f = tree.File{Data: []byte(target), Mode: tree.Symlink}
		}
		switch name[len(name)-1] {
		case '*':
			f.Mode = tree.Executable
		case '!':
			f.Policy = tree.Private
		}
		t[strings.TrimRight(name, "*!")] = f
	}
	return t
}

// between returns the plan from one tree to another.
func between(before, after tree.Tree) tree.Plan {
	all := make(tree.Tree)
	for p, f := range before {
		all[p] = f
	}
	for p, f := range after {
		all[p] = f
	}
	var plan tree.Plan
	for _, p := range all.Paths() {
		plan = append(plan, tree.Change{Path: p, Old: before[p], New: after[p]})
	}
	return plan
}

// project makes a folder with the files of a tree. It is in memory where it can be: some tests make hundreds, and every run
// waits for the disk.
func project(t *testing.T, all tree.Tree) string {
	t.Helper()
	parent, err := os.MkdirTemp("/dev/shm", "disk-test-")
	if err != nil {
		parent = t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(parent) })
	dir := filepath.Join(parent, "shop")
	fill(t, dir, all)
	return dir
}

// fill puts files into a project, and a memory, as every project has one. A path that ends in / is an empty folder.
func fill(t *testing.T, dir string, all tree.Tree) {
	t.Helper()
	put(t, dir, ".scaffold/lock.yaml", tree.File{Data: []byte("lock"), Mode: tree.Regular})
	for p, f := range all.All() {
		put(t, dir, p, f)
	}
}

func put(t *testing.T, dir, p string, f tree.File) {
	t.Helper()
	name := filepath.Join(dir, filepath.FromSlash(p))
	err := os.MkdirAll(filepath.Dir(name), 0o777)
	switch {
	case err != nil:
	case strings.HasSuffix(p, "/"):
		err = os.Mkdir(name, 0o777)
	case f.Mode == tree.Symlink:
		err = os.Symlink(string(f.Data), name)
	default:
		err = os.WriteFile(name, f.Data, rightsOfNew(f))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// changes are plans of every kind: before and after, what else is in the project, and what of it stands afterwards.
var changes = []struct {
	name          string
	before, after tree.Tree
	theirs        tree.Tree
}{
	{name: "create", after: files("a 1", "new/deep/b 2", "run* 3", "link -> a", "empty")},
	{name: "create beside theirs", after: files("dir/a 1"), theirs: files("dir/b 2", "dir/sub/c 3")},
	{name: "private", after: files(".env! secret"), before: files("old x")},
	{name: "update", before: files("a 1", "d/b 2", "d/c 3"), after: files("a 1!", "d/b 22", "d/c 3")},
	{name: "empty and fill", before: files("a 1", "b"), after: files("a", "b 1")},
	{name: "delete", before: files("a 1", "d/b 2", "link -> a", "gone/x 1", "gone/deep/y 2"), after: files("a 1")},
	{
		name: "folder with theirs stays", before: files("d/a 1", "d/e/b 2", "d/f/c 3"), after: files(),
		theirs: files("d/e/mine 1", "d/own/ "),
	},
	{name: "move", before: files("old/name 1"), after: files("new/name 1")},
	{name: "move down into its own name", before: files("name 1"), after: files("name/name 1")},
	{name: "move up into its own name", before: files("name/name 1"), after: files("name 1")},
	{name: "mode", before: files("run 1", "tool* 2"), after: files("run* 1", "tool 2")},
	{name: "mode and content", before: files("run 1"), after: files("run* 2")},
	{name: "file becomes link", before: files("a 1", "b 2"), after: files("a -> b", "b 2")},
	{name: "link becomes file", before: files("a -> b", "b 2"), after: files("a 1", "b 2")},
	{name: "link changes", before: files("a -> b"), after: files("a -> c")},
	{name: "link to nothing", before: files("a -> none"), after: files("a -> never")},
	{name: "folder becomes file", before: files("d/a 1", "d/e/f/b 2"), after: files("d 1")},
	{name: "folder becomes link", before: files("d/a 1"), after: files("d -> e", "e/a 1")},
	{name: "file becomes folder", before: files("d 1"), after: files("d/a 1", "d/e/f/b 2")},
	{name: "link becomes folder", before: files("d -> e", "e/a 1"), after: files("d/a 1", "e/a 2")},
	{name: "they trade places", before: files("a 1", "b/c 2"), after: files("a/c 2", "b 1")},
	{name: "odd names", before: files("*.[x]\"? 1"), after: files("*.[x]\"? 2", "#it's 1", "日本/ü 1", "-rf 1")},
	{name: "memory", before: files(".scaffold/base/aa x"), after: files(".scaffold/base/bb y", ".scaffold/pending.yaml z")},
}

func TestApply(t *testing.T) {
	for _, tt := range changes {
		t.Run(tt.name, func(t *testing.T) {
			dir, want := t.TempDir(), project(t, tt.after)
			fill(t, dir, tt.before)
			for p, f := range tt.theirs.All() {
				put(t, dir, p, f)
				put(t, want, p, f)
			}
			if err := apply(context.Background(), dir, between(tt.before, tt.after), Options{}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(list(t, want), list(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestApplyRefuses: the project is looked at first, all problems are told at once, and nothing is written.
func TestApplyRefuses(t *testing.T) {
	one, two := tree.File{Data: []byte("1"), Mode: tree.Regular}, tree.File{Data: []byte("2"), Mode: tree.Regular}
	update := func(paths ...string) (plan tree.Plan) {
		for _, p := range paths {
			plan = append(plan, tree.Change{Path: p, Old: one, New: two})
		}
		return plan
	}
	for _, tt := range []struct {
		name  string
		there tree.Tree
		plan  tree.Plan
		want  []string // the paths of the problems
	}{
		{"edited", files("a 1", "b 1x", "c 1"), update("a", "b", "c"), []string{"b"}},
		{"several", files("a 1x", "c* 1", "d -> a", "e/f 1"), update("a", "b", "c", "d", "e"), []string{"a", "b", "c", "d", "e"}},
		{"delete what was edited", files("a 2"), tree.Plan{{Path: "a", Old: one}}, []string{"a"}},
		{"delete what is gone", files(), tree.Plan{{Path: "a", Old: one}}, []string{"a"}},
		{"create over theirs", files("a 1", "l -> a", "d/x 1"), between(nil, files("a 1", "l -> a", "d 2")), []string{"a", "d", "l"}},
		{"create over an empty folder", files("d/ "), between(nil, files("d 2")), []string{"d"}},
		{"create over a folder of theirs in ours", files("d/a 1", "d/own/ "), between(files("d/a 1"), files("d 2")), []string{"d/own"}},
		{"file on the way", files("d 1"), between(nil, files("d/a 1", "d/b/c 1")), []string{"d"}},
		{"link to a folder on the way", files("e/x 1", "d -> e"), between(files("d/x 1"), files("d/x 2")), []string{"d", "d/x"}},
		{"link out on the way", files("d -> ../.."), between(nil, files("d/x 2")), []string{"d"}},
		{"link out on the way, later", files("e/d -> ../.."), between(nil, files("e/d/f/x 2")), []string{"e/d"}},
		{"unsafe", files(), between(nil, files("../a 1", "/b 1", ".git/config x", "con 1", "l -> ../x", "A 1", "a 1")), []string{
			"../a", ".git/config", "/b", "a", "con", "l",
		}},
		{"unsafe delete", files(), tree.Plan{{Path: "../a", Old: one}}, []string{"../a"}},
		{"the journal", files(), between(nil, files(".scaffold/journal/redo x", ".Scaffold/Journal x")), []string{
			".Scaffold/Journal", ".scaffold/journal/redo",
		}},
		{"twice", files("a 1"), update("a", "a"), []string{"a"}},
		{"file and folder", files(), between(nil, files("a 1", "a/b 1")), []string{"a"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := project(t, tt.there)
			unchanged(t, filepath.Dir(dir), func() {
				err := apply(context.Background(), dir, tt.plan, Options{})
				var list problem.List
				if !errors.As(err, &list) {
					t.Fatalf("got %v, want a list of problems", err)
				}
				var got []string
				for _, p := range list {
					got = append(got, strings.TrimPrefix(p.File, dir+"/"))
				}
				slices.Sort(got)
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("%s\n%v", diff, err)
				}
			})
		})
	}
}

func TestApplyNothing(t *testing.T) {
	same := tree.File{Data: []byte("x"), Mode: tree.Regular}
	plan := tree.Plan{{Path: "a", Op: tree.Keep, Old: same, New: same}, {Path: "b", Op: tree.Tombstone}}
	dir := project(t, nil)
	unchanged(t, dir, func() {
		if err := apply(context.Background(), dir, plan, Options{}); err != nil {
			t.Error(err)
		}
	})
}

func TestApplyKeepsRights(t *testing.T) {
	for _, tt := range []struct {
		name          string
		before, after tree.Tree
		have, want    fs.FileMode
	}{
		{"content", files("a 1"), files("a 2"), 0o640, 0o640},
		{"read-only", files("a 1"), files("a 2"), 0o444, 0o444},
		{"wider than the umask", files("a 1"), files("a 2"), 0o666, 0o666},
		{"executable by the owner", files("a* 1"), files("a* 2"), 0o744, 0o744},
		{"becomes executable", files("a 1"), files("a* 1"), 0o640, 0o750},
		{"becomes executable, secret", files("a 1"), files("a* 1"), 0o600, 0o700},
		{"is executable no more", files("a* 1"), files("a 2"), 0o750, 0o640},
		{"becomes private", files("a 1"), files("a! 2"), 0o664, 0o600},
		{"becomes private and executable", files("a 1"), tree.Tree{"a": {Mode: tree.Executable, Policy: tree.Private}}, 0o664, 0o700},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := project(t, tt.before)
			name := filepath.Join(dir, "a")
			if err := os.Chmod(name, tt.have); err != nil {
				t.Fatal(err)
			}
			if err := apply(context.Background(), dir, between(tt.before, tt.after), Options{}); err != nil {
				t.Fatal(err)
			}
			if got := must[fs.FileInfo](t)(os.Stat(name)).Mode(); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// TestApplyIgnoresModes: the right to execute is neither compared nor, alone, changed.
func TestApplyIgnoresModes(t *testing.T) {
	before, after := files("a 1", "b* 1", "c 1"), files("a* 2", "b* 2", "c* 1", "d* 1")
	dir := project(t, files("a* 1", "b 1", "c 1"))
	if err := apply(context.Background(), dir, between(before, after), Options{}); err == nil {
		t.Error("the modes were not compared")
	}
	if err := apply(context.Background(), dir, between(before, after), Options{IgnoreModes: true}); err != nil {
		t.Fatal(err)
	}
	got := list(t, dir)
	for p, want := range map[string]string{"a": " 2", "b": " 2", "c": "-rw-r--r-- 1", "d": " 1"} {
		if !strings.HasSuffix(got[p], want) {
			t.Errorf("%s: %q", p, got[p])
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, ".scaffold/journal")); err == nil {
		t.Error("the journal is left")
	}
}

// TestApplyRenamesByCase: on a file system that folds case the new path leads to the file that goes. A second name for
// the same file looks the same.
func TestApplyRenamesByCase(t *testing.T) {
	before, after := files("readme 1"), files("README 2")
	dir := project(t, before)
	s := survey{dir: dir, changes: between(before, after), root: must[*os.Root](t)(os.OpenRoot(dir))}
	defer s.root.Close()
	if err := os.Link(filepath.Join(dir, "readme"), filepath.Join(dir, "README")); err != nil {
		lacks(t, err)
	}
	if _, err := s.steps(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestApplyTellsProgress(t *testing.T) {
	before, after := files("a 1", "b 1", "gone 1"), files("a 2", "b 2", "c 1", "d/e 1")
	var told []int
	progress := func(done, total int) {
		if total != 4 {
			t.Errorf("of %d files", total)
		}
		told = append(told, done)
	}
	if err := apply(context.Background(), project(t, before), between(before, after), Options{Progress: progress}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(told, []int{1, 2, 3, 4}) {
		t.Errorf("got %v", told)
	}
}

// every is a change of each kind, and theirs what stays.
func every() (before, after, theirs tree.Tree) {
	before, after, theirs = files(), files(), files("mine 1", "folder with theirs/mine 2")
	for i, tt := range changes {
		for p, f := range tt.before {
			before[fmt.Sprintf("p%02d/%s", i, p)] = f
		}
		for p, f := range tt.after {
			after[fmt.Sprintf("p%02d/%s", i, p)] = f
		}
		for p, f := range tt.theirs {
			theirs[fmt.Sprintf("p%02d/%s", i, p)] = f
		}
	}
	return before, after, theirs
}

// some is small enough to be stopped at each of its steps.
func some() (before, after, theirs tree.Tree) {
	before = files("edited 1", "run 2", "gone/x 3", "gone/y 4", "kept/z 5", "link -> edited", "d/a 6", "f 7", ".env! 8")
	after = files("edited 11", "run* 2", "link -> run", "d 66", "f/g/h 77", "new/deep/n 9", "new/r* 10", ".env! 88", "s! 12")
	return before, after, files("kept/mine 1", "own 2")
}
