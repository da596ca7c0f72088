package git

import (
	"bytes"
	"crypto"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/hash"
	"github.com/klauspost/compress/zlib"
)

// object is a packed git object.
type object struct {
	hash   plumbing.Hash
	crc    uint32 // of packed, for the pack's index
	packed []byte // header and deflated content
}

// deflater turns contents into objects. It is not safe for concurrent use.
type deflater struct {
	sum hash.Hash
	buf *bytes.Buffer
	z   *zlib.Writer
}

// Level 1: for 2,445 real files of 2 KB, level 6 took 1.3 times as long to save 9 %. No compression took a ninth, but git
// copies the bytes into every later pack, so the repository would stay twice as large forever.
const level = zlib.BestSpeed

func newDeflater() *deflater {
	buf := new(bytes.Buffer)
	z, err := zlib.NewWriterLevel(buf, level)
	if err != nil {
		panic(err) // the level is a constant
	}
	return &deflater{hash.New(crypto.SHA1), buf, z}
}

// collider is a hash that detects collision attacks.
type collider interface {
	CollisionResistantSum(in []byte) (sum []byte, collision bool)
}

// object hashes and deflates content.
func (d *deflater) object(kind plumbing.ObjectType, content []byte) (object, error) {
	var o object
	var err error
	header := strconv.AppendInt(append(kind.Bytes(), ' '), int64(len(content)), 10)
	if o.hash, err = d.digest(append(header, 0), content); err != nil {
		return o, err
	}
	d.buf.Reset()
	d.buf.Write(packHeader(kind, len(content)))
	d.z.Reset(d.buf)
	if _, err := d.z.Write(content); err != nil {
		return o, err
	}
	if err := d.z.Close(); err != nil {
		return o, err
	}
	o.packed = bytes.Clone(d.buf.Bytes())
	o.crc = crc32.ChecksumIEEE(o.packed)
	return o, nil
}

// digest hashes with go-git's SHA-1, which detects collision attacks at 3 % of the cost of deflating (2 ms of 77). Git
// refuses such content as soon as it is pushed.
func (d *deflater) digest(parts ...[]byte) (sum plumbing.Hash, err error) {
	d.sum.Reset()
	for _, p := range parts {
		d.sum.Write(p)
	}
	if c, ok := d.sum.(collider); ok {
		if _, collision := c.CollisionResistantSum(nil); collision {
			return sum, errors.New("cannot commit content that is crafted to collide under SHA-1")
		}
	}
	copy(sum[:], d.sum.Sum(nil))
	return sum, nil
}

// packHeader returns an object's type and size: four bits of the size, then seven at a time (gitformat-pack(5), "Size
// encoding").
func packHeader(kind plumbing.ObjectType, size int) []byte {
	first := byte(kind)<<4 | byte(size&0xf) //nolint:gosec // one of eight
	size >>= 4
	if size == 0 {
		return []byte{first}
	}
	return binary.AppendUvarint([]byte{first | 0x80}, uint64(size)) //nolint:gosec // a length
}

// packBlobs returns an object for each content. It uses all cores; the first worker uses d.
func packBlobs(d *deflater, contents [][]byte) ([]object, error) {
	const worthACore = 16 // contents: making a deflater takes as long as deflating four contents of 2 KB
	workers := min(runtime.GOMAXPROCS(0), 1+len(contents)/worthACore)
	objects := make([]object, len(contents))
	errs := make([]error, workers)
	var next atomic.Int64
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			d := d
			if w > 0 {
				d = newDeflater()
			}
			for i := next.Add(1) - 1; i < int64(len(contents)) && errs[w] == nil; i = next.Add(1) - 1 {
				objects[i], errs[w] = d.object(plumbing.BlobObject, contents[i])
			}
		})
	}
	group.Wait()
	return objects, errors.Join(errs...)
}
