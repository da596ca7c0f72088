//go:build judges

package e2e

import (
	"path/filepath"
	"regexp"
	"strings"
)

func flaskJudges() []judge {
	return append(
		pythonJudges(),
		judge{name: "bandit", run: bandit("src")},
		judge{name: "migrations", when: hasSQL, run: flaskMigrations},
		judge{name: "tests 100 %", run: flaskTests},
		judge{name: "jobs", when: hasJobs, run: celery("worker", "celery")},
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
	return ""
}

// flaskEnv is production's environment.
func (p *subject) flaskEnv() []string {
	env := []string{
		"FLASK_SECRET_KEY=" + strings.Repeat("k3Jx9Qz-", 9), "EMAIL_URL=smtp://127.0.0.1:25",
		`FLASK_TRUSTED_HOSTS=["127.0.0.1"]`,
	}
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
		paths := []string{"/", "/nothing/here"}
		if p.combination.has("api") {
			paths = append(paths, "/api/")
		}
		if p.combination.has("auth") {
			paths = append(paths, "/account/sign-up", "/account/sign-in", "/account/forgotten")
		}
		for _, app := range p.combination.apps {
			paths = append(paths, "/"+app+"/")
		}
		found = p.pages(paths...)
	})
	return found
}

// flaskSite walks through the site in the browser as its owner and as others, and has schemathesis judge the API.
func flaskSite(p *subject) string {
	p.develop()
	tab := p.browser.open(p.t, p.server.url)
	tab.goTo("/")
	if p.combination.has("auth") {
		p.python("flask", "--debug", "user", "create", adaEmail, "--password", password, "--staff")
		p.flaskAccounts()
		p.flaskSignIn(tab, adaEmail, password)
	}
	if p.combination.has("admin") {
		p.flaskAdmin(tab)
	}
	for _, app := range p.combination.apps {
		if p.combination.database == "none" {
			tab.goTo("/" + app + "/")
			tab.accessible()
			continue
		}
		p.flaskApp(tab, app)
	}
	tab.clean()
	if p.combination.has("api") {
		p.schemathesis("/api/openapi.json")
		if p.combination.has("auth") {
			p.schemathesis("/api/openapi.json", tab.credentials()...)
		}
	}
	return ""
}

func (p *subject) flaskSignIn(tab *tab, email, password string) {
	p.t.Helper()
	tab.goTo("/account/sign-in")
	tab.fill(map[string]string{"email": email, "password": "wrong"})
	tab.press("Sign in")
	tab.sees("The email or the password is wrong.")
	tab.fill(map[string]string{"email": email, "password": password})
	tab.press("Sign in")
	tab.sees("Sign out")
}

// flaskAccounts is Grace, who signs up, changes her password, forgets it, and may not see the admin.
func (p *subject) flaskAccounts() {
	p.t.Helper()
	tab := p.browser.open(p.t, p.server.url)
	tab.goTo("/account/sign-up")
	tab.fill(map[string]string{"email": graceEmail, "password": "short"})
	tab.pressAnyway("Sign up")
	tab.sees("at least")
	tab.accessible()
	tab.fill(map[string]string{"email": graceEmail, "password": password})
	tab.press("Sign up")
	tab.sees("Sign out")
	tab.goTo("/account/")
	tab.accessible()
	tab.picture("account")
	if p.combination.has("admin") {
		if status := tab.status("/admin/"); status != 403 {
			p.t.Errorf("/admin/ for somebody who is no staff: %d, want 403", status)
		}
	}
	tab.press("Sign out")
	tab.goTo("/account/forgotten")
	tab.fill(map[string]string{"email": graceEmail})
	tab.press("Send")
	link := p.mailed(regexp.MustCompile(`https?://[^/\s]+(/account/reset\S+)`))
	tab.goTo(link)
	tab.accessible()
	tab.fill(map[string]string{"password": changed})
	tab.press("Change password")
	tab.sees("Sign in with the new one")
	tab.goTo(link)
	tab.sees("already used")
	p.flaskSignIn(tab, graceEmail, changed)
	tab.clean()
}

// flaskAdmin looks at every page of the admin, and changes an account there.
func (p *subject) flaskAdmin(tab *tab) {
	p.t.Helper()
	tab.goTo("/admin/")
	tab.accessible()
	tab.picture("admin")
	tab.press("Users")
	tab.sees(graceEmail)
	tab.accessible()
	tab.picture("admin-users")
	tab.press("Add")
	tab.accessible()
	tab.picture("admin-form")
}

// flaskApp writes an item, an evil one, and deletes it.
func (p *subject) flaskApp(tab *tab, app string) {
	p.t.Helper()
	tab.goTo("/" + app + "/new")
	tab.pressAnyway("Save")
	tab.accessible()
	tab.fill(map[string]string{"title": "First light", "body": "Stars."})
	tab.press("Save")
	tab.sees("First light")
	tab.accessible()
	tab.picture(app + "-detail")
	tab.press("Edit")
	tab.fill(map[string]string{"title": evilTitle})
	tab.press("Save")
	tab.deletesEvil("/"+app+"/", app+"-list")
	tab.sees("Nothing here yet")
}
