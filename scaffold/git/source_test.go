package git

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

func TestParseSource(t *testing.T) {
	for text, want := range map[string]Source{
		"https://example.com/bp.git":                 {URL: "https://example.com/bp.git"},
		"HTTPS://example.com:8443/a/bp/":             {URL: "https://example.com:8443/a/bp"},
		"https://example.com/bp.git@v1.0.0":          {URL: "https://example.com/bp.git", Ref: "v1.0.0"},
		"https://example.com/bp.git//a/b@feature/x":  {URL: "https://example.com/bp.git", Subdir: "a/b", Ref: "feature/x"},
		"https://example.com/bp.git@feature/x//a/b/": {URL: "https://example.com/bp.git", Subdir: "a/b", Ref: "feature/x"},
		"file:///tmp/bp":                             {URL: "file:///tmp/bp"},
		"file:///tmp/bp//a":                          {URL: "file:///tmp/bp", Subdir: "a"},
		"https://me:secret@example.com/bp":           {},
		"https://me@example.com/bp":                  {},
		"https://example.com/":                       {},
		"https:///bp":                                {},
		"file://host/bp":                             {},
		"https://example.com/bp?a=b":                 {},
		"https://example.com/bp@":                    {},
		"https://example.com/bp@-x":                  {},
		"https://example.com/bp@a b":                 {},
		"https://example.com/bp//../x":               {},
		"https://example.com/bp//a//b":               {},
		"http://example.com/bp":                      {},
		"git://example.com/bp":                       {},
		"ssh://example.com/bp":                       {},
		"ext::sh -c id://x":                          {},
		"git@example.com:bp":                         {},
	} {
		got, err := ParseSource(text)
		if (err == nil) != (want != Source{}) || err == nil && got != want {
			t.Errorf("%s: got %+v, %v, want %+v", text, got, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error has the password: %v", text, err)
		}
		if err == nil {
			if again, err := ParseSource(got.String()); err != nil || again != got {
				t.Errorf("%s: parsed again: %+v, %v", got, again, err)
			}
		}
	}
}

// fetched returns the newest commit of a repository of files, and its pack.
func fetched(t *testing.T, files map[string]string, links map[string]string) (commit string, pack []byte, err error) {
	t.Helper()
	dir := t.TempDir()
	p := gitProgram(t, dir)
	p.run("init", "--quiet", "--initial-branch=main")
	for name, text := range files {
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	for name, target := range links {
		must(t, os.Symlink(target, filepath.Join(dir, name)))
	}
	p.run("add", "--all")
	p.run("commit", "--quiet", "--message=first")
	r, err := Connect(t.Context(), "file://"+filepath.ToSlash(dir), places(nil, nil), time.Minute)
	must(t, err)
	commit, found := r.Resolve("main")
	if !found {
		t.Fatal("no branch main")
	}
	pack, err = r.Fetch(t.Context(), commit)
	return commit, pack, err
}

func TestOpenPack(t *testing.T) {
	commit, pack, err := fetched(t, map[string]string{"a/b/c.txt": "see\n", "d": "dee\n"}, map[string]string{"e": "a/b/c.txt"})
	must(t, err)
	files, err := OpenPack(t.Context(), pack, commit, "")
	must(t, err)
	var seen []string
	must(t, fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		seen = append(seen, path+" "+d.Type().String()[:1])
		return err
	}))
	if got := strings.Join(seen, ", "); got != ". d, a d, a/b d, a/b/c.txt -, d -, e L" {
		t.Error(got)
	}
	if data, err := fs.ReadFile(files, "a/b/c.txt"); err != nil || string(data) != "see\n" {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := fs.ReadFile(files, "e"); err == nil {
		t.Error("the link was followed")
	}
	if below, err := OpenPack(t.Context(), pack, commit, "a/b"); err != nil {
		t.Error(err)
	} else if _, err := fs.Stat(below, "c.txt"); err != nil {
		t.Error(err)
	}
	if _, err := OpenPack(t.Context(), pack, strings.Repeat("1", 40), ""); !errors.Is(err, ErrDamaged) {
		t.Errorf("another commit: %v", err)
	}
	for i := range pack { // no byte can change without anybody noticing
		bad := bytes.Clone(pack)
		bad[i] ^= 0x41
		files, err := OpenPack(t.Context(), bad, commit, "")
		if err != nil {
			continue
		}
		if data, err := fs.ReadFile(files, "a/b/c.txt"); err != nil || string(data) != "see\n" {
			t.Errorf("byte %d: %q, %v", i, data, err)
		}
	}
}

func TestPackBounds(t *testing.T) {
	commit, pack, err := fetched(t, map[string]string{"bomb": strings.Repeat("\x00", maxInflated+1)}, nil)
	must(t, err)
	var refused problem.Problem
	if _, err := OpenPack(t.Context(), pack, commit, ""); !errors.As(err, &refused) {
		t.Errorf("%d bytes of pack: %v", len(pack), err)
	}
}
