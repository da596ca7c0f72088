package git

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// The kind of repository around a project makes no difference.
func TestDirtyWhereverItIs(t *testing.T) {
	paths := []string{"a", "dir/b", "new"}
	for name, move := range map[string]func(p program) program{
		"linked work tree": func(p program) program {
			p.run("worktree", "add", "--quiet", "../linked")
			return p.in("../linked")
		},
		"submodule": func(p program) program {
			p.in("..").run("init", "--quiet", "super")
			p.in("../super").run("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", p.dir, "module")
			return p.in("../super/module")
		},
		"subfolder": func(p program) program {
			p.in("apps").write("shop/a", "1\n")
			p.in("apps").write("shop/dir/b", "1\n")
			p.run("add", ".")
			p.run("commit", "-qm", "x")
			return p.in("apps/shop")
		},
		"separate git dir": func(p program) program {
			p.run("init", "--quiet", "--separate-git-dir=../elsewhere")
			return p
		},
		"borrowed objects": func(p program) program {
			p.in("..").run("clone", "--quiet", "--shared", "work", "one")
			p.in("..").run("clone", "--quiet", "--shared", "one", "two")
			return p.in("../two")
		},
		"shallow clone": func(p program) program {
			p.in("..").run("clone", "--quiet", "--depth=1", "file://"+p.dir, "one")
			return p.in("../one")
		},
		"mirrored by --reference, several packs": func(p program) program {
			p.run("gc", "--quiet")
			p.in("..").run("clone", "--quiet", "--reference=work", "file://"+p.dir, "one")
			return p.in("../one")
		},
	} {
		t.Run(name, func(t *testing.T) {
			here := move(repository(t, "a", "1\n", "dir/b", "1\n"))
			if got := here.dirtyLikeGit(paths); got != nil {
				t.Errorf("at first: %v", got)
			}
			here.write("dir/b", "2\n")
			here.write("new", "")
			here.run("rm", "-q", "--cached", "a")
			if got := here.dirtyLikeGit(paths); len(got) != 3 {
				t.Errorf("after changes: %v", got)
			}
		})
	}
}

func TestDirtySubmodule(t *testing.T) {
	paths := []string{"module", "module/a", "module/new"}
	for _, test := range []struct {
		what string
		do   func(p program)
		want string
	}{
		{"added", func(program) {}, "module"},
		{"committed", func(p program) { p.run("commit", "-qm", "x") }, ""},
		{"gone", func(p program) { p.run("commit", "-qm", "x"); p.remove("module") }, "module"},
		{"replaced", func(p program) { p.run("commit", "-qm", "x"); p.remove("module"); p.write("module", "") }, "module"},
		{"not checked out", func(p program) { p.run("commit", "-qm", "x"); p.run("submodule", "--quiet", "deinit", "-f", "module") }, ""},
	} {
		t.Run(test.what, func(t *testing.T) {
			p := repository(t, "a", "1\n")
			top := p.in("..")
			top.run("clone", "--quiet", "work", "other")
			p.run("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", top.dir+"/other", "module")
			test.do(p)
			if got := strings.Join(p.dirtyLikeGit(paths), " "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// The result of a filter is not known here, so stat data decide.
func TestDirtyBehindFilter(t *testing.T) {
	p := repository(t, ".gitattributes", "*.up filter=up\n*.u16 working-tree-encoding=UTF-16LE\n")
	p.run("config", "filter.up.clean", "tr a-z A-Z")
	p.run("config", "filter.up.smudge", "tr A-Z a-z")
	p.write("a.up", "abc\n")
	p.write("b.u16", "a\x00\n\x00")
	p.touch("a.up", 100)
	p.touch("b.u16", 100)
	p.run("add", ".")
	p.run("commit", "-qm", "x")
	paths := []string{"a.up", "b.u16"}
	for _, test := range []struct {
		what string
		do   func()
		want string
	}{
		{"nothing", func() {}, ""},
		{"another length", func() { p.write("a.up", "abcd\n"); p.write("b.u16", "a\x00") }, "a.up b.u16"},
		{"committed", func() { p.run("commit", "-qam", "x") }, ""},
		{"same length", func() { p.write("a.up", "abce\n"); p.write("b.u16", "b\x00") }, "a.up b.u16"},
		{"same length and time", func() {
			p.run("commit", "-qam", "x")
			info, err := os.Stat(filepath.Join(p.dir, "a.up"))
			must(t, err)
			p.write("a.up", "abcf\n")
			must(t, os.Chtimes(filepath.Join(p.dir, "a.up"), info.ModTime(), info.ModTime()))
		}, "a.up"},
	} {
		test.do()
		if got := strings.Join(p.dirtyLikeGit(paths), " "); got != test.want {
			t.Errorf("%s: got %q, want %q", test.what, got, test.want)
		}
	}
	p.run("commit", "-qam", "x")
	w := p.open()
	w.env.Stat = nil
	got, err := w.Dirty(paths, p.ours(paths))
	must(t, err)
	if len(got) != 2 {
		t.Errorf("without stat data: %v", got)
	}
}

// On a disk that ignores case a project's path may be spelled otherwise in the index.
func TestDirtyIgnoringCase(t *testing.T) {
	p := repository(t, "readme", "1\n", ".gitignore", "Build/\n*.LOG\n")
	p.run("config", "core.ignoreCase", "true")
	ours := text("README", "1\n", "build/x", "", "a.log", "", "New", "")
	got, err := p.open().Dirty(ours.Paths(), ours)
	must(t, err)
	if diff := cmp.Diff([]string{"New"}, got); diff != "" {
		t.Error(diff)
	}
	p.write("readme", "2\n") // on disk too, so that stat data cannot say that nothing changed
	ours["README"] = text("", "2\n")[""]
	got, err = p.open().Dirty([]string{"README"}, ours)
	must(t, err)
	if diff := cmp.Diff([]string{"README"}, got); diff != "" {
		t.Error(diff)
	}
}

// What cannot be read rightly is refused, with a hint, and never guessed at.
func TestDirtyRefuses(t *testing.T) {
	for what, do := range map[string]func(p program){
		"split index without its shared one": func(p program) {
			p.run("update-index", "--split-index")
			shared, err := filepath.Glob(filepath.Join(p.dir, ".git/sharedindex.*"))
			must(p.t, err)
			must(p.t, os.Remove(shared[0]))
		},
		"short index": func(p program) {
			data, err := os.ReadFile(filepath.Join(p.dir, ".git/index"))
			must(t, err)
			must(t, os.WriteFile(filepath.Join(p.dir, ".git/index"), data[:len(data)/2], 0o600))
		},
		"empty index":        func(p program) { p.write(".git/index", "") },
		"broken HEAD":        func(p program) { p.write(".git/HEAD", "ref: ../../../etc/passwd\n") },
		"missing commit":     func(p program) { p.write(".git/HEAD", strings.Repeat("1", 40)+"\n") },
		"missing tree":       func(p program) { p.run("read-tree", "HEAD"); p.forget("HEAD^{tree}") },
		"missing folder":     func(p program) { p.write("other", ""); p.run("add", "."); p.forget("HEAD:dir") },
		"a blob as a commit": func(p program) { p.write(".git/HEAD", p.run("rev-parse", "HEAD:a")) },
	} {
		t.Run(what, func(t *testing.T) {
			p := repository(t, "a", "1", "dir/b", "1", "kept/c", "1")
			do(p)
			w, _, err := Open(p.dir, p.environment())
			if err == nil {
				_, err = w.Dirty([]string{"a", "dir/b"}, text("a", "1", "dir/b", "1"))
			}
			var found problem.Problem
			if !errors.As(err, &found) || len(found.Hints) == 0 {
				t.Errorf("got %#v", err)
			}
		})
	}
}

// forget drops the index's own knowledge of trees, and an object.
func (p program) forget(object string) {
	p.t.Helper()
	name := strings.TrimSpace(p.run("rev-parse", object))
	for _, file := range strings.Fields(p.run("ls-files")) {
		p.run("update-index", "--force-remove", file)
		p.run("add", file)
	}
	p.remove(".git/objects/" + name[:2] + "/" + name[2:])
}
