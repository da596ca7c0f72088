package blueprint

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// TestLoadFromDisk has what a file system in memory has not: links, fifos, permissions.
func TestLoadFromDisk(t *testing.T) {
	write := func(t *testing.T, prepare func(dir string) error) string {
		t.Helper()
		dir := t.TempDir()
		err := errors.Join(
			os.WriteFile(filepath.Join(dir, Manifest), []byte(head), 0o644), os.MkdirAll(filepath.Join(dir, "files", "sub"), 0o755),
			os.WriteFile(filepath.Join(dir, "files", "a"), []byte("a"), 0o644), prepare(dir))
		if err != nil {
			t.Fatal(err)
		}
		return dir
	}
	link := func(target, name string) func(string) error {
		return func(dir string) error { return os.Symlink(target, filepath.Join(dir, name)) }
	}
	for _, c := range []struct {
		name    string
		prepare func(dir string) error
		want    string // "" for none
	}{
		{"link inside", link("sub/../a", "files/l"), ""},
		{"link up and down", link("../a", "files/sub/l"), ""},
		{"link that leads nowhere", link("none", "files/l"), ""},
		{"link outside", link("../../x", "files/l"), "bp/files/l outside"},
		{"link outside and back", link("../files/a", "files/l"), "bp/files/l outside"},
		{"absolute link", link("/etc/passwd", "files/l"), "bp/files/l outside"},
		{"linked folder", link("../../..", "files/l"), "bp/files/l outside"},
		{"manifest is a link", func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, Manifest)), link("/etc/passwd", Manifest)(dir))
		}, "bp/blueprint.yaml regular"},
		{"layer is a link", func(dir string) error {
			return errors.Join(os.Rename(filepath.Join(dir, "files"), filepath.Join(dir, "f")), link("f", "files")(dir))
		}, "bp/blueprint.yaml link"},
		{"partial is a link", func(dir string) error {
			return errors.Join(os.Mkdir(filepath.Join(dir, "partials"), 0o755), link("../files/a", "partials/x.tmpl")(dir))
		}, "bp/partials/x.tmpl link"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := write(t, c.prepare)
			root, err := os.OpenRoot(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			for _, fsys := range []fs.FS{os.DirFS(dir), root.FS()} {
				_, err := Load(t.Context(), fsys, "bp")
				var want []string
				if c.want != "" {
					want = []string{c.want}
				}
				expect(t, problemsOf(t, err), want)
			}
		})
	}
}

// denied is a blueprint with one name that cannot be opened.
type denied struct {
	fstest.MapFS
	name string
}

func (d denied) Open(name string) (fs.File, error) {
	if name == d.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.MapFS.Open(name)
}

func (d denied) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == d.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.MapFS.ReadDir(name)
}

func TestLoadSaysWhatCannotBeRead(t *testing.T) {
	for _, name := range []string{Manifest, "files/README", "files", "files/sub", "partials"} {
		_, err := Load(t.Context(), denied{folder(head, "partials/a.tmpl", "x", "files/sub/a", "x"), name}, "bp")
		expect(t, problemsOf(t, err), []string{"bp/" + name + " cannot be read: permission denied"})
	}
}

// growing is a file that is longer than its size says.
type growing struct{ fstest.MapFS }

func (g growing) ReadDir(name string) ([]fs.DirEntry, error) {
	small := fstest.MapFS{name + "/README": {}}
	if name != "files" {
		return g.MapFS.ReadDir(name)
	}
	return small.ReadDir(name)
}

func TestLoadReadsToTheEnd(t *testing.T) {
	fsys := folder(head)
	fsys["files/README"].Data = bytes.Repeat([]byte("0123456789"), 1000)
	b, err := Load(t.Context(), growing{fsys}, "bp")
	if err != nil || !bytes.Equal(b.Layers[0].Files[0].Data, fsys["files/README"].Data) {
		t.Errorf("got %+v, %v", b, err)
	}
	fsys["files/README"].Data = make([]byte, MaxFile+1)
	_, err = Load(t.Context(), growing{fsys}, "bp")
	expect(t, problemsOf(t, err), []string{"bp/files/README 16 MiB"})
}

// crowd is a blueprint with one more file than there may be.
type crowd struct{ fstest.MapFS }

func (c crowd) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := c.MapFS.ReadDir(name)
	if name != "files" || err != nil {
		return entries, err
	}
	for len(entries) <= MaxFiles {
		entries = append(entries, entries[0])
	}
	return entries, nil
}

func TestLoadKeepsTheLimits(t *testing.T) {
	_, err := Load(t.Context(), crowd{folder(head)}, "bp")
	list := problemsOf(t, err)
	if len(list) != 1 || !strings.Contains(list[0].Message, "20000") {
		t.Errorf("too many files: %v", err)
	}

	big := make([]byte, MaxFile+1)
	fsys := folder(head)
	fsys["files/big"] = &fstest.MapFile{Data: big}
	_, err = Load(t.Context(), fsys, "bp")
	expect(t, problemsOf(t, err), []string{"bp/files/big 16 MiB"})

	delete(fsys, "files/big")
	for i := range MaxTotal/MaxFile + 1 {
		fsys["files/"+string(rune('a'+i))] = &fstest.MapFile{Data: big[:MaxFile]}
	}
	_, err = Load(t.Context(), fsys, "bp")
	expect(t, problemsOf(t, err), []string{"bp/files/d 64 MiB"})
}

func TestDigest(t *testing.T) {
	base := func() fstest.MapFS {
		return folder(head+"layers: [{dir: files}, {dir: files, to: again}, {dir: other}]\n", "partials/p.tmpl", "p", "files/b", "b")
	}
	load := func(fsys fs.FS, label string) string {
		t.Helper()
		b, err := Load(t.Context(), fsys, label)
		if err != nil {
			t.Fatal(err)
		}
		return b.Digest
	}
	want := load(base(), "bp")
	if !strings.HasPrefix(want, "sha256:") || len(want) != len("sha256:")+64 {
		t.Errorf("not a digest: %q", want)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, base()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"README.md", "tests/x.yaml", "partials/notes"} {
		fsys := base()
		fsys[name] = &fstest.MapFile{Data: []byte("no part of it")}
		if got := load(fsys, "elsewhere"); got != want {
			t.Errorf("with %s the digest differs", name)
		}
	}
	changes := map[string]func(fstest.MapFS){
		"content":      func(f fstest.MapFS) { f["files/b"].Data = []byte("c") },
		"mode":         func(f fstest.MapFS) { f["files/b"].Mode = 0o755 },
		"name":         func(f fstest.MapFS) { f["files/c"] = f["files/b"]; delete(f, "files/b") },
		"partial":      func(f fstest.MapFS) { f["partials/p.tmpl"].Data = nil },
		"manifest":     func(f fstest.MapFS) { f[Manifest].Data = append(f[Manifest].Data, '\n') },
		"a moved byte": func(f fstest.MapFS) { f["files/b"].Data = nil; f["files/bb"] = &fstest.MapFile{} },
		"a link": func(f fstest.MapFS) {
			f["files/b"] = &fstest.MapFile{Data: []byte("b"), Mode: fs.ModeSymlink}
		},
	}
	seen := map[string]string{want: "nothing"}
	for name, change := range changes {
		fsys := base()
		change(fsys)
		got := load(fsys, "bp")
		if other, same := seen[got]; same {
			t.Errorf("changing %s gives the digest of changing %s", name, other)
		}
		seen[got] = name
	}
}
