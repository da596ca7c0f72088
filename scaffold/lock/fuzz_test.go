package lock

import (
	"bytes"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zlib"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// bounded fails where reading a file costs more than anybody's file may: two seconds, or 300 MB in all.
func bounded(t *testing.T, size int, read func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	read()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if allocated := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 2*time.Second || allocated > 300 {
		t.Errorf("%d bytes: %v, %d MiB", size, took, allocated)
	}
}

// FuzzBounds repeats parts of files up to half a megabyte, as somebody does who wants to keep a reader busy.
func FuzzBounds(f *testing.F) {
	pending := somePending().Marshal()
	f.Add(exampleHead, "", "", exampleSums, "", 1)
	f.Add("answers:\n", "  a: *b\n", "", "", "x -\n", 9999)
	f.Add("format: 2\nanswers: ", "[", "]", "", "\"\\", 9999)
	f.Add("format: 1\nfiles:\n", "  - {path: a, sha256: "+sumA+", mode: link}\n", "parts:\n", "", "", 9999)
	f.Add("<<<<<<< a\n", ">>>>>>> b\n<<<<<<< a\n", "", "", "", 9999)
	f.Add(string(pending[PendingPath].Data), "  - {path: a, beside: b}\n", "", string(pending[beforePath].Data), "a/", 9999)
	f.Fuzz(func(t *testing.T, head, again, tail, sums, line string, times int) {
		repeated := func(s string) string { return strings.Repeat(s, min(max(times, 0), 1<<19/(len(s)+1))) }
		text, list := head+repeated(again)+tail, sums+repeated(line)
		bounded(t, len(text)+len(list), func() {
			_, _ = Read(tree.Tree{Path: remembered([]byte(text)), SumsPath: remembered([]byte(list))}, Dir, asIs)
		})
		bounded(t, len(text)+len(list), func() {
			_, _ = ReadPending(tree.Tree{PendingPath: remembered([]byte(text)), beforePath: remembered([]byte(list))}, asIs)
		})
	})
}

// FuzzBase unpacks what anybody can store in base/: the mask is no secret, so that every stream of zlib gets through it.
func FuzzBase(f *testing.F) {
	squeeze := func(data []byte) []byte {
		var out bytes.Buffer
		w := zlib.NewWriter(&out)
		_, _ = w.Write(data)
		_ = w.Close()
		return out.Bytes()
	}
	f.Add(squeeze([]byte("hello")), []byte("hello"), 1)
	f.Add(squeeze(make([]byte, 1<<24)), make([]byte, 1), 1)
	f.Add(squeeze(squeeze(make([]byte, 1<<24))), []byte{}, 3)
	f.Add([]byte{0x78, 0x9c}, []byte{0, 0, 0, 0xff, 0xff}, 1<<16)
	f.Fuzz(func(t *testing.T, stream, content []byte, times int) {
		packed := append(bytes.Clone(stream), bytes.Repeat(content, min(max(times, 0), 1<<19/(len(content)+1)))...)
		mask(new(rand.ChaCha8), packed, Sum(content))
		bounded(t, len(packed), func() {
			if data, err := Unpack(packed, Sum(content)); err == nil && !bytes.Equal(data, content) {
				t.Error("another content came out")
			}
		})
	})
}
