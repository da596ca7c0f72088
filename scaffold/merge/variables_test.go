package merge

import (
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// An environment file lacks variables: they are named, and appended on demand; an update never writes the file.
func TestAppendVariables(t *testing.T) {
	for _, tt := range []struct{ name, ours, theirs, missing, added string }{
		{"nothing new", "A=mine\n", "A=1\n", "", ""},
		{"two new", "A=mine\n", "# for A\nA=1\n# for jobs\n\nREDIS_URL=redis://x\nexport B=2\n", "REDIS_URL, B", "REDIS_URL=redis://x\nexport B=2\n"},
		{"comments come with them", "# all\nA=mine\n", "# all\n# for B\nB=1 # one\n", "B", "\n# for B\nB=1 # one\n"},
		{"commented out by its owner", "A=1\n# B=2\n #export C = 3\n", "A=1\nB=3\nC=1\n", "", ""},
		{"exported and spaced by its owner", "export A = 1\n", "A=2\n", "", ""},
		{"a prefix of a name", "DATABASE_URL_OLD=1\n", "DATABASE_URL=2\n", "DATABASE_URL", "DATABASE_URL=2\n"},
		{"twice", "", "A=1\nA=2\n", "A", "A=1\n"},
		{"without a value", "A=1\n", "B=\nC=''\n", "B, C", "B=\nC=''\n"},
		{"several lines in quotes", "A=1\n", "KEY=\"one\nB=\\\"2\n\"\nC='x\n'\n", "KEY, C", "KEY=\"one\nB=\\\"2\n\"\nC='x\n'\n"},
		{"a quote that does not end", "A=1\n", "B='1\nC=2\n", "B, C", "B='1\nC=2\n"},
		{"CRLF", "A=1\r\n", "A=1\n# b\nB=2\n", "B", "\r\n# b\r\nB=2\r\n"},
		{"CRLF of theirs", "A=1\n", "A=1\r\nB=2\r\n", "B", "B=2\n"},
		{"no line ending", "A=1", "B=2", "B", "\nB=2\n"},
		{"no line ending after CRLF", "A=1\r\nC=2", "B=2", "B", "\r\nB=2\r\n"},
		{"an empty file", "", "# b\nB=2\n", "B", "# b\nB=2\n"},
		{"a byte order mark", "\ufeffA=1\n", "\ufeffA=1\nB=2\n", "B", "B=2\n"},
		{"no file of variables", "hello\n", "you == me\n{\"a\": 1}\n", "", ""},
		{"a key in base64", "x\n", "-----BEGIN KEY-----\nabcd=\n-----END KEY-----\n", "", ""},
		{"padding", "x\n", "abcd==\n", "", ""},
		{"UTF-16", "A\x00=\x001\x00", "B=2\n", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := func(s string) tree.File {
				return tree.File{Data: []byte(s), Mode: tree.Regular, Policy: tree.Private}
			}
			ours, theirs := file(tt.ours), file(tt.theirs)
			appended, missing := AppendVariables(".env", ours, theirs)
			if got := strings.Join(missing, ", "); got != tt.missing {
				t.Errorf("%q are missing, want %q", got, tt.missing)
			}
			if got, want := string(appended.Data), tt.ours+tt.added; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if _, again := AppendVariables(".env", appended, theirs); again != nil {
				t.Errorf("%q are still missing", again)
			}
			base := tree.Tree{".env": {Mode: tree.Regular, Policy: tree.Private}}
			said := ""
			for _, c := range Trees(base, tree.Tree{".env": ours}, tree.Tree{".env": theirs}, TreeOptions{}) {
				if c.Writes() {
					t.Errorf("%s is written", c.Path)
				}
				said = strings.Join(c.Missing, ", ")
			}
			if said != tt.missing {
				t.Errorf("an update names %q, want %q", said, tt.missing)
			}
		})
	}
	for name, want := range map[string]bool{
		"a/.env": true, ".env.local": true, "prod.env": true, "token": false, "env/token": false, ".environment": false,
	} {
		_, missing := AppendVariables(name, tree.File{Data: []byte("A=1\n"), Mode: tree.Regular}, tree.File{Data: []byte("c2VjcmV0=\n"), Mode: tree.Regular})
		if (missing != nil) != want {
			t.Errorf("%s: %q are missing", name, missing)
		}
	}
}
