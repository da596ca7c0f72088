package lock

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"math/rand/v2"
)

// Sum gives the SHA-256 of a content in lower-case hex: what the base store and the lock call it by.
func Sum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// BasePath gives the path, in the project, of the pristine content with a hash of 64 hex digits. There are at most 16
// folders: with 256, as in git's object store, a project of 300 files would spend a quarter of its writing on making them.
func BasePath(sum string) string {
	return BaseDir + "/" + sum[:1] + "/" + sum[1:]
}

// Pack compresses a content for the base store: zlib (RFC 1950), under a mask.
//
// The bytes are part of the format. Two branches that hold the same content, packed by whatever version of scaffold and
// built by whatever release of Go, must hold the same file, or git cannot merge them. No library promises that of its
// compressor (Go's own changes with releases), so the compressor is ours.
//
// The mask keeps git from taking one content for a renamed other: where two branches each replace a content by another
// one that resembles it, as with a registry of apps, git would see two renames of one file, which is a conflict, and in a
// binary file. It hides nothing: whoever has the path has the mask.
func Pack(data []byte) []byte {
	return new(packer).pack(data)
}

// mask turns what is packed into what is stored, and back: the bytes that ChaCha8 (C2SP chacha8rand) gives for the hash
// of the content.
func mask(packed []byte, sum [sha256.Size]byte) {
	stream := make([]byte, len(packed))
	_, _ = rand.NewChaCha8(sum).Read(stream) // it never fails
	subtle.XORBytes(packed, packed, stream)
}

// Unpack is the inverse of Pack. sum is the hash of the content that is asked for: the error is a problem.Problem where
// packed is damaged, is not the work of Pack, or holds another content. It uses no more memory than Pack could have meant.
func Unpack(packed []byte, sum string) ([]byte, error) {
	return new(Unpacker).Unpack(packed, sum)
}
