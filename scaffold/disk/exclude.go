package disk

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// Exclude adds lines to info/exclude of a git directory, which ignores files in one clone alone. It is not part of a
// transaction: a line that ignores too much does no harm if the change after it fails.
func Exclude(gitDir string, lines []string) error {
	root, err := os.OpenRoot(gitDir)
	if err != nil {
		return explain(gitDir, "open", err)
	}
	defer ignore(root.Close)
	if err := root.Mkdir("info", 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return explain("info", "create", err)
	}
	const name = "info/exclude"
	f, err := root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND|syscall.O_NONBLOCK, 0o644)
	if err != nil {
		return explain(name, "write", err)
	}
	err = appendLines(f, lines)
	if err = errors.Join(err, f.Close()); err != nil {
		return explain(name, "write", err)
	}
	return nil
}

// appendLines adds lines to a file, whose last line may have no end.
func appendLines(f *os.File, lines []string) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("must be a file, found " + kindOf(info.Mode()))
	}
	text := strings.Join(lines, "\n") + "\n"
	if info.Size() > 0 {
		last := make([]byte, 1)
		if _, err := f.ReadAt(last, info.Size()-1); err != nil {
			return err
		}
		if last[0] != '\n' {
			text = "\n" + text
		}
	}
	_, err = f.WriteString(text)
	return err
}
