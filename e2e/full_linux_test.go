package e2e

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestFullOutput: output that cannot be written, as on a full disk, never ends with success.
func TestFullOutput(t *testing.T) {
	scaffold := buildScaffold(t)
	parent := t.TempDir()
	run(t, parent, scaffold, "new", "shop", "-y", "--no-git")
	shop := filepath.Join(parent, "shop")
	if err := os.WriteFile(filepath.Join(shop, "go.mod"), []byte("module edited\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"new other -y --dry-run", "new other -y --dry-run --json", "set module=example.com/b --dry-run", "add feature docker --dry-run --json",
		"update", "update --dry-run --json", "diff", "check --json", "check --strict", "info", "info --json", "why go.mod",
		"restore go.mod --dry-run", "layouts", "blueprint list", "blueprint show micro", "blueprint show micro --json", "blueprint lint micro",
		"blueprint show micro --risks", "blueprint schema", "blueprint diff micro micro --json", "blueprint test micro --json", "blueprint test micro",
		"blueprint init here",
		"completion bash", "version", "help", "new --help",
	} {
		t.Run(line, func(t *testing.T) {
			full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
			if err != nil {
				lacks(t, err.Error())
			}
			defer full.Close()
			cmd := exec.Command(scaffold, strings.Fields(line)...)
			cmd.Dir, cmd.Stdout = shop, full
			var exit *exec.ExitError
			if err := cmd.Run(); !errors.As(err, &exit) || exit.ExitCode() == 3 {
				t.Errorf("got %v, want another failure than drift", err)
			}
		})
	}
}
