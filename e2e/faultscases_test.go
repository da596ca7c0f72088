//go:build faults && linux && amd64

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// verbCase is a verb, the sandbox that it finds, and what it does there undisturbed.
type verbCase struct {
	name  string
	model string // the sandbox as it begins
	in    string // the folder in it where the verb runs
	args  []string
	want  int   // the exit code
	also  []int // other exit codes that an error of the disk may have, for it says what cannot be read
	git   bool  // the verb changes git's repository
	reads bool  // it changes nothing

	before, after map[string]string
	code          int
	stdout, index string
}

const faultsManifest = `name: small
version: VERSION
summary: A blueprint for faults
questions:
  - {name: port, kind: int, default: 8000}
  - {name: features, kind: choices, choices: [x, y], default: []}
layers:
  - {dir: files}
  - {dir: extra, when: 'has "x" .features'}
`

// faultsBlueprint has a file of each kind that a change handles on its own. The second version changes, adds, removes and
// marks files as executable, and makes a file of a folder.
func faultsBlueprint(second bool) map[string]string {
	files := map[string]string{
		"blueprint.yaml":          strings.Replace(faultsManifest, "VERSION", "1.0.0", 1),
		"files/README.md.tmpl":    "# {{ .name }}\n\none\n\ntwo\n\nthree\n\nfour\n\nport {{ .port }}\n\nfive\n\nsix\n",
		"files/deep/a.txt":        "a\n",
		"files/deep/er/b.txt":     "b\n",
		"files/gone/c.txt":        "c\n",
		"files/run.sh":            "#!/bin/sh\n",
		"files/shape/d.txt":       "d\n",
		"extra/x.txt.tmpl":        "x {{ .port }}\n",
		"extra/deep/x.txt":        "x\n",
		"files/conf/settings.txt": "one\ntwo\nthree\n",
		"files/.gitignore":        ".env\n",
	}
	if !second {
		return files
	}
	files["blueprint.yaml"] = strings.Replace(faultsManifest, "VERSION", "2.0.0", 1)
	files["files/README.md.tmpl"] = "# {{ .name }}\n\none, changed\n\ntwo\n\nthree\n\nfour\n\nport {{ .port }}\n\nfive\n\nsix\n"
	files["files/deep/a.txt"] = "a, changed\n"
	files["files/new/n.txt"] = "n\n"
	files["files/shape"] = "a file now\n"
	files["files/conf/settings.txt"] = "one\nTWO\nthree\n"
	delete(files, "files/gone/c.txt")
	delete(files, "files/shape/d.txt")
	return files
}

// cases makes the sandbox of every verb.
func (h *harness) cases(t *testing.T) []*verbCase {
	t.Helper()
	m := &modeller{t, h}
	made := m.project("made", nil)
	clean := m.project("clean", func(dir string) { m.write(dir, faultsBlueprint(true)) })
	conflict := m.project("conflict", func(dir string) {
		m.put(dir+"/shop/conf/settings.txt", "one\nmine\nthree\n")
		m.commit(dir)
		m.write(dir, faultsBlueprint(true))
	})
	waiting := m.derived("waiting", conflict, 5, "update")
	resolved := m.derivedBy("resolved", waiting, func(dir string) { m.put(dir+"/shop/conf/settings.txt", "one\nboth\nthree\n") })
	added := m.derived("added", made, 0, "add", "features", "x")
	m.commit(added)
	lost := m.derivedBy("lost", made, func(dir string) {
		m.remove(dir + "/shop/deep/er/b.txt")
		m.commit(dir)
	})
	edited := m.derivedBy("edited", made, func(dir string) { m.put(dir+"/shop/deep/a.txt", "mine\n") })
	empty := m.empty("nothing")
	emptied := m.derivedBy("emptied", empty, func(dir string) { m.do(os.Mkdir(dir+"/shop", 0o750)) })
	all := []*verbCase{
		{name: "new", model: empty, args: []string{"new", "shop", "--blueprint", "bp", "-y"}, git: true},
		{name: "new in an empty folder", model: emptied, args: []string{"new", "shop", "--blueprint", "bp", "-y"}, git: true},
		{name: "add", model: made, args: []string{"add", "features", "x"}},
		{name: "remove", model: added, args: []string{"remove", "features", "x"}},
		{name: "set", model: made, args: []string{"set", "port=9000"}},
		{name: "update", model: clean, args: []string{"update"}},
		{name: "update with a conflict", model: conflict, args: []string{"update"}, want: 5, git: true},
		{name: "continue", model: resolved, args: []string{"continue"}},
		{name: "abort", model: waiting, args: []string{"abort"}, git: true},
		{name: "restore", model: lost, args: []string{"restore", "."}},
		{name: "repair", model: lost, args: []string{"repair"}},
		{name: "check", model: edited, args: []string{"check"}, reads: true},
		{name: "diff", model: edited, args: []string{"diff"}, reads: true},
	}
	for _, v := range all {
		if v.args[0] != "new" {
			v.in = "shop"
		}
		v.also = []int{2} // what cannot be read of a blueprint, a lock or answers is invalid
		v.before = (&sandbox{harness: h, dir: v.model}).snapshot(t)
	}
	return all
}

// modeller makes sandboxes.
type modeller struct {
	t *testing.T
	h *harness
}

func (m *modeller) do(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

func (m *modeller) put(name, text string) {
	m.t.Helper()
	m.do(os.MkdirAll(filepath.Dir(name), 0o755))
	m.do(os.WriteFile(name, []byte(text), 0o644))
}

func (m *modeller) remove(name string) { m.do(os.Remove(name)) }

func (m *modeller) write(dir string, blueprint map[string]string) {
	m.do(os.RemoveAll(dir + "/bp"))
	for name, text := range blueprint {
		m.put(dir+"/bp/"+name, text)
	}
}

func (m *modeller) empty(name string) string {
	dir := filepath.Join(m.h.root, "model", name)
	m.write(dir, faultsBlueprint(false))
	m.put(dir+"/home/.gitconfig", "[user]\n\tname = Ada Lovelace\n\temail = ada@example.com\n")
	return dir
}

// project is one with edits of its owner, committed or not.
func (m *modeller) project(name string, then func(dir string)) string {
	dir := m.empty(name)
	m.scaffold(dir, dir, 0, "new", "shop", "--blueprint", "bp", "-y")
	readme, err := os.ReadFile(dir + "/shop/README.md")
	m.do(err)
	m.put(dir+"/shop/README.md", string(readme)+"\nan edit of the owner\n")
	m.commit(dir)
	m.put(dir+"/shop/notes.txt", "not committed, and not scaffold's\n")
	if then != nil {
		then(dir)
	}
	return dir
}

func (m *modeller) derivedBy(name, from string, change func(dir string)) string {
	dir := filepath.Join(m.h.root, "model", name)
	m.do(copyAll(from, dir))
	change(dir)
	return dir
}

func (m *modeller) derived(name, from string, code int, args ...string) string {
	return m.derivedBy(name, from, func(dir string) { m.scaffold(dir, dir+"/shop", code, args...) })
}

func (m *modeller) scaffold(home, dir string, code int, args ...string) {
	m.t.Helper()
	cmd := exec.Command(m.h.scaffold, args...)
	cmd.Dir, cmd.Env = dir, m.env(home)
	if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != code {
		m.t.Fatalf("scaffold %q: exit code %d\n%s", args, cmd.ProcessState.ExitCode(), out)
	}
}

func (m *modeller) env(home string) []string {
	return []string{"HOME=" + home + "/home", "GIT_CONFIG_NOSYSTEM=1", "SOURCE_DATE_EPOCH=1760000000", "PATH=" + os.Getenv("PATH")}
}

func (m *modeller) commit(dir string) {
	m.t.Helper()
	cmd := exec.Command("git", "-C", dir+"/shop", "commit", "-qam", "Edits")
	cmd.Env = m.env(dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		m.t.Fatalf("%v: %s", err, out)
	}
}
