package lock

import (
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// FuzzReadBranches: whatever the lock holds, it is read or refused.
func FuzzReadBranches(f *testing.F) {
	head := "format: 1\nscaffold: x\nblueprint: {source: a, name: a, version: 1.0.0, digest: d}\nname: shop\nyear: 2026\n"
	f.Add(head + "files: []\n")
	f.Add(head + "answers:\n<<<<<<< a\n  x: 1\n  y: [a]\n||||||| c\n  x: 0\n=======\n  x: 2\n  y: [b]\n>>>>>>> b\nfiles:\n  - {path: a}\n")
	f.Add(head + "<<<<<<< a\nparts: {app: [{name: b, answers: {t: 1}}]}\n=======\nparts: {app: [{name: b, answers: {t: 2}}, {name: c}]}\n>>>>>>> b\n")
	f.Fuzz(func(t *testing.T, text string) {
		files := tree.Tree{Path: {Data: []byte(text), Mode: tree.Regular}}
		b, err := ReadBranches(files, nil, strings.Clone)
		if err != nil {
			return
		}
		if _, err := Read(b.Marshal(Dir), Dir, strings.Clone); err != nil {
			t.Errorf("what was rescued cannot be read: %v", err)
		}
	})
}
