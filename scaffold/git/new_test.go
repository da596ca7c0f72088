package git

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// trees are projects that the git program must see as it sees its own.
func trees() map[string]tree.Tree {
	sizes := tree.Tree{}
	for _, n := range []int{0, 1, 15, 16, 17, 2047, 2048, 1 << 20} {
		sizes[fmt.Sprintf("zeros-%d", n)] = tree.File{Data: make([]byte, n), Mode: tree.Regular}
		sizes[fmt.Sprintf("noise-%d", n)] = tree.File{Data: noise(n), Mode: tree.Regular}
	}
	many := tree.Tree{}
	for i := range 300 {
		many[fmt.Sprintf("d%d/e%d/f%d", i%7, i%13, i)] = tree.File{Data: fmt.Append(nil, i), Mode: tree.Regular}
	}
	return map[string]tree.Tree{
		"empty":        {},
		"one file":     text("README.md", "hello\n"),
		"sorting":      text("a.b", "1", "a/x", "2", "a0", "3", "a-/y", "4", "ab/c/d", "5", "B", "6", "é/ü", "7"),
		"same content": text("x/__init__.py", "", "y/__init__.py", "", "x/y/__init__.py", "", "a", "1", "b", "1"),
		"same folders": text("x/f", "1", "y/f", "1"),
		"names":        text("with space", "1", `quote"'`, "2", "новый/文件", "3", "-f", "4", strings.Repeat("n", 255), "5"),
		"deep":         text(strings.Repeat("d/", 100)+"f", "1"),
		"modes": {
			"run.sh":    {Data: []byte("#!/bin/sh\n"), Mode: tree.Executable},
			"link":      {Data: []byte("run.sh"), Mode: tree.Symlink},
			"sub/up":    {Data: []byte("../run.sh"), Mode: tree.Symlink},
			"sub/plain": {Data: []byte("#!/bin/sh\n"), Mode: tree.Regular},
		},
		"sizes":          sizes,
		"many":           many,
		"ignored":        text(".gitignore", "*.log\n/build/\n!keep.log\n", "a.log", "1", "keep.log", "2", "build/keep.log", "3", "x/build/y", "4"),
		"nested ignores": text(".gitignore", "*\n!*/\n!.gitignore\n!*.go\n", "x/a.go", "1", "x/b.txt", "2", "x/.gitignore", "!b.txt\n", "y/b.txt", "3"),
		"attributes": text(
			".gitattributes", "* text=auto\n*.bat eol=crlf\n*.keep -text\n*.force text\n*.pic binary\n*.id ident\n",
			"crlf.txt", "a\r\nb\r\n", "lf.txt", "a\nb\n", "mixed.txt", "a\r\nb\n", "lone.txt", "a\rb\r\n", "zero.txt", "a\x00\r\n",
			"run.bat", "@echo\r\n", "x.keep", "a\r\n", "x.force", "a\x00\r\n\r", "x.pic", "a\r\n", "x.id", "$Id: old $ $Id$ $Id:\n$\r\n",
			"sub/.gitattributes", "*.txt -text\n", "sub/x.txt", "a\r\n",
		),
		"no attributes": text("crlf.txt", "a\r\nb\r\n"),
	}
}

func TestRepositoryIsWhatGitMakes(t *testing.T) {
	for name, files := range trees() {
		t.Run(name, func(t *testing.T) {
			r, dir := made(t, files, testOptions())
			p := gitProgram(t, dir)
			if hasStat {
				p.says("", "diff-files") // lists a file whose stat data differs, whatever is in it
			}
			p.says("", "status", "--porcelain")
			p.says("", "fsck", "--strict", "--full", "--no-dangling")
			p.says(r.Commit+" main@{0}: commit (initial): first\n", "reflog", "--no-abbrev", "main")

			other := gitProgram(t, t.TempDir())
			writeTree(t, other.dir, files)
			other.run("init", "--quiet", "--initial-branch=main")
			other.run("add", "--all")
			other.run("commit", "--quiet", "--allow-empty", "--message=first")
			other.says(r.Commit+"\n"+r.Tree+"\n", "rev-parse", "HEAD", "HEAD^{tree}")
			if isLong() || name == "modes" {
				p.says(other.run("ls-files", "-s"), "ls-files", "-s")
				p.says(other.run("config", "--local", "--list"), "config", "--local", "--list")
			}
		})
	}
}

// Once every stat is stale git reads every file again, through its filters: that must give the blobs that are there.
func TestStatusAfterTouch(t *testing.T) {
	sample := []string{"attributes", "no attributes", "modes"}
	for name, files := range trees() {
		if !isLong() && !slices.Contains(sample, name) {
			continue
		}
		for _, autocrlf := range []string{"false", "input", "true"} {
			t.Run(name+", core.autocrlf="+autocrlf, func(t *testing.T) {
				_, dir := made(t, files, testOptions())
				config := filepath.Join(t.TempDir(), "config")
				must(t, os.WriteFile(config, []byte("[core]\n\tautocrlf = "+autocrlf+"\n"), 0o600))
				p := gitProgram(t, dir).with("GIT_CONFIG_GLOBAL=" + config)
				for path, f := range files {
					if f.Mode != tree.Symlink {
						must(t, os.Chtimes(filepath.Join(dir, path), time.Time{}, time.Unix(1, 0)))
					}
				}
				p.says("", "status", "--porcelain")
			})
		}
	}
}

func TestRepositoryLives(t *testing.T) {
	files := trees()["many"]
	_, dir := made(t, files, testOptions())
	p := gitProgram(t, dir)
	copied := filepath.Join(t.TempDir(), "copy")
	p.run("clone", "--quiet", "--no-local", dir, copied)
	p.run("gc", "--quiet")
	p.says("", "fsck", "--strict")
	p.says("", "status", "--porcelain")
	must(t, os.WriteFile(filepath.Join(dir, "new"), nil, 0o600))
	p.run("add", "new")
	p.run("commit", "--quiet", "--message=second")
	p.run("repack", "-a", "-d", "-F", "--quiet")
	p.says("2\n", "rev-list", "--count", "HEAD")
	got, err := os.ReadFile(filepath.Join(copied, "d1/e1/f1"))
	must(t, err)
	if string(got) != "1" {
		t.Errorf("the clone holds %q", got)
	}
}

func TestNoCommit(t *testing.T) {
	files := text(".gitignore", "*.log\n", "a.log", "1", "b", "2")
	files[".env"] = tree.File{Data: []byte("SECRET=1"), Mode: tree.Regular, Policy: tree.Private}
	o := testOptions()
	o.NoCommit, o.Branch = true, "feature/x"
	r, dir := made(t, files, o)
	p := gitProgram(t, dir)
	if r.Commit != "" || r.Tree != "" {
		t.Errorf("commit %q, tree %q", r.Commit, r.Tree)
	}
	p.says("?? .gitignore\n?? b\n", "status", "--porcelain")
	p.says("feature/x\n", "branch", "--show-current")
	p.says("0 objects, 0 kilobytes\n", "count-objects")
	p.run("add", "--all")
	p.run("commit", "--quiet", "--message=first")
	p.says(".gitignore\nb\n", "ls-files")
}

func TestLeftOut(t *testing.T) {
	private := tree.File{Data: []byte("SECRET=1"), Mode: tree.Regular, Policy: tree.Private}
	files := text(
		".gitignore", "# logs\n*.log\n.env\n.scaffold/\n", "a.log", "", "sub/b.log", "", "README", "",
		".scaffold/lock.yaml", "x", ".scaffold/base/a.log", "y", "sub/.gitignore", "gone/\r\n", "sub/gone/x/y", "",
	)
	files[".env"], files["key [1]*.pem"], files["sub/spa ced"] = private, private, private
	r, dir := made(t, files, testOptions())
	want := []Remark{
		{".env", ".gitignore:3: .env"},
		{"a.log", ".gitignore:2: *.log"},
		{"key [1]*.pem", "private"},
		{"sub/b.log", ".gitignore:2: *.log"},
		{"sub/gone/x/y", "sub/.gitignore:1: gone/"},
		{"sub/spa ced", "private"},
	}
	if diff := cmp.Diff(want, r.LeftOut); diff != "" {
		t.Error(diff)
	}
	p := gitProgram(t, dir)
	p.says(".gitignore\n.scaffold/base/a.log\n.scaffold/lock.yaml\nREADME\nsub/.gitignore\n", "ls-files")
	p.says("", "status", "--porcelain")
	p.run("add", "--all")
	p.says("", "diff", "--cached", "--name-only")
	must(t, os.WriteFile(filepath.Join(dir, "key 1.pem"), nil, 0o600))
	p.says("?? \"key 1.pem\"\n", "status", "--porcelain")
}

func TestUnfiltered(t *testing.T) {
	files := text(".gitattributes", "*.png filter=lfs -text\n*.rc working-tree-encoding=UTF-16\n", "a.png", "\x00", "b.rc", "x", "c", "")
	r, err := New(files, testOptions())
	must(t, err)
	want := []Remark{{"a.png", "filter=lfs"}, {"b.rc", "working-tree-encoding=UTF-16"}}
	if diff := cmp.Diff(want, r.Unfiltered); diff != "" {
		t.Error(diff)
	}
}

// All that is not stat data is the same every time, on one core and on many.
func TestSameTreeSameBytes(t *testing.T) {
	files := trees()["many"]
	var first []File
	for i := range 5 {
		r, err := New(files, testOptions())
		must(t, err)
		out, err := r.Files(nil)
		must(t, err)
		if i == 0 {
			first = out
		}
		if !slices.EqualFunc(first, out, func(a, b File) bool { return a.Path == b.Path && a.Mode == b.Mode && bytes.Equal(a.Data, b.Data) }) {
			t.Fatal("two runs differ")
		}
	}
}

func TestFilesOrder(t *testing.T) {
	r, err := New(text("a", "1"), testOptions())
	must(t, err)
	files, err := r.Files(nil)
	must(t, err)
	if last := files[len(files)-1].Path; last != "index" {
		t.Errorf("the last file is %s: git would trust an older index", last)
	}
	for _, f := range files {
		if packed := strings.HasPrefix(f.Path, "objects/pack/"); packed != (f.Mode == 0o444) {
			t.Errorf("%s has mode %v", f.Path, f.Mode)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for name, files := range map[string]tree.Tree{
		"climbing":        text("../x", ""),
		"absolute":        text("/x", ""),
		"empty name":      text("", ""),
		"empty element":   text("a//b", ""),
		"dot":             text("a/./b", ""),
		"nul":             text("a\x00b", ""),
		"repository":      text(".git/config", ""),
		"other case":      text("sub/.GIT/hooks/x", ""),
		"file and folder": text("a", "", "a/b/c", ""),
	} {
		if _, err := New(files, testOptions()); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	o := testOptions()
	o.Branch = "a b"
	if _, err := New(text("a", ""), o); err == nil {
		t.Error("a branch with a space: accepted")
	}
}

func TestFilesystem(t *testing.T) {
	for goos, want := range map[string]string{
		"linux":   "filemode=true",
		"windows": "filemode=false symlinks=false ignorecase=true",
		"darwin":  "filemode=true ignorecase=true precomposeunicode=true",
	} {
		o := testOptions()
		o.Filesystem = FilesystemOf(goos)
		_, dir := made(t, text("a", "1"), o)
		var got []string
		for line := range strings.Lines(gitProgram(t, dir).run("config", "--local", "--list")) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
			switch key = strings.TrimPrefix(key, "core."); key {
			case "filemode", "symlinks", "ignorecase", "precomposeunicode":
				got = append(got, key+"="+value)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", goos, got, want)
		}
	}
}

func TestMessage(t *testing.T) {
	for _, in := range []string{"first", "\n\nfirst\n\n", "subject\n\nbody\nmore\n"} {
		o := testOptions()
		o.Message = in
		r, _ := made(t, text("a", "1"), o)
		p := gitProgram(t, t.TempDir())
		p.run("init", "--quiet", "--initial-branch=main")
		writeTree(t, p.dir, text("a", "1"))
		p.run("add", "--all")
		p.run("commit", "--quiet", "--message="+in)
		p.says(r.Commit+"\n", "rev-parse", "HEAD")
	}
}
