package lock

import (
	"bytes"
	"io"
	"math/rand/v2"

	"github.com/klauspost/compress/zlib"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Unpacker unpacks one content after another with the same memory, several times as fast as Unpack. The zero value is
// ready for use, by one goroutine at a time.
type Unpacker struct {
	source bytes.Reader
	reader io.ReadCloser // nil before the first content
	out    bytes.Buffer
	cipher rand.ChaCha8 // see mask
}

// maxPacked is the size of the largest content that cannot be made smaller.
const maxPacked = maxContent + 5*(maxContent/maxStored+1) + 6

// Unpack is like the function of that name, but the content is only valid until the next call.
func (u *Unpacker) Unpack(packed []byte, sum string) ([]byte, error) {
	if !isSum(sum) {
		return nil, problem.Problem{Message: "not a SHA-256: \"" + sum + "\"", Hints: []string{bringBack}}
	}
	damaged := func(why string) error {
		return problem.Problem{File: BasePath(sum), Message: "damaged: " + why, Hints: []string{bringBack}}
	}
	if len(packed) > maxPacked {
		return nil, damaged(tooLarge(len(packed), maxPacked))
	}
	packed = bytes.Clone(packed)
	mask(&u.cipher, packed, sum)
	if u.open(packed) != nil {
		return nil, damaged("not a packed file")
	}
	u.out.Reset()
	limit := min(int64(maxRatio*len(packed)), maxContent)
	n, err := io.Copy(&u.out, io.LimitReader(u.reader, limit+1))
	switch {
	case err != nil:
		return nil, damaged("cannot be unpacked")
	case n > limit:
		return nil, damaged("larger than scaffold allows, once unpacked")
	case u.source.Len() > 0:
		return nil, damaged("unexpected data after the content")
	case Sum(u.out.Bytes()) != sum:
		return nil, damaged("its content does not match the hash in its name")
	}
	return u.out.Bytes(), nil
}

func (u *Unpacker) open(packed []byte) (err error) {
	u.source.Reset(packed)
	if again, ok := u.reader.(zlib.Resetter); ok {
		return again.Reset(&u.source, nil)
	}
	u.reader, err = zlib.NewReader(&u.source)
	return err
}
