package lock

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func manyFiles(n int) Lock {
	l := Lock{Scaffold: "0.1.0", Name: "shop", Year: 2026}
	for i := range n {
		path := fmt.Sprintf("apps/app%03d/module%02d/file%05d.py", i/100, i/10%10, i)
		l.Files = append(l.Files, Entry{Path: path, SHA256: Sum([]byte(path)), Mode: tree.Regular})
	}
	return l
}

func BenchmarkParse(b *testing.B) {
	for _, n := range []int{300, 10_000} {
		data := manyFiles(n).Marshal()
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := Parse(data, "lock.yaml"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkParseForeign is what the lines cost where one of them was touched.
func BenchmarkParseForeign(b *testing.B) {
	data := append(manyFiles(10_000).Marshal(), "# touched\n"...)
	for b.Loop() {
		if _, err := Parse(data, "lock.yaml"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMarshal(b *testing.B) {
	l := manyFiles(10_000)
	for b.Loop() {
		l.Marshal()
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
