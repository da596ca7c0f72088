package git

import (
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

var attributeFiles = []string{"a.txt", "b.bin", "sub/a.txt", "sub/deep/a.txt", "sub/deep/b.bin", "with space", "é"}

func TestAttributes(t *testing.T) {
	check := attributeCheck(t)
	for _, lines := range sample([]string{
		"* text", "* -text", "* !text", "* text=auto", "* text=auto eol=crlf", "*.txt text eol=lf", "*.bin binary",
		"* text=auto\n*.bin -text", "*.bin -text\n* text=auto", "* text text=auto", "* text=auto text", "* binary text", "* text binary",
		"* binary\n* -binary", "* binary\n* !binary", "* binary\n*.txt text", "[attr]mine text eol=lf\n* mine", "[attr]mine text\n[attr]both mine eol=crlf\n* both",
		"[attr]mine text\n* -mine", "sub/* text", "sub/** text", "/a.txt text", "a.txt text", "sub/a.txt text", "deep/a.txt text", "**/deep/a.txt text", "sub/ text", "sub text",
		"!a.txt text", "# * text", "  * text", "*\ttext\teol=lf", "* text\r", "\ufeff* text", `"with space" text`, `"\303\251" text`, `"a.tx\x" text`, `"a.txt text`, `"a.txt"text`,
		"* te!xt\n*.txt eol=lf", "* --text", "* text=", "* =auto", "[a-b].* text", "[!a].* text", "* crlf", "* -crlf", "* crlf=input", "* ident", "* filter=lfs -text", "é text", "*",
	}) {
		check(text(".gitattributes", lines))
	}
	check(text(".gitattributes", "* text=auto", "sub/.gitattributes", "*.txt -text\n[attr]no text", "sub/deep/.gitattributes", "a.txt !text eol=crlf"))
	linked := text("rules", "* text\n")
	linked[".gitattributes"] = tree.File{Data: []byte("rules"), Mode: tree.Symlink}
	check(linked)
}

func TestAttributesAtRandom(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	patterns := []string{"*", "*.txt", "sub/*", "sub/**", "**/a.txt", "/a.txt", "[attr]m", "deep"}
	words := []string{"text", "-text", "!text", "text=auto", "eol=lf", "!eol", "binary", "-binary", "!binary", "m", "-m", "!m", "ident"}
	check := attributeCheck(t)
	for range rounds(10, 100) {
		var b strings.Builder
		for range 1 + r.Intn(5) {
			b.WriteString(patterns[r.Intn(len(patterns))])
			for range r.Intn(4) {
				b.WriteString(" " + words[r.Intn(len(words))])
			}
			b.WriteString("\n")
		}
		check(text(".gitattributes", b.String()))
	}
}

// attributeCheck compares with the git program in one work tree.
func attributeCheck(t *testing.T) func(rules tree.Tree) {
	p := gitProgram(t, t.TempDir())
	p.run("init", "--quiet")
	return func(rules tree.Tree) {
		t.Helper()
		writeTree(t, p.dir, rules)
		out, err := p.try(strings.Join(attributeFiles, "\x00")+"\x00", "check-attr", "-z", "--stdin",
			"text", "crlf", "eol", "ident", "filter", "working-tree-encoding")
		must(t, err)
		attributes := readAttributes(rules)
		fields := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
		for field := range slices.Chunk(fields, 3) { // path, attribute, value
			got := attributes.of(field[0])[field[1]]
			if word, ok := map[string]string{set: "set", unset: "unset", unspecified: "unspecified"}[got]; ok {
				got = word
			}
			if got != field[2] && field[2] != "" { // a value without a character, as in text=, asks for nothing
				t.Errorf("%q: %s: %s: git says %s, here %s", rules[".gitattributes"].Data, field[0], field[1], field[2], got)
			}
		}
		for f := range rules {
			must(t, os.Remove(filepath.Join(p.dir, f)))
		}
	}
}

// A converted blob is what git add stores, whatever line ends and bytes there are.
func TestCleanAtRandom(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	pieces := []string{"\r\n", "\r\n", "\n", "text", "more text", strings.Repeat("line\r\n", 50)}
	rare := []string{"\r", "\x00", "\x01", "\x1a", "\x7f", "\x1b", "\xff", "$Id: x $", "$Id$", "$Id: \n"}
	files := text(".gitattributes", "a* text=auto\nt* text\ne* eol=crlf\ni* ident\n")
	for i := range 400 {
		var b strings.Builder
		for range 1 + r.Intn(8) {
			if r.Intn(6) == 0 {
				b.WriteString(rare[r.Intn(len(rare))])
			}
			b.WriteString(pieces[r.Intn(len(pieces))])
		}
		if r.Intn(10) == 0 {
			b.WriteString("\x1a")
		}
		files["atei"[i%4:i%4+1]+string(rune('a'+i/4%26))+string(rune('a'+i/104))] = tree.File{Data: []byte(b.String()), Mode: tree.Regular}
	}
	r1, dir := made(t, files, testOptions())
	p := gitProgram(t, t.TempDir())
	p.run("init", "--quiet")
	writeTree(t, p.dir, files)
	p.run("add", "--all")
	gitProgram(t, dir).says(p.run("ls-files", "-s"), "ls-files", "-s")
	if r1.Unfiltered != nil {
		t.Errorf("not filtered: %v", r1.Unfiltered)
	}
}
