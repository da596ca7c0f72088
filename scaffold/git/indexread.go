package git

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/hash"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

const (
	indexSignature = "DIRC"
	indexHeader    = 12 // bytes: signature, version, number of entries
	entryFixed     = 62 // bytes of an entry before its extended flags and its path
)

// errIndex is the error for an index that is truncated or inconsistent.
var errIndex = errors.New("is corrupt")

// parseIndex reads versions 2 to 4 of an index. It fails, with a hint, for an unknown extension that is not optional. A
// split index must be joined with its shared index, and a sparse one expanded.
func parseIndex(data []byte) (*indexFile, error) {
	if len(data) < indexHeader+hash.Size || string(data[:4]) != indexSignature {
		return nil, errIndex
	}
	body, want := data[:len(data)-hash.Size], data[len(data)-hash.Size:]
	if got := sum(body); !bytes.Equal(got[:], want) && !bytes.Equal(want, plumbing.ZeroHash[:]) { // zero: index.skipHash
		return nil, fmt.Errorf("%w: wrong checksum", errIndex)
	}
	f := &indexFile{version: binary.BigEndian.Uint32(data[4:])}
	if f.version < 2 || f.version > 4 {
		return nil, problem.Problem{
			Message: fmt.Sprintf("has version %d; only 2 to 4 are supported", f.version),
			Hints:   []string{"git update-index --index-version=4"},
		}
	}
	r := &indexReader{data: body, rest: body[indexHeader:], text: string(body)}
	if err := r.entries(f, binary.BigEndian.Uint32(data[8:])); err != nil {
		return nil, err
	}
	for len(r.rest) > 0 {
		if err := r.extension(f); err != nil {
			return nil, err
		}
	}
	if f.split == nil {
		return f, f.checkOrder()
	}
	return f, nil
}

// checkOrder returns an error unless the entries are sorted and have paths. Those of a split index need not.
func (f *indexFile) checkOrder() error {
	for i, e := range f.entries {
		if i > 0 && f.entries[i-1].compare(e) >= 0 || e.path == "" {
			return fmt.Errorf("%w: entries out of order", errIndex)
		}
	}
	return nil
}

// indexReader reads through an index.
type indexReader struct {
	data []byte
	text string // data, whose substrings are the paths
	rest []byte // of data
}

func (r *indexReader) entries(f *indexFile, count uint32) error {
	if uint64(count)*entryFixed > uint64(len(r.rest)) {
		return errIndex
	}
	f.entries = make([]indexEntry, count)
	for i := range f.entries {
		e := &f.entries[i]
		before := r.rest
		if err := r.entry(e); err != nil {
			return err
		}
		if f.version == 4 {
			if err := r.compressedPath(e, f.entries[:i]); err != nil {
				return err
			}
		} else if err := r.path(e, len(before)); err != nil {
			return err
		}
	}
	return nil
}

// entry reads everything but the path.
func (r *indexReader) entry(e *indexEntry) error {
	if len(r.rest) < entryFixed {
		return errIndex
	}
	n := func(i int) uint32 { return binary.BigEndian.Uint32(r.rest[i:]) }
	e.ctime, e.mtime = clock{n(0), n(4)}, clock{n(8), n(12)}
	e.dev, e.inode, e.mode, e.uid, e.gid, e.size = n(16), n(20), filemode.FileMode(n(24)), n(28), n(32), n(36)
	copy(e.hash[:], r.rest[40:60])
	e.flags = binary.BigEndian.Uint16(r.rest[60:])
	r.rest = r.rest[entryFixed:]
	if e.flags&flagMore != 0 {
		if len(r.rest) < 2 {
			return errIndex
		}
		e.more = binary.BigEndian.Uint16(r.rest)
		r.rest = r.rest[2:]
	}
	return nil
}

// path reads a path and its padding: NULs to a multiple of eight bytes from the start of the entry.
func (r *indexReader) path(e *indexEntry, before int) error {
	end := bytes.IndexByte(r.rest, 0)
	width := before - len(r.rest) + end
	width += 8 - width%8
	if end < 0 || width > before {
		return errIndex
	}
	start := len(r.data) - len(r.rest)
	e.path = r.text[start : start+end]
	r.rest = r.data[len(r.data)-before+width:]
	return nil
}

// compressedPath reads how many bytes of the previous path to remove, and the text that follows instead.
func (r *indexReader) compressedPath(e *indexEntry, earlier []indexEntry) error {
	drop, width := offsetVarint(r.rest)
	if width == 0 {
		return errIndex
	}
	r.rest = r.rest[width:]
	end := bytes.IndexByte(r.rest, 0)
	previous := ""
	if len(earlier) > 0 {
		previous = earlier[len(earlier)-1].path
	}
	if end < 0 || drop > uint64(len(previous)) {
		return errIndex
	}
	e.path = previous[:uint64(len(previous))-drop] + string(r.rest[:end])
	r.rest = r.rest[end+1:]
	return nil
}

// extension reads one extension. Those whose name starts with a capital letter are optional.
func (r *indexReader) extension(f *indexFile) error {
	if len(r.rest) < 8 {
		return errIndex
	}
	name, size := string(r.rest[:4]), binary.BigEndian.Uint32(r.rest[4:])
	if int64(size) > int64(len(r.rest)-8) {
		return errIndex
	}
	content := r.rest[8 : 8+size]
	r.rest = r.rest[8+size:]
	switch {
	case name == "TREE":
		f.folders = parseFolders(content)
	case name == "REUC":
		f.undo = content
	case name == "link":
		var err error
		f.split, err = parseSplit(content)
		return err
	case name == "sdir":
		f.sparse = true
	case name[0] < 'A' || name[0] > 'Z':
		return problem.Problem{Message: fmt.Sprintf("has an unknown extension %q", name)}
	}
	return nil
}

// parseFolders reads the extension TREE: the folders in preorder, each with its number of entries, negative if its tree
// is unknown, and its number of subfolders. It ignores a corrupt extension, which is only a cache.
func parseFolders(data []byte) map[string]plumbing.Hash {
	type level struct {
		prefix string
		left   int // folders to come
	}
	folders := map[string]plumbing.Hash{}
	stack := []level{{"", 1}}
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if top.left == 0 {
			stack = stack[:len(stack)-1]
			continue
		}
		top.left--
		name, after, ok := bytes.Cut(data, []byte{0})
		counts, hashed, okCounts := bytes.Cut(after, []byte{'\n'})
		entries, below, okBelow := strings.Cut(string(counts), " ")
		n, err := strconv.Atoi(entries)
		subfolders, errBelow := strconv.Atoi(below)
		if !ok || !okCounts || !okBelow || err != nil || errBelow != nil || subfolders < 0 || n >= 0 && len(hashed) < hash.Size {
			return nil
		}
		folder := top.prefix + string(name)
		if n >= 0 {
			folders[folder] = plumbing.Hash(hashed[:hash.Size])
			hashed = hashed[hash.Size:]
		}
		data = hashed
		if folder != "" {
			folder += "/"
		}
		stack = append(stack, level{folder, subfolders})
	}
	return folders
}

// offsetVarint reads a number in the encoding of packs and indexes that has one spelling per number: seven bits at a
// time, highest first, plus one for each further byte (gitformat-pack(5), "offset encoding"). The width is 0 if there is
// none.
func offsetVarint(data []byte) (n uint64, width int) {
	const longest = 8
	for i, c := range data {
		if i == longest {
			break
		}
		n = n<<7 | uint64(c&0x7f)
		if c&0x80 == 0 {
			return n, i + 1
		}
		n++
	}
	return 0, 0
}
