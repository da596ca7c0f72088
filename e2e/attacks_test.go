//go:build linux

package e2e

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// The tests of this file attack the program as a stranger can: by a blueprint, or by what a cloned project holds. Each can
// be run against an older version: see buildScaffold.

const attackHead = "name: b\nversion: 1.0.0\nsummary: An attack\n"

// limits of any run, whatever it reads: see blueprints/README.md. The time is longer than there for busy machines.
const (
	mostCPU    = 4 * time.Second
	mostMemory = 300 << 20
)

// attacked is how a run ended.
type attacked struct {
	out    string
	code   int // -1 for one that did not end by itself
	cpu    time.Duration
	memory int64
}

// attack runs the program, ends it after 20 seconds, and gives it 6 GB of addresses: without limits of its own it would take
// the machine down.
func attack(t *testing.T, scaffold, dir string, args ...string) attacked {
	t.Helper()
	need(t, "sh")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", append([]string{"-c", `ulimit -v 6000000; exec "$@"`, "sh", scaffold}, args...)...)
	cmd.Dir = dir
	out, _ := cmd.CombinedOutput()
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("the system counts no memory")
	}
	a := attacked{string(out), cmd.ProcessState.ExitCode(), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), usage.Maxrss << 10}
	if strings.Contains(a.out, "goroutine ") {
		t.Errorf("scaffold %q panicked: %.500s", args, a.out)
	}
	return a
}

// endsSoon attacks, and fails where that costs more than anybody may make it cost.
func endsSoon(t *testing.T, scaffold, dir string, args ...string) attacked {
	t.Helper()
	a := attack(t, scaffold, dir, args...)
	t.Logf("scaffold %s: exit code %d, %v, %d MB: %.150q", args[0], a.code, a.cpu.Round(time.Millisecond), a.memory>>20, a.out)
	if a.code < 0 || a.cpu > mostCPU || a.memory > mostMemory {
		t.Errorf("scaffold %q: exit code %d, %v, %d MB\n%.500s", args, a.code, a.cpu, a.memory>>20, a.out)
	}
	return a
}

// lay writes files below a folder, however long their paths are.
func lay(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for name, text := range files {
		if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := root.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAttackBombs makes projects of blueprints that are small and take hours, or all memory, where nobody counts.
func TestAttackBombs(t *testing.T) {
	scaffold := buildScaffold(t)
	numbered := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(format, "#", strconv.Itoa(i)))
		}
		return b.String()
	}
	manifest := func(more string) map[string]string {
		return map[string]string{"blueprint.yaml": attackHead + more, "files/a": "a\n"}
	}
	template := func(text string) map[string]string {
		return map[string]string{"blueprint.yaml": attackHead, "files/a.tmpl": text}
	}
	for name, files := range map[string]map[string]string{
		"a glob with alternatives": {
			"blueprint.yaml": attackHead + "rules: [{match: '" + strings.Repeat("{a,}", 30) + "b', exec: true}]\n", "files/" + strings.Repeat("a", 40): "",
		},
		"a glob with stars": {
			"blueprint.yaml": attackHead + "rules: [{match: '" + strings.Repeat("*a", 40) + "b', exec: true}]\n", "files/" + strings.Repeat("a", 200): "",
		},
		"a glob with folders": {
			"blueprint.yaml": attackHead + "rules: [{match: '" + strings.Repeat("**/a/", 25) + "b', exec: true}]\n", "files/" + strings.Repeat("a/", 60) + "c": "",
		},
		"ten thousand faults in a template":      template(numbered(9_990, "{{ .nope# }}"+strings.Repeat("x", 80)+"\n")),
		"ten thousand faults in a line":          template(numbered(9_990, "{{ .nope# }}"+strings.Repeat("x", 80))),
		"nine thousand wrong values":             manifest("questions:\n" + numbered(9_000, "  - {name: a#, kind: no}\n")),
		"nine thousand wrong kinds of values":    manifest("rules:\n" + numbered(9_000, "  - {match: [#]}\n")),
		"nine thousand wrong templates":          manifest("values:\n" + numbered(9_000, "  a#: '{{ .no# }}'\n")),
		"a product of 100,000 decimals":          template("{{ mulf " + strings.Repeat("1.234567 ", 100_000) + "}}"),
		"a quotient of 100,000 decimals":         template("{{ divf 1.0 " + strings.Repeat("3.1 ", 100_000) + "}}"),
		"decimals of very different size":        template("{{ range until 90000 }}{{ $x := addf 1e300 1e-300 }}{{ end }}"),
		"a product that grows":                   template("{{ $x := 1.1 }}{{ range until 90000 }}{{ $x = mulf $x 1.1 }}{{ end }}"),
		"snakecase":                              manyFiles(30, `{{ $s := repeat 300000 "aB" }}{{ range until 1000 }}{{ $x := snakecase $s }}{{ end }}`),
		"camelcase":                              template(`{{ $s := repeat 300000 "a_" }}{{ range until 1000 }}{{ $x := camelcase $s }}{{ end }}`),
		"ranges in ranges":                       template(strings.Repeat("{{ range until 2 }}", 130) + "x" + strings.Repeat("{{ end }}", 130)),
		"ranges in ranges with variables":        manyFiles(250, numbered(120, "{{ range $k#, $v# := until 1 }}")+"{{ range until 30000 }}{{ if $ }}{{ end }}"+strings.Repeat("{{ end }}", 121)),
		"two hundred values":                     manifest("values:\n" + numbered(200, "  a#: '{{ range until 90000 }}{{ end }}'\n")),
		"two hundred conditions":                 manifest("rules:\n" + numbered(200, "  - {match: '*', exec: true, when: 'eq (len (until 90000)) (len (splitList \"\" (repeat 90000 \"x\")))'}\n")),
		"two thousand folders, one in the other": {"blueprint.yaml": attackHead, "files/" + strings.Repeat("a/", 2030) + "b": "x"},
		"three hundred heavy files":              manyFiles(300, heavyTemplate),
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			lay(t, filepath.Join(parent, "bp"), files)
			for _, args := range [][]string{{"new", "shop", "--blueprint", "bp", "-y", "--no-git"}, {"blueprint", "lint", "bp"}, {"blueprint", "show", "bp"}} {
				a := endsSoon(t, scaffold, parent, args...)
				if len(a.out) > 1<<20 {
					t.Errorf("scaffold %s said %d bytes", args[0], len(a.out))
				}
			}
		})
	}
}

// heavyTemplate takes most of the work that one template may take.
const heavyTemplate = "{{ range until 90000 }}{{ end }}"

func manyFiles(n int, text string) map[string]string {
	files := map[string]string{"blueprint.yaml": attackHead}
	for i := range n {
		files[fmt.Sprintf("files/f%d.tmpl", i)] = text
	}
	return files
}

// TestAttackSignals ends verbs in the middle of a long render by signals: they end at once, and what they say is true.
func TestAttackSignals(t *testing.T) {
	scaffold := buildScaffold(t)
	parent := t.TempDir()
	lay(t, filepath.Join(parent, "bp"), map[string]string{
		"blueprint.yaml": attackHead + "questions: [{name: port, kind: int, default: 1}, {name: features, kind: choices, choices: [x], default: []}]\n",
		"files/a.tmpl":   "{{ .port }}\n",
	})
	run(t, parent, scaffold, "new", "shop", "--blueprint", "bp", "-y", "--no-git")
	heavy := manyFiles(300, heavyTemplate)
	delete(heavy, "blueprint.yaml")
	lay(t, filepath.Join(parent, "bp"), heavy)
	before := tree(t, parent)
	for i, args := range [][]string{
		{"new", "other", "--blueprint", "bp", "-y"},
		{"new", "other", "--blueprint", "bp", "-y", "--dry-run", "--json"},
		{"update"},
		{"update", "--dry-run"},
		{"set", "port=2"},
		{"add", "features", "x"},
		{"repair"},
		{"check", "--rerender"},
		{"diff", "--update"},
		{"why", "a"},
	} {
		for j, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
			if !long() && j != i%2 {
				continue
			}
			cmd := exec.Command(scaffold, args...)
			cmd.Dir = filepath.Join(parent, "shop")
			if args[0] == "new" {
				cmd.Dir = parent
			}
			var out strings.Builder
			cmd.Stdout, cmd.Stderr = &out, &out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			waitUntilBusy(t, cmd.Process.Pid)
			began := time.Now()
			_ = cmd.Process.Signal(signal)
			_ = cmd.Wait()
			took, code := time.Since(began), cmd.ProcessState.ExitCode()
			t.Logf("%q, %v: exit code %d after %v: %.100q", args, signal, code, took, out.String())
			if took > time.Second || code != 130 { // a tenth of that, but for busy machines
				t.Errorf("%q, %v: exit code %d after %v: %.300s", args, signal, code, took, out.String())
			}
			if diff := cmp.Diff(before, tree(t, parent)); diff != "" {
				t.Errorf("%q, %v: %s", args, signal, diff)
			}
		}
	}
}

// waitUntilBusy waits until a process has used a tenth of a second of a processor: proc(5) counts in hundredths.
func waitUntilBusy(t *testing.T, pid int) {
	t.Helper()
	for range 2000 {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(data), ") ")
		if used, err := strconv.Atoi(strings.Fields(rest)[11]); err == nil && used >= 10 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Error("it is not busy")
}

// bomb is a stored content that unpacks to a thousand times its size: zlib (RFC 1950) under the mask of package lock.
func bomb(t *testing.T, sum string, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := zlib.NewWriterLevel(&b, zlib.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	first := 0
	for range 2 { // the second block can be repeated: it refers to zeros
		first = b.Len()
		_, _ = w.Write(zeros)
		_ = w.Flush()
	}
	block := bytes.Clone(b.Bytes()[first:])
	for b.Len() < size {
		b.Write(block)
	}
	var seed [sha256.Size]byte
	if _, err := hex.Decode(seed[:], []byte(sum)); err != nil {
		t.Fatal(err)
	}
	stream := make([]byte, b.Len())
	_, _ = rand.NewChaCha8(seed).Read(stream)
	subtle.XORBytes(stream, stream, b.Bytes())
	return stream
}

// TestAttackReading hands over projects with files that are endless, far too large, or no files at all.
func TestAttackReading(t *testing.T) {
	scaffold := buildScaffold(t)
	link := func(name, target string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			full := filepath.Join(dir, name)
			if err := os.RemoveAll(full); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(target, full); err != nil {
				t.Fatal(err)
			}
		}
	}
	sparse := func(name string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			lay(t, dir, map[string]string{name: ""})
			if err := os.Truncate(filepath.Join(dir, name), 20<<30); err != nil {
				t.Fatal(err)
			}
		}
	}
	pipe := func(name string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			full := filepath.Join(dir, name)
			_ = os.Remove(full)
			if err := syscall.Mkfifo(full, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	sum := sumOf("a\n")
	base := ".scaffold/base/" + sum[:1] + "/" + sum[1:]
	attacks := map[string]func(*testing.T, string){
		"a stored content of 20 MB that unpacks to 20 GB": func(t *testing.T, dir string) {
			lay(t, dir, map[string]string{base: string(bomb(t, sum, 20<<20)), "a": "an edit\n"})
		},
		"a lock with 34 MB of answers": func(t *testing.T, dir string) {
			appendTo(t, filepath.Join(dir, ".scaffold/lock.yaml"), strings.Repeat("answers: {a: [[[[[[1]]]]]]}\n", 34<<20/28))
		},
		"a lock with 34 MB of a list": func(t *testing.T, dir string) {
			appendTo(t, filepath.Join(dir, ".scaffold/lock.yaml"), "parts: ["+strings.Repeat("a,", 17<<20)+"]\n")
		},
	}
	for _, name := range []string{
		".scaffold/lock.yaml", ".scaffold/files.sum", base, ".scaffold/ignore", ".scaffold/pending.yaml", ".scaffold/.gitignore", "a", ".gitignore",
		".gitattributes", ".git/info/exclude", ".git/HEAD", ".git/index", ".git/config", ".git/packed-refs", ".git/refs/heads/main",
	} {
		attacks[name+" is endless"] = link(name, "/dev/zero")
		if !long() {
			continue
		}
		attacks[name+" is 20 GB long"] = sparse(name)
		attacks[name+" is a pipe"] = pipe(name)
	}
	for name, plant := range attacks {
		t.Run(name, func(t *testing.T) {
			if strings.Contains(name, ".git/") {
				need(t, "git")
			}
			parent := t.TempDir()
			lay(t, filepath.Join(parent, "bp"), map[string]string{"blueprint.yaml": attackHead, "files/a": "a\n", "files/.gitignore": "*.log\n"})
			run(t, parent, scaffold, "new", "shop", "--blueprint", "bp", "-y", "--branch", "main")
			dir := filepath.Join(parent, "shop")
			if err := os.Symlink("a", filepath.Join(dir, "link")); err != nil {
				t.Fatal(err)
			}
			plant(t, dir)
			lay(t, filepath.Join(parent, "bp"), map[string]string{"blueprint.yaml": strings.Replace(attackHead, "1.0.0", "2.0.0", 1), "files/a": "b\n"})
			for _, verb := range [][]string{{"check"}, {"diff"}, {"update", "--dry-run"}, {"info"}} {
				endsSoon(t, scaffold, dir, verb...)
			}
		})
	}
}

func appendTo(t *testing.T, name, text string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err == nil {
		err = os.WriteFile(name, append(data, text...), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestAttackTerminal hands over projects with escape codes, C1 controls and marks of direction in every line of what is
// read: none of them reaches the terminal as it is.
func TestAttackTerminal(t *testing.T) {
	need(t, "git")
	scaffold := buildScaffold(t)
	const raw, quoted = "\x1b]0;owned\a\u009b31m\u202e", `"\e]0;owned\a\x9b31m\u202e"`
	parent := t.TempDir()
	lay(t, filepath.Join(parent, "bp"), map[string]string{
		"blueprint.yaml": attackHead + "questions: [{name: port, kind: int, default: 1}]\n", "files/a.tmpl": "{{ .port }}\n", "files/b": "b\n",
	})
	run(t, parent, scaffold, "new", "shop", "--blueprint", "bp", "-y")
	dir := filepath.Join(parent, "shop")

	lay(t, dir, map[string]string{"a": raw})
	s := atTerminal(t, "sh", nil, "-c", `cd "$1" && exec "$2" diff`, "sh", dir, scaffold)
	s.ends(0)
	if !strings.Contains(string(s.screen), "owned") || strings.Contains(string(s.screen), "\x1b]") || strings.Contains(string(s.screen), "\u202e") {
		t.Errorf("diff at a terminal: %q", s.screen)
	}

	lay(t, dir, map[string]string{"a": "mine\n", "b": "an edit\n"})
	run(t, dir, "git", "commit", "-qam", "Mine")
	lay(t, filepath.Join(parent, "bp"), map[string]string{
		"blueprint.yaml": strings.Replace(attackHead, "1.0.0", "2.0.0", 1) + "questions: [{name: port, kind: int, default: 1}]\n", "files/a.tmpl": "two {{ .port }}\n",
	})
	if a := attack(t, scaffold, dir, "update"); a.code != 5 {
		t.Fatalf("exit code %d, want a conflict\n%s", a.code, a.out)
	}
	runs := 0
	harmless := func(what string, args ...string) {
		a := attack(t, scaffold, dir, args...)
		runs++
		if strings.ContainsFunc(a.out, func(r rune) bool { return r != '\n' && unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control) }) {
			t.Errorf("%s: scaffold %q: %q", what, args, a.out)
		}
	}
	verbs := [][]string{{"info"}, {"check"}, {"why", "a"}, {"update", "--dry-run"}, {"continue", "--dry-run"}, {"abort", "--dry-run"}, {"repair", "--dry-run"}}
	if !long() {
		verbs = verbs[:3]
	}
	for _, name := range []string{
		".scaffold/lock.yaml", ".scaffold/files.sum", ".scaffold/pending.yaml", ".scaffold/ignore", ".git/HEAD", ".git/config", ".gitignore",
		"../bp/blueprint.yaml", "../bp/files/a.tmpl", "a",
	} {
		full := filepath.Join(dir, name)
		before, err := os.ReadFile(full)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		lines := strings.Split(string(before), "\n")
		for i, line := range lines {
			key, _, _ := strings.Cut(line, ": ")
			for j, evil := range []string{line + raw, raw + line, key + ": " + quoted, quoted + ": 1", "{{ ." + raw + " }}", raw + " " + sumOf("b\n")} {
				if !long() && (i+j)%4 != 0 {
					continue
				}
				changed := slices.Clone(lines)
				changed[i] = evil
				if err := os.WriteFile(full, []byte(strings.Join(changed, "\n")), 0o644); err != nil {
					t.Fatal(err)
				}
				for _, verb := range verbs {
					harmless(fmt.Sprintf("%s with %q", name, evil), verb...)
				}
			}
		}
		if err := os.WriteFile(full, before, 0o644); err != nil {
			t.Fatal(err)
		}
		if before == nil {
			_ = os.Remove(full)
		}
	}
	lay(t, dir, map[string]string{raw: "x", "a": raw})
	for _, args := range [][]string{
		{raw},
		{"new", raw},
		{"new", "x", "--blueprint", raw},
		{"why", raw},
		{"restore", raw},
		{"restore", "--dry-run", "."},
		{"skip", "--dry-run", raw},
		{"set", raw + "=1"},
		{"set", "port=" + raw},
		{"add", raw, raw},
		{"blueprint", "show", raw},
		{"blueprint", "lint", raw},
		{"info", "--" + raw},
		{"check", "--json"},
		{"info", "--json"},
		{"update", "--source", raw},
		{"new", "x", "--answers", raw},
		{"completion", raw},
		{"help", raw},
	} {
		harmless("its arguments", args...)
	}
	t.Log(runs, "runs")
}

// TestAttackNames has blueprints, answers, parts, moves and clones name what is git's, scaffold's or the system's on Windows
// and macOS, too, or what is outside.
func TestAttackNames(t *testing.T) {
	scaffold := buildScaffold(t)
	parent := t.TempDir()
	lay(t, filepath.Join(parent, "answer"), map[string]string{
		"blueprint.yaml": attackHead + "questions: [{name: where}]\n", "files/{{ .where }}/x": "x\n",
	})
	lay(t, filepath.Join(parent, "part"), map[string]string{
		"blueprint.yaml": attackHead + "parts: {app: {pattern: '.*'}}\nlayers: [{dir: files}, {dir: app, part: app, to: '{{ .part.name }}'}]\n", "files/a": "a\n", "app/x": "x\n",
	})
	lay(t, filepath.Join(parent, "plain"), map[string]string{"blueprint.yaml": attackHead, "files/a": "a\n"})
	for i, name := range []string{
		"../x", "a/../../x", "/tmp/x", `..\x`, `C:\x`, "C:x", ".git", ".GIT", ".gIt", "git~1", "GIT~1", ".git.", ".git ", ".git . .", ".git::$INDEX_ALLOCATION", ".git:x",
		".g\u200cit", "\ufeff.git", ".gi\u206at", ".scaffold", ".Scaffold", ".\u017fcaffold", "SCAFFO~1", "scaffo~3", ".scaffold.", ".scaffold ", ".scaf\u200cfold",
		".scaffold::$INDEX_ALLOCATION", "con", "NUL.txt", "com1", "lpt\u00b9", "CONIN$", "a.", "a ", "a:b", "a\x1b[2J", "a\nb", "a\xff", "sub/.git", "sub/SCAFFO~1",
	} {
		if !long() && i%3 != 0 {
			continue
		}
		refused := func(how string, args ...string) {
			before := tree(t, parent)
			a := attack(t, scaffold, parent, args...)
			if diff := cmp.Diff(before, tree(t, parent)); a.code != 2 || diff != "" {
				t.Errorf("%q by %s: exit code %d: %.200s%s", name, how, a.code, a.out, diff)
			}
			_ = os.RemoveAll(filepath.Join(parent, "shop"))
		}
		if !filepath.IsAbs(name) && filepath.IsLocal(name) {
			files := map[string]string{"blueprint.yaml": attackHead, "files/" + name + "/x": "x\n"}
			lay(t, filepath.Join(parent, "bp"), files)
			refused("a blueprint", "new", "shop", "--blueprint", "bp", "-y", "--no-git")
			if err := os.RemoveAll(filepath.Join(parent, "bp")); err != nil {
				t.Fatal(err)
			}
		}
		refused("an answer", "new", "shop", "--blueprint", "answer", "-y", "--no-git", "--set", "where="+name)
		refused("a part", "new", "shop", "--blueprint", "part", "-y", "--no-git", "--part", "app="+name)

		lay(t, parent, map[string]string{"outside": "x"})
		run(t, parent, scaffold, "new", "clone", "--blueprint", "plain", "-y", "--no-git")
		dir := filepath.Join(parent, "clone")
		lock, err := os.ReadFile(filepath.Join(dir, ".scaffold/lock.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		sum, quoted := sumOf("a\n"), strconv.Quote(name)
		lay(t, dir, map[string]string{
			".scaffold/files.sum": "a " + sum + "\n" + name + "/x " + sum + "\n",
		})
		if strings.Contains(string(lock), "format: 1") {
			lay(t, dir, map[string]string{".scaffold/lock.yaml": strings.TrimSuffix(string(lock), "\n") + "\n  - {path: " + quoted + ", sha256: " + sum + "}\n"})
		}
		before := tree(t, parent)
		for _, verb := range [][]string{{"restore", "."}, {"repair", "--dry-run"}, {"update", "--dry-run"}} {
			if a := attack(t, scaffold, dir, verb...); verb[0] != "repair" && a.code != 2 && a.code != 1 {
				t.Errorf("%q by a clone: %q: exit code %d: %.200s", name, verb, a.code, a.out)
			}
		}
		if diff := cmp.Diff(before, tree(t, parent)); diff != "" {
			t.Errorf("%q by a clone: %s", name, diff)
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAttackErrors has the system refuse to read: nothing that cannot be read counts as missing, and no verb says that it
// succeeded. The fault harness does the same for every call: see TestFaults.
func TestAttackErrors(t *testing.T) {
	need(t, "git")
	scaffold := buildScaffold(t)
	made := func(t *testing.T, conflict bool) (parent, dir string) {
		parent = t.TempDir()
		lay(t, filepath.Join(parent, "bp"), map[string]string{"blueprint.yaml": attackHead, "files/a": "a\n", "files/deep/er/b": "b\n", "files/deep/c": "c\n"})
		run(t, parent, scaffold, "new", "shop", "--blueprint", "bp", "-y", "--branch", "main")
		dir = filepath.Join(parent, "shop")
		lay(t, filepath.Join(parent, "bp"), map[string]string{
			"blueprint.yaml": strings.Replace(attackHead, "1.0.0", "2.0.0", 1), "files/a": "two\n", "files/deep/er/b": "two\n", "files/deep/c": "two\n",
		})
		if conflict {
			lay(t, dir, map[string]string{"a": "mine\n"})
			run(t, dir, "git", "commit", "-qam", "Mine")
			if a := attack(t, scaffold, dir, "update"); a.code != 5 {
				t.Fatalf("exit code %d, want a conflict\n%s", a.code, a.out)
			}
		}
		return parent, dir
	}

	verbs := []string{"abort", "continue"}
	if !long() {
		verbs = verbs[:1]
	}
	for _, verb := range verbs {
		for _, name := range []string{"HEAD", "refs", "index", "config", "packed-refs", "info/exclude"} {
			t.Run(verb+" where "+name+" cannot be read", func(t *testing.T) {
				_, dir := made(t, true)
				lay(t, dir, map[string]string{"a": "both\n"})
				full := filepath.Join(dir, ".git", name)
				moved := full + ".away"
				if err := os.Rename(full, moved); err != nil && !errors.Is(err, fs.ErrNotExist) {
					t.Fatal(err)
				}
				instead := os.Mkdir
				if name == "refs" {
					instead = func(name string, _ os.FileMode) error { return os.WriteFile(name, nil, 0o644) }
				}
				if err := instead(full, 0o755); err != nil {
					t.Fatal(err)
				}
				a := attack(t, scaffold, dir, verb)
				if err := os.Remove(full); err != nil {
					t.Fatal(err)
				}
				_ = os.Rename(moved, full)
				if unmerged := output(t, dir, "git", "ls-files", "--unmerged"); a.code == 0 && verb == "abort" && unmerged != "" {
					t.Errorf("it says that it succeeded, and git's index is in conflict:\n%s\n%s", unmerged, a.out)
				}
				if again := attack(t, scaffold, dir, verb); a.code != 0 && again.code != 0 {
					t.Errorf("exit code %d, and %d once it can be read\n%s%s", a.code, again.code, a.out, again.out)
				}
				if left := output(t, dir, "git", "ls-files", "--unmerged"); verb == "abort" && left != "" {
					t.Errorf("git's index stays in conflict: %s", left)
				}
			})
		}
	}

	// Ever fewer files can be open, so that ever earlier an open fails (EMFILE): old or new, and success only for new.
	t.Run("too many open files", func(t *testing.T) {
		parent, dir := made(t, false)
		old := snapshot(t, dir)
		model := filepath.Join(parent, "model")
		run(t, parent, "cp", "-a", dir, model)
		if a := attack(t, scaffold, dir, "update"); a.code != 0 {
			t.Fatal(a.out)
		}
		updated := snapshot(t, dir)
		failed, step := 0, 3
		if long() {
			step = 1
		}
		for most := 5; most < 40; most += step {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
			run(t, parent, "cp", "-a", model, dir)
			run(t, dir, "git", "status")
			cmd := exec.Command("sh", "-c", fmt.Sprintf(`ulimit -n %d; exec "$0" update`, most), scaffold)
			cmd.Dir = dir
			out, _ := cmd.CombinedOutput() // with very few, Go's runtime itself ends, before anything is written
			a := attacked{out: string(out), code: cmd.ProcessState.ExitCode()}
			now := snapshot(t, dir)
			switch {
			case a.code == 0 && !maps.Equal(now, updated):
				t.Errorf("%d files: it says that it succeeded, and %v differ\n%s", most, differences(now, updated), a.out)
			case a.code != 0 && !maps.Equal(now, old):
				t.Errorf("%d files: exit code %d, and %v differ\n%s", most, a.code, differences(now, old), a.out)
			case strings.Contains(a.out, "deleted"):
				t.Errorf("%d files: what cannot be read counts as deleted\n%s", most, a.out)
			}
			if a.code != 0 {
				failed++
			}
		}
		t.Log(failed, "runs failed")
		if failed == 0 {
			t.Error("no run lacked open files")
		}
	})
}

// TestAttackStrayFiles puts what macOS, an editor or git left into scaffold's own folders: no verb is blocked for good.
func TestAttackStrayFiles(t *testing.T) {
	scaffold := buildScaffold(t)
	for _, name := range []string{
		".scaffold/journal/.DS_Store", ".scaffold/.DS_Store", ".scaffold/base/.DS_Store", ".scaffold/base/0/.DS_Store", ".scaffold/pending/.DS_Store",
		".scaffold/lock.yaml.swp", ".git/scaffold/.DS_Store", ".git/scaffold/x/.DS_Store", ".git/.DS_Store", ".git/refs/.DS_Store", ".git/objects/.DS_Store",
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			lay(t, filepath.Join(parent, "bp"), map[string]string{
				"blueprint.yaml": attackHead + "questions: [{name: port, kind: int, default: 1}]\n", "files/a.tmpl": "{{ .port }}\n",
			})
			run(t, parent, scaffold, "new", "shop", "--blueprint", "bp", "-y")
			dir := filepath.Join(parent, "shop")
			lay(t, dir, map[string]string{name: "x"})
			for _, verb := range [][]string{{"set", "port=2"}, {"set", "port=3", "--force"}, {"restore", "."}, {"repair"}, {"update"}} {
				if a := attack(t, scaffold, dir, verb...); a.code != 0 && a.code != 1 || strings.Contains(a.out, "killed") {
					t.Errorf("scaffold %q: exit code %d\n%s", verb, a.code, a.out)
				}
			}
			if data, err := os.ReadFile(filepath.Join(dir, "a")); err != nil || string(data) != "3\n" {
				t.Errorf("%q, %v: no change went through", data, err)
			}
		})
	}
}
