package merge

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// The full run of the differential tests takes some minutes:
//
//	go test ./scaffold/merge -run Differential -v -cases 6000
var (
	cases  = flag.Int("cases", 300, "how many generated texts, and trees, the differential tests merge")
	seed   = flag.Uint64("seed", 1, "what the generated cases grow from")
	report = flag.Int("report", 3, "how many differences of each kind to print")
)

// program is git, the oracle, in a folder of its own and without anyone's configuration.
type program struct{ path, dir string }

// findGit skips the test where git is missing or too old to be asked, unless this is CI.
func findGit(t *testing.T) program {
	t.Helper()
	missing := "git is missing: nothing to compare with"
	if path, err := exec.LookPath("git"); err == nil {
		git := program{path, t.TempDir()}
		version, _ := git.run(t, nil, "version")
		var major, minor int
		if _, err := fmt.Sscanf(string(version), "git version %d.%d", &major, &minor); err == nil && (major > 2 || minor >= 39) {
			t.Logf("compared with %s", version)
			return git
		}
		missing = fmt.Sprintf("git 2.39 or newer is needed to compare with, this is %s", version)
	}
	if os.Getenv("CI") == "true" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return program{}
}

// run returns what git prints, and its exit code.
func (p program) run(t *testing.T, stdin []byte, args ...string) (stdout []byte, code int) {
	t.Helper()
	cmd := exec.Command(p.path, args...)
	cmd.Dir, cmd.Stdin = p.dir, bytes.NewReader(stdin)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CEILING_DIRECTORIES="+p.dir)
	stdout, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return stdout, exit.ExitCode()
	}
	if err != nil {
		t.Fatalf("git %q: %v", args, err)
	}
	return stdout, 0
}
