//go:build judges

package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// contest is one of TestLoad's comparisons.
type contest struct {
	name       string
	rows, page int // how many rows there are, and how many the first page shows
	rivals     [2]rival
}

// rival is a site that serves what the other one does.
type rival struct {
	name    string
	args    []string
	prepare func(p *subject)                   // installs, migrates, makes the owner
	command func(p *subject) []string          // starts it as in production
	signIn  func(t *testing.T, v *visitor)     // opens a session for the owner
	list    string                             // the list of the API that is asked for
	row     func(number int) map[string]string // one of its rows
}

func row(number int) map[string]string {
	return map[string]string{
		"title": fmt.Sprintf("Row number %03d", number), "summary": strings.Repeat("What it says. ", 10),
		"body": strings.Repeat("A line of the text of it.\n", 20), "published_at": "2026-01-01T00:00:00Z",
	}
}

func djangoRival() rival {
	return rival{
		name: "Django", args: []string{"--layout", "full", "--language", "python", "--app", "blog"},
		list: "/api/blog/items/", row: row,
		prepare: func(p *subject) {
			writeDjangoApps(p.t, p.dir, "blog")
			p.ok("make", "install")
			p.env = append(p.env, djangoProduction()...)
			p.python("python", "manage.py", "migrate")
			p.python("python", "manage.py", "collectstatic", "--noinput")
			p.with([]string{"DJANGO_SUPERUSER_PASSWORD=" + password}, func() {
				p.python("python", "manage.py", "createsuperuser", "--noinput", "--email", adaEmail)
			})
		},
		command: func(*subject) []string { return []string{".venv/bin/gunicorn", "--config", "config/gunicorn.py"} },
		signIn: func(t *testing.T, v *visitor) {
			v.enter(t, "/accounts/login/", "csrfmiddlewaretoken", url.Values{"username": {adaEmail}, "password": {password}})
		},
	}
}

func goFullRival() rival {
	return rival{
		name: "Go", args: []string{"--layout", "full", "--language", "go", "--app", "blog"},
		list: "/api/blog/posts",
		row: func(number int) map[string]string {
			fields := row(number)
			fields["slug"] = fmt.Sprintf("row-%d", number)
			return fields
		},
		prepare: func(p *subject) {
			p.env = append(append(p.env, goProduction()...), "UPLOADS_DIR="+p.t.TempDir())
			p.owner()
		},
		command: func(p *subject) []string { return []string{p.manage(), "serve"} },
		signIn: func(t *testing.T, v *visitor) {
			v.enter(t, "/accounts/sign-in", "", url.Values{"email": {adaEmail}, "password": {password}})
		},
	}
}

// flaskRival and goMicroRival show their lists to everybody as generated, and look up nobody. Here the lists are for those
// who are signed in, as each project does it elsewhere.
func flaskRival() rival {
	return rival{
		name: "Flask", args: []string{"--layout", "micro", "--language", "python", "--with", "api,auth", "--app", "blog"},
		list: "/api/blog/items",
		row: func(number int) map[string]string {
			fields := row(number)
			return map[string]string{"title": fields["title"], "body": fields["body"]}
		},
		prepare: func(p *subject) {
			p.edit("src/shop/blog/api.py", "@bp.get(\"/items\")\n", "@bp.get(\"/items\")\n@signed_in\n")
			p.ok("make", "install")
			p.env = append(p.env, p.flaskEnv()...)
			p.python("flask", "db", "upgrade")
		},
		command: func(*subject) []string { return []string{".venv/bin/gunicorn"} },
		signIn: func(t *testing.T, v *visitor) {
			v.enter(t, "/account/sign-up", "", url.Values{"email": {adaEmail}, "password": {password}})
		},
	}
}

func goMicroRival() rival {
	secret := ""
	return rival{
		name: "Go micro", args: []string{"--layout", "micro", "--language", "go", "--with", "api,auth"},
		list: "/api/notes",
		row: func(number int) map[string]string {
			fields := row(number)
			return map[string]string{"title": fields["title"], "body": fields["body"]}
		},
		prepare: func(p *subject) {
			const list = `operation(http.MethodGet, all, "list-notes", "List notes", http.StatusOK)`
			p.edit("app/api_notes.go", list, "write("+list+")")
			p.env = append(p.env, "ENV=production")
			p.ok(p.binary(), "migrate")
			secret = regexp.MustCompile(`password (\w+)`).FindStringSubmatch(p.ok(p.binary(), "createuser", adaEmail) + "password none")[1]
		},
		command: func(p *subject) []string { return []string{p.binary()} },
		signIn: func(t *testing.T, v *visitor) {
			v.enter(t, "/sign-in", "", url.Values{"email": {adaEmail}, "password": {secret}})
		},
	}
}

// enter sends a form that leads to a session, with the hidden token of its page where it has one.
func (v *visitor) enter(t *testing.T, path, token string, form url.Values) {
	t.Helper()
	if token != "" {
		_, page := v.send(t, http.MethodGet, path, "", "")
		value := regexp.MustCompile(`name="` + token + `"[^>]* value="([^"]+)"`).FindStringSubmatch(page)
		if value == nil {
			t.Fatalf("%s has no %s:\n%.2000s", path, token, page)
		}
		form.Set(token, value[1])
	}
	status, page := v.send(t, http.MethodPost, path, "application/x-www-form-urlencoded", form.Encode())
	if status != http.StatusFound && status != http.StatusSeeOther {
		t.Fatalf("%s: %d\n%.2000s", path, status, page)
	}
}

// edit changes a line of the project, which must be there.
func (p *subject) edit(name, from, to string) {
	p.t.Helper()
	path := filepath.Join(p.dir, name)
	text, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	if strings.Count(string(text), from) != 1 {
		p.t.Fatalf("%s: %q is there %d times", name, from, strings.Count(string(text), from))
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), from, to, 1)), 0o600); err != nil {
		p.t.Fatal(err)
	}
}
