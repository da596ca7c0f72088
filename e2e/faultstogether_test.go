//go:build faults && linux && amd64

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestTogether holds a verb at each of its system calls in turn, and runs another verb meanwhile, from its start to its end:
// what either says that it did is in the project afterwards, and both agree.
//
//	go test -tags faults ./e2e -run TestTogether -v
func TestTogether(t *testing.T) {
	runtime.LockOSThread() // for trace
	shim, calls := buildShim(t)
	h := &harness{scaffold: buildScaffold(t), shim: shim, calls: calls, root: memory(t)}
	m := &modeller{t, h}
	made := m.project("made", nil)
	lost := m.derivedBy("lost", made, func(dir string) {
		m.remove(dir + "/shop/deep/er/b.txt")
		m.scaffold(dir, dir+"/shop", 0, "set", "port=8001") // which remembers that the file was deleted
		m.commit(dir)
	})
	newer := m.derivedBy("newer", made, func(dir string) {
		blueprint := faultsBlueprint(false)
		blueprint["blueprint.yaml"] = strings.Replace(faultsManifest, "VERSION", "2.0.0", 1)
		blueprint["files/deep/a.txt"] = "a, changed\n"
		m.write(dir, blueprint)
	})
	s := h.sandbox(t, 0)
	for _, c := range []struct {
		model         string
		first, second []string
	}{
		{lost, []string{"restore", "."}, []string{"set", "port=9000"}},
		{lost, []string{"set", "port=9000"}, []string{"restore", "."}},
		{lost, []string{"repair"}, []string{"set", "port=9000"}},
		{made, []string{"add", "features", "x"}, []string{"set", "port=9000"}},
		{newer, []string{"update"}, []string{"set", "port=9000", "--force"}},
		{newer, []string{"set", "port=9000"}, []string{"update"}},
	} {
		v := &verbCase{name: c.first[0], model: c.model, in: "shop", args: c.first}
		s.begin(t, v)
		whole := s.run(t, v, fault{})
		if whole.code != 0 {
			t.Fatalf("scaffold %q: exit code %d\n%s", c.first, whole.code, whole.output)
		}
		step := max(1, len(whole.calls)*6 / *mostFaults)
		both, one := 0, 0
		for at := 1; at <= len(whole.calls); at += step {
			s.begin(t, v)
			code, out := 0, []byte(nil)
			first := s.run(t, v, fault{at: at, meanwhile: func() {
				cmd := exec.Command(h.scaffold, c.second...)
				cmd.Dir, cmd.Env = filepath.Join(s.dir, "shop"), s.env
				out, _ = cmd.CombinedOutput()
				code = cmd.ProcessState.ExitCode()
			}})
			said := fmt.Sprintf("scaffold %q, held at call %d of %d: exit code %d\n%sscaffold %q: exit code %d\n%s",
				c.first, at, len(whole.calls), first.code, first.stdout+first.output, c.second, code, out)
			switch {
			case first.code == 0 && code == 0:
				both++
			case first.code != 0 && code != 0:
				t.Errorf("neither did anything\n%s", said)
			default:
				one++
			}
			s.agrees(t, said, c.first, first.code)
			s.agrees(t, said, c.second, code)
			if checked := s.program(h.scaffold, "check", "--rerender"); strings.HasPrefix(checked, "exit status") {
				t.Errorf("%s\ncheck --rerender: %s", said, checked)
			}
			if t.Failed() {
				break
			}
		}
		t.Logf("%q and %q: both %d times, one %d times", c.first, c.second, both, one)
	}
}

// agrees asserts that a verb that says it succeeded did.
func (s *sandbox) agrees(t *testing.T, said string, args []string, code int) {
	t.Helper()
	if code != 0 {
		return
	}
	for verb, in := range map[string][2]string{
		"set": {".scaffold/lock.yaml", "port: 9000"}, "restore": {"deep/er/b.txt", "b\n"}, "add": {"x.txt", "x "}, "update": {"deep/a.txt", "a, changed\n"},
	} {
		if verb != args[0] {
			continue
		}
		data, err := os.ReadFile(filepath.Join(s.dir, "shop", in[0]))
		if err != nil || !strings.Contains(string(data), in[1]) {
			t.Errorf("what scaffold %q did is lost: %v\n%s", args, err, said)
		}
	}
}
