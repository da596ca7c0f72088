package git

import (
	"crypto/sha1" //nolint:gosec // git's hash
	"strconv"

	"github.com/go-git/go-git/v5/plumbing"
)

// clean gives content as git would store it at an entry, which is zero for a new file.
func (s *snapshot) clean(c conversion, e indexEntry, data []byte) ([]byte, error) {
	return c.cleanOver(data, func() ([]byte, error) {
		if e.hash.IsZero() {
			return nil, nil
		}
		return s.store.read(e.hash, plumbing.BlobObject)
	})
}

// blobHash gives the hash of a blob that is compared, not stored: so it need not detect attacks, as deflater.digest does,
// and takes two thirds of the time.
func blobHash(data []byte) plumbing.Hash {
	h := sha1.New() //nolint:gosec // git's hash
	h.Write(append(strconv.AppendInt([]byte("blob "), int64(len(data)), 10), 0))
	h.Write(data)
	return plumbing.Hash(h.Sum(nil))
}
