package merge

import (
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// TestPrivateLacksVariables names what a private file lacks, and never writes it.
func TestPrivateLacksVariables(t *testing.T) {
	for _, tt := range []struct{ name, ours, theirs, want string }{
		{"nothing new", "A=mine\n", "A=1\n", ""},
		{"two new", "A=mine\n", "# for jobs\nA=1\nREDIS_URL=redis://x\nexport B=2\n", "REDIS_URL, B"},
		{"commented out by its owner", "A=1\n# B=2\n", "A=1\nB=3\n", ""},
		{"no file of variables", "hello\n", "you == me\n{\"a\": 1}\n", ""},
		{"CRLF", "A=1\r\n", "A=1\nB=2\n", "B"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := func(s string) tree.File {
				return tree.File{Data: []byte(s), Mode: tree.Regular, Policy: tree.Private}
			}
			base := tree.Tree{".env": {Mode: tree.Regular, Policy: tree.Private}}
			plan := Trees(base, tree.Tree{".env": file(tt.ours)}, tree.Tree{".env": file(tt.theirs)}, TreeOptions{})
			got := ""
			for _, c := range plan {
				if c.Writes() {
					t.Errorf("%s is written", c.Path)
				}
				got, _ = strings.CutPrefix(c.Why, "private, so left as it is: add ")
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
