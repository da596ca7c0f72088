package git

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// indexes are those that the git program writes, by what is special about them.
func indexes(t *testing.T) map[string][]byte {
	t.Helper()
	long := strings.Repeat("n", 200)
	p := repository(t, "a", "1", "a.b", "2", "a0/x", "3", "dir/deep/c", "4", strings.Join([]string{long, long, long}, "/"), "5", "z", "6")
	found := map[string][]byte{}
	keep := func(what string) {
		data, err := os.ReadFile(filepath.Join(p.dir, ".git", "index"))
		must(t, err)
		found[what] = data
	}
	keep("version 2")
	p.run("update-index", "--index-version=4")
	keep("version 4")
	p.run("update-index", "--skip-worktree", "z")
	p.run("update-index", "--assume-unchanged", "a.b")
	keep("version 4, flags")
	p.run("update-index", "--index-version=3")
	keep("version 3")
	p.run("update-index", "--untracked-cache")
	p.run("status")
	keep("untracked cache")
	p.run("-c", "index.threads=2", "-c", "index.recordEndOfIndexEntries=true", "-c", "index.recordOffsetTable=true", "update-index", "--force-write-index")
	keep("offset table")
	p.stage(conflict("a.b", "1\n", "2\n", "3\n"))
	p.run("add", "a.b")
	keep("resolved conflict")
	p.run("read-tree", "--empty")
	keep("empty")
	return found
}

func TestIndexRoundTrip(t *testing.T) {
	for what, data := range indexes(t) {
		f, err := parseIndex(data)
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		again, err := parseIndex(f.encode())
		must(t, err)
		f.folders = nil     // a cache, which is dropped
		if f.version != 4 { // else the lowest that the entries allow
			f.version = 2
			for _, e := range f.entries {
				if e.more != 0 {
					f.version = 3
				}
			}
		}
		if diff := cmp.Diff(f, again, cmp.AllowUnexported(indexFile{}, indexEntry{}, clock{})); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
}

// What git wrote without extensions is written as git wrote it, byte for byte.
func TestIndexEncodeIsGits(t *testing.T) {
	for what, data := range indexes(t) {
		f, err := parseIndex(data)
		must(t, err)
		p := newProgram(t)
		p.run("init", "--quiet")
		name := filepath.Join(p.dir, ".git", "index")
		must(t, os.WriteFile(name, f.encode(), 0o600))
		p.run("-c", "index.threads=1", "update-index", "--no-untracked-cache", "--force-write-index")
		want, err := os.ReadFile(name)
		must(t, err)
		if !bytes.Equal(want, f.encode()) {
			t.Errorf("%s: git writes it otherwise", what)
		}
	}
}

func TestIndexFolders(t *testing.T) {
	p := repository(t, "a", "1", "dir/deep/b", "1", "dir/c", "1", "other/d", "1")
	tree := func(folder string) string { return strings.TrimSpace(p.run("rev-parse", "HEAD:"+folder)) }
	p.write("dir/c", "2")
	p.run("add", "dir/c")
	data, err := os.ReadFile(filepath.Join(p.dir, ".git", "index"))
	must(t, err)
	f, err := parseIndex(data)
	must(t, err)
	got := map[string]string{}
	for folder, hash := range f.folders {
		got[folder] = hash.String()
	}
	want := map[string]string{"dir/deep": tree("dir/deep"), "other": tree("other")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseIndexRefuses(t *testing.T) {
	good := (&indexFile{version: 2, entries: []indexEntry{{path: "a"}, {path: "b", flags: 1 << flagStage}, {path: "b", flags: 2 << flagStage}}}).encode()
	if _, err := parseIndex(good); err != nil {
		t.Fatal(err)
	}
	signed := func(data []byte) []byte {
		end := sha1.Sum(data)
		return append(bytes.Clone(data), end[:]...)
	}
	body := good[:len(good)-20]
	unsigned := append(bytes.Clone(body), make([]byte, 20)...) // as index.skipHash has it
	if _, err := parseIndex(unsigned); err != nil {
		t.Error(err)
	}
	for what, data := range map[string][]byte{
		"nothing":                 nil,
		"another signature":       signed(append([]byte("DIRT"), body[4:]...)),
		"another version":         signed(append([]byte("DIRC\x00\x00\x00\x05"), body[8:]...)),
		"a wrong checksum":        append(bytes.Clone(good[:len(good)-1]), good[len(good)-1]^1),
		"too few entries":         signed(body[:len(body)-1]),
		"too many entries":        signed(append([]byte("DIRC\x00\x00\x00\x02\xff\xff\xff\xff"), body[12:]...)),
		"half an extension":       signed(append(bytes.Clone(body), "TREE\x00\x00\x00\x09"...)),
		"unknown extension":       signed(append(bytes.Clone(body), "newx\x00\x00\x00\x00"...)),
		"split without a name":    signed(append(bytes.Clone(body), "link\x00\x00\x00\x00"...)),
		"split, half a bitmap":    signed(append(bytes.Clone(body), "link\x00\x00\x00\x1812345678901234567890\x00\x00\x00\x00"...)),
		"entries out of order":    (&indexFile{version: 2, entries: []indexEntry{{path: "b"}, {path: "a"}}}).encode(),
		"one entry twice":         (&indexFile{version: 2, entries: []indexEntry{{path: "a"}, {path: "a"}}}).encode(),
		"an entry without a path": (&indexFile{version: 2, entries: []indexEntry{{path: ""}}}).encode(),
	} {
		if _, err := parseIndex(data); err == nil {
			t.Errorf("%s was accepted", what)
		}
	}
	optional := signed(append(bytes.Clone(body), "NEWX\x00\x00\x00\x00"...))
	if _, err := parseIndex(optional); err != nil {
		t.Error(err)
	}
}

func TestOffsetVarint(t *testing.T) {
	for n, want := range map[uint64]string{0: "00", 1: "01", 127: "7f", 128: "8000", 255: "807f", 256: "8100", 16511: "ff7f", 16512: "808000"} {
		encoded := appendOffsetVarint(nil, n)
		if got := hex.EncodeToString(encoded); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
		if got, width := offsetVarint(encoded); got != n || width != len(encoded) {
			t.Errorf("%d: read as %d, %d bytes", n, got, width)
		}
	}
	if _, width := offsetVarint(bytes.Repeat([]byte{0xff}, 20)); width != 0 {
		t.Error("a number without an end was read")
	}
}

// Any bytes either are refused or give an index that is written and read again as it is.
func FuzzParseIndex(f *testing.F) {
	entries := []indexEntry{{path: "a", flags: flagAssumed}, {path: "a.b", more: moreIntent}, {path: "b", flags: 1 << flagStage}, {path: "b", flags: 2 << flagStage}}
	for _, seed := range []indexFile{
		{version: 2}, {version: 2, entries: entries[:1], undo: []byte("a")}, {version: 3, entries: entries}, {version: 4, entries: entries},
	} {
		data := seed.encode()
		f.Add(data[:len(data)-20])
	}
	f.Add([]byte("DIRC\x00\x00\x00\x02\x00\x00\x00\x00TREE\x00\x00\x00\x1f\x00-1 1\nd\x001 0\nhhhhhhhhhhhhhhhhhhhh"))
	f.Add([]byte("DIRC\x00\x00\x00\x02\x00\x00\x00\x00TREE\x00\x00\x00\x06\x001 2\nx"))
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := parseIndex(append(body[:len(body):len(body)], make([]byte, 20)...))
		if err != nil {
			return
		}
		again, err := parseIndex(got.encode())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.encode(), again.encode()) || len(got.entries) != len(again.entries) {
			t.Error("what was read is not what is written")
		}
	})
}

func BenchmarkParseIndex(b *testing.B) {
	files := indexFile{version: 2}
	for i := range 10000 {
		files.entries = append(files.entries, indexEntry{path: fmt.Sprintf("apps/app%02d/file%05d.go", i/100, i)})
	}
	data := files.encode()
	b.Run("here", func(b *testing.B) {
		for b.Loop() {
			_, err := parseIndex(data)
			must(b, err)
		}
	})
	b.Run("go-git", func(b *testing.B) {
		for b.Loop() {
			must(b, index.NewDecoder(bytes.NewReader(data)).Decode(&index.Index{}))
		}
	})
}

// A bitmap of a split index never names an entry that does not exist, whatever it says.
func FuzzBitmap(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x03\x00\x00\x00\x02\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x05\x00\x00\x00\x00"))
	f.Add([]byte("\x00\x00\x00\x03\x00\x00\x00\x01\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		bitmap, _, ok := cutBitmap(data)
		if !ok {
			return
		}
		set, ok := bitmapBits(bitmap, 100)
		for i, bit := range set {
			if ok && (bit < 0 || bit >= 100 || i > 0 && set[i-1] >= bit) {
				t.Errorf("%v of %x", set, bitmap)
			}
		}
	})
}
