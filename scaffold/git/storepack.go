package git

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/hash"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// packFile is a pack on disk with its index (gitformat-pack(5)).
type packFile struct {
	pack, index *os.File
	counts      [256]int64       // objects whose hash starts with at most this byte
	bases       map[int64]stored // objects that were read, by offset
	held        int              // bytes in bases
}

var errPack = errors.New("the pack is corrupt")

const (
	packIndexHeader = "\xfftOc\x00\x00\x00\x02"
	packNames       = int64(len(packIndexHeader)) + 256*4 // start of the sorted hashes, after the counts
	maxChain        = 4096                                // deltas upon deltas: git makes at most 4095
	maxHeld         = 32 << 20                            // bytes
	isLarge         = 1 << 31                             // marks an offset into the table of large offsets
)

// openPack opens a pack by its path without ".idx" or ".pack".
func openPack(base string) (_ *packFile, err error) {
	p := &packFile{bases: map[int64]stored{}}
	if p.index, _, err = openRegular(base + ".idx"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	if p.pack, _, err = openRegular(base + ".pack"); err != nil {
		return nil, err
	}
	head, err := p.indexAt(0, int(packNames))
	if err != nil {
		return nil, err
	}
	table, ok := bytes.CutPrefix(head, []byte(packIndexHeader))
	if !ok {
		return nil, problem.Problem{
			File: p.index.Name(), Message: "is not a pack index of version 2", Hints: []string{"git repack -a -d"},
		}
	}
	last := int64(0)
	for i := range p.counts {
		p.counts[i] = int64(binary.BigEndian.Uint32(table[4*i:]))
		if p.counts[i] < last {
			return nil, errPack
		}
		last = p.counts[i]
	}
	return p, nil
}

func (p *packFile) close() {
	for _, f := range []*os.File{p.index, p.pack} {
		if f != nil {
			_ = f.Close() // it was only read
		}
	}
}

// find returns the offset of an object in the pack.
func (p *packFile) find(h plumbing.Hash) (at int64, ok bool, err error) {
	low, high := int64(0), p.counts[h[0]]
	if h[0] > 0 {
		low = p.counts[h[0]-1]
	}
	for low < high {
		middle := low + (high-low)/2
		name, err := p.indexAt(packNames+middle*hash.Size, hash.Size)
		if err != nil {
			return 0, false, err
		}
		switch bytes.Compare(name, h[:]) {
		case 0:
			at, err = p.offset(middle)
			return at, err == nil, err
		case -1:
			low = middle + 1
		default:
			high = middle
		}
	}
	return 0, false, nil
}

// offset returns the offset of the n-th object by hash. The index has 4-byte checksums between hashes and offsets.
func (p *packFile) offset(n int64) (int64, error) {
	const small, large = 4, 8
	count := p.counts[255]
	table := packNames + count*(hash.Size+4)
	entry, err := p.indexAt(table+small*n, small)
	if err != nil {
		return 0, err
	}
	offset := binary.BigEndian.Uint32(entry)
	if offset&isLarge == 0 {
		return int64(offset), nil
	}
	entry, err = p.indexAt(table+small*count+large*int64(offset&^isLarge), large)
	if err != nil {
		return 0, err
	}
	return int64(binary.BigEndian.Uint64(entry) & math.MaxInt64), nil
}

func (p *packFile) indexAt(at int64, width int) ([]byte, error) {
	data := make([]byte, width)
	_, err := p.index.ReadAt(data, at)
	return data, err
}

// read returns the object at an offset. Depth is the number of deltas that depend on it.
func (p *packFile) read(at int64, all *store, depth int) (stored, error) {
	if known, ok := p.bases[at]; ok {
		return known, nil
	}
	if depth > maxChain || at <= 0 {
		return stored{}, errPack
	}
	r := bufio.NewReaderSize(io.NewSectionReader(p.pack, at, math.MaxInt64-at), 1024)
	kind, size, err := readPackHeader(r)
	if err != nil {
		return stored{}, err
	}
	base, err := p.base(kind, r, at, all, depth)
	if err != nil {
		return stored{}, err
	}
	o := stored{kind: kind}
	o.data, err = all.inflate(r)
	if err == nil && uint64(len(o.data)) != size {
		err = errPack
	}
	if err == nil && kind.IsDelta() {
		o.kind = base.kind
		o.data, err = packfile.PatchDelta(base.data, o.data)
	}
	if err == nil && p.held+len(o.data) <= maxHeld {
		p.bases[at] = o
		p.held += len(o.data)
	}
	return o, err
}

// base returns the object that a delta changes: an earlier one in the pack, or one named by its hash.
func (p *packFile) base(kind plumbing.ObjectType, r *bufio.Reader, at int64, all *store, depth int) (stored, error) {
	switch kind {
	case plumbing.OFSDeltaObject:
		peeked, _ := r.Peek(8) // fewer at the end of the pack, which may be enough
		back, width := offsetVarint(peeked)
		if width == 0 || back > 1<<62 {
			return stored{}, errPack
		}
		if _, err := r.Discard(width); err != nil {
			return stored{}, err
		}
		return p.read(at-int64(back), all, depth+1)
	case plumbing.REFDeltaObject:
		var name plumbing.Hash
		if _, err := io.ReadFull(r, name[:]); err != nil {
			return stored{}, err
		}
		return all.find(name, depth+1)
	default:
		return stored{}, nil
	}
}

// readPackHeader is the inverse of packHeader.
func readPackHeader(r *bufio.Reader) (kind plumbing.ObjectType, size uint64, err error) {
	c, err := r.ReadByte()
	if err != nil {
		return plumbing.InvalidObject, 0, err
	}
	kind, size = plumbing.ObjectType(c>>4&7), uint64(c&0xf)
	if c&0x80 != 0 {
		rest, err := binary.ReadUvarint(r)
		if err != nil || rest > 1<<56 {
			return plumbing.InvalidObject, 0, errPack
		}
		size |= rest << 4
	}
	return kind, size, nil
}
