package git

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkDirty compares every file of a work tree, beside git status on the same. Reading the files is not part of it:
// whoever asks has done so.
func BenchmarkDirty(b *testing.B) {
	for _, n := range []int{300, 10000} {
		p := newProgram(b)
		files := project(n)
		writeTree(b, p.dir, files)
		old := time.Now().Add(-time.Hour)
		for path := range files {
			must(b, os.Chtimes(filepath.Join(p.dir, path), old, old))
		}
		p.run("init", "--quiet")
		p.run("config", "gc.auto", "0")
		p.run("add", "--all")
		p.run("commit", "--quiet", "--message=first")
		paths := files.Paths()
		for _, state := range []string{"clean", "no cached trees", "edited"} {
			switch state {
			case "no cached trees":
				p.run("repack", "-a", "-d", "--quiet")
				p.run("update-index", "--index-version=4")
				p.stage(conflict("x", "1\n", "2\n", "3\n"))
			case "edited":
				for i, path := range paths {
					if i%10 == 0 {
						p.write(path, fmt.Sprintf("%d\n", i))
					}
				}
			}
			ours := p.ours(paths)
			b.Run(fmt.Sprintf("%d/%s/scaffold", n, state), func(b *testing.B) {
				for b.Loop() {
					_, err := p.open().Dirty(paths, ours)
					must(b, err)
				}
			})
			b.Run(fmt.Sprintf("%d/%s/git", n, state), func(b *testing.B) {
				for b.Loop() {
					p.run("--no-optional-locks", "status", "--porcelain")
				}
			})
		}
	}
}

// BenchmarkStage puts one path of many into conflict.
func BenchmarkStage(b *testing.B) {
	p := newProgram(b)
	writeTree(b, p.dir, project(10000))
	p.run("init", "--quiet")
	p.run("add", "--all")
	w := p.open()
	for b.Loop() {
		_, err := w.Stage([]Conflict{conflict("x", "1\n", "2\n", "3\n")})
		must(b, err)
	}
}
