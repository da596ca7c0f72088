//go:build judges

package e2e

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// TestPipAlone runs a project of each Python layout, with its tests and linters, on a machine without uv and with an empty
// home folder. It uses the oldest Python found here: its pip is the oldest, too.
func TestPipAlone(t *testing.T) {
	need(t, "make")
	need(t, "python")
	scaffold := buildScaffold(t)
	path := withoutUV(t)
	for name, args := range map[string][]string{
		"full":  {"--layout", "full", "--app", "blog"},
		"micro": {"--layout", "micro", "--database", "sqlite", "--with", "api"},
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			run(t, parent, scaffold, append([]string{"new", "shop", "-y", "--language", "python"}, args...)...)
			cmd := exec.Command("make", "test", "lint", "PYTHON="+findPythons()[0])
			cmd.Dir = filepath.Join(parent, "shop")
			cmd.Env = []string{"PATH=" + path, "HOME=" + t.TempDir()}
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("make test lint: %v\n%s", err, tail(out))
			}
		})
	}
}
