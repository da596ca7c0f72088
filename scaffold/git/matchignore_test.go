package git

import (
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// What each line of a .gitignore leaves of these files.
var ignoredFiles = []string{
	"a", "a.go", "b/a", "b/c/a", "b/c/d/a.go", "build/x", "sub/build/x", "foo/bar/baz", "foo/x/bar/baz", "foo/b/b/c",
	"#x", "!x", "x ", "[a]", "*", `back\slash`, "é", "UPPER.LOG", "x.log", "logs/x.log", "logs/keep.log", "-", "^", "]", "a1", "a-1",
}

func TestIgnored(t *testing.T) {
	check := ignoreCheck(t)
	for _, lines := range sample([]string{
		"a", "/a", "a/", "b/a", "/b/a", "b/", "b/*", "b/**", "**/a", "**/c/a", "b/**/a", "b/**/a.go", "*.go", "b/*.go", "*",
		"*\n!a", "*\n!*/\n!a", "*\n!*/\n!*.go", "/*\n!/b", "b\n!b/a", "b/\n!b/a", "b/*\n!b/c", "b/*\n!b/c/", "build\n!sub/build",
		"build/\n!sub/build/", "foo/*/baz", "foo/**/baz", "foo/**/b/c", "foo/**", "**/foo", "foo/", "**", "**/", "***", "b/***/a", "b**a", "b**/a",
		`\#x`, "#x", `\!x`, "!x", "x ", `x\ `, `x\  `, `\x\ `, "[a]", `\[a]`, `[[]a]`, "[!a]", "[^a]", "[]]", "[!]]", "[a-z]", "[z-a]", "[a", "[", "[]", "[a-]", "[-a]",
		"a[0-9]", "a[!0-9]1", "[[:alpha:]]", "[[:upper:]]*", "[[:nope:]]", "[![:alpha:]]", "[[:alpha:]", `\*`, `\a`, `[\]]`, `[\-]`, `back\slash`, `back\\slash`, `a\`,
		"é", "?", "??", "x.log\r", "*.log\n!keep.log", "logs/\n!logs/keep.log", "logs/*\n!logs/keep.log", "logs/*.log\n!/keep.log", "\ufeffa", "  a", "a  ", "/", "!", "//a", "a//", "b//a", "./a", "b/../a",
		"f?o/bar", "f*o/b", "f*/b*/b*", "*/a", "*/*/a", "/*/a", "/**/a", "*.[lL][oO][gG]", "a\n\n#c\na.go", "[b-d]/a", "b[/]a", "?/a", "b?a", "**/**/a", "foo/**/**/c", "foo/*/**/c",
	}) {
		check(text(".gitignore", lines))
	}
	check(text(".gitignore", "*.go\n/b/c", "b/.gitignore", "!a.go\n/a", "b/c/.gitignore", "!*"))
	check(text(".gitignore", "*.go", "b/.gitignore", "!*.go", "b/c/d/.gitignore", "a.go"))
	linked := text("rules", "a\n")
	linked[".gitignore"] = tree.File{Data: []byte("rules"), Mode: tree.Symlink}
	check(linked)
}

// Lines made of the pieces that patterns are made of, always the same ones.
func TestIgnoredAtRandom(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	pieces := []string{"a", "b", "c", "foo", "bar", "x", ".go", ".log", "*", "*", "**", "?", "/", "/", "/", "!", "\\", "[ab]", "[!a]", "[", "]", "build", "\n", "\n", " ", "sub", "logs", "keep"}
	check := ignoreCheck(t)
	for range rounds(20, 200) {
		var b strings.Builder
		for range 1 + r.Intn(14) {
			b.WriteString(pieces[r.Intn(len(pieces))])
		}
		check(text(".gitignore", b.String()))
	}
}

// ignoreCheck compares with the git program in one work tree, which has the files already.
func ignoreCheck(t *testing.T) func(rules tree.Tree) {
	files := tree.Tree{}
	for _, f := range ignoredFiles {
		files[f] = tree.File{Mode: tree.Regular}
	}
	p := gitProgram(t, t.TempDir())
	p.run("init", "--quiet")
	writeTree(t, p.dir, files)
	return func(rules tree.Tree) {
		t.Helper()
		writeTree(t, p.dir, rules)
		want := strings.Split(strings.TrimSuffix(p.run("ls-files", "-z", "--others", "--exclude-standard"), "\x00"), "\x00")
		slices.Sort(want)
		all := maps.Clone(files)
		maps.Copy(all, rules)
		ignores := readIgnores(all)
		var got []string
		for f := range all.All() {
			if _, ignored := ignores.ignored(f); !ignored {
				got = append(got, f)
			}
		}
		if got == nil {
			got = []string{""}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf(".gitignore %q, -git +here:\n%s", rules[".gitignore"].Data, diff)
		}
		for f := range rules {
			must(t, os.Remove(filepath.Join(p.dir, f)))
		}
	}
}

// No pattern panics, and none takes long: matching is bounded by the product of the lengths.
func FuzzGlob(f *testing.F) {
	f.Add("a/**/b[!c]?*", "a/x/bdd")
	f.Add(strings.Repeat("*a", 200)+"b", strings.Repeat("a", 5000))
	f.Add(strings.Repeat("**/a/", 200)+"b", strings.Repeat("a/", 2000))
	f.Add("[[:alpha:]", "x")
	f.Add("[a-", "x")
	f.Add(strings.Repeat("[", 4000), "x")
	f.Add(strings.Repeat("*[!"+strings.Repeat("b", 500)+"]", 8)+"b", strings.Repeat("a", 255))
	f.Add("[\\", "x")
	f.Fuzz(func(t *testing.T, pattern, path string) {
		start := time.Now()
		newPattern(pattern).match(path)
		if took := time.Since(start); took > time.Second {
			t.Errorf("%v for %q on %q", took, pattern, path)
		}
		if len(path) < 1000 && !newGlob(escape(path)).match(path) {
			t.Errorf("%q does not match itself, escaped", path)
		}
	})
}
