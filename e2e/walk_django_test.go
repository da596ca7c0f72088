//go:build judges

package e2e

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

const (
	adaEmail   = "ada@example.com"
	graceEmail = "grace@example.com"
	password   = "correct horse battery staple"
	changed    = "another long enough passphrase"
)

// djangoPages serves the site as in production, behind a proxy that speaks HTTPS, and judges what a guest sees.
func djangoPages(p *subject) string {
	found := ""
	p.with(p.djangoEnv(), func() {
		p.python("python", "manage.py", "migrate")
		p.python("python", "manage.py", "collectstatic", "--noinput")
		p.serve(".venv/bin/gunicorn", "--config", "config/gunicorn.py")
		paths := []string{"/", p.signInPath(), "/nothing/here", "/api/docs/"}
		for _, app := range p.combination.apps {
			paths = append(paths, "/"+app+"/")
		}
		found = p.pages(paths...)
	})
	return found
}

// djangoSite walks through the site in the browser as its owner and as others, has axe judge the pages on the way, and
// schemathesis the API.
func djangoSite(p *subject) string {
	p.python("python", "manage.py", "migrate")
	p.with([]string{"DJANGO_SUPERUSER_PASSWORD=" + password}, func() {
		p.python("python", "manage.py", "createsuperuser", "--noinput", "--email", adaEmail)
	})
	p.develop()
	ada := p.browser.open(p.t, p.server.url)
	p.djangoSignIn(ada, adaEmail, password)
	p.djangoAdmin(ada)
	for _, app := range p.combination.apps {
		p.djangoApp(ada, app)
	}
	p.djangoDenied()
	if p.combination.has("allauth") {
		p.djangoSignUp()
	} else {
		p.djangoReset()
	}
	ada.clean()
	p.schemathesis("/api/schema/")
	p.schemathesis("/api/schema/", ada.credentials()...)
	return ""
}

func (p *subject) signInPath() string { return "/accounts/login/" }

func (p *subject) djangoSignIn(tab *tab, email, password string) {
	p.t.Helper()
	tab.goTo(p.signInPath())
	field := ask[string](tab, "find the field", `document.querySelector("main input[type=email], main input[name=username], main input[name=login]").name`)
	tab.fill(map[string]string{field: email, "password": "wrong"})
	tab.press("Sign in")
	tab.accessible() // the form with its errors
	if !strings.HasPrefix(tab.at(), p.signInPath()) {
		p.t.Fatalf("a wrong password led to %s", tab.at())
	}
	tab.fill(map[string]string{field: email, "password": password})
	tab.press("Sign in")
	if strings.HasPrefix(tab.at(), "/accounts/confirm-email/") {
		p.djangoConfirm(tab)
		if strings.Contains(tab.at(), "login") {
			tab.fill(map[string]string{field: email, "password": password})
			tab.press("Sign in")
		}
	}
	tab.sees("Sign out")
}

// djangoConfirm follows the link that allauth has mailed to a new address.
func (p *subject) djangoConfirm(tab *tab) {
	p.t.Helper()
	tab.accessible()
	tab.goTo(p.mailed(regexp.MustCompile(`https?://[^/\s]+(/accounts/confirm-email/\S+)`)))
	tab.accessible()
	tab.press("Confirm")
}

// djangoSignUp is Mary, who makes her account herself, where allauth lets her.
func (p *subject) djangoSignUp() {
	p.t.Helper()
	tab := p.browser.open(p.t, p.server.url)
	tab.goTo("/accounts/signup/")
	tab.accessible()
	tab.picture("sign-up")
	tab.fill(map[string]string{"email": "mary@example.com", "password1": password, "password2": password})
	tab.press("Sign up")
	p.djangoConfirm(tab)
	p.djangoSignIn(tab, "mary@example.com", password)
	tab.clean()
}

// djangoAdmin makes, changes and deletes an account in the admin.
func (p *subject) djangoAdmin(tab *tab) {
	p.t.Helper()
	tab.goTo("/admin/")
	tab.picture("admin")
	tab.goTo("/admin/accounts/user/add/")
	tab.fill(map[string]string{"email": graceEmail, "password1": password, "password2": password})
	tab.press("Save")
	tab.sees("was added successfully")
	tab.fill(map[string]string{"name": "Grace Hopper"})
	tab.press("Save")
	tab.sees("was changed successfully")
	tab.goTo("/admin/accounts/user/?q=grace")
	tab.sees("Grace Hopper")
	tab.picture("admin-users")
}

// djangoApp writes an item on the site's own pages, and an evil one in the admin that must be harmless.
func (p *subject) djangoApp(tab *tab, app string) {
	p.t.Helper()
	tab.goTo("/" + app + "/new/")
	tab.pressAnyway("Save")
	tab.sees("required")
	tab.accessible()
	tab.fill(map[string]string{"title": "First light", "summary": "What the telescope saw.", "body": "Stars."})
	tab.press("Save")
	tab.sees("First light")
	tab.accessible()
	tab.picture(app + "-detail")
	tab.press("Edit")
	tab.fill(map[string]string{"title": "Second light"})
	tab.press("Save")
	tab.sees("Second light")
	tab.goTo("/admin/" + app + "/item/add/")
	tab.fill(map[string]string{"title": evilTitle})
	tab.press("Save")
	tab.sees("was added successfully")
	tab.deletesEvil("/"+app+"/", app+"-list")
	tab.sees("was deleted")
}

// djangoDenied is Grace, who may do nothing: neither the admin nor an app's forms open for her.
func (p *subject) djangoDenied() {
	p.t.Helper()
	guest := p.browser.open(p.t, p.server.url)
	guest.goTo("/admin/")
	if !strings.Contains(guest.at(), "login") {
		p.t.Errorf("a guest's way into the admin led to %s", guest.at())
	}
	p.djangoSignIn(guest, graceEmail, password)
	for _, app := range p.combination.apps {
		if status := guest.status("/" + app + "/new/"); status != 403 {
			p.t.Errorf("/%s/new/ for somebody without the right: %d, want 403", app, status)
		}
		guest.goTo("/" + app + "/new/")
		guest.accessible()
		if status := guest.status("/api/" + app + "/items/"); status != 200 {
			p.t.Errorf("the API's list for everybody: %d", status)
		}
	}
	guest.clean()
}

// djangoReset is Grace again, who has forgotten her password.
func (p *subject) djangoReset() {
	p.t.Helper()
	tab := p.browser.open(p.t, p.server.url)
	tab.goTo("/accounts/password_reset/")
	tab.accessible()
	tab.fill(map[string]string{"email": graceEmail})
	tab.press("Send")
	tab.accessible()
	link := p.mailed(regexp.MustCompile(`https?://[^/\s]+(/accounts/reset/\S+)`))
	tab.goTo(link)
	tab.accessible()
	tab.fill(map[string]string{"new_password1": changed, "new_password2": changed})
	tab.press("Save")
	tab.accessible()
	p.djangoSignIn(tab, graceEmail, changed)
	tab.goTo(link)
	if strings.Contains(tab.at(), "set-password") {
		p.t.Error("the link of a password reset works twice")
	}
	tab.clean()
}

// develop serves the site as in development; where there are jobs, such as sending mail, a worker does them.
func (p *subject) develop() {
	p.t.Helper()
	if p.combination.has("jobs") {
		p.worker = start(p.t, p.dir, p.env, "make", "worker")
	}
	p.serve("make", "run")
}

// mailed waits for a link in a message that the site in development prints, and gives its path.
func (p *subject) mailed(link *regexp.Regexp) string {
	p.t.Helper()
	for range 100 {
		said := p.server.log.String()
		if p.worker != nil {
			said += p.worker.log.String()
		}
		if all := link.FindAllStringSubmatch(said, -1); all != nil {
			return all[len(all)-1][1]
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.t.Fatalf("no message with a link was sent:\n%.3000s", p.server.log)
	return ""
}

// credentials are the tab's cookies, and what proves that a request is meant, as headers.
func (p *tab) credentials() []string {
	p.t.Helper()
	answer, err := chromedp.Run(p.ctx, func(ctx context.Context, target *chromedp.Target) (network.GetCookiesResult, error) {
		return cdp.Call(ctx, target, network.GetCookies, network.GetCookiesParams{URLs: []string{p.base}})
	})
	if err != nil {
		p.t.Fatal(err)
	}
	headers := []string{"Origin: " + p.base}
	var cookies []string
	for _, c := range answer.Cookies {
		cookies = append(cookies, c.Name+"="+c.Value)
		if c.Name == "csrftoken" {
			headers = append(headers, "X-CSRFToken: "+c.Value)
		}
	}
	return append(headers, fmt.Sprintf("Cookie: %s", strings.Join(cookies, "; ")))
}
