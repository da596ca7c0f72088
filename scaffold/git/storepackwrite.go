package git

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // git's checksums
	"encoding/binary"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/idxfile"
	"github.com/go-git/go-git/v5/plumbing/hash"
	gitobject "github.com/go-git/go-git/v5/plumbing/object"
)

// pack is a pack file, its index, and the hash that names both.
type pack struct {
	data, index []byte
	sum         plumbing.Hash
}

// newPack packs the objects, each hash once (gitformat-pack(5)).
func newPack(objects []object) (pack, error) {
	seen := make(map[plumbing.Hash]bool, len(objects))
	objects = slices.DeleteFunc(objects, func(o object) bool {
		again := seen[o.hash]
		seen[o.hash] = true
		return again
	})
	size := 12 + hash.Size
	for _, o := range objects {
		size += len(o.packed)
	}
	data := make([]byte, 0, size)
	data = append(data, "PACK"...)
	data = binary.BigEndian.AppendUint32(data, 2)
	data = binary.BigEndian.AppendUint32(data, uint32(len(objects))) //nolint:gosec // a tree in memory has fewer files
	var writer idxfile.Writer
	for _, o := range objects {
		writer.Add(o.hash, uint64(len(data)), o.crc)
		data = append(data, o.packed...)
	}
	p := pack{sum: sum(data)}
	data = append(data, p.sum[:]...)
	p.data = data
	if err := writer.OnFooter(p.sum); err != nil {
		return p, err
	}
	index, err := writer.Index()
	if err != nil {
		return p, err
	}
	var buf bytes.Buffer
	_, err = idxfile.NewEncoder(&buf).Encode(index)
	p.index = buf.Bytes()
	return p, err
}

// sum returns the checksum that git puts at the end of a file.
func sum(data []byte) plumbing.Hash {
	return sha1.Sum(data) //nolint:gosec // it guards against accidents
}

// packFolder returns the hash and the trees of a folder and all folders below it, the folder's own first. Its path is the
// first n bytes of each entry's path. The entries are in byte order of their paths, as in git's trees, where a folder sorts
// as if its name ended in a slash.
func packFolder(d *deflater, entries []entry, n int) (plumbing.Hash, []object, error) {
	var content []byte
	var below []object
	for len(entries) > 0 {
		first, width := entries[0], 1
		name, _, isFolder := strings.Cut(first.path[n:], "/")
		if isFolder {
			prefix := first.path[:n+len(name)+1]
			for width < len(entries) && strings.HasPrefix(entries[width].path, prefix) {
				width++
			}
			child, objects, err := packFolder(d, entries[:width], len(prefix))
			if err != nil {
				return child, nil, err
			}
			first.mode, first.hash = filemode.Dir, child
			below = append(below, objects...)
		}
		content = append(content, strings.TrimLeft(first.mode.String(), "0")+" "+name+"\x00"...)
		content = append(content, first.hash[:]...)
		entries = entries[width:]
	}
	o, err := d.object(plumbing.TreeObject, content)
	return o.hash, append([]object{o}, below...), err
}

func packCommit(d *deflater, root plumbing.Hash, o Options) (object, error) {
	commit := gitobject.Commit{
		Author:    gitobject.Signature(o.Author),
		Committer: gitobject.Signature(o.Committer),
		Message:   message(o),
		TreeHash:  root,
	}
	var encoded plumbing.MemoryObject
	if err := commit.Encode(&encoded); err != nil {
		return object{}, err
	}
	var content bytes.Buffer
	reader, err := encoded.Reader()
	if err != nil {
		return object{}, err
	}
	if _, err := content.ReadFrom(reader); err != nil {
		return object{}, err
	}
	return d.object(plumbing.CommitObject, content.Bytes())
}

// message returns the message without surrounding blank lines, with a newline at its end, and without NUL, where git
// would stop reading.
func message(o Options) string {
	return strings.TrimSpace(strings.ReplaceAll(o.Message, "\x00", "")) + "\n"
}
