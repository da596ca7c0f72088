package tree_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func TestCheckPath(t *testing.T) {
	long := strings.Repeat("x", 255)
	safe := []string{
		"a", "a/b", "main.go", ".gitignore", ".github/workflows/ci.yml", "a b", "a's", `say "hi"`, "*", "what?", "[x]",
		"<a>|b", "naïve/日本語.txt", "a..b", "..a", "...a", "~", "-rf", "#x#", "$HOME", "com", "com10", "console", "lpt",
		"nul-like", "auxiliary.c", "git", "git~2", ".gitx", ".git-blame-ignore-revs", "x.git", ".gi", "\u200dnot-git", long,
		strings.Repeat("x/", 2000) + "x",
	}
	for _, p := range safe {
		if err := tree.CheckPath(p); err != nil {
			t.Errorf("CheckPath(%q) = %v, want it to be safe", p, err)
		}
	}
	unsafe := map[string][]string{
		"leaves or is absolute": {"", "/", "/a", "..", "../a", "a/..", "a/../b", ".", "./a", "a/./b", "a//b", "a/", "//a"},
		"another system's path": {`a\b`, `\a`, `C:\a`, "C:", "c:a", "a:b", "a/file:stream"},
		"control characters":    {"a\x00b", "a\nb", "\x1b[2J", "a\x7f", "a\u0085b"},
		"not UTF-8":             {"a\xff", "\xc3\x28"},
		"devices": {
			"con", "CON", "Con.txt", "a/prn/b", "aux.tar.gz", "nul", "nul .txt", "COM0", "com1", "com9.log", "lpt0", "LPT5",
			"com\u00b9", "lpt\u00b2.x", "COM\u00b3", "conin$", "CONOUT$", "conout$.txt",
		},
		"names that Windows cuts": {"a.", "a ", "a./b", "dir /b", "...", "a. ."},
		"git": {
			".git", ".git/config", ".GIT/config", ".Git", "a/.git/hooks/x", ".git.", ".git ", ".git. .", "git~1", "GIT~1/x",
			".g\u200cit", "\u200d.git", ".git\ufeff", ".\u202agi\u206ft/x", ".\u200eGIT ",
		},
		"scaffold's own": {
			".Scaffold", ".SCAFFOLD/lock.yaml", ".scaffold.", ".scaffold /base", ".scaffold. .", "SCAFFO~1", "scaffo~2/lock.yaml", ".\u017fcaffold",
			".scaf\u200cfold", "\ufeff.scaffold/x", "a/.Scaffold", ".scaffold:stream", ".scaffold::$INDEX_ALLOCATION/x", ".git::$INDEX_ALLOCATION",
		},
		"too long": {long + "x", strings.Repeat("x/", 2048) + "x"},
	}
	for class, paths := range unsafe {
		for _, p := range paths {
			if tree.CheckPath(p) == nil {
				t.Errorf("CheckPath(%q) = nil, want an error: %s", p, class)
			}
		}
	}
}

func FuzzCheckPath(f *testing.F) {
	for _, seed := range []string{"a/b", "../a", "a//b", ".git", ".g\u200cit/x", "con.txt", "a\\b", "C:", "com¹", "x ", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, p string) {
		if tree.CheckPath(p) != nil {
			return
		}
		if !fs.ValidPath(p) || p == "." {
			t.Errorf("%q is accepted and not a clean relative path", p)
		}
		if !utf8.ValidString(p) || strings.ContainsAny(p, "\\:\x00\n\x1b") {
			t.Errorf("%q is accepted with a byte that is not safe", p)
		}
		for name := range strings.SplitSeq(strings.ToLower(p), "/") {
			if name == ".git" || name == "nul" || strings.TrimRight(name, ". ") != name {
				t.Errorf("%q is accepted with the name %q", p, name)
			}
		}
		// What is safe stays safe under more folders, and its own folders are safe.
		if err := tree.CheckPath("sub/" + p); err != nil && len(p) < 4000 {
			t.Errorf("%q is accepted but not sub/%[1]s: %v", p, err)
		}
		if dir := path.Dir(p); dir != "." && tree.CheckPath(dir) != nil {
			t.Errorf("%q is accepted but not its folder", p)
		}
	})
}
