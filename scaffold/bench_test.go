package scaffold

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// many is a project of n files of 2 kB, a tenth of them managed, as its disk holds it, and its state.
func many(n int) (memory, ours tree.Tree, now State) {
	files := make(tree.Tree, n)
	for i := range n {
		var text strings.Builder
		for j := 0; text.Len() < 2048; j++ {
			fmt.Fprintf(&text, "\tif err := s.render%d(w, r, %d); err != nil { return page(%d, err) }\n", i*j%97, i, j)
		}
		f := tree.File{Data: []byte(text.String()), Mode: tree.Regular}
		if i%10 == 0 {
			f.Policy = tree.Managed
		}
		files[fmt.Sprintf("apps/app%03d/module%02d/file%05d.go", i/100, i/10%10, i)] = f
	}
	now = State{Files: files, Lock: lock.Lock{
		Scaffold: Version, Answers: blueprint.Answers{Name: "shop", Year: 2026}, Files: lock.Entries(files, nil),
		Blueprint: lock.Blueprint{Source: "full", Name: "full", Version: "1.0.0", Digest: "sha256:0"},
	}}
	return lock.Files(now.Lock, files), files, now
}

func BenchmarkNothingToDo(b *testing.B) {
	memory, ours, now := many(10_000)
	p, err := Load(memory, "")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if t, err := p.Transition(now, ours, Options{}); err != nil || !t.Empty() {
			b.Fatal(err, t)
		}
	}
}

func BenchmarkOneFileChanged(b *testing.B) {
	memory, ours, now := many(10_000)
	p, err := Load(memory, "")
	if err != nil {
		b.Fatal(err)
	}
	files := make(tree.Tree, len(now.Files))
	for path, f := range now.Files {
		files[path] = f
	}
	changed := "apps/app000/module00/file00001.go"
	files[changed] = tree.File{Data: append([]byte("// new\n"), files[changed].Data...), Mode: tree.Regular}
	now.Files, now.Lock.Files = files, lock.Entries(files, nil)
	b.ResetTimer()
	for b.Loop() {
		if t, err := p.Transition(now, ours, Options{}); err != nil || len(t.Files) != 1 {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	memory, _, _ := many(10_000)
	for b.Loop() {
		if _, err := Load(memory, ""); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	memory, ours, _ := many(10_000)
	p, err := Load(memory, "")
	if err != nil {
		b.Fatal(err)
	}
	for _, strict := range []bool{false, true} {
		b.Run(fmt.Sprintf("strict=%v", strict), func(b *testing.B) {
			for b.Loop() {
				if drift := p.Check(ours, CheckOptions{Strict: strict}); len(drift) > 0 {
					b.Fatal(drift)
				}
			}
		})
	}
}
