package git

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// environment is that of a git program, so that both see the same configuration.
func (p program) environment() Environment {
	return Environment{
		Getenv:   p.getenv,
		ReadFile: os.ReadFile,
		Home:     p.getenv("HOME"),
		Stat: func(name string) (Stat, error) {
			if _, err := os.Lstat(name); err != nil {
				return Stat{}, err
			}
			return statOf(p.t, name, ""), nil
		},
	}
}

func (p program) getenv(name string) string {
	value := ""
	for _, pair := range p.env {
		if rest, ok := cutEnv(pair, name); ok {
			value = rest
		}
	}
	return value
}

func cutEnv(pair, name string) (string, bool) {
	if len(pair) > len(name) && pair[:len(name)+1] == name+"=" {
		return pair[len(name)+1:], true
	}
	return "", false
}

// open opens the work tree around the program's folder.
func (p program) open() *Worktree {
	p.t.Helper()
	w, ok, err := Open(p.dir, p.environment())
	must(p.t, err)
	if !ok {
		p.t.Fatalf("no work tree around %s", p.dir)
	}
	return w
}

// in is the program in another folder, below or beside.
func (p program) in(dir string) program {
	p.dir = filepath.Join(p.dir, filepath.FromSlash(dir))
	return p
}

// write writes a file of the program's folder, with its folders.
func (p program) write(path, content string) {
	p.t.Helper()
	name := filepath.Join(p.dir, filepath.FromSlash(path))
	must(p.t, os.MkdirAll(filepath.Dir(name), 0o755))
	must(p.t, os.WriteFile(name, []byte(content), 0o644))
}

func (p program) remove(path string) {
	p.t.Helper()
	must(p.t, os.RemoveAll(filepath.Join(p.dir, filepath.FromSlash(path))))
}

// ours returns the files at some paths, as package disk reads it.
func (p program) ours(paths []string) tree.Tree {
	p.t.Helper()
	t := tree.Tree{}
	for _, path := range paths {
		name := filepath.Join(p.dir, filepath.FromSlash(path))
		info, err := os.Lstat(name)
		if err != nil || !isReal(p.dir, filepath.Dir(name)) {
			continue
		}
		f := tree.File{Mode: info.Mode().Type()}
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			target, err := os.Readlink(name)
			must(p.t, err)
			f = tree.File{Mode: tree.Symlink, Data: []byte(target)}
		case info.Mode().IsRegular():
			f.Mode = tree.Regular
			if info.Mode()&0o100 != 0 {
				f.Mode = tree.Executable
			}
			f.Data, err = os.ReadFile(name)
			must(p.t, err)
		}
		t[path] = f
	}
	return t
}

// isReal reports whether no folder on the way is a link.
func isReal(top, dir string) bool {
	for ; dir != top; dir = filepath.Dir(dir) {
		if info, err := os.Lstat(dir); err != nil || !info.IsDir() {
			return false
		}
	}
	return true
}

// newProgram is the git program in a new folder, whose path has no links.
func newProgram(t testing.TB) program {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	return gitProgram(t, dir).with("GIT_CEILING_DIRECTORIES=" + dir)
}

// repository is a new repository with one commit of the given files.
func repository(t testing.TB, pairs ...string) program {
	t.Helper()
	p := newProgram(t).in("work")
	must(t, os.Mkdir(p.dir, 0o755))
	for i := 0; i < len(pairs); i += 2 {
		p.write(pairs[i], pairs[i+1])
	}
	p.commitAll()
	return p
}

// commitAll makes a repository of the folder. The files of .git that are always the same are not made by a program.
func (p program) commitAll() {
	p.t.Helper()
	for _, dir := range []string{".git/objects/pack", ".git/refs/heads", ".git/refs/tags"} {
		must(p.t, os.MkdirAll(filepath.Join(p.dir, dir), 0o755))
	}
	p.write(".git/HEAD", "ref: refs/heads/main\n")
	p.write(".git/config", "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true\n")
	p.run("add", "--all")
	p.run("commit", "--quiet", "--allow-empty", "--message=first")
}

func TestOpen(t *testing.T) {
	p := repository(t, "apps/shop/a", "1")
	top := p.in("..")
	other := filepath.Join(top.dir, "other")
	p.run("branch", "feature/x")
	p.run("worktree", "add", "--quiet", "../linked", "feature/x")
	top.run("init", "--quiet", "--separate-git-dir=elsewhere", "separate")
	top.run("clone", "--quiet", "work", "other")
	p.run("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other, "module")
	top.run("init", "--quiet", "moved")
	top.in("moved").run("config", "core.worktree", "../../moved/to")
	top.write("moved/to/a", "1")
	top.write("outside/a", "1")
	must(t, os.Symlink("work/apps", filepath.Join(top.dir, "link")))
	type place struct{ Root, GitDir, CommonDir, Prefix, Branch string }
	for dir, want := range map[string]place{
		"work":           {"work", "work/.git", "work/.git", "", "main"},
		"work/apps/shop": {"work", "work/.git", "work/.git", "apps/shop", "main"},
		"link/shop":      {"work", "work/.git", "work/.git", "apps/shop", "main"},
		"linked":         {"linked", "work/.git/worktrees/linked", "work/.git", "", "feature/x"},
		"linked/apps":    {"linked", "work/.git/worktrees/linked", "work/.git", "apps", "feature/x"},
		"separate":       {"separate", "elsewhere", "elsewhere", "", "master"},
		"work/module":    {"work/module", "work/.git/modules/module", "work/.git/modules/module", "", "main"},
		"moved/to":       {"moved/to", "moved/.git", "moved/.git", "", "master"},
		"moved":          {},
		"outside":        {},
	} {
		here := top.in(dir)
		w, ok, err := Open(here.dir, here.environment())
		must(t, err)
		if !ok {
			if diff := cmp.Diff(want, place{}); diff != "" {
				t.Errorf("%s: no work tree", dir)
			}
			continue
		}
		got := place{relative(t, top.dir, w.Root), relative(t, top.dir, w.GitDir), relative(t, top.dir, w.CommonDir), w.Prefix, w.Branch}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", dir, diff)
		}
		here.says(w.Root+"\n", "rev-parse", "--show-toplevel")
		here.says(w.GitDir+"\n", "rev-parse", "--absolute-git-dir")
		here.says(w.CommonDir+"\n", "rev-parse", "--path-format=absolute", "--git-common-dir")
		here.says(w.Branch+"\n", "branch", "--show-current")
	}
}

func relative(t *testing.T, top, name string) string {
	t.Helper()
	r, err := filepath.Rel(top, name)
	must(t, err)
	return filepath.ToSlash(r)
}

func TestProgress(t *testing.T) {
	p := repository(t, "a", "1\n")
	p.run("checkout", "--quiet", "-b", "side")
	p.write("a", "2\n")
	p.run("commit", "--quiet", "--all", "--message=side")
	p.run("checkout", "--quiet", "main")
	p.write("a", "3\n")
	p.run("commit", "--quiet", "--all", "--message=main")
	patch := p.run("format-patch", "--stdout", "-1", "side")
	for _, test := range []struct {
		want, input string
		start, end  []string
	}{
		{"merge", "", []string{"merge", "side"}, []string{"merge", "--abort"}},
		{"rebase", "", []string{"rebase", "side"}, []string{"rebase", "--abort"}},
		{"rebase", "", []string{"rebase", "--apply", "side"}, []string{"rebase", "--abort"}},
		{"cherry-pick", "", []string{"cherry-pick", "side"}, []string{"cherry-pick", "--abort"}},
		{"revert", "", []string{"revert", "--no-edit", "side"}, []string{"revert", "--abort"}},
		{"am", patch, []string{"am"}, []string{"am", "--abort"}},
	} {
		if got := p.open().Progress; got != "" {
			t.Fatalf("before %s: %q", test.want, got)
		}
		if out, err := p.try(test.input, test.start...); err == nil {
			t.Fatalf("%v did not stop: %s", test.start, out)
		}
		if got := p.open().Progress; got != test.want {
			t.Errorf("%v: %q, want %q", test.start, got, test.want)
		}
		p.run(test.end...)
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, config := range map[string][2]string{
		"sha256":            {"extensions.objectFormat", "sha256"},
		"reftable":          {"extensions.refStorage", "reftable"},
		"unknown extension": {"extensions.future", "true"},
		"version":           {"core.repositoryFormatVersion", "2"},
	} {
		p := newProgram(t)
		p.run("init", "--quiet")
		p.run("config", "core.repositoryFormatVersion", "1")
		p.run("config", config[0], config[1])
		_, ok, err := Open(p.dir, p.environment())
		if err == nil || ok {
			t.Errorf("%s: %t, %v", name, ok, err)
		}
	}
	p := newProgram(t)
	p.run("init", "--quiet", "--object-format=sha256")
	if _, _, err := Open(p.dir, p.environment()); err == nil {
		t.Error("a repository with SHA-256 was opened")
	}
	p = newProgram(t)
	p.run("init", "--quiet")
	p.run("config", "extensions.future", "true") // of version 0, where git passes it over
	if _, ok, err := Open(p.dir, p.environment()); err != nil || !ok {
		t.Errorf("version 0: %t, %v", ok, err)
	}
}
