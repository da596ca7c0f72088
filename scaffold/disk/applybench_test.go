package disk

import (
	"bytes"
	"context"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// BenchmarkApply changes the same files to and fro. The time is that of the disk: every new content reaches it first.
// Set TMPDIR to a tmpfs to leave it out.
func BenchmarkApply(b *testing.B) {
	for _, n := range []int{0, 1, 30, 300} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			one, two := manyFiles(n), manyFiles(n)
			for p := range two {
				two[p] = tree.File{Data: bytes.Repeat([]byte{'y'}, 2048), Mode: tree.Regular}
			}
			dir := benchmarkProject(b, one)
			there, back := between(one, two), between(two, one)
			for b.Loop() {
				if err := apply(context.Background(), dir, there, Options{}); err != nil {
					b.Fatal(err)
				}
				there, back = back, there
			}
		})
	}
}

// BenchmarkRecover is what every command pays first.
func BenchmarkRecover(b *testing.B) {
	dir := benchmarkProject(b, manyFiles(30))
	for b.Loop() {
		if outcome, err := recovery(context.Background(), dir); err != nil || outcome.Result != Nothing {
			b.Fatal(outcome, err)
		}
	}
}

func benchmarkProject(b *testing.B, files tree.Tree) string {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "project")
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
	return dir
}
