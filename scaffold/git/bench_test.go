package git

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// project is a tree of n files of 2 KB that deflate about as well as source code does, each different.
func project(n int) tree.Tree {
	words := strings.Fields("func return if err != nil string int range for package import struct type var const { } ( ) := == name value " +
		"request response handler context user account order template render write read close open path file")
	files := tree.Tree{".gitignore": {Data: []byte("*.log\n/build/\n__pycache__/\n.env\n*.py[cod]\n"), Mode: tree.Regular}}
	state := uint32(1)
	for i := range n - 1 {
		var b strings.Builder
		for b.Len() < 2000 {
			state = state*1664525 + 1013904223
			b.WriteString(words[state>>16%uint32(len(words))])
			b.WriteByte(" \n\t_"[state>>14&3])
		}
		fmt.Fprintf(&b, "%d\n", i)
		files[fmt.Sprintf("apps/app%02d/part%d/file%d.go", i/100, i%7, i)] = tree.File{Data: []byte(b.String()), Mode: tree.Regular}
	}
	return files
}

func BenchmarkNew(b *testing.B) {
	for _, n := range []int{30, 300, 3000, 10000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			files := project(n)
			for b.Loop() {
				r, err := New(files, testOptions())
				must(b, err)
				_, err = r.Files(nil)
				must(b, err)
			}
		})
	}
}

// BenchmarkFirstCommit makes the first commit of a work tree that is there already, once as scaffold does and once with
// the git program.
func BenchmarkFirstCommit(b *testing.B) {
	for _, n := range []int{30, 300, 3000, 10000} {
		files := project(n)
		dir := b.TempDir()
		writeTree(b, dir, files)
		forget := func() {
			b.StopTimer()
			must(b, os.RemoveAll(filepath.Join(dir, ".git")))
			b.StartTimer()
		}
		b.Run(fmt.Sprintf("%d/scaffold", n), func(b *testing.B) {
			for b.Loop() {
				forget()
				r, err := New(files, testOptions())
				must(b, err)
				stats := make([]Stat, 0, n)
				for p := range files {
					stats = append(stats, statOf(b, filepath.Join(dir, p), p))
				}
				out, err := r.Files(stats)
				must(b, err)
				writeRepository(b, dir, out)
			}
		})
		b.Run(fmt.Sprintf("%d/git", n), func(b *testing.B) {
			p := gitProgram(b, dir)
			for b.Loop() {
				forget()
				p.run("init", "--quiet")
				p.run("add", "--all")
				p.run("commit", "--quiet", "--message=first")
			}
		})
	}
}
