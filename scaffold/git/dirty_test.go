package git

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// status returns those of the paths that git status lists.
func (p program) status(w *Worktree, paths []string) []string {
	p.t.Helper()
	args := []string{"--literal-pathspecs", "--no-optional-locks", "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--"}
	var dirty []string
	for _, line := range strings.Split(p.run(append(args, paths...)...), "\x00") {
		if len(line) < 4 {
			continue
		}
		path := strings.TrimPrefix(line[3:], w.Prefix+"/")
		if w.Prefix == "" {
			path = line[3:]
		}
		if slices.Contains(paths, path) {
			dirty = append(dirty, path)
		}
	}
	slices.Sort(dirty)
	return slices.Compact(dirty)
}

// dirtyLikeGit fails unless Dirty agrees with git status, and returns what both report.
func (p program) dirtyLikeGit(paths []string) []string {
	p.t.Helper()
	w := p.open()
	got, err := w.Dirty(paths, p.ours(paths))
	must(p.t, err)
	if diff := cmp.Diff(p.status(w, paths), got); diff != "" {
		p.t.Errorf("-git +here\n%s\n%s", diff, p.run("status", "--porcelain", "--untracked-files=all"))
	}
	return got
}

func TestDirty(t *testing.T) {
	paths := []string{
		"a", "b", "dir/c", "dir/deep/d", "run.sh", "link", "crlf", "new", "new.log", "dir/new", "build/x", "other/x", "with space", "[g]*", "é",
	}
	for _, test := range []struct {
		what string
		do   func(p program)
		want string
	}{
		{"nothing", func(program) {}, ""},
		{"edited", func(p program) { p.write("a", "2\n") }, "a"},
		{"edited to another length", func(p program) { p.write("a", "longer\n") }, "a"},
		{"edited and staged", func(p program) { p.write("a", "2\n"); p.run("add", "a") }, "a"},
		{"staged and edited back", func(p program) { p.write("a", "2\n"); p.run("add", "a"); p.write("a", "1\n") }, "a"},
		{"edited and committed", func(p program) { p.write("a", "2\n"); p.run("commit", "-qam", "x") }, ""},
		{"touched", func(p program) { p.touch("a", 5) }, ""},
		{"deleted", func(p program) { p.remove("a"); p.remove("dir") }, "a dir/c dir/deep/d"},
		{"deleted and staged", func(p program) { p.run("rm", "-q", "a", "dir/c") }, "a dir/c"},
		{"out of the index, still there", func(p program) { p.run("rm", "-q", "--cached", "a") }, "a"},
		{"untracked", func(p program) { p.write("new", ""); p.write("dir/new", "") }, "dir/new new"},
		{"untracked and ignored", func(p program) { p.write("new.log", ""); p.write("build/x", "") }, ""},
		{"ignored by info/exclude", func(p program) { p.write(".git/info/exclude", "new\n"); p.write("new", "") }, ""},
		{"ignored by core.excludesFile", func(p program) {
			p.write("../mine", "new\n")
			p.run("config", "core.excludesFile", filepath.Join(p.dir, "..", "mine"))
			p.write("new", "")
		}, ""},
		{"included again", func(p program) {
			p.write(".git/info/exclude", "new\n")
			p.write(".gitignore", "!new\n")
			p.write("new", "")
		}, "new"},
		{"ignored, but staged", func(p program) { p.write("new.log", ""); p.run("add", "-f", "new.log") }, "new.log"},
		{"staged as new", func(p program) { p.write("new", ""); p.run("add", "new") }, "new"},
		{"intent to add", func(p program) { p.write("new", "1"); p.run("add", "-N", "new") }, "new"},
		{"intent to add, empty", func(p program) { p.write("new", ""); p.run("add", "-N", "new") }, "new"},
		{"intent to add, gone", func(p program) { p.write("new", "1"); p.run("add", "-N", "new"); p.remove("new") }, "new"},
		{"intent to add what was committed empty", func(p program) {
			p.write("new", "")
			p.run("add", "new")
			p.run("commit", "-qm", "x")
			p.run("rm", "-q", "--cached", "new")
			p.run("add", "-N", "new")
		}, "new"},
		{"executable", func(p program) { p.chmod("a", 0o755); p.chmod("run.sh", 0o644) }, "a run.sh"},
		{"executable, core.fileMode=false", func(p program) {
			p.run("config", "core.fileMode", "false")
			p.chmod("a", 0o755)
			p.chmod("run.sh", 0o644)
		}, ""},
		{"executable in the index", func(p program) { p.run("config", "core.fileMode", "false"); p.run("update-index", "--chmod=+x", "a") }, "a"},
		{"only the group's rights", func(p program) { p.chmod("a", 0o660) }, ""},
		{"link to elsewhere", func(p program) { p.remove("link"); p.symlink("b", "link") }, "link"},
		{"link becomes a file", func(p program) { p.remove("link"); p.write("link", "a") }, "link"},
		{"link becomes a file, core.symlinks=false", func(p program) {
			p.run("config", "core.symlinks", "false")
			p.remove("link")
			p.write("link", "a")
		}, ""},
		{"file becomes a link", func(p program) { p.remove("a"); p.symlink("b", "a") }, "a"},
		{"file becomes a folder", func(p program) { p.remove("a"); p.write("a/x", "") }, "a"},
		{"folder becomes a file", func(p program) { p.remove("dir"); p.write("dir", "") }, "dir/c dir/deep/d"},
		{"folder becomes a link", func(p program) {
			p.run("mv", "dir", "away")
			p.run("commit", "-qm", "x")
			p.write("dir/c", "1\n")
			p.run("add", "dir/c")
			p.run("commit", "-qm", "y")
			p.remove("dir")
			p.symlink("away", "dir")
		}, "dir/c"},
		{"assumed unchanged", func(p program) {
			p.run("update-index", "--assume-unchanged", "a", "b")
			p.write("a", "2\n")
			p.remove("b")
		}, ""},
		{"skip-worktree", func(p program) {
			p.run("update-index", "--skip-worktree", "a", "b")
			p.write("a", "2\n")
			p.remove("b")
		}, ""},
		{"sparse checkout", func(p program) {
			p.run("sparse-checkout", "set", "--no-cone", "/*", "!/a", "!/b")
			p.write("a", "2\n")
		}, "a"},
		{"sparse checkout, files outside expected", func(p program) {
			p.run("sparse-checkout", "set", "--no-cone", "/*", "!/a", "!/b")
			p.run("config", "sparse.expectFilesOutsideOfPatterns", "true")
			p.write("a", "2\n")
		}, ""},
		{"sparse checkout, ignored by what is left out", func(p program) {
			p.run("sparse-checkout", "set", "--no-cone", "/*", "!/.gitignore")
			p.write("new.log", "")
			p.write("new", "")
		}, "new"},
		{"no index", func(p program) { p.remove(".git/index") }, "[g]* a b crlf dir/c dir/deep/d link run.sh with space é"},
		{"no commit", func(p program) { p.run("checkout", "-q", "--orphan", "empty") }, "[g]* a b crlf dir/c dir/deep/d link run.sh with space é"},
		{"detached", func(p program) { p.run("checkout", "-q", "--detach"); p.write("a", "2\n") }, "a"},
		{"packed", func(p program) { p.run("gc", "-q"); p.run("pack-refs", "--all"); p.write("a", "2\n") }, "a"},
		{"cached trees are stale", func(p program) { p.run("read-tree", "HEAD"); p.write("dir/c", "2\n"); p.run("add", "dir/c") }, "dir/c"},
		{"reset to another commit", func(p program) {
			p.write("dir/c", "2\n")
			p.run("commit", "-qam", "x")
			p.run("reset", "-q", "--soft", "HEAD~1")
		}, "dir/c"},
		{"odd names", func(p program) { p.write("with space", "2\n"); p.write("[g]*", "2\n"); p.write("é", "2\n") }, "[g]* with space é"},
		{"a repository inside", func(p program) { p.write("other/x", "1"); p.in("other").run("init", "-q") }, ""},
		{"a folder that is a repository too", func(p program) { p.in("dir").run("init", "-q"); p.write("dir/c", "2\n"); p.write("dir/new", "") }, "dir/c dir/new"},
		{"conflict", func(p program) {
			p.run("checkout", "-qb", "side")
			p.write("a", "2\n")
			p.run("commit", "-qam", "2")
			p.run("checkout", "-q", "main")
			p.write("a", "3\n")
			p.run("commit", "-qam", "3")
			_, _ = p.try("", "merge", "-q", "side")
		}, "a"},
		{"conflict whose base is the commit", func(p program) {
			blob := strings.Fields(p.run("ls-files", "-s", "a"))[1]
			path := strings.TrimSpace(p.run("ls-files", "--full-name", "a"))
			_, err := p.try(fmt.Sprintf("0 %s 0\t%s\n100644 %s 1\t%s\n100644 %s 3\t%s\n", blob, path, blob, path, blob, path), "update-index", "--index-info")
			must(p.t, err)
		}, "a"},
		{"split index", func(p program) {
			p.run("update-index", "--split-index")
			p.write("dir/c", "2\n") // replaced
			p.write("new", "1")     // added
			p.run("add", "dir/c", "new")
			p.run("rm", "-q", "a") // deleted
			p.write("b", "3\n")
		}, "a b dir/c new"},
		{"split index, committed", func(p program) {
			p.run("config", "core.splitIndex", "true")
			p.run("config", "splitIndex.maxPercentChange", "100")
			p.write("dir/c", "2\n")
			p.write("new", "1")
			p.run("add", "dir/c", "new")
			p.run("rm", "-q", "a")
			p.run("commit", "-qm", "x")
			p.write("dir/deep/d", "2\n")
		}, "dir/deep/d"},
		{"sparse index", func(p program) {
			p.run("sparse-checkout", "set", "--cone", "--sparse-index", "build")
			p.write("a", "2\n")
		}, "a"},
		{"sparse index, file outside the cone", func(p program) {
			p.run("sparse-checkout", "set", "--cone", "--sparse-index", "build")
			p.write("dir/c", "2\n")
		}, "dir/c"},
		{"index version 4", func(p program) { p.run("update-index", "--index-version=4"); p.write("dir/deep/d", "2\n") }, "dir/deep/d"},
		{"feature.manyFiles", func(p program) {
			p.run("config", "feature.manyFiles", "true")
			p.run("config", "index.threads", "2")
			p.run("update-index", "--force-write-index")
			p.write("dir/deep/d", "2\n")
			p.write("new", "")
		}, "dir/deep/d new"},
		{"CRLF stays CRLF", func(p program) { p.run("config", "core.autocrlf", "true"); p.touch("crlf", 5) }, ""},
		{"text=auto, CRLF in the index", func(p program) { p.write(".git/info/attributes", "* text=auto\n"); p.touch("crlf", 5) }, ""},
		{"text, CRLF in the index", func(p program) { p.write(".gitattributes", "crlf text\n"); p.touch("crlf", 5) }, "crlf"},
		{"attributes of the index", func(p program) {
			p.write(".gitattributes", "crlf text\n")
			p.run("add", ".")
			p.run("commit", "-qm", "x")
			p.remove(".gitattributes")
			p.touch("crlf", 5)
		}, "crlf"},
		{"attributes of the person", func(p program) {
			p.write("../mine", "crlf text\n")
			p.run("config", "core.attributesFile", filepath.Join(p.dir, "..", "mine"))
			p.touch("crlf", 5)
		}, "crlf"},
		{"info/attributes win", func(p program) {
			p.write(".gitattributes", "crlf text\n")
			p.write(".git/info/attributes", "crlf -text\n")
			p.touch("crlf", 5)
		}, ""},
	} {
		t.Run(test.what, func(t *testing.T) {
			p := dirtyProject(t)
			test.do(p)
			if got := strings.Join(p.dirtyLikeGit(paths), " "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// dirtyProject is a repository whose files are older than the index, so that git believes their stat data.
func dirtyProject(t *testing.T) program {
	t.Helper()
	p := newProgram(t).in("work")
	must(t, os.Mkdir(p.dir, 0o755))
	for path, content := range map[string]string{
		"a": "1\n", "b": "1\n", "dir/c": "1\n", "dir/deep/d": "1\n", "run.sh": "#!/bin/sh\n", "crlf": "1\r\n",
		"with space": "1\n", "[g]*": "1\n", "é": "1\n", ".gitignore": "*.log\n/build/\n",
	} {
		p.write(path, content)
		p.touch(path, 100)
	}
	p.chmod("run.sh", 0o755)
	p.symlink("a", "link")
	p.commitAll()
	return p
}

// touch makes a file some seconds older than it is.
func (p program) touch(path string, seconds int) {
	p.t.Helper()
	name := filepath.Join(p.dir, path)
	info, err := os.Stat(name)
	must(p.t, err)
	when := info.ModTime().Add(-time.Duration(seconds) * time.Second)
	must(p.t, os.Chtimes(name, when, when))
}

func (p program) chmod(path string, mode os.FileMode) {
	p.t.Helper()
	must(p.t, os.Chmod(filepath.Join(p.dir, path), mode))
}

func (p program) symlink(target, path string) {
	p.t.Helper()
	must(p.t, os.Symlink(target, filepath.Join(p.dir, path)))
}
