//go:build judges

package e2e

import (
	"archive/zip"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLocksOutliveNewerReleases installs what every feature of a layout locks, with each Python of this machine and the pip
// that came with it, from an index where every package has a newer release and needs another one with an extra.
func TestLocksOutliveNewerReleases(t *testing.T) {
	need(t, "make")
	need(t, "python")
	scaffold := buildScaffold(t)
	for _, set := range []string{"full", "micro"} {
		m := newMatrix(t, set, "python")
		parent := t.TempDir()
		c, _ := m.choose(nil)
		for i := 1; i < len(m.factors); i++ {
			given := m.levels(c)
			given[i].At = 1
			if more, ok := m.choose(given); ok {
				c = more
			}
		}
		run(t, parent, scaffold, append([]string{"new", "shop", "-y", "--no-git"}, c.args()...)...)
		dir := filepath.Join(parent, "shop")
		index := newIndex(t, filepath.Join(dir, "requirements-dev.lock"))
		for _, python := range findPythons() {
			t.Run(set+" "+pythonVersion(t, python), func(t *testing.T) {
				if err := os.RemoveAll(filepath.Join(dir, ".venv")); err != nil {
					t.Fatal(err)
				}
				cmd := exec.Command("make", "install", "PYTHON="+python)
				cmd.Dir = dir
				cmd.Env = []string{
					"PATH=" + withoutUV(t), "HOME=" + t.TempDir(), "PIP_CONFIG_FILE=" + os.DevNull, "PIP_NO_INDEX=1", "PIP_FIND_LINKS=" + index,
				}
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Errorf("make install: %v\n%s", err, out)
				}
			})
		}
	}
}

// newIndex makes a folder of wheels for the packages in a lock, and writes the hashes of the locked ones into it. Each
// package has a release that is newer than the locked one, and requires the package after it in the lock with an extra.
func newIndex(t *testing.T, lock string) string {
	t.Helper()
	text, err := os.ReadFile(lock)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	pins := regexp.MustCompile(`(?m)^([a-z0-9-]+)==([^ ]+)(.*?) \\$`).FindAllStringSubmatch(string(text), -1)
	var b strings.Builder
	for i, pin := range pins {
		next := pins[(i+1)%len(pins)]
		requires := next[1] + "[extra]" + next[3]
		if pin[1] == "flit-core" { // a project is built with it
			requires = next[1] + next[3]
		}
		writeWheel(t, dir, pin[1], "9999", requires)
		fmt.Fprintf(&b, "%s==%s%s --hash=sha256:%x\n", pin[1], pin[2], pin[3], writeWheel(t, dir, pin[1], pin[2], requires))
	}
	if len(pins) < 20 {
		t.Fatalf("the lock has %d packages", len(pins))
	}
	if err := os.WriteFile(lock, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// buildBackend stands in for flit-core, with which Flask projects install themselves.
const buildBackend = `
import zipfile

def build_editable(directory, settings=None, metadata=None):
    name = "shop-0-py3-none-any.whl"
    with zipfile.ZipFile(f"{directory}/{name}", "w") as wheel:
        wheel.writestr("shop-0.dist-info/METADATA", "Metadata-Version: 2.1\nName: shop\nVersion: 0\n")
        wheel.writestr("shop-0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("shop-0.dist-info/RECORD", "")
    return name
`

// writeWheel writes a wheel with nothing but metadata, and returns its SHA-256.
func writeWheel(t *testing.T, dir, name, version, requires string) []byte {
	t.Helper()
	under := strings.ReplaceAll(name, "-", "_")
	path := filepath.Join(dir, under+"-"+version+"-py3-none-any.whl")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(file)
	info := under + "-" + version + ".dist-info/"
	files := map[string]string{
		info + "METADATA": "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version +
			"\nProvides-Extra: extra\nRequires-Dist: " + requires + "\n",
		info + "WHEEL":  "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
		info + "RECORD": "",
	}
	if name == "flit-core" {
		files["flit_core/buildapi.py"] = buildBackend
	}
	for name, text := range files {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	return sum[:]
}

// withoutUV returns a PATH with the programs that a Makefile uses, and nothing else.
func withoutUV(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, program := range []string{"sh", "make", "grep", "touch", "rm", "env", "cc", "gcc", "git", "uname", "sed", "expand"} {
		path, err := exec.LookPath(program)
		if err != nil {
			continue
		}
		if err := os.Symlink(path, filepath.Join(dir, program)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// findPythons returns every Python of this machine that generated projects support.
func findPythons() []string {
	var found []string
	seen := map[string]bool{}
	home, err := os.UserHomeDir()
	if err != nil {
		return nil
	}
	candidates, _ := filepath.Glob(filepath.Join(home, ".pyenv/versions/3.1[2-9]*/bin/python3"))
	for _, c := range append(candidates, "python3.12", "python3.13", "python3.14", "python3") {
		out, err := exec.Command(c, "-c", "import sys, ensurepip; print(sys.executable); sys.exit(sys.version_info < (3, 12))").Output()
		if python := strings.TrimSpace(string(out)); err == nil && !seen[python] {
			seen[python] = true
			found = append(found, python)
		}
	}
	return found
}

func pythonVersion(t *testing.T, python string) string {
	t.Helper()
	out, err := exec.Command(python, "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
