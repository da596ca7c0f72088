package merge

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func BenchmarkText(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	base := distinct(300)
	small := kind{"300 lines, some edits", func(r *rand.Rand) triple { return edited(r, base, 10, 300) }}
	for _, bb := range append([]kind{small}, large...) {
		b.Run(bb.name, func(b *testing.B) {
			c := bb.make(r)
			b.ReportAllocs()
			for b.Loop() {
				Text(c.base, c.ours, c.theirs, Options{})
			}
		})
	}
}

func BenchmarkTrees(b *testing.B) {
	const files = 10_000
	makeTree := func(edit int) tree.Tree {
		t := tree.Tree{}
		for i := range files {
			data := fmt.Appendf(nil, "file %d\n", i)
			for len(data) < 2000 {
				data = append(data, "a line of some length\n"...)
			}
			if edit > 0 && i%edit == 0 {
				data = append(data, "edited\n"...)
			}
			t[fmt.Sprintf("dir%d/sub%d/file%d", i%10, i%100, i)] = tree.File{Data: data, Mode: tree.Regular}
		}
		return t
	}
	base, ours := makeTree(0), makeTree(7)
	for _, bb := range []struct {
		name   string
		theirs tree.Tree
	}{
		{"10,000 files, unchanged", makeTree(0)},
		{"10,000 files, 100 changed", makeTree(100)},
		{"10,000 files, all dropped", tree.Tree{}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Trees(base, ours, bb.theirs, TreeOptions{})
			}
		})
	}
}
