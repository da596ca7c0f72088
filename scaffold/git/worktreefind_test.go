package git

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEnclosing(t *testing.T) {
	top, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	p := gitProgram(t, top)
	for _, args := range [][]string{
		{"init", "--quiet", "plain"},
		{"init", "--quiet", "--bare", "bare.git"},
		{"init", "--quiet", "--separate-git-dir=elsewhere", "separate"},
		{"-C", "plain", "commit", "--quiet", "--allow-empty", "--message=x"},
		{"-C", "plain", "worktree", "add", "--quiet", "../linked"},
		{"clone", "--quiet", "--bare", "plain", "shared/.bare"},
		{"-c", "protocol.file.allow=always", "-C", "plain", "submodule", "--quiet", "add", "../shared/.bare", "module"},
	} {
		p.run(args...)
	}
	write := func(file, text string) {
		name := filepath.Join(top, file)
		must(t, os.MkdirAll(filepath.Dir(name), 0o755))
		must(t, os.WriteFile(name, []byte(text), 0o600))
	}
	write("shared/.git", "gitdir: ./.bare\n")
	p.run("-C", "shared", "worktree", "add", "--quiet", "tree", "HEAD")
	write("outside/x", "")
	write("plain/sub/deep/x", "")
	write("plain/fake/.git/x", "")
	write("plain/lost/.git", "gitdir: nowhere\n")
	for _, test := range []struct{ dir, ceiling, want string }{
		{"outside", "", ""},
		{"plain", "", "plain"},
		{"plain/sub/deep", "", "plain"},
		{"plain/.git", "", ""},
		{"plain/.git/objects", "", ""},
		{"plain/fake", "", "plain"},
		{"plain/module", "", "plain/module"},
		{"separate", "", "separate"},
		{"linked", "", "linked"},
		{"bare.git", "", ""},
		{"bare.git/refs", "", ""},
		{"shared", "", ""},
		{"shared/tree", "", "shared/tree"},
		{"plain/sub/deep", "plain", ""},
		{"plain/sub/deep", "plain/sub", ""},
		{"plain/sub/deep", "plain/sub/deep", "plain"},
		{"plain/sub/deep", "plain/su", "plain"},
		{"plain/sub/deep", "", "plain"},
		{"plain/sub/deep", "outside" + string(filepath.ListSeparator) + "plain/", ""},
	} {
		ceiling := ""
		for c := range strings.SplitSeq(test.ceiling, string(filepath.ListSeparator)) {
			if c != "" {
				ceiling += top + "/" + c + string(filepath.ListSeparator)
			}
		}
		ceiling += top // nothing above is looked at
		there := p.with("GIT_CEILING_DIRECTORIES=" + ceiling)
		there.dir = filepath.Join(top, test.dir)
		root, err := there.try("", "rev-parse", "--show-toplevel")
		if err != nil {
			root = ""
		}
		want := test.want
		if want != "" {
			want = filepath.Join(top, want)
		}
		if strings.TrimSpace(root) != want {
			t.Errorf("%s below %q: git itself says %q", test.dir, test.ceiling, root)
		}
		got, _, ok := lookup(ceiling).Enclosing(there.dir)
		if got != want || ok != (want != "") {
			t.Errorf("%s below %q: got %q, %t, want %q", test.dir, test.ceiling, got, ok, want)
		}
	}
	if got, _, ok := lookup("").Enclosing(filepath.Join(top, "plain/not/yet")); !ok || got != filepath.Join(top, "plain") {
		t.Errorf("a folder that does not exist yet: %q, %t", got, ok)
	}
}

func lookup(ceiling string) Lookup {
	return Lookup{
		Getenv: func(name string) string { return map[string]string{"GIT_CEILING_DIRECTORIES": ceiling}[name] },
		IsDir: func(path string) bool {
			info, err := os.Stat(path)
			return err == nil && info.IsDir()
		},
		ReadFile: os.ReadFile,
	}
}
