package git

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// isLong reports whether every case runs, as in CI. The inner loop runs a fixed sample of them.
func isLong() bool { return os.Getenv("SCAFFOLD_TESTS") == "long" }

// rounds returns how many of a random test's cases run.
func rounds(sample, all int) int {
	if isLong() {
		return all
	}
	return sample
}

// sample returns all cases where tests run long, and every fourth one otherwise.
func sample[T any](cases []T) []T {
	if isLong() {
		return cases
	}
	few := make([]T, 0, len(cases)/4+1)
	for i := 0; i < len(cases); i += 4 {
		few = append(few, cases[i])
	}
	return few
}

// program is the git program in a folder, with only the configuration of the test.
type program struct {
	t   testing.TB
	dir string
	env []string
}

func gitProgram(t testing.TB, dir string) program {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the git program is needed in CI")
		}
		t.Skip("the git program is not on this machine")
	}
	home := t.TempDir()
	quick := "[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[core]\n\tfsync = none\n"
	must(t, os.WriteFile(filepath.Join(home, ".gitconfig"), []byte(quick), 0o600))
	return program{t, dir, []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "GIT_CONFIG_NOSYSTEM=1", "TZ=UTC", "GIT_TEMPLATE_DIR=",
		"GIT_AUTHOR_NAME=A U Thor", "GIT_AUTHOR_EMAIL=author@example.com", "GIT_AUTHOR_DATE=1700000000 +0100",
		"GIT_COMMITTER_NAME=C O Mitter", "GIT_COMMITTER_EMAIL=committer@example.com", "GIT_COMMITTER_DATE=1700000001 -0330",
	}}
}

func (p program) with(env ...string) program {
	p.env = append(p.env[:len(p.env):len(p.env)], env...)
	return p
}

// try returns what the program printed: its output, or what it complained about.
func (p program) try(input string, args ...string) (string, error) {
	var out, complaint strings.Builder
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = p.dir, p.env, strings.NewReader(input), &out, &complaint
	if err := cmd.Run(); err != nil {
		return out.String() + complaint.String(), err
	}
	return out.String(), nil
}

func (p program) run(args ...string) string {
	p.t.Helper()
	out, err := p.try("", args...)
	if err != nil {
		p.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// says fails unless the program prints exactly this.
func (p program) says(want string, args ...string) {
	p.t.Helper()
	if got := p.run(args...); got != want {
		p.t.Errorf("git %s\n got %q\nwant %q", strings.Join(args, " "), got, want)
	}
}

// testOptions are those of gitProgram's environment.
func testOptions() Options {
	return Options{
		Branch: "main", Message: "first",
		Author:    Signature{"A U Thor", "author@example.com", time.Unix(1700000000, 0).In(time.FixedZone("", 3600))},
		Committer: Signature{"C O Mitter", "committer@example.com", time.Unix(1700000001, 0).In(time.FixedZone("", -12600))},
	}
}

// writeTree writes a work tree and returns the stat data of its files.
func writeTree(t testing.TB, dir string, files tree.Tree) []Stat {
	t.Helper()
	stats := make([]Stat, 0, len(files))
	for p, f := range files.All() {
		name := filepath.Join(dir, filepath.FromSlash(p))
		must(t, os.MkdirAll(filepath.Dir(name), 0o755))
		if f.Mode&fs.ModeSymlink != 0 {
			must(t, os.Symlink(string(f.Data), name))
		} else {
			must(t, os.WriteFile(name, f.Data, f.Mode.Perm()))
		}
		stats = append(stats, statOf(t, name, p))
	}
	return stats
}

// writeRepository writes what Files returns, in order, and fails where a folder would be missing.
func writeRepository(t testing.TB, dir string, files []File) {
	t.Helper()
	must(t, os.Mkdir(filepath.Join(dir, ".git"), 0o755))
	for _, f := range files {
		name := filepath.Join(dir, ".git", filepath.FromSlash(f.Path))
		if f.Mode.IsDir() {
			must(t, os.Mkdir(name, f.Mode.Perm()))
			continue
		}
		out, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, f.Mode)
		must(t, err)
		_, err = out.Write(f.Data)
		must(t, err)
		must(t, out.Close())
	}
}

// made writes the tree and its repository to a new folder.
func made(t testing.TB, files tree.Tree, o Options) (*Repository, string) {
	t.Helper()
	dir := t.TempDir()
	r, err := New(files, o)
	must(t, err)
	stats := writeTree(t, dir, files)
	out, err := r.Files(stats)
	must(t, err)
	writeRepository(t, dir, out)
	return r, dir
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// text is a tree of regular files.
func text(pairs ...string) tree.Tree {
	files := tree.Tree{}
	for i := 0; i < len(pairs); i += 2 {
		files[pairs[i]] = tree.File{Data: []byte(pairs[i+1]), Mode: tree.Regular}
	}
	return files
}

// noise is content that does not deflate.
func noise(size int) []byte {
	var b bytes.Buffer
	for state := uint32(1); b.Len() < size; {
		state = state*1664525 + 1013904223
		b.WriteByte(byte(state >> 24))
	}
	return b.Bytes()
}
