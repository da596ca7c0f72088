package disk

import (
	"errors"
	"io/fs"
	"os"
	"strings"
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
	old, err := root.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return explain(name, "read", err)
	}
	text := strings.Join(lines, "\n") + "\n"
	if len(old) > 0 && old[len(old)-1] != '\n' {
		text = "\n" + text
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return explain(name, "write", err)
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return explain(name, "write", err)
	}
	return nil
}
