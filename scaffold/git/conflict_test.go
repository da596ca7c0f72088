package git

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// apply writes an index as package disk does.
func (w *Worktree) apply(t testing.TB, c IndexChange) {
	t.Helper()
	if c.Index == nil {
		t.Fatal("there is no change")
	}
	now, err := os.ReadFile(filepath.Join(w.GitDir, "index"))
	if err != nil && c.Old != nil || !bytes.Equal(now, c.Old) {
		t.Fatal("the index is not the one that was read")
	}
	for _, o := range c.Objects {
		name := filepath.Join(w.CommonDir, filepath.FromSlash(o.Path))
		must(t, os.MkdirAll(filepath.Dir(name), 0o755))
		must(t, os.WriteFile(name, o.Data, o.Mode))
	}
	must(t, os.WriteFile(filepath.Join(w.GitDir, "index"), c.Index, 0o644))
}

// stage puts paths into conflict, and returns what Unstage needs.
func (p program) stage(conflicts ...Conflict) []byte {
	p.t.Helper()
	w := p.open()
	c, err := w.Stage(conflicts)
	must(p.t, err)
	w.apply(p.t, c)
	return c.Before
}

func (p program) unstage(before []byte, paths ...string) {
	p.t.Helper()
	w := p.open()
	c, err := w.Unstage(paths, before)
	must(p.t, err)
	w.apply(p.t, c)
}

// conflict has sides of one line each; a side that is "" is absent.
func conflict(path, base, ours, theirs string) Conflict {
	side := func(content string) tree.File {
		if content == "" {
			return tree.File{}
		}
		return tree.File{Data: []byte(content), Mode: tree.Regular}
	}
	return Conflict{path, tree.Stages{Base: side(base), Ours: side(ours), Theirs: side(theirs)}}
}

// git shows each kind of conflict as it shows its own.
func TestStage(t *testing.T) {
	for _, test := range []struct {
		base, ours, theirs, status string
	}{
		{"1\n", "2\n", "3\n", "UU"},
		{"", "2\n", "3\n", "AA"},
		{"1\n", "", "3\n", "DU"},
		{"1\n", "2\n", "", "UD"},
		{"1\n", "", "", "DD"},
		{"", "2\n", "", "AU"},
		{"", "", "3\n", "UA"},
	} {
		for _, version := range []string{"2", "4"} {
			if version == "4" && test.status != "UU" && !isLong() {
				continue
			}
			t.Run(test.status+version, func(t *testing.T) {
				p := repository(t, "a", "1\n", "dir/x", "1\n", "dir/y", "1\n", "z", "1\n")
				p.run("update-index", "--index-version="+version)
				others := p.run("ls-files", "--debug", "a", "dir/y", "z")
				p.write("dir/x", "<<<<<<<\n2\n=======\n3\n>>>>>>>\n")
				p.stage(conflict("dir/x", test.base, test.ours, test.theirs))
				p.says(test.status+" dir/x\n", "status", "--porcelain")
				var unmerged strings.Builder
				for i, side := range []string{test.base, test.ours, test.theirs} {
					stage := string(rune('1' + i))
					if side != "" {
						unmerged.WriteString("100644 " + blobHash([]byte(side)).String() + " " + stage + "\tdir/x\n")
						p.says(side, "cat-file", "blob", ":"+stage+":dir/x")
					}
				}
				p.says(unmerged.String(), "ls-files", "--unmerged")
				if version == "2" {
					p.says(others, "ls-files", "--debug", "a", "dir/y", "z")
				}
				if !isLong() && test.status != "UU" {
					return
				}
				p.says("", "fsck", "--strict", "--no-dangling")
				p.run("add", "dir/x")
				p.says("M  dir/x\n", "status", "--porcelain")
				p.run("commit", "-qm", "resolved")
				p.says("", "status", "--porcelain")
				p.says("", "fsck", "--strict")
			})
		}
	}
}

// The programs that resolve conflicts work on ours.
func TestStagedConflictIsResolvedByGit(t *testing.T) {
	p := repository(t, "x", "0\n1\n2\n")
	prepare := func() {
		p.run("reset", "-q", "--hard")
		p.stage(conflict("x", "0\n1\n2\n", "0\nours\n2\n", "0\ntheirs\n2\n"))
	}
	content := func(want string) {
		t.Helper()
		got, err := os.ReadFile(filepath.Join(p.dir, "x"))
		must(t, err)
		if string(got) != want {
			t.Errorf("x is %q, want %q", got, want)
		}
	}
	prepare()
	p.run("checkout", "-q", "--ours", "x")
	content("0\nours\n2\n")
	p.run("checkout", "-q", "--theirs", "x")
	content("0\ntheirs\n2\n")
	p.run("checkout", "-q", "--conflict=merge", "x")
	content("0\n<<<<<<< ours\nours\n=======\ntheirs\n>>>>>>> theirs\n2\n")
	p.run("checkout", "-q", "--conflict=diff3", "x")
	content("0\n<<<<<<< ours\nours\n||||||| base\n1\n=======\ntheirs\n>>>>>>> theirs\n2\n")
	if diff := p.run("diff"); !strings.HasPrefix(diff, "diff --cc x\n") {
		t.Errorf("git diff: %s", diff)
	}
	p.run("-c", "merge.tool=cat", "-c", `mergetool.cat.cmd=cat "$BASE" "$LOCAL" "$REMOTE" > "$MERGED"`, "-c", "mergetool.cat.trustExitCode=true",
		"-c", "mergetool.keepBackup=false", "mergetool", "--no-prompt", "x")
	content("0\n1\n2\n0\nours\n2\n0\ntheirs\n2\n")
	p.says("M  x\n", "status", "--porcelain")
	p.run("checkout", "-q", "--merge", "x") // back to the conflict, from what the index remembers of it
	p.says("UU x\n", "status", "--porcelain")
	prepare()
	p.run("rm", "-q", "x")
	p.says("D  x\n", "status", "--porcelain")
	prepare()
	p.write("x", "0\nresolved\n2\n")
	if out, err := p.try("", "commit", "-qam", "x"); err != nil {
		t.Error(out)
	}
}

func TestUnstage(t *testing.T) {
	paths := []string{"a", "b", "c", "d", "dir/new", "module"}
	var conflicts []Conflict
	for _, path := range paths {
		conflicts = append(conflicts, conflict(path, "base\n", "ours\n", "theirs\n"))
	}
	for _, prefix := range []string{"", "apps/shop"} {
		t.Run(prefix, func(t *testing.T) {
			root := repository(t, prefix+"/a", "1\n", prefix+"/b", "1\n", prefix+"/c", "1\n", prefix+"/d", "1\n", prefix+"/dir/e", "1\n", prefix+"/f", "1\n", "g", "1\n")
			p := root.in(prefix)
			p.write("b", "2\n")
			p.run("add", "b")
			p.write("b", "3\n")
			p.run("rm", "-q", "--cached", "c")
			p.write("d", "2\n")
			p.write("dir/new", "1\n")
			p.run("add", "-N", "dir/new")
			p.run("update-index", "--add", "--cacheinfo", "160000,"+strings.TrimSpace(p.run("rev-parse", "HEAD"))+","+strings.TrimPrefix(prefix+"/module", "/"))
			status, files := p.run("status", "--porcelain=v2"), p.run("ls-files", "-s", "-t")

			before := p.stage(conflicts...)
			if n := strings.Count(p.run("status", "--porcelain"), "UU "); n != len(paths) {
				t.Errorf("%d of %d in conflict", n, len(paths))
			}
			p.run("add", "a")
			p.run("rm", "-q", "--cached", "d")
			p.unstage(before, paths...)
			p.says(status, "status", "--porcelain=v2")
			p.says(files, "ls-files", "-s", "-t")

			before = p.stage(conflicts[:2]...)
			p.write("f", "2\n")
			p.run("add", "f")
			p.write("dir/other", "")
			p.run("add", "dir/other")
			root.run("mv", "g", "h")
			p.unstage(before, paths[:2]...)
			p.run("reset", "-q", "--", "f", "dir/other")
			p.remove("dir/other")
			p.write("f", "1\n")
			root.run("mv", "h", "g")
			p.says(status, "status", "--porcelain=v2")
			p.says("", "fsck", "--strict", "--no-dangling")
		})
	}
}

func TestStageWithoutSides(t *testing.T) {
	p := repository(t, "a", "1\n", "b", "1\n")
	before := p.stage(conflict("a", "1\n", "2\n", "3\n"), conflict("b", "", "", ""))
	p.says("UU a\n", "status", "--porcelain")
	p.unstage(before, "a", "b")
	p.says("", "status", "--porcelain")
}

func TestStageInLinkedWorktree(t *testing.T) {
	p := repository(t, "a", "1\n")
	p.run("worktree", "add", "--quiet", "../linked")
	linked := p.in("../linked")
	before := linked.stage(conflict("a", "1\n", "2\n", "3\n"))
	linked.says("UU a\n", "status", "--porcelain")
	p.says("", "status", "--porcelain")
	p.says("", "fsck", "--strict", "--no-dangling")
	linked.unstage(before, "a")
	linked.says("", "status", "--porcelain")
}

func TestStageBeforeTheFirstAdd(t *testing.T) {
	p := newProgram(t)
	p.run("init", "--quiet")
	p.write("a", "2\n")
	before := p.stage(conflict("a", "", "2\n", "3\n"))
	p.says("AA a\n", "status", "--porcelain")
	p.unstage(before, "a")
	p.says("?? a\n", "status", "--porcelain")
}

func TestStageNothing(t *testing.T) {
	w := repository(t, "a", "1\n").open()
	for _, conflicts := range [][]Conflict{nil, {conflict("a", "", "", "")}} {
		c, err := w.Stage(conflicts)
		must(t, err)
		if diff := cmp.Diff(IndexChange{}, c); diff != "" {
			t.Error(diff)
		}
	}
	empty := (&indexFile{version: 2}).encode()
	c, err := w.Unstage(nil, empty)
	must(t, err)
	if diff := cmp.Diff(IndexChange{}, c); diff != "" {
		t.Error(diff)
	}
}

// Content goes in as git add would put it in, so what is equal to the index has the index's own object.
func TestStageConverts(t *testing.T) {
	p := repository(t, ".gitattributes", "*.txt text\n*.up filter=up\n*.id ident\n", "guessed", "1\n", "kept", "1\r\n", "x.txt", "1\n", "x.id", "$Id$\n", "run", "1\n", "link", "to")
	p.run("config", "filter.up.clean", "tr a-z A-Z")
	p.write("x.up", "abc\n")
	p.touch("x.up", 100)
	p.run("add", ".")
	p.run("update-index", "--chmod=+x", "run")
	p.run("update-index", "--cacheinfo", "120000,"+strings.TrimSpace(p.run("rev-parse", ":link"))+",link")
	p.run("commit", "-qm", "x")
	p.run("config", "core.autocrlf", "true")
	p.run("config", "core.fileMode", "false")
	p.run("config", "core.symlinks", "false")
	want := p.run("ls-files", "-s", "guessed", "kept", "link", "run", "x.id", "x.txt", "x.up")
	before := p.stage(
		conflict("guessed", "0\n", "1\r\n", "3\n"), conflict("kept", "0\n", "1\r\n", "3\n"), conflict("x.txt", "0\n", "1\r\n", "3\n"),
		conflict("x.id", "0\n", "$Id: old $\n", "3\n"), conflict("x.up", "0\n", "abc\n", "3\n"), conflict("run", "0\n", "1\n", "3\n"),
		conflict("link", "0\n", "to", "3\n"),
	)
	var ours strings.Builder
	for line := range strings.Lines(p.run("ls-files", "--unmerged")) {
		if strings.Contains(line, " 2\t") {
			ours.WriteString(strings.Replace(line, " 2\t", " 0\t", 1))
		}
	}
	if diff := cmp.Diff(want, ours.String()); diff != "" {
		t.Errorf("-index +stage 2\n%s", diff)
	}
	p.unstage(before, "guessed", "kept", "x.txt", "x.id", "x.up", "run", "link")
	p.says("", "status", "--porcelain")
}

// Where git guesses, a file that it does not know yet gets LF.
func TestStageConvertsWhatIsNew(t *testing.T) {
	p := repository(t, "kept", "1\r\n")
	p.run("config", "core.autocrlf", "input")
	p.stage(conflict("new", "", "1\r\n", "2\r\n"), conflict("kept", "1\r\n", "2\r\n", "3\r\n"))
	p.says("1\n", "cat-file", "blob", ":2:new")
	p.says("2\r\n", "cat-file", "blob", ":2:kept")
}

func TestStageModes(t *testing.T) {
	p := repository(t, "x", "1\n")
	c := conflict("x", "1\n", "2\n", "to")
	c.Ours.Mode, c.Theirs.Mode = tree.Executable, tree.Symlink
	p.stage(c)
	got := p.run("ls-files", "--unmerged")
	for _, want := range []string{"100644 " + blobHash([]byte("1\n")).String() + " 1", "100755 " + blobHash([]byte("2\n")).String() + " 2", "120000 " + blobHash([]byte("to")).String() + " 3"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

// Objects that are there already, loose or packed, are not written again.
func TestStageWritesNewObjectsOnly(t *testing.T) {
	p := repository(t, "packed", "1\n")
	p.run("gc", "-q")
	p.write("loose", "2\n")
	p.run("add", ".")
	c, err := p.open().Stage([]Conflict{conflict("x", "1\n", "2\n", "3\n"), conflict("y", "", "3\n", "1\n")})
	must(t, err)
	if len(c.Objects) != 1 || c.Objects[0].Path != "objects/00/750edc07d6415dcc07ae0351e9397b0222b7ba" {
		t.Errorf("objects: %v", c.Objects)
	}
}

// What the index says of other paths stays: flags, conflicts, resolved conflicts, and that an entry may be stale.
func TestStageKeepsTheRest(t *testing.T) {
	p := repository(t, "a", "1\n", "assumed", "1\n", "left out", "1\n", "resolved", "1\n", "stale", "1\n")
	p.run("config", "core.trustCtime", "false")
	p.run("config", "core.checkStat", "minimal")
	when := time.Now().Add(-time.Hour).Truncate(time.Second)
	must(t, os.Chtimes(filepath.Join(p.dir, "stale"), when, when))
	p.run("update-index", "--refresh")
	p.run("update-index", "--assume-unchanged", "assumed")
	p.run("update-index", "--skip-worktree", "left out")
	p.write("intended", "1\n")
	p.run("add", "-N", "intended")
	p.stage(conflict("resolved", "1\n", "2\n", "3\n"), conflict("waiting", "1\n", "2\n", "3\n"))
	p.run("add", "resolved")
	for _, path := range []string{"assumed", "left out", "stale"} {
		p.write(path, "2\n")
	}
	for _, name := range []string{"stale", ".git/index"} {
		must(t, os.Chtimes(filepath.Join(p.dir, name), when, when))
	}
	want := p.run("--no-optional-locks", "status", "--porcelain=v2")
	if !strings.Contains(want, "stale") || strings.Contains(want, "assumed") || strings.Contains(want, "left out") {
		t.Fatalf("the test is not made well:\n%s", want)
	}
	before := p.stage(conflict("a", "1\n", "2\n", "3\n"))
	p.unstage(before, "a")
	p.says(want, "status", "--porcelain=v2")
	p.run("checkout", "-q", "--merge", "resolved")
	p.says("UU resolved\nUU waiting\n", "status", "--porcelain", "resolved", "waiting")
}

func TestUnstageRefusesToCover(t *testing.T) {
	p := repository(t, "a", "1\n", "dir/b", "1\n")
	before := p.stage(conflict("a", "1\n", "2\n", "3\n"), conflict("dir/b", "1\n", "2\n", "3\n"))
	p.run("rm", "-q", "-f", "a", "dir/b")
	p.write("a/below", "1\n")
	p.write("dir", "1\n")
	p.run("add", ".")
	_, err := p.open().Unstage([]string{"a", "dir/b"}, before)
	var list problem.List
	if !errors.As(err, &list) || len(list) != 2 || len(list[0].Hints) == 0 {
		t.Errorf("got %#v", err)
	}
	if _, err := p.open().Unstage([]string{"a"}, before[:20]); err == nil {
		t.Error("a damaged memory was accepted")
	}
}

func TestStageRefuses(t *testing.T) {
	w := repository(t, "a", "1\n").open()
	for what, c := range map[string]Conflict{
		"a path outside": conflict("../a", "1\n", "2\n", "3\n"),
		"no path":        conflict("", "1\n", "2\n", "3\n"),
		"a folder":       {"a", tree.Stages{Ours: tree.File{Mode: os.ModeDir}}},
	} {
		if _, err := w.Stage([]Conflict{c}); err == nil {
			t.Errorf("%s was accepted", what)
		}
	}
}
