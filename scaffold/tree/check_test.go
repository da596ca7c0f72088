package tree_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// files makes a tree of empty files; "a -> b" is a link.
func files(paths ...string) tree.Tree {
	t := tree.Tree{}
	for _, p := range paths {
		if link, target, ok := strings.Cut(p, " -> "); ok {
			t[link] = tree.File{Mode: tree.Symlink, Data: []byte(target)}
			continue
		}
		t[p] = tree.File{Mode: tree.Regular}
	}
	return t
}

func TestCheck(t *testing.T) {
	cases := []struct {
		name string
		tree tree.Tree
		want []string // the paths that have a problem
	}{
		{"nothing", tree.Tree{}, nil},
		{"an ordinary tree", files("a/b", "a/c", "b", ".gitignore", "x/y/z"), nil},
		{"every unsafe path at once", files("../a", "con", "ok", "z\\y"), []string{"../a", "con", "z\\y"}},

		{"a file and a folder", files("a", "a/b"), []string{"a"}},
		{"a file and a folder, deep", files("x/a", "x/a/b/c", "x/a/d"), []string{"x/a"}},
		{"a file below a link", files("a -> b", "a/x", "b/y"), []string{"a"}},

		{"case", files("README", "readme"), []string{"readme"}},
		{"case of a folder", files("A/x", "a/y"), []string{"a"}},
		{"case of a folder, reported once", files("A/x", "A/y", "a/x", "a/y", "a/z"), []string{"a"}},
		{"case of a folder and a file", files("Docs/x", "docs"), []string{"docs"}},
		{"three of a kind", files("ab", "aB", "AB"), []string{"aB", "ab"}},
		{"case beyond ASCII", files("straße", "STRASSE"), []string{"straße"}},
		{"case of Greek", files("ΣΊΣΥΦΟΣ", "σίσυφος"), []string{"σίσυφος"}},
		{"same names in different folders", files("a/README", "b/readme"), nil},

		{"normalisation", files("caf\u00e9", "cafe\u0301"), []string{"caf\u00e9"}},
		{"normalisation of a folder", files("caf\u00e9/x", "cafe\u0301/y"), []string{"caf\u00e9"}},
		{"normalisation and case", files("CAF\u00c9", "cafe\u0301"), []string{"cafe\u0301"}},

		{"links that stay", files("a -> b", "b", "d/l -> ../b", "d/m -> .", "e -> d/l", "dangling -> nowhere/at/all"), nil},
		{"link out", files("a -> ../b"), []string{"a"}},
		{"link out, later", files("d/a -> x/../../../b"), []string{"d/a"}},
		{"link to the project itself", files("d/a -> .."), nil},
		{"absolute link", files("a -> /etc/passwd"), []string{"a"}},
		{"Windows link", files("a -> C:/x", "b -> \\\\host\\x"), []string{"a", "b"}},
		{"empty link", files("a -> "), []string{"a"}},
		{"link into .git", files("a -> .git/config", "d/b -> ../.GIT", "c -> .git/../x"), []string{"a", "c", "d/b"}},
		{"out through another link", files("d/e/deep -> .", "l -> d/e/deep", "x -> l/../../.."), []string{"x"}},
		{"in, though the text looks like out", files("a/l -> ../b/c/d", "x -> a/l/../../../y"), nil},
		{"out, though the text looks like in", files("a/b/up -> ../..", "x -> a/b/up/../y"), []string{"x"}},
		{"out through a link in other case", files("a/b/Up -> ../..", "x -> a/b/uP/../y"), []string{"x"}},
		{"circles", files("a -> b", "b -> a", "c -> c/x"), []string{"a", "b", "c"}},
		{
			"links that git reads", files(".gitmodules -> x", "d/.gitattributes -> x", ".gitignore -> x"),
			[]string{".gitignore", ".gitmodules", "d/.gitattributes"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, p := range c.tree.Check() {
				got = append(got, p.File)
			}
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("problems at %q, want %q\n%v", got, c.want, c.tree.Check())
			}
		})
	}
}

func BenchmarkCheck(b *testing.B) {
	t := tree.Tree{}
	for i := range 10_000 {
		t[fmt.Sprintf("apps/app%d/templates/app/File_%d.html", i/25, i)] = tree.File{Mode: tree.Regular}
	}
	for b.Loop() {
		if problems := t.Check(); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
