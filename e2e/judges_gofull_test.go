//go:build judges

package e2e

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

func goFullJudges() []judge {
	return append(
		goJudges(),
		judge{name: "migrations", run: goMigrations},
		judge{name: "API", run: goAPI},
		judge{name: "pages", run: goPages},
		judge{name: "admin", when: func(c combination) bool { return len(c.apps) > 0 }, run: goAdmin},
		judge{name: "docs", when: func(c combination) bool { return c.has("docs") }, run: goDocs},
		judge{name: "SIGTERM", run: goStops},
		judge{name: "add+remove", run: addRemove},
		judge{name: "first page", run: func(p *subject) string { return firstPage(p, "make", "run") }},
		judge{name: "still clean", run: clean},
	)
}

// manage is the project's own program; it is built once.
func (p *subject) manage(args ...string) string {
	p.t.Helper()
	binary := filepath.Join(p.parent, "manage")
	if _, err := os.Stat(binary); err != nil {
		p.with([]string{"CGO_ENABLED=0"}, func() { p.ok("go", "build", "-o", binary, "./cmd/manage") })
	}
	if len(args) == 0 {
		return binary
	}
	return p.ok(append([]string{binary}, args...)...)
}

// goMigrations goes up, puts rows in, goes back app by app and up again, and finds nothing left to migrate.
func goMigrations(p *subject) string {
	p.fresh(func() {
		p.owner()
		p.manage("seed")
		for i := len(p.combination.apps) - 1; i >= 0; i-- {
			p.manage("migrate", "down", p.combination.apps[i], "0")
		}
		p.manage("migrate")
		p.ok("go", "run", "-tags", "dev", "./cmd/manage", "makemigrations", "-check")
		p.manage("check")
	})
	return ""
}

// fresh runs a judge with a database of its own.
func (p *subject) fresh(run func()) {
	p.t.Helper()
	env := p.servers.environment(p.combination)
	if p.combination.database == "sqlite" {
		env = append(env, "DATABASE_URL=sqlite:///"+filepath.Join(p.t.TempDir(), "shop.db"))
	}
	p.with(append(env, "UPLOADS_DIR="+p.t.TempDir()), run)
}

// owner makes ada a superuser and gives her a token for the API.
func (p *subject) owner() {
	p.t.Helper()
	p.manage("migrate")
	p.typed(password+"\n", "createsuperuser", "-email", adaEmail, "-name", "Ada")
}

// typed runs manage with something typed into it.
func (p *subject) typed(input string, args ...string) string {
	p.t.Helper()
	cmd := exec.Command(p.manage(), args...)
	cmd.Dir, cmd.Env, cmd.Stdin = p.dir, append(projectEnv(), p.env...), strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Fatalf("manage %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// goAPI has schemathesis make requests from the OpenAPI document, as a guest and as the owner.
func goAPI(p *subject) string {
	p.fresh(func() {
		p.owner()
		p.serve(p.manage(), "serve")
		p.schemathesis("/api/openapi.json")
		tab := p.browser.open(p.t, p.server.url)
		p.goSignIn(tab)
		p.schemathesis("/api/openapi.json", tab.credentials()...)
	})
	return ""
}

func (p *subject) goSignIn(tab *tab) {
	p.t.Helper()
	tab.goTo("/accounts/sign-in")
	tab.fill(map[string]string{"email": adaEmail, "password": password})
	tab.press("Sign in")
	tab.sees("Sign out")
}

// goProduction is what an operator sets.
func goProduction() []string {
	return []string{"ENV=production", "BASE_URL=https://127.0.0.1", "EMAIL_URL=smtp://127.0.0.1:25", "EMAIL_FROM=shop@example.com"}
}

// goPages serves the site as in production, behind a proxy that speaks HTTPS, and judges what a guest and the owner see.
func goPages(p *subject) string {
	found := ""
	p.fresh(func() {
		p.owner()
		p.manage("seed")
		p.with(goProduction(), func() {
			p.serve(p.manage(), "serve")
			paths := []string{"/", "/accounts/sign-in", "/accounts/reset", "/nothing/here", "/api/docs"}
			for _, app := range p.combination.apps {
				paths = append(paths, "/"+app+"/")
			}
			found = p.pages(paths...)
		})
	})
	return found
}

// goAdmin is the pass through the admin in Chromium: testdata/browser/admin.mjs, whose steps say what they are.
func goAdmin(p *subject) string {
	p.fresh(func() {
		p.owner()
		p.serve(p.manage(), "serve", "-worker")
		shots := os.Getenv("SCREENSHOTS")
		if shots != "" {
			shots = filepath.Join(shots, "admin-"+p.combination.database)
			if err := os.MkdirAll(shots, 0o755); err != nil {
				p.t.Fatal(err)
			}
		}
		env := []string{
			"BASE=" + p.server.url, "PASSWORD=" + password, "MANAGE=" + p.manage(), "CHROME_PATH=" + p.browser.program, "SHOTS=" + shots,
		}
		p.with(env, func() { p.run(p.browser.tools, node("node", "admin.mjs")...) })
	})
	return ""
}

// goDocs makes the site of the documentation, and judges its pages.
func goDocs(p *subject) string {
	p.ok("make", "docs")
	binary := filepath.Join(p.t.TempDir(), "docs")
	p.ok("go", "build", "-o", binary, "./cmd/docs")
	p.serve("sh", "-c", "exec "+binary+" -serve 127.0.0.1:$PORT")
	paths := []string{"/", "/security.html", "/apps/index.html", "/packages/index.html", "/packages/internal/kit/web.html"}
	for _, app := range p.combination.apps {
		paths = append(paths, "/apps/"+app+".html", "/packages/apps/"+app+".html")
	}
	found, _ := p.look(paths...) // whoever publishes them says with which headers
	p.ok("rm", "-r", "site")
	return found
}

// goStops sends SIGTERM to a server under load: no request may be dropped.
func goStops(p *subject) string {
	p.fresh(func() {
		p.owner()
		p.manage("seed")
		env := slices.Concat(projectEnv(), p.env, goProduction(), []string{"LOG_LEVEL=ERROR"})
		stopsUnderLoad(p.t, p.dir, env, "/", p.manage(), "serve")
	})
	return ""
}

// stopsUnderLoad asks a server for a path from many clients, sends it SIGTERM meanwhile, and counts the requests that
// were sent on a connection and not answered.
func stopsUnderLoad(t *testing.T, dir string, env []string, path string, command ...string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	var log bytes.Buffer
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &log, &log
	cmd.Env = slices.Concat(env, []string{"PORT=" + address[strings.LastIndex(address, ":")+1:]})
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }()
	for range 300 {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	var answered, dropped atomic.Int64
	drop := func(why any) {
		if dropped.Add(1) == 1 {
			t.Logf("a request was dropped: %v", why)
		}
	}
	var clients sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	for range 16 {
		clients.Go(func() {
			for ctx.Err() == nil {
				request, _ := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+path, http.NoBody)
				response, err := client.Do(request)
				switch {
				case err == nil && response.StatusCode < 500:
					response.Body.Close()
					answered.Add(1)
				case err == nil:
					response.Body.Close()
					drop(response.Status)
				case strings.Contains(err.Error(), "refused"): // it no longer listens: the next server would
					return
				default:
					drop(err)
				}
			}
		})
	}
	time.Sleep(2 * time.Second)
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	err = cmd.Wait()
	clients.Wait()
	if err != nil {
		t.Errorf("SIGTERM: %v\n%.2000s", err, log.String())
	}
	if dropped.Load() > 0 || answered.Load() == 0 {
		t.Errorf("%d requests were answered, %d dropped\n%.2000s", answered.Load(), dropped.Load(), log.String())
	} else {
		t.Logf("%d answered, none dropped", answered.Load())
	}
}
