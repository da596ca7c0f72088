package disk

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func manyFiles(n int) tree.Tree {
	t := make(tree.Tree, n)
	for i := range n {
		t[fmt.Sprintf("apps/app%02d/module%d/file%05d.py", i%15, i%3, i)] = tree.File{Data: bytes.Repeat([]byte{'x'}, 2048), Mode: tree.Regular}
	}
	return t
}

// BenchmarkWrite: set TMPDIR to a tmpfs to leave the disk out of it.
func BenchmarkWrite(b *testing.B) {
	for _, n := range []int{30, 300, 3000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			files, dir := manyFiles(n), b.TempDir()
			for i := 0; b.Loop(); i++ {
				s, err := NewStage(context.Background(), filepath.Join(dir, strconv.Itoa(i)))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := s.Write(context.Background(), files, nil); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				s.Abort()
				b.StartTimer()
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	files, dir := manyFiles(10_000), filepath.Join(b.TempDir(), "project")
	s, err := NewStage(context.Background(), dir)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := s.Write(context.Background(), files, nil); err != nil {
		b.Fatal(err)
	}
	if err := s.Commit(context.Background()); err != nil {
		b.Fatal(err)
	}
	paths := files.Paths()
	for b.Loop() {
		if t, err := Read(context.Background(), dir, paths); err != nil || len(t) != len(files) {
			b.Fatal(len(t), err)
		}
	}
}
