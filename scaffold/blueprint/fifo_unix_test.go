//go:build unix

package blueprint

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Opening a fifo waits for a writer, so it must never happen.
func TestLoadOpensNoFifo(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{Manifest, "files/pipe"} {
		if err := os.CopyFS(dir, folder(head)); err != nil {
			t.Fatal(err)
		}
		pipe := filepath.Join(dir, name)
		_ = os.Remove(pipe)
		if err := syscall.Mkfifo(pipe, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Load(t.Context(), os.DirFS(dir), "bp")
		expect(t, problemsOf(t, err), []string{"bp/" + name + " file"})
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
}
