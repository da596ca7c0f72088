package blueprint

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"io/fs"
	"maps"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// digest identifies a blueprint by its content, wherever it stands: SHA-256 over the manifest, the partials and the
// files of every layer, once each and in the byte order of their paths. Each counts with its path below the blueprint,
// its kind (file, exec or link) and its content or target, all preceded by their lengths. Other files of the folder,
// such as tests/ or a README, do not count. An embedded blueprint has no executable bits, so its digest is that of the
// folder it was embedded from only where that has none either.
func digest(b *Blueprint) string {
	files := map[string]Source{Manifest: {Full: Manifest, Mode: tree.Regular, Data: b.Source}}
	for _, s := range b.Partials {
		files[s.Full] = s
	}
	for _, layer := range b.Layers {
		for _, s := range layer.Files {
			files[s.Full] = s
		}
	}
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		s := files[name]
		writeSized(h, []byte(name))
		kind := map[fs.FileMode]string{tree.Executable: "exec", tree.Symlink: "link"}[s.Mode]
		writeSized(h, []byte(cmp.Or(kind, "file")))
		writeSized(h, s.Data)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// writeSized puts the length before the data, so that no two sequences of fields give the same bytes.
func writeSized(w io.Writer, data []byte) {
	var size [8]byte
	binary.BigEndian.PutUint64(size[:], uint64(len(data)))
	_, _ = w.Write(size[:]) // a hash never fails
	_, _ = w.Write(data)
}
