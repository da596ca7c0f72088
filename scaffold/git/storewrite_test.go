package git

import (
	"bytes"
	_ "embed"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

// collision is the start of the first of the two documents of https://shattered.io: their hashes meet here.
//
//go:embed testdata/shattered-1.pdf.320
var collision []byte

func TestDigest(t *testing.T) {
	d := newDeflater()
	if sum, err := d.digest(collision); err == nil {
		t.Errorf("a document made to collide was accepted as %s", sum)
	}
	changed := bytes.Clone(collision)
	changed[200]++
	if _, err := d.digest(changed); err != nil {
		t.Error(err)
	}
	sum, err := d.digest([]byte("blob 0\x00"), nil)
	if want := "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"; err != nil || sum.String() != want {
		t.Errorf("got %s, %v, want %s", sum, err, want)
	}
}

func TestPackHeader(t *testing.T) {
	for size, want := range map[int][]byte{
		0: {0x30}, 15: {0x3f}, 16: {0xb0, 0x01}, 2047: {0xbf, 0x7f}, 2048: {0xb0, 0x80, 0x01},
	} {
		if got := packHeader(plumbing.BlobObject, size); !bytes.Equal(got, want) {
			t.Errorf("%d: got %x, want %x", size, got, want)
		}
	}
}
