package git

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func TestTrueModes(t *testing.T) {
	p := repository(t, "apps/plain", "1\n", "apps/run", "1\n", "apps/waits", "1\n").in("apps")
	p.symlink("run", "link")
	p.run("add", ".")
	p.run("update-index", "--chmod=+x", "run")
	p.stage(conflict("waits", "1\n", "2\n", "3\n"))
	ours := tree.Tree{}
	for _, path := range []string{"plain", "run", "link", "waits", "new"} {
		ours[path] = tree.File{Mode: tree.Executable, Data: []byte(path)} // as a disk says that knows no modes
	}
	ours["folder"] = tree.File{Mode: fs.ModeDir}
	for _, test := range []struct {
		config string
		want   string
	}{
		{"", "xxxx"},
		{"core.fileMode=false", "xx--"},
		{"core.symlinks=false", "lxxx"},
		{"core.fileMode=false core.symlinks=false", "lx--"},
	} {
		p.run("config", "core.fileMode", "true")
		p.run("config", "core.symlinks", "true")
		for _, setting := range strings.Fields(test.config) {
			key, value, _ := strings.Cut(setting, "=")
			p.run("config", key, value)
		}
		got, err := p.open().TrueModes(ours)
		must(t, err)
		for path, want := range map[string]fs.FileMode{
			"new": tree.Executable, "folder": fs.ModeDir,
			"link":  modeNamed(test.want[0]),
			"run":   modeNamed(test.want[1]),
			"plain": modeNamed(test.want[2]),
			"waits": modeNamed(test.want[3]),
		} {
			if got[path].Mode != want {
				t.Errorf("%s: %s is %v, want %v", test.config, path, got[path].Mode, want)
			}
		}
	}
}

func modeNamed(c byte) fs.FileMode {
	return map[byte]fs.FileMode{'x': tree.Executable, '-': tree.Regular, 'l': tree.Symlink}[c]
}
