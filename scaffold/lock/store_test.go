package lock

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// samples are contents of every kind, and of every size at which something changes. They are the same for ever.
func samples() [][]byte {
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 200_000)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	var text []byte
	for len(text) < 200_000 {
		text = fmt.Appendf(text, "func name%d(w http.ResponseWriter, r *http.Request) { s.render(w, %q) }\n", random.IntN(500), string(rune('a'+random.IntN(26))))
	}
	high := bytes.Repeat([]byte("äöü\xff\xfe"), 50)
	out := [][]byte{{}, high, []byte("../target"), bytes.Repeat([]byte("ab"), 70_000), make([]byte, 300_000)}
	for _, n := range []int{1, 2, 3, 4, 10, 11, 18, 19, 257, 258, 259, 2048, 32_767, 32_768, 32_769, 65_535, 65_536, 131_070, 131_071, 200_000} {
		out = append(out, noise[:n], text[:n], make([]byte, n))
	}
	// Matches at every distance up to the window and beyond.
	for d := 1; d < 70_000; d = d*5/4 + 1 {
		out = append(out, slices.Concat(noise[:100], bytes.Repeat([]byte{'x'}, d), noise[:100]))
	}
	return out
}

func TestUnpackGivesWhatPackWasGiven(t *testing.T) {
	for _, data := range samples() {
		packed := Pack(data)
		got, err := Unpack(packed, Sum(data))
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes: %v", len(data), err)
		}
		if most := len(data) + 5*(len(data)/maxStored+1) + 6; len(packed) > most {
			t.Errorf("%d bytes were packed into %d, more than %d", len(data), len(packed), most)
		}
	}
}

// TestPackNeverChanges: see Pack. If it fails, the change to the compressor is wrong, not the number here.
func TestPackNeverChanges(t *testing.T) {
	all := make([]byte, 0, 1<<20)
	for _, data := range samples() {
		all = append(all, Pack(data)...)
	}
	const want = "6d5195a2903c1b84d45d8d3a6ec45816866abda0cc92f5c96a688418343de2ad"
	if got := Sum(all); got != want {
		t.Errorf("the packed samples have the hash %s, want %s", got, want)
	}
}

func TestPackerForgets(t *testing.T) {
	var used packer
	for _, data := range samples() {
		if !bytes.Equal(used.pack(data, Sum(data)), Pack(data)) {
			t.Fatalf("%d bytes come out differently after other contents", len(data))
		}
	}
	used.end = 1<<31 - 1000 // positions are about to overflow
	for _, data := range samples() {
		if !bytes.Equal(used.pack(data, Sum(data)), Pack(data)) {
			t.Fatalf("%d bytes come out differently after two gigabytes", len(data))
		}
	}
}

func TestPackMakesTextSmaller(t *testing.T) {
	text := []byte(strings.Repeat("The quick brown fox jumps over the lazy dog. ", 40))
	if packed := Pack(text); len(packed) > len(text)/8 {
		t.Errorf("%d bytes became %d", len(text), len(packed))
	}
}

func TestUnpackRefuses(t *testing.T) {
	data := []byte("some content, some content")
	good := Pack(data)
	var bomb bytes.Buffer
	z, _ := zlib.NewWriterLevel(&bomb, 9)
	zeros := make([]byte, 1<<20)
	for range 50 {
		z.Write(zeros)
	}
	z.Close()
	flipped := bytes.Clone(good)
	flipped[5] ^= 4
	tests := map[string][]byte{
		"empty":           {},
		"not packed":      data,
		"cut off":         good[:len(good)-1],
		"flipped bit":     flipped,
		"something after": append(bytes.Clone(good), 0),
		"other content":   Pack([]byte("another")),
		"bomb":            bomb.Bytes(),
	}
	for name, packed := range tests {
		if got, err := Unpack(packed, Sum(data)); err == nil || got != nil {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
	for _, sum := range []string{"", "abc", strings.ToUpper(Sum(data))} {
		if _, err := Unpack(good, sum); err == nil {
			t.Errorf("%q was taken for a hash", sum)
		}
	}
	sum := Sum(bytes.Repeat(zeros, 50))
	if _, err := Unpack(bomb.Bytes(), sum); err == nil {
		t.Error("a bomb under its right name was unpacked")
	}
}

func TestUnpackerForgets(t *testing.T) {
	var used Unpacker
	for _, data := range samples() {
		packed := Pack(data)
		for _, broken := range [][]byte{{}, packed[:len(packed)/2], append([]byte("x"), packed...)} {
			if _, err := used.Unpack(broken, Sum(data)); err == nil {
				t.Fatalf("%d bytes: what is damaged was unpacked", len(data))
			}
		}
		if got, err := used.Unpack(packed, Sum(data)); err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%d bytes come out differently after others: %v", len(data), err)
		}
	}
}

func FuzzPack(f *testing.F) {
	f.Add([]byte("abcabcabcabc"), 3)
	f.Add([]byte{0}, 40_000)
	f.Fuzz(func(t *testing.T, data []byte, times int) {
		data = bytes.Repeat(data, min(max(times, 1), 1+100_000/(len(data)+1)))
		got, err := Unpack(Pack(data), Sum(data))
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%v", err)
		}
	})
}

func FuzzUnpack(f *testing.F) {
	f.Add(Pack([]byte("hello")))
	f.Fuzz(func(t *testing.T, packed []byte) {
		if data, err := Unpack(packed, sumA); err == nil && Sum(data) != sumA {
			t.Error("another content came out")
		}
	})
}

func file(data string, mode tree.File) tree.File {
	mode.Data = []byte(data)
	return mode
}

func rendered() tree.Tree {
	return tree.Tree{
		"go.mod":    file("module x\n", tree.File{Mode: tree.Regular}),
		"copy.mod":  file("module x\n", tree.File{Mode: tree.Regular}),
		"empty":     file("", tree.File{Mode: tree.Regular}),
		"run.sh":    file("#!/bin/sh\n", tree.File{Mode: tree.Executable, Policy: tree.Managed}),
		"seed.sql":  file("insert", tree.File{Mode: tree.Regular, Policy: tree.Once}),
		"link":      file("go.mod", tree.File{Mode: tree.Symlink}),
		".env":      file("SECRET=hunter2", tree.File{Mode: tree.Regular, Policy: tree.Private}),
		"sub/a.txt": file("a", tree.File{Mode: tree.Regular}),
	}
}

func TestFilesRemembersAllButSecrets(t *testing.T) {
	before := Lock{Files: []Entry{{Path: "run.sh", Tombstone: true}, {Path: "gone", Tombstone: true}, {Path: "link"}}}
	files := Files(before, rendered())
	l, err := Read(files, Dir, asIs)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Files) != len(rendered()) {
		t.Errorf("the lock has %d files, want %d", len(l.Files), len(rendered()))
	}
	stored := 0
	for _, e := range l.Files {
		f := rendered()[e.Path]
		if e.Mode != f.Mode || e.Policy != f.Policy || e.Tombstone != (e.Path == "run.sh") {
			t.Errorf("got %+v", e)
		}
		if e.Policy == tree.Private {
			continue
		}
		base, ok := files[BasePath(e.SHA256)]
		if !ok {
			t.Errorf("%s has no base", e.Path)
			continue
		}
		if data, err := Unpack(base.Data, e.SHA256); err != nil || !bytes.Equal(data, f.Data) {
			t.Errorf("the base of %s is %q, %v", e.Path, data, err)
		}
		stored++
	}
	if want := stored - 1 + 4; len(files) != want { // go.mod and copy.mod share theirs; the lock of two files and two files for git come on top
		t.Errorf("got %d files, want %d: %q", len(files), want, files.Paths())
	}
	secret := rendered()[".env"].Data
	for path, f := range files {
		if bytes.Contains(f.Data, secret) || bytes.Contains(f.Data, []byte(Sum(secret))) || path == BasePath(Sum(secret)) {
			t.Errorf("%s knows the private file", path)
		}
		if f.Mode != tree.Regular || f.Policy != tree.Managed {
			t.Errorf("%s: %v, %v", path, f.Mode, f.Policy)
		}
	}
	if problems := files.Check(); len(problems) > 0 {
		t.Error(problems)
	}
}

func TestFilesAreAlwaysTheSame(t *testing.T) {
	big := tree.Tree{}
	for i := range 200 {
		data := strings.Repeat(fmt.Sprintln("line", i), i)
		big[fmt.Sprintf("d%d/f%d", i%7, i)] = file(data, tree.File{Mode: tree.Regular})
	}
	first := Files(Lock{}, big)
	for range 3 {
		again := Files(Lock{}, big)
		if len(first) != len(again) {
			t.Fatalf("%d files, then %d", len(first), len(again))
		}
		for path := range first {
			if !bytes.Equal(first[path].Data, again[path].Data) {
				t.Errorf("%s changed", path)
			}
		}
	}
}
