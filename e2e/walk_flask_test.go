//go:build judges

package e2e

import (
	"path/filepath"
	"strings"
)

func flaskJudges() []judge {
	return append(
		pythonJudges(),
		judge{name: "bandit", run: bandit("src")},
		judge{name: "migrations", when: hasSQL, run: flaskMigrations},
		judge{name: "tests 100 %", run: flaskTests},
		judge{name: "pages", run: flaskPages},
		judge{name: "site", run: flaskSite},
		judge{name: "add+remove", run: addRemove},
		judge{name: "first page", run: func(p *subject) string { return firstPage(p, "make", "run") }},
		judge{name: "offline", run: offline},
		judge{name: "still clean", run: clean},
	)
}

func hasSQL(c combination) bool {
	return c.database == "sqlite" || c.database == "postgres" || c.database == "mysql"
}

// flaskMigrations goes forward, all the way back, and forward again, and finds nothing left to write.
func flaskMigrations(p *subject) string {
	p.with([]string{"FLASK_DEBUG=1"}, func() {
		p.python("flask", "db", "upgrade")
		p.python("flask", "db", "check")
		p.python("flask", "db", "downgrade", "base")
		p.python("flask", "db", "upgrade")
		p.python("flask", "db", "check")
	})
	return ""
}

// flaskTests wants every branch covered, whatever the order of the tests.
func flaskTests(p *subject) string {
	p.ok("make", "test")
	p.python("coverage", "report", "--fail-under=100")
	p.python("pytest", "-q", "-p", "no:randomly")
	return ""
}

// flaskEnv is production's environment.
func (p *subject) flaskEnv() []string {
	env := []string{"FLASK_SECRET_KEY=" + strings.Repeat("k3Jx9Qz-", 9), "EMAIL_URL=smtp://127.0.0.1:25", "EMAIL_FROM=shop@example.com"}
	if p.combination.database == "sqlite" {
		env = append(env, "DATABASE_URL=sqlite:///"+filepath.Join(p.t.TempDir(), "shop.sqlite3"))
	}
	return env
}

// flaskPages serves the site as in production, behind a proxy that speaks HTTPS, and judges what a guest sees.
func flaskPages(p *subject) string {
	found := ""
	p.with(p.flaskEnv(), func() {
		if hasSQL(p.combination) {
			p.python("flask", "db", "upgrade")
		}
		p.serve(".venv/bin/gunicorn")
		p.observatory("/")
		paths := []string{"/", "/nothing/here"}
		for _, app := range p.combination.apps {
			paths = append(paths, "/"+app+"/")
		}
		found = p.pages(paths...)
	})
	return found
}

// flaskSite walks through the site in the browser as its owner and as others, and has schemathesis judge the API.
func flaskSite(p *subject) string {
	p.serve("make", "run")
	tab := p.browser.open(p.t, p.server.url)
	tab.goTo("/")
	for _, app := range p.combination.apps {
		tab.goTo("/" + app + "/")
		tab.accessible()
	}
	tab.clean()
	return ""
}
