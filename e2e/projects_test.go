package e2e

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// project is a combination of answers, and what its owner does with it on the first day.
type project struct {
	name   string
	args   []string          // of scaffold new
	needs  []string          // programs; "python" is any that is new enough
	checks [][]string        // commands that must pass: its tests, its linters
	serve  []string          // the command that its README gives
	pages  map[string]string // path → text on the page
	then   func(t *testing.T, dir, url string)

	prepare func(t *testing.T, dir string) // what its owner writes first
}

func projects() []project {
	return []project{
		{
			name:   "go-micro",
			args:   []string{"--layout", "micro"},
			checks: [][]string{{"go", "test", "./..."}, {"go", "vet", "./..."}, {"gofmt", "-l", "."}, {"go", "mod", "tidy", "-diff"}},
			serve:  []string{"go", "run", "."},
			pages:  map[string]string{"/": "shop", "/livez": "ok", "/readyz": "ok"},
		},
		{
			name:   "go-micro-sqlite",
			args:   []string{"--layout", "micro", "--database", "sqlite", "--with", "api,auth,jobs"},
			checks: [][]string{{"go", "test", "./..."}, {"go", "vet", "./..."}, {"gofmt", "-l", "."}, {"go", "mod", "tidy", "-diff"}},
			serve:  []string{"go", "run", "."},
			pages:  map[string]string{"/": "shop", "/notes": "Nothing here yet", "/readyz": "ok", "/sign-in": "Password", "/api/docs": "Add a note"},
		},
		{
			name:   "python-micro",
			args:   []string{"--layout", "micro", "--language", "python"},
			needs:  []string{"make", "python"},
			checks: [][]string{{"make", "test"}, {"make", "lint"}},
			serve:  []string{"make", "run"},
			pages:  map[string]string{"/": "shop", "/livez": "ok", "/readyz": "ok"},
		},
		{
			name: "go-full",
			args: []string{"--layout", "full", "--app", "blog,events"},
			checks: [][]string{
				{"go", "test", "./..."},
				{"go", "vet", "./..."},
				{"gofmt", "-l", "."},
				{"go", "mod", "tidy", "-diff"},
				{"go", "run", "-tags", "dev", "./cmd/manage", "makemigrations", "-check"},
				{"go", "run", "./cmd/manage", "migrate"},
			},
			serve: []string{"go", "run", "./cmd/manage", "serve"},
			pages: map[string]string{
				"/": "Shop", "/livez": "ok", "/readyz": "ok", "/blog/": "Blog", "/events/": "Events",
				"/accounts/sign-in": "password", "/api/docs": "Shop",
			},
		},
		{
			name: "python-full",
			args: []string{"--layout", "full", "--language", "python", "--app", "blog,events"},
			prepare: func(t *testing.T, dir string) {
				t.Helper()
				writeDjangoApps(t, dir, "blog", "events")
			},
			needs:  []string{"make", "python"},
			checks: [][]string{{"make", "test"}, {"make", "lint"}},
			serve:  []string{"make", "run"},
			pages: map[string]string{
				"/": "Shop", "/livez": "ok", "/readyz": "ok", "/blog/": "Blog", "/events/": "Events",
				"/admin/login/": "password", "/api/docs/": "swagger", "/api/schema/": "openapi",
			},
			then: administer,
		},
	}
}

// TestProjects generates every project, and runs it as its README says: tests, linters, server.
func TestProjects(t *testing.T) {
	scaffold := buildScaffold(t)
	for _, p := range projects() {
		t.Run(p.name, func(t *testing.T) {
			if p.name != "go-micro" { // the one that needs nothing but Go, and no module
				onlyLong(t)
			}
			for _, program := range p.needs {
				need(t, program)
			}
			parent := t.TempDir()
			run(t, parent, scaffold, append([]string{"new", "shop", "-y"}, p.args...)...)
			dir := filepath.Join(parent, "shop")
			if p.prepare != nil {
				p.prepare(t, dir)
			}
			if _, err := exec.LookPath("git"); err == nil {
				isCommitted(t, dir)
			}
			for _, check := range p.checks {
				if out := output(t, dir, check...); check[0] == "gofmt" && out != "" {
					t.Errorf("gofmt would change %s", out)
				}
			}
			if strings.HasPrefix(p.name, "python-") {
				installsOffline(t, dir)
			}
			url := serve(t, dir, p.serve...)
			for path, text := range p.pages {
				if status, body := get(t, url+path); status != http.StatusOK || !strings.Contains(body, text) {
					t.Errorf("GET %s: %d, want 200 and %q in\n%.2000s", path, status, text, body)
				}
			}
			if status, _ := get(t, url+"/nothing/here"); status != http.StatusNotFound {
				t.Errorf("GET /nothing/here: %d, want 404", status)
			}
			if long() {
				noConsoleErrors(t, url, p.pages)
			}
			if p.then != nil {
				p.then(t, dir, url)
			}
			if _, err := exec.LookPath("git"); err == nil {
				if out := output(t, dir, "git", "status", "--porcelain"); out != "" {
					t.Errorf("running it left files behind that git does not ignore:\n%s", out)
				}
			}
		})
	}
}

// installsOffline makes the environment again where nothing can be reached, as on a train: uv has all of it in its cache.
func installsOffline(t *testing.T, dir string) {
	t.Helper()
	if exec.Command("uv", "--version").Run() != nil {
		if os.Getenv("CI") == "true" {
			t.Error("uv is missing")
		}
		return
	}
	if err := os.RemoveAll(filepath.Join(dir, ".venv")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("make", "install")
	cmd.Dir = dir
	const nowhere = "http://127.0.0.1:9"
	cmd.Env = append(projectEnv(), "HTTP_PROXY="+nowhere, "HTTPS_PROXY="+nowhere, "ALL_PROXY="+nowhere, "UV_HTTP_RETRIES=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("make install without a network: %v\n%s", err, out)
	}
}

// need is for a test that cannot run without a program; "python" is any that is new enough.
func need(t *testing.T, program string) {
	t.Helper()
	_, err := exec.LookPath(program)
	if program == "python" && findPython() != "" {
		err = nil
	}
	if err != nil {
		lacks(t, program)
	}
}

// lacks skips a test for what the machine does not have, and fails it in CI, where nothing may skip.
func lacks(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("this machine lacks %s", what)
	}
	t.Skipf("this machine lacks %s", what)
}

// findPython gives a Python that generated projects can use, "" where there is none.
func findPython() string {
	candidates := []string{"python3", "python3.14", "python3.13", "python3.12"}
	home, err := os.UserHomeDir()
	if err == nil {
		more, _ := filepath.Glob(filepath.Join(home, ".pyenv/versions/3.1[2-9]*/bin/python3"))
		candidates = append(candidates, more...)
	}
	for _, c := range candidates {
		if exec.Command(c, "-c", "import sys; sys.exit(sys.version_info < (3, 12))").Run() == nil {
			return c
		}
	}
	return ""
}

func isCommitted(t *testing.T, dir string) {
	t.Helper()
	if out := output(t, dir, "git", "status", "--porcelain"); out != "" {
		t.Errorf("the work tree is not clean:\n%s", out)
	}
	if out := output(t, dir, "git", "rev-list", "--count", "HEAD"); strings.TrimSpace(out) != "1" {
		t.Errorf("%s commits, want 1", out)
	}
	output(t, dir, "git", "fsck", "--strict")
	if out := output(t, dir, "git", "ls-files", "--cached", "--ignored", "--exclude-standard"); out != "" {
		t.Errorf("ignored files are committed:\n%s", out)
	}
}

// output runs a command in a project with an environment like a person's, and fails the test with all it printed.
func output(t *testing.T, dir string, command ...string) string {
	t.Helper()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	cmd.Env = projectEnv()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
	}
	return string(out)
}

// projectEnv is the environment without what would make a project behave as if it was part of this one.
func projectEnv() []string {
	var env []string
	for _, kv := range os.Environ() {
		switch name, _, _ := strings.Cut(kv, "="); name {
		case "GOFLAGS", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "VIRTUAL_ENV", "PORT", "HOST":
		default:
			env = append(env, kv)
		}
	}
	return env
}

// serve starts a project's server on a free port, waits until it answers, and at the end of the test sees that SIGTERM
// ends it. It gives the URL without a slash at the end.
func serve(t *testing.T, dir string, command ...string) string {
	t.Helper()
	return startServer(t, dir, nil, command...).url
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(data)
}

// noConsoleErrors opens the pages in a real browser. The browser logs there what its content security policy refuses,
// files that are missing, and scripts that fail.
func noConsoleErrors(t *testing.T, url string, pages map[string]string) {
	t.Helper()
	browser, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Error("chromium is missing")
		}
		return
	}
	for path := range pages {
		if strings.HasSuffix(path, "z") || strings.Contains(path, "schema") {
			continue // not a page
		}
		profile, err := os.MkdirTemp("", "browser")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
			"--user-data-dir="+profile, "--enable-logging=stderr", "--virtual-time-budget=4000", "--dump-dom", url+path)
		var dom, log bytes.Buffer
		cmd.Stdout, cmd.Stderr = &dom, &log
		err = cmd.Run()
		cancel()
		_ = os.RemoveAll(profile) // a child of the browser may still write there
		if err != nil {
			t.Errorf("%s in the browser: %v\n%s", path, err, log.String())
		}
		for line := range strings.Lines(log.String()) {
			if strings.Contains(line, ":CONSOLE") {
				t.Errorf("%s in the browser: %s", path, line)
			}
		}
		if !strings.Contains(dom.String(), "</h1>") && !strings.Contains(path, "docs") {
			t.Errorf("%s in the browser has no heading:\n%.2000s", path, dom.String())
		}
	}
}
