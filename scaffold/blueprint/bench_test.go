package blueprint

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// large is a blueprint of 300 files of 2 KB in 60 folders, and a manifest of the size that ours have.
func large() fstest.MapFS {
	fsys := fstest.MapFS{Manifest: {Data: []byte(service)}}
	for i := range 300 {
		name := fmt.Sprintf("files/apps/a%d/f%d.py.tmpl", i/5, i)
		fsys[name] = &fstest.MapFile{Data: bytes.Repeat([]byte("x = {{ .name }}\n"), 128)}
	}
	return fsys
}

func BenchmarkLoad(b *testing.B) {
	dir := b.TempDir()
	if err := os.CopyFS(dir, large()); err != nil {
		b.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	b.Run("directory", func(b *testing.B) {
		for b.Loop() {
			if _, err := Load(b.Context(), os.DirFS(dir), "bp"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("root", func(b *testing.B) {
		for b.Loop() {
			if _, err := Load(b.Context(), root.FS(), "bp"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("manifest", func(b *testing.B) {
		fsys := fstest.MapFS{Manifest: {Data: []byte(service)}, "files/a": {}}
		for b.Loop() {
			if _, err := Load(b.Context(), fsys, "bp"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("schema", func(b *testing.B) {
		for b.Loop() {
			if _, err := parseSchema(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkResolve(b *testing.B) {
	bp := loaded(b, service)
	in := set("language=go", "+app="+strings.Repeat("a", 3)+",b,c")
	for b.Loop() {
		if _, err := Resolve(bp, in, evaluator{}); err != nil {
			b.Fatal(err)
		}
	}
}
