package e2e

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// contender is one program in a race. Every round runs all of them once, in turn, so that the machine's mood is the
// same for all; only what run does is timed. A peer joins by one more entry.
type contender struct {
	name   string
	run    func(b *testing.B, dir string)
	before func(b *testing.B, dir string) // lays out what run needs; nil for nothing
}

// race times the contenders side by side, as whole processes, and reports the median of each in milliseconds and its
// ratio to the last one, which is the measure.
func race(b *testing.B, contenders ...contender) {
	times := make([][]float64, len(contenders))
	round := 0
	for b.Loop() {
		round++
		for i, c := range contenders {
			dir := filepath.Join(b.TempDir(), fmt.Sprintf("%s-%d", strings.ReplaceAll(c.name, " ", "-"), round))
			if err := os.MkdirAll(dir, 0o755); err != nil {
				b.Fatal(err)
			}
			if c.before != nil {
				c.before(b, dir)
			}
			start := time.Now()
			c.run(b, dir)
			times[i] = append(times[i], float64(time.Since(start).Microseconds())/1e3)
			if err := os.RemoveAll(dir); err != nil {
				b.Fatal(err)
			}
		}
	}
	measure := median(times[len(times)-1])
	for i, c := range contenders {
		name := strings.ReplaceAll(c.name, " ", "-")
		b.ReportMetric(median(times[i]), name+"-ms")
		if i < len(contenders)-1 {
			b.ReportMetric(median(times[i])/measure, name+"/measure")
		}
	}
	b.ReportMetric(0, "ns/op") // the sum of all contenders says nothing
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// versions returns the program, and, where SCAFFOLD_BEFORE names an older one, that as well: both take part in each race.
// For a fair one, SCAFFOLD_BLUEPRINT names a blueprint that both know.
func versions(b *testing.B) map[string]string {
	all := map[string]string{"scaffold": buildScaffold(b)}
	if before := os.Getenv("SCAFFOLD_BEFORE"); before != "" {
		all["before"] = before
	}
	return all
}

// BenchmarkStartUp holds `scaffold version` against a Go program that does nothing: at most 4 times.
func BenchmarkStartUp(b *testing.B) {
	var all []contender
	for name, scaffold := range versions(b) {
		all = append(all, contender{name: name, run: func(b *testing.B, dir string) { run(b, dir, scaffold, "version") }})
	}
	empty := buildEmpty(b)
	race(b, append(all, contender{name: "empty Go program", run: func(b *testing.B, dir string) { run(b, dir, empty) }})...)
}

// BenchmarkChanges holds the verbs that change the default project of the full layout against those that only look at it.
func BenchmarkChanges(b *testing.B) {
	for _, args := range [][]string{{"update"}, {"add", "app", "blog"}, {"add", "feature", "docker"}, {"set", "database=postgres"}, {"check"}} {
		b.Run(strings.Join(args, " "), func(b *testing.B) {
			var all []contender
			for name, scaffold := range versions(b) {
				parent := b.TempDir()
				run(b, parent, scaffold, "new", "shop", "--blueprint", cmp.Or(os.Getenv("SCAFFOLD_BLUEPRINT"), "full"), "-y")
				all = append(all, contender{
					name:   name,
					before: func(b *testing.B, dir string) { run(b, dir, "cp", "-a", filepath.Join(parent, "shop"), ".") },
					run:    func(b *testing.B, dir string) { run(b, filepath.Join(dir, "shop"), scaffold, args...) },
				})
			}
			slices.SortFunc(all, func(a, b contender) int { return strings.Compare(b.name, a.name) }) // "before" is the measure
			race(b, all...)
		})
	}
}

// BenchmarkModels adds fifty models of ten fields each, with references among them, and then one more field.
func BenchmarkModels(b *testing.B) {
	scaffold := buildScaffold(b)
	parent := b.TempDir()
	source, err := filepath.Abs("testdata/models")
	if err != nil {
		b.Fatal(err)
	}
	run(b, parent, scaffold, "new", "shop", "--blueprint", source, "--app", "blog,news", "--no-git", "-y")
	name := func(i int) string { return fmt.Sprintf("%s.Thing%d", []string{"blog", "news"}[i%2], i%50) }
	var list strings.Builder
	for i := range 50 {
		fmt.Fprintf(&list, "%s: [title:string:max=200, slug:unique, body:text, views:int:min=0:default=0, price:decimal:digits=10.2, done:bool:default=false, "+
			"at:datetime:optional, status:enum=draft,live:default=draft, next:ref=%s:optional, others:many=%s]\n", name(i), name(i+1), name(i+7))
	}
	models := filepath.Join(parent, "models.yaml")
	if err := os.WriteFile(models, []byte(list.String()), 0o644); err != nil {
		b.Fatal(err)
	}
	copied := func(b *testing.B, dir string) { run(b, dir, "cp", "-a", filepath.Join(parent, "shop"), ".") }
	b.Run("from", func(b *testing.B) {
		race(b, contender{name: "scaffold", before: copied, run: func(b *testing.B, dir string) {
			run(b, filepath.Join(dir, "shop"), scaffold, "add", "model", "--from", models)
		}})
	})
	run(b, filepath.Join(parent, "shop"), scaffold, "add", "model", "--from", models)
	b.Run("field", func(b *testing.B) {
		race(b, contender{name: "scaffold", before: copied, run: func(b *testing.B, dir string) {
			run(b, filepath.Join(dir, "shop"), scaffold, "add", "field", name(0), "extra:text")
		}})
	})
}

// BenchmarkNew holds `scaffold new`, from its start to the commit, against the git program alone making a repository and
// its first commit of the same files, which are there already: at most as long.
func BenchmarkNew(b *testing.B) {
	if _, err := exec.LookPath("git"); err != nil {
		b.Fatal("the git program is what we measure against: ", err)
	}
	programs := versions(b)
	for _, files := range []int{30, 300, 3000} {
		b.Run(fmt.Sprintf("files=%d", files), func(b *testing.B) {
			bp := writeBlueprint(b, files)
			model := filepath.Join(b.TempDir(), "model")
			run(b, filepath.Dir(model), programs["scaffold"], "new", "model", "--blueprint", bp, "--no-git")
			var all []contender
			for name, scaffold := range programs {
				all = append(all, contender{name: name, run: func(b *testing.B, dir string) {
					run(b, dir, scaffold, "new", "project", "--blueprint", bp)
				}})
			}
			race(b, append(all, contender{
				name:   "git alone",
				before: func(b *testing.B, dir string) { run(b, dir, "cp", "-a", model+"/.", ".") },
				run: func(b *testing.B, dir string) {
					run(b, dir, "git", "init", "-q")
					run(b, dir, "git", "add", "-A")
					run(b, dir, "git", "commit", "-q", "-m", "Start")
				},
			})...)
		})
	}
}

func run(tb testing.TB, dir, program string, args ...string) {
	tb.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(),
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.com", "GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.com")
	if out, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
	}
}

// buildScaffold returns the path of the program: built as for a release where it is measured, and else this test's own
// binary, which costs no second build. SCAFFOLD_BINARY names another one: an older version shows what a test is for.
func buildScaffold(tb testing.TB) string {
	tb.Helper()
	if binary := os.Getenv("SCAFFOLD_BINARY"); binary != "" {
		return binary
	}
	if _, measured := tb.(*testing.B); !measured && !long() {
		return ownBinary(tb)
	}
	binary := filepath.Join(tb.TempDir(), "scaffold")
	run(tb, "..", "go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, "./cmd/scaffold")
	return binary
}

func buildEmpty(tb testing.TB) string {
	tb.Helper()
	dir := tb.TempDir()
	for name, text := range map[string]string{"go.mod": "module empty\n\ngo 1.26\n", "main.go": "package main\n\nfunc main() {}\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	run(tb, dir, "go", "build", "-o", "empty", ".")
	return filepath.Join(dir, "empty")
}

// writeBlueprint makes a blueprint of n templates of 2 kB each, a few substitutions in each, ten files to a folder.
func writeBlueprint(tb testing.TB, n int) string {
	tb.Helper()
	dir := tb.TempDir()
	write := func(name, text string) {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	write("blueprint.yaml", "name: bench\nversion: 1.0.0\nsummary: "+strconv.Itoa(n)+" files\nquestions:\n"+
		"  - {name: port, kind: int, default: 8000}\n  - {name: owner, default: '{{ .name | title }} Ltd'}\n")
	for i := range n {
		var text strings.Builder
		fmt.Fprintf(&text, "package p%d // {{ .name | snakecase }} of {{ .owner }}, port {{ .port }}\n", i)
		for line := 0; text.Len() < 2000; line++ {
			fmt.Fprintf(&text, "func f%d_%d() int { return %d } // {{ if gt .port 80 }}high{{ else }}low{{ end }}\n", i, line, i*line)
		}
		write(fmt.Sprintf("files/dir%d/file%d.txt.tmpl", i/10, i), text.String())
	}
	return dir
}

// BenchmarkUnchanged holds the two commands that run most, on a project of 10,000 files of which nothing changed, against
// `git status` there: at most three times as long.
func BenchmarkUnchanged(b *testing.B) {
	if _, err := exec.LookPath("git"); err != nil {
		b.Fatal("the git program is what we measure against: ", err)
	}
	bp := writeBlueprint(b, 10_000)
	var all []contender
	var project string
	for name, scaffold := range versions(b) {
		parent := b.TempDir()
		run(b, parent, scaffold, "new", "project", "--blueprint", bp)
		project = filepath.Join(parent, "project")
		run(b, project, "git", "status")
		for _, verb := range []string{"check", "update"} {
			all = append(all, contender{name: name + " " + verb, run: func(b *testing.B, _ string) {
				run(b, filepath.Join(parent, "project"), scaffold, verb)
			}})
		}
	}
	race(b, append(all, contender{name: "git status", run: func(b *testing.B, _ string) { run(b, project, "git", "status") }})...)
}
