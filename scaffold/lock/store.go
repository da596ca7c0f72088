package lock

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/parallel"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Sum returns the SHA-256 of a content in lower-case hex, its name in base/ and files.sum.
func Sum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// BasePath returns the path, in the project, of the rendered content with a hash of 64 hex digits. There are at most 16
// folders: with 256, as in git's object store, a project of 300 files would spend a quarter of its writing on making them.
func BasePath(sum string) string {
	return BaseDir + "/" + sum[:1] + "/" + sum[1:]
}

// attributes keep base/ as it is in every checkout, and what scaffold writes out of reviews and statistics.
const attributes = `# Written by scaffold.
/base/** binary linguist-generated gitlab-generated
/lock.yaml text eol=lf linguist-generated gitlab-generated
/files.sum text eol=lf linguist-generated gitlab-generated
`

// ignores keep what is in progress out of every commit: the journal of a change, and an update with conflicts.
const ignores = `# Written by scaffold.
/journal/
/pending/
/pending.yaml
`

// Settings returns the files under .scaffold that tell git how to treat the others.
func Settings() tree.Tree {
	return tree.Tree{
		Dir + "/.gitattributes": remembered([]byte(attributes)),
		Dir + "/.gitignore":     remembered([]byte(ignores)),
	}
}

// Files returns what .scaffold holds for a new project of which t was rendered. The files of l are only asked which of
// them were deleted.
func Files(l Lock, t tree.Tree) tree.Tree {
	l.Files = Entries(t, l.Files)
	return FilesOver(l, t, nil)
}

// FilesOver is Files for a project that has some of them: what stored has of base/ is kept, whatever it holds, and only
// what is new is packed. The files of l must be the Entries of t.
//
// Every content is in base/ once, except that of private files, which is nowhere. Files of policy once are in it, too:
// their base shows whether they were edited, diff and restore need their content, and a later blueprint may merge them.
func FilesOver(l Lock, t, stored tree.Tree) tree.Tree {
	files := Settings()
	maps.Copy(files, l.Marshal(Dir))
	missing := make(map[string][]byte, len(l.Files)) // hash → content
	for _, e := range l.Files {
		if e.Policy == tree.Private {
			continue
		}
		place := BasePath(e.SHA256)
		if f := stored[place]; f.Mode == tree.Regular {
			files[place] = remembered(f.Data)
			continue
		}
		missing[e.SHA256] = t[e.Path].Data
	}
	const worth = 16 // contents: to pack is most of the work of writing a lock, so all processors share it
	sums := slices.Collect(maps.Keys(missing))
	packed := make([][]byte, len(sums))
	parallel.Each(len(sums), worth, func() func(int) {
		var p packer
		return func(i int) { packed[i] = p.pack(missing[sums[i]], sums[i]) }
	})
	for i, sum := range sums {
		files[BasePath(sum)] = remembered(packed[i])
	}
	return files
}

func remembered(data []byte) tree.File {
	return tree.File{Data: data, Mode: tree.Regular, Policy: tree.Managed, Why: "scaffold"}
}

// Pack compresses a content for base/: zlib (RFC 1950), under a mask.
//
// The bytes are part of the format. Two branches that hold the same content, packed by whatever version of scaffold and
// built by whatever release of Go, must hold the same file, or git cannot merge them. No library promises that of its
// compressor (Go's own changes with releases), so the compressor is ours.
//
// The mask keeps git from taking one content for a renamed other: where two branches each replace a content by another
// one that resembles it, as with a registry of apps, git would see two renames of one file, which is a conflict, and in a
// binary file. It hides nothing: whoever has the path has the mask.
func Pack(data []byte) []byte {
	return new(packer).pack(data, Sum(data))
}

// mask turns what is packed into what is stored, and back: it uses the bytes that ChaCha8 (C2SP chacha8rand) returns for
// the hash of the content, in hex.
func mask(cipher *rand.ChaCha8, packed []byte, sum string) {
	var seed [sha256.Size]byte
	_, _ = hex.Decode(seed[:], []byte(sum)) // Sum or isSum has seen to it
	cipher.Seed(seed)
	stream := make([]byte, len(packed))
	_, _ = cipher.Read(stream) // it never fails
	subtle.XORBytes(packed, packed, stream)
}

// Unpack is the inverse of Pack. sum is the hash of the content that is asked for: the error is a problem.Problem if
// packed is damaged, was not made by Pack, or holds another content. It uses no more memory than Pack could have meant.
func Unpack(packed []byte, sum string) ([]byte, error) {
	return new(Unpacker).Unpack(packed, sum)
}
