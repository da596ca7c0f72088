package git

import (
	"encoding/binary"
	"slices"
)

// encode returns the index as a file. Like git it keeps version 4, and picks 2 or 3 by the entries.
func (f *indexFile) encode() []byte {
	version := f.version
	if version != 4 {
		version = 2
		if slices.ContainsFunc(f.entries, func(e indexEntry) bool { return e.more != 0 }) {
			version = 3
		}
	}
	data := make([]byte, 0, indexHeader+len(f.entries)*(entryFixed+40))
	data = append(data, indexSignature...)
	data = binary.BigEndian.AppendUint32(data, version)
	data = binary.BigEndian.AppendUint32(data, uint32(len(f.entries))) //nolint:gosec // a tree in memory has fewer files
	previous := ""
	for _, e := range f.entries {
		start := len(data)
		data = e.encode(data)
		if version == 4 {
			common := 0 // with the previous path, of which the other bytes are removed
			for common < min(len(previous), len(e.path)) && previous[common] == e.path[common] {
				common++
			}
			data = appendOffsetVarint(data, uint64(len(previous)-common)) //nolint:gosec // not negative
			data = append(append(data, e.path[common:]...), 0)
		} else {
			data = append(data, e.path...)
			width := len(data) - start
			data = append(data, make([]byte, 8-width%8)...)
		}
		previous = e.path
	}
	if f.undo != nil {
		data = append(data, "REUC"...)
		data = binary.BigEndian.AppendUint32(data, uint32(len(f.undo))) //nolint:gosec // as it was read
		data = append(data, f.undo...)
	}
	if f.sparse {
		data = append(data, "sdir\x00\x00\x00\x00"...)
	}
	end := sum(data)
	return append(data, end[:]...)
}

// encode appends everything but the path.
func (e indexEntry) encode(data []byte) []byte {
	for _, n := range []uint32{
		e.ctime.seconds, e.ctime.nanoseconds, e.mtime.seconds, e.mtime.nanoseconds,
		e.dev, e.inode, uint32(e.mode), e.uid, e.gid, e.size,
	} {
		data = binary.BigEndian.AppendUint32(data, n)
	}
	data = append(data, e.hash[:]...)
	flags := e.flags &^ (flagName | flagMore)
	flags |= uint16(min(len(e.path), flagName))
	if e.more == 0 {
		return binary.BigEndian.AppendUint16(data, flags)
	}
	data = binary.BigEndian.AppendUint16(data, flags|flagMore)
	return binary.BigEndian.AppendUint16(data, e.more)
}

// appendOffsetVarint is the inverse of offsetVarint.
func appendOffsetVarint(data []byte, n uint64) []byte {
	var digits [10]byte
	at := len(digits) - 1
	digits[at] = byte(n & 0x7f)
	for n >>= 7; n > 0; n >>= 7 {
		n--
		at--
		digits[at] = 0x80 | byte(n&0x7f)
	}
	return append(data, digits[at:]...)
}
