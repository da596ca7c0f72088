package disk

import (
	"context"
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// TestReadWaitsForNoPipe: opening one would wait for its other end.
func TestReadWaitsForNoPipe(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o644); err != nil {
		t.Fatal(err)
	}
	got := must[tree.Tree](t)(Read(context.Background(), dir, []string{"pipe"}))
	if diff := cmp.Diff(tree.Tree{"pipe": {Mode: fs.ModeNamedPipe}}, got); diff != "" {
		t.Error(diff)
	}
}
