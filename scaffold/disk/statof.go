package disk

import "os"

// StatOf returns what the file system says of the file at a path; a link is not followed. Path is left empty.
func StatOf(path string) (Written, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return Written{}, err
	}
	return written(info), nil
}
