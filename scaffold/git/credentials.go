package git

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/transport/http"
)

// tokenVariable returns the environment variable that holds the token for a host: no two hosts share one.
func tokenVariable(host string) string {
	return "SCAFFOLD_TOKEN_" + strings.ToUpper(strings.NewReplacer("-", "__", ".", "_", ":", "_").Replace(host))
}

// credentials returns what the person has stored for a server: in a variable, in ~/.netrc or in git's credential helper;
// nil for nothing.
func (e Environment) credentials(ctx context.Context, rawURL string) *http.BasicAuth {
	u, err := url.Parse(rawURL)
	if err != nil || u.Scheme != "https" || strings.Contains(u.Host, "_") {
		return nil
	}
	if token := e.Getenv(tokenVariable(u.Host)); token != "" {
		return &http.BasicAuth{Username: "x-access-token", Password: token}
	}
	if e.Home != "" {
		if data, err := e.ReadFile(filepath.Join(e.Home, ".netrc")); err == nil {
			if found := netrc(string(data), u.Hostname()); found != nil {
				return found
			}
		}
	}
	// Not in the current folder, whose configuration may be a stranger's.
	fill := exec.CommandContext(ctx, "git", "-c", "core.askPass=", "credential", "fill")
	fill.Dir = e.Home
	fill.Env = append(os.Environ(), "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS=", "GCM_INTERACTIVE=never", "GIT_DIR="+os.DevNull)
	fill.Stdin = strings.NewReader("protocol=https\nhost=" + u.Host + "\npath=" + strings.TrimPrefix(u.EscapedPath(), "/") + "\n\n")
	out, err := fill.Output()
	if err != nil {
		return nil
	}
	auth := &http.BasicAuth{}
	for line := range bytes.Lines(out) {
		switch key, value, _ := strings.Cut(strings.TrimRight(string(line), "\r\n"), "="); key {
		case "username":
			auth.Username = value
		case "password":
			auth.Password = value
		}
	}
	if auth.Password == "" {
		return nil
	}
	return auth
}

// netrc returns the login of a host from the text of a .netrc. That of "default" would go to every server that asks.
func netrc(text, host string) *http.BasicAuth {
	var auth *http.BasicAuth
	applies := false
	words := strings.Fields(text)
	for i := 0; i < len(words); i++ {
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		switch words[i] {
		case "machine", "default":
			if auth != nil {
				return auth
			}
			applies = words[i] == "machine" && next == host
			if words[i] == "machine" {
				i++
			}
		case "login", "password", "account":
			if applies && auth == nil {
				auth = &http.BasicAuth{}
			}
			if applies && words[i] == "login" {
				auth.Username = next
			}
			if applies && words[i] == "password" {
				auth.Password = next
			}
			i++
		}
	}
	return auth
}
