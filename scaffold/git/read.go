package git

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// The largest sizes that are read: of a file that people write or that holds one reference, and of any other.
const (
	mostText = 16 << 20
	mostData = 512 << 20
)

// ReadFile is os.ReadFile for configuration, rules and references. A link to a device, which has no end, is an error, and so
// is a pipe, or a file of more than 16 MiB.
func ReadFile(name string) ([]byte, error) {
	data, _, err := readRegular(name, mostText)
	return data, err
}

// readRegular returns a file's content, and what there is to know of the file.
func readRegular(name string, most int64) (data []byte, info fs.FileInfo, err error) {
	file, info, err := openRegular(name)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	if info.Size() > most {
		return nil, nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("is too large")}
	}
	data = make([]byte, info.Size())
	n, err := io.ReadFull(file, data)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) { // it was cut off meanwhile
		err = nil
	}
	return data[:n], info, err
}

// openRegular is os.Open for regular files alone: it looks before it opens, because to open a pipe is to wait.
func openRegular(name string) (*os.File, fs.FileInfo, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, nil, err
	case info.IsDir():
		err = syscall.EISDIR
	case !info.Mode().IsRegular():
		err = errors.New("must be a regular file")
	default:
		file, err := os.Open(name)
		if err != nil {
			return nil, nil, err
		}
		if info, err = file.Stat(); err != nil { // another may be there by now
			file.Close() //nolint:errcheck // it was only read
			return nil, nil, err
		}
		return file, info, nil
	}
	return nil, nil, &fs.PathError{Op: "read", Path: name, Err: err}
}
