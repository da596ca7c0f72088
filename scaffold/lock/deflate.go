//nolint:gosec // G115: a bit stream is made by cutting numbers off
package lock

import (
	"bytes"
	"encoding/binary"
	"hash/adler32"
	"math"
	"math/bits"
	"math/rand/v2"
)

// A packer writes zlib (RFC 1950) around DEFLATE (RFC 1951): one block with the fixed Huffman codes and matches found by
// hash chains with lazy matching (P. Deutsch, RFC 1951, section 4), or stored blocks where those are shorter. It may be
// used again and again: what it packed before does not change what comes out.
//
// Not a byte of its output may ever change: see Pack.
type packer struct {
	head  [1 << hashBits]int32 // by hash of three bytes: base plus the newest position
	prev  [windowSize]int32    // by position modulo windowSize: base plus the position before it with the same hash
	base  int32                // positive; what is smaller in head and prev belongs to contents of before
	end   int32                // base plus the length of the content
	out   []byte
	bits  uint64 // not yet in out
	count int    // of those

	cipher rand.ChaCha8 // see mask
}

const (
	hashBits   = 13
	windowSize = 1 << 15
	minMatch   = 3
	maxMatch   = 258
	maxChain   = 4  // candidates that are looked at: more of them make files 1 % smaller and twice as slow
	goodMatch  = 16 // long enough to look no further
	maxStored  = 1<<16 - 1
	endOfBlock = 256
	// What is larger is stored: positions are of 32 bits.
	maxSearched = 1 << 30
	// No content is longer than this many times its packed form: a match of 258 bytes takes 13 bits.
	maxRatio = 160
)

// pack packs a content, whose hash is known.
func (p *packer) pack(data []byte, sum string) []byte {
	p.out = append(p.out[:0], 0x78, 0x01)
	blocks := max(1, (len(data)+maxStored-1)/maxStored)
	if len(data) <= maxSearched {
		p.fixed(data)
	}
	if len(data) > maxSearched || len(p.out) > 2+len(data)+5*blocks {
		p.out = appendStored(p.out[:2], data)
	}
	packed := bytes.Clone(binary.BigEndian.AppendUint32(p.out, adler32.Checksum(data)))
	mask(&p.cipher, packed, sum)
	return packed
}

// fixed writes data as one block with the fixed codes.
func (p *packer) fixed(data []byte) {
	p.begin(len(data))
	p.write(0b011, 3) // the last block, of fixed codes
	length, distance := 0, 0
	for i := 0; i < len(data); {
		p.insert(data, i)
		longer, further := 0, 0
		if length < goodMatch {
			longer, further = p.find(data, i+1)
		}
		if length < minMatch || longer > length {
			p.literal(data[i])
			i, length, distance = i+1, longer, further
			continue
		}
		p.match(length, distance)
		for j := i + 1; j < i+length; j++ {
			p.insert(data, j)
		}
		i += length
		length, distance = p.find(data, i)
	}
	p.symbol(endOfBlock)
	p.flush()
}

// begin numbers the positions of a content of n bytes so that none of a content before is among them.
func (p *packer) begin(n int) {
	p.base = p.end
	if p.base == 0 || n > math.MaxInt32-int(p.base) {
		clear(p.head[:])
		clear(p.prev[:])
		p.base = 1
	}
	p.end = p.base + int32(n)
	p.bits, p.count = 0, 0
}

func hash(data []byte, i int) uint32 {
	return (uint32(data[i]) | uint32(data[i+1])<<8 | uint32(data[i+2])<<16) * 0x9e3779b1 >> (32 - hashBits)
}

func (p *packer) insert(data []byte, i int) {
	if i+minMatch > len(data) {
		return
	}
	h := hash(data, i)
	p.prev[i%windowSize] = p.head[h]
	p.head[h] = p.base + int32(i)
}

// find returns the longest match for what is at i among earlier positions, the nearest of equal ones; length 0 for none.
func (p *packer) find(data []byte, i int) (length, distance int) {
	if i+minMatch > len(data) {
		return 0, 0
	}
	length = minMatch - 1
	most := min(maxMatch, len(data)-i)
	candidate := p.head[hash(data, i)]
	for range maxChain {
		at := int(candidate - p.base)
		if candidate < p.base || i-at >= windowSize {
			break
		}
		if n := common(data[at:at+most], data[i:i+most], length); n > length {
			length, distance = n, i-at
			if n >= goodMatch || n == most {
				break
			}
		}
		candidate = p.prev[at%windowSize]
	}
	if distance == 0 {
		return 0, 0
	}
	return length, distance
}

// common returns how many bytes a and b, of the same length, start with in common. It may give any smaller number, such as 0,
// where that would not be more than enough.
func common(a, b []byte, enough int) int {
	if enough >= len(a) || a[enough] != b[enough] {
		return 0
	}
	n := 0
	for ; n+8 <= len(a); n += 8 {
		if d := binary.LittleEndian.Uint64(a[n:]) ^ binary.LittleEndian.Uint64(b[n:]); d != 0 {
			return n + bits.TrailingZeros64(d)/8
		}
	}
	for n < len(a) && a[n] == b[n] {
		n++
	}
	return n
}

func (p *packer) literal(c byte) {
	if c < 144 {
		p.code(0x30+uint32(c), 8)
	} else {
		p.code(0x190+uint32(c)-144, 9)
	}
}

// symbol writes the end of the block or the start of a length, 256 to 285.
func (p *packer) symbol(s int) {
	if s < 280 {
		p.code(uint32(s)-256, 7)
	} else {
		p.code(0xc0+uint32(s)-280, 8)
	}
}

// match writes a length and a distance. Their codes count, from 3 and from 1, the first values one by one, and then four
// and two to each power of two, with the lower bits after the code.
func (p *packer) match(length, distance int) {
	if l := length - minMatch; l < 8 || length == maxMatch {
		p.symbol(min(257+l, 285))
	} else {
		extra := bits.Len(uint(l)) - 3
		p.symbol(257 + 4*(extra+1) + l>>extra&3)
		p.write(uint64(l)&(1<<extra-1), extra)
	}
	if d := distance - 1; d < 4 {
		p.code(uint32(d), 5)
	} else {
		extra := bits.Len(uint(d)) - 2
		p.code(uint32(2*(extra+1)+d>>extra&1), 5)
		p.write(uint64(d)&(1<<extra-1), extra)
	}
}

// code writes a Huffman code: unlike everything else, its highest bit first.
func (p *packer) code(c uint32, length int) {
	p.write(uint64(bits.Reverse32(c)>>(32-length)), length)
}

// write adds the lowest n bits of v, at most 32; the others are zero.
func (p *packer) write(v uint64, n int) {
	p.bits |= v << p.count
	p.count += n
	if p.count >= 32 {
		p.out = binary.LittleEndian.AppendUint32(p.out, uint32(p.bits))
		p.bits >>= 32
		p.count -= 32
	}
}

// flush writes the bits that are left, and fills the last byte up with zeros.
func (p *packer) flush() {
	for ; p.count > 0; p.count -= 8 {
		p.out = append(p.out, byte(p.bits))
		p.bits >>= 8
	}
}

// appendStored writes data as it is.
func appendStored(out, data []byte) []byte {
	for {
		n := min(len(data), maxStored)
		last := byte(0)
		if n == len(data) {
			last = 1
		}
		out = append(out, last, byte(n), byte(n>>8), ^byte(n), ^byte(n>>8))
		out = append(out, data[:n]...)
		if data = data[n:]; len(data) == 0 {
			return out
		}
	}
}
