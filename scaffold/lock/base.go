package lock

import (
	"crypto/sha256"
	"encoding/hex"
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

// Pack compresses a content for the base store, as zlib (RFC 1950) that every tool can read.
//
// The bytes are part of the format. Two branches that hold the same content, packed by whatever version of scaffold and
// built by whatever release of Go, must hold the same file, or git cannot merge them. No library promises that of its
// compressor (Go's own changes with releases), so the compressor is ours.
func Pack(data []byte) []byte {
	return new(packer).pack(data)
}

// Unpack is the inverse of Pack. sum is the hash of the content that is asked for: the error is a problem.Problem where
// packed is damaged, is not the work of Pack, or holds another content. It uses no more memory than Pack could have meant.
func Unpack(packed []byte, sum string) ([]byte, error) {
	return new(Unpacker).Unpack(packed, sum)
}
