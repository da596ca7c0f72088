package git

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// The largest sizes that are read: of a file that people write or that holds one reference, and of any other.
const (
	mostText = 16 << 20
	mostData = 512 << 20
)

// ReadFile is os.ReadFile for configuration and references. A link to a device, which has no end, is an error, and so is a
// file of more than 16 MiB.
func ReadFile(name string) ([]byte, error) { return readRegular(name, mostText) }

func readRegular(name string, most int64) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		err = syscall.EISDIR
	case !info.Mode().IsRegular():
		err = errors.New("must be a regular file")
	case info.Size() > most:
		err = errors.New("is too large")
	default:
		return os.ReadFile(name)
	}
	return nil, &fs.PathError{Op: "read", Path: name, Err: err}
}
