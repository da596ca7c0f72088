package disk

import "os"

// StatOf gives what the file system says of a file, given its path; a link is not followed. Path is left empty.
func StatOf(path string) (Written, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return Written{}, err
	}
	return written(info), nil
}
