//go:build judges

package e2e

import (
	"os"
	"path/filepath"
	"strings"
)

func goMicroJudges() []judge {
	return append(
		goJudges(),
		judge{name: "pages", run: goMicroPages},
		judge{name: "site", run: goMicroSite},
		judge{name: "SIGTERM", run: func(p *subject) string {
			p.fresh(func() { stopsUnderLoad(p.t, p.dir, append(projectEnv(), p.env...), "/", p.binary()) })
			return ""
		}},
		judge{name: "add+remove", run: addRemove},
		judge{name: "first page", run: func(p *subject) string { return firstPage(p, "go", "run", ".") }},
		judge{name: "still clean", run: clean},
	)
}

// binary is the project's own program; it is built once.
func (p *subject) binary() string {
	p.t.Helper()
	binary := filepath.Join(p.parent, "program")
	if _, err := os.Stat(binary); err != nil {
		p.with([]string{"CGO_ENABLED=0"}, func() { p.ok("go", "build", "-o", binary, ".") })
	}
	return binary
}

// goMicroPages serves the site as in production, behind a proxy that speaks HTTPS, and judges what a guest sees.
func goMicroPages(p *subject) string {
	found := ""
	p.fresh(func() {
		p.with([]string{"ENV=production"}, func() {
			paths := []string{"/", "/nothing/here"}
			if p.combination.database != "none" {
				prepare := "migrate"
				if p.combination.database == "mongodb" {
					prepare = "indexes"
				}
				p.ok(p.binary(), prepare)
				paths = append(paths, "/notes")
			}
			if p.combination.has("auth") {
				paths = append(paths, "/sign-in")
			}
			if p.combination.has("api") {
				paths = append(paths, "/api/docs")
			}
			p.serve(p.binary())
			found = p.pages(paths...)
		})
	})
	return found
}

// goMicroSite walks through notes, accounts and the admin in the browser, and has schemathesis judge the API.
func goMicroSite(p *subject) string {
	p.fresh(func() {
		tab := p.goMicroStart()
		if p.combination.database != "none" {
			p.goMicroNotes(tab)
		}
		if p.combination.has("admin") {
			p.goMicroAdmin(tab)
		}
		tab.clean()
		if p.combination.has("api") {
			p.schemathesis("/api/openapi.json")
			if p.combination.has("auth") {
				p.schemathesis("/api/openapi.json", tab.credentials()...)
			}
		}
	})
	return ""
}

// goMicroStart serves the site, and signs in where there are accounts.
func (p *subject) goMicroStart() *tab {
	p.t.Helper()
	secret := ""
	if p.combination.has("auth") {
		words := strings.Fields(p.ok(p.binary(), "createuser", adaEmail))
		if len(words) == 0 {
			p.t.Fatal("createuser printed no password")
		}
		secret = words[len(words)-1] // the password ends what it prints, whatever the words are
	}
	if p.combination.has("admin") {
		p.ok(p.binary(), "staff", adaEmail)
	}
	p.serve(p.binary())
	tab := p.browser.open(p.t, p.server.url)
	tab.goTo("/")
	if secret != "" {
		tab.goTo("/notes/new") // leads to the form, and back
		tab.fill(map[string]string{"email": adaEmail, "password": "wrong"})
		tab.press("Sign in")
		tab.accessible()
		tab.fill(map[string]string{"email": adaEmail, "password": secret})
		tab.press("Sign in")
		if tab.at() != "/notes/new" {
			p.t.Errorf("signing in led to %s", tab.at())
		}
	}
	return tab
}

func (p *subject) goMicroNotes(tab *tab) {
	p.t.Helper()
	tab.goTo("/notes/new")
	tab.pressAnyway("Save")
	tab.accessible()
	tab.fill(map[string]string{"title": "First light", "body": "Stars."})
	tab.press("Save")
	tab.sees("First light")
	tab.accessible()
	tab.press("Edit")
	tab.fill(map[string]string{"title": evilTitle})
	tab.press("Save")
	tab.deletesEvil("/notes", "notes")
	tab.sees("Nothing here yet")
}

// goMicroAdmin looks at every page of the admin; a guest is sent away.
func (p *subject) goMicroAdmin(tab *tab) {
	p.t.Helper()
	guest := p.browser.open(p.t, p.server.url)
	guest.goTo("/admin")
	if !strings.HasPrefix(guest.at(), "/sign-in") {
		p.t.Errorf("a guest's way into the admin led to %s", guest.at())
	}
	for _, path := range []string{"/admin", "/admin/notes", "/admin/notes/new", "/admin/users", "/admin/users/1"} {
		tab.goTo(path)
		if status := tab.status(path); status != 200 {
			p.t.Errorf("%s: %d", path, status)
		}
		tab.accessible()
		tab.picture(strings.ReplaceAll(path, "/", "-"))
	}
}
