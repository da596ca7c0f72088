package lock

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func manyFiles(n int) Lock {
	l := Lock{Scaffold: "0.1.0", Answers: blueprint.Answers{Name: "shop", Year: 2026}}
	for i := range n {
		path := fmt.Sprintf("apps/app%03d/module%02d/file%05d.py", i/100, i/10%10, i)
		l.Files = append(l.Files, Entry{Path: path, SHA256: Sum([]byte(path)), Mode: tree.Regular})
	}
	return l
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{300, 10_000} {
		files := manyFiles(n).Marshal(Dir)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := Read(files, Dir, asIs); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFormat1 is what a lock costs that an older version has written.
func BenchmarkFormat1(b *testing.B) {
	var old strings.Builder
	head, _, _ := strings.Cut(format1, "files:")
	old.WriteString(head + "files:\n")
	for _, e := range manyFiles(10_000).Files {
		old.WriteString("  - {path: " + e.Path + ", sha256: \"" + e.SHA256 + "\"}\n")
	}
	for b.Loop() {
		if _, err := parse(old.String()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMarshal(b *testing.B) {
	l := manyFiles(10_000)
	for b.Loop() {
		l.Marshal(Dir)
	}
}

func BenchmarkFiles(b *testing.B) {
	for _, n := range []int{300, 3000} {
		t := make(tree.Tree, n)
		for i := range n {
			text := ""
			for j := 0; len(text) < 2048; j++ {
				text += fmt.Sprintf("\tif err := s.render%d(w, r, %d); err != nil { return fmt.Errorf(\"page %%d: %%w\", %d, err) }\n", i*j%97, i, j)
			}
			t[fmt.Sprintf("d%d/f%d.go", i%30, i)] = tree.File{Data: []byte(text), Mode: tree.Regular}
		}
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.SetBytes(t.Size())
			for b.Loop() {
				Files(Lock{}, t)
			}
		})
	}
}
