package patch

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1" //nolint:gosec // it is how git names contents
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func isBinary(before, after tree.File) bool {
	return plaintext.Binary(before.Data) || plaintext.Binary(after.Data)
}

// writeIndex writes the names of both contents: short, unless git needs them to apply the change.
func writeIndex(b *strings.Builder, before, after tree.File) {
	from, to := objectName(before), objectName(after)
	if !isBinary(before, after) {
		const short = 7
		from, to = from[:short], to[:short]
	}
	b.WriteString("index " + from + ".." + to)
	if before.Mode == after.Mode {
		b.WriteString(" " + tree.GitMode(after.Mode))
	}
	b.WriteByte('\n')
}

// objectName returns the name of a content in git's object store; zeros for none.
func objectName(f tree.File) string {
	if f.Absent() {
		return strings.Repeat("0", 2*sha1.Size)
	}
	h := sha1.New()                                   //nolint:gosec // as above
	_, _ = fmt.Fprintf(h, "blob %d\x00", len(f.Data)) // a hash takes everything
	_, _ = h.Write(f.Data)
	return hex.EncodeToString(h.Sum(nil))
}

// writeLiteral writes a content compressed and in base 85.
func writeLiteral(b *strings.Builder, data []byte) {
	fmt.Fprintf(b, "literal %d\n", len(data))
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write(data) // a buffer takes everything
	_ = z.Close()
	const perLine = 52 // bytes; the first character of a line counts them: A to Z, then a to z
	for rest := packed.Bytes(); len(rest) > 0; {
		n := min(perLine, len(rest))
		count := byte('A' + n - 1)
		if n > 26 {
			count = byte('a' + n - 27)
		}
		b.WriteByte(count)
		writeBase85(b, rest[:n])
		b.WriteByte('\n')
		rest = rest[n:]
	}
	b.WriteByte('\n')
}

// writeBase85 writes groups of four bytes as five characters, with the alphabet of RFC 1924. The last one is filled up.
func writeBase85(b *strings.Builder, data []byte) {
	const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
	for len(data) > 0 {
		var group [4]byte
		n := copy(group[:], data)
		data = data[n:]
		value := uint32(group[0])<<24 | uint32(group[1])<<16 | uint32(group[2])<<8 | uint32(group[3])
		var digits [5]byte
		for i := len(digits) - 1; i >= 0; i-- {
			digits[i] = alphabet[value%85]
			value /= 85
		}
		b.Write(digits[:])
	}
}
