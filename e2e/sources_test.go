package e2e

import (
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// gitServer serves the repositories below a folder over https, with git's own http-backend.
type gitServer struct {
	*httptest.Server
	asked      atomic.Int32 // requests
	leaked     atomic.Int32 // requests to the other host that had credentials
	hangs      chan struct{}
	env        []string // of a program that trusts the server
	repository string
}

const serverPassword = "s3cret-of-the-server"

func newGitServer(t *testing.T) *gitServer {
	t.Helper()
	need(t, "git")
	if runtime.GOOS != "linux" {
		t.Skip("SSL_CERT_FILE is read on Linux")
	}
	top := t.TempDir()
	s := &gitServer{hangs: make(chan struct{}, 100), repository: filepath.Join(top, "bp.git")}
	writeFiles(t, s.repository, map[string]string{
		"blueprint.yaml": "name: service\nversion: 1.0.0\nsummary: A service\n", "files/a.txt": "one\n",
	})
	s.git(t, "init", "-q", "-b", "main")
	s.git(t, "add", ".")
	s.git(t, "commit", "-qm", "one")
	s.git(t, "tag", "-a", "v1.0.0", "-m", "one")
	program, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	backend := &cgi.Handler{
		Path: program, Args: []string{"http-backend"}, Root: "/git",
		Env: []string{"GIT_PROJECT_ROOT=" + top, "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*"},
	}
	private := func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if _, password, _ := r.BasicAuth(); password != serverPassword {
			w.Header().Set("WWW-Authenticate", `Basic realm="git"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	}
	mux := http.NewServeMux()
	mux.Handle("/git/", backend)
	mux.HandleFunc("/private/", func(w http.ResponseWriter, r *http.Request) {
		private(w, r, http.StripPrefix("/private", backend))
	})
	other := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			s.leaked.Add(1)
		}
		w.WriteHeader(http.StatusNotFound)
	}))
	t.Cleanup(other.Close)
	mux.HandleFunc("/away/", func(w http.ResponseWriter, r *http.Request) {
		private(w, r, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+strings.TrimPrefix(r.URL.RequestURI(), "/away"), http.StatusFound)
		}))
	})
	mux.HandleFunc("/hangs/", func(_ http.ResponseWriter, r *http.Request) {
		s.hangs <- struct{}{}
		<-r.Context().Done()
	})
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.CloseClientConnections)
	home := t.TempDir()
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	writeFiles(t, home, map[string]string{"ca.pem": string(certificate), ".gitconfig": "[user]\n\tname = A\n\temail = a@example.com\n"})
	s.env = append(os.Environ(), "HOME="+home, "XDG_CACHE_HOME=", "XDG_CONFIG_HOME=", "SSL_CERT_FILE="+filepath.Join(home, "ca.pem"),
		"GIT_CONFIG_NOSYSTEM=1", "NO_PROXY=*")
	return s
}

func (s *gitServer) git(t *testing.T, args ...string) {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-C", s.repository, "-c", "user.name=A", "-c", "user.email=a@example.com"}, args...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

// run runs the program in a folder, and returns what it printed and its exit code.
func (s *gitServer) run(t *testing.T, scaffold, dir string, env []string, args ...string) (string, int) {
	t.Helper()
	cmd := exec.Command(scaffold, args...)
	cmd.Dir, cmd.Env = dir, append(append([]string{}, s.env...), env...)
	out, _ := cmd.CombinedOutput()
	if strings.Contains(string(out), serverPassword) {
		t.Errorf("scaffold %q printed a password: %s", args, out)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestGitSourceOverHTTPS(t *testing.T) {
	scaffold, s, dir := buildScaffold(t), newGitServer(t), t.TempDir()
	host := strings.TrimPrefix(s.URL, "https://")
	token := "SCAFFOLD_TOKEN_" + strings.NewReplacer(".", "_", ":", "_").Replace(host) + "=" + serverPassword
	home := t.TempDir()
	writeFiles(t, home, map[string]string{".gitconfig": fmt.Sprintf(
		"[user]\n\tname = A\n\temail = a@example.com\n[url \"%s/git/\"]\n\tinsteadOf = https://company.example/\n"+
			"[credential]\n\thelper = \"!f() { echo username=me; echo password=%s; }; f\"\n", s.URL, serverPassword)})
	helper := []string{"HOME=" + home}
	netrc := t.TempDir()
	writeFiles(t, netrc, map[string]string{
		".netrc":     "machine example.com login x password y\nmachine 127.0.0.1 login me password " + serverPassword + "\n",
		".gitconfig": "[user]\n\tname = A\n\temail = a@example.com\n",
	})
	for _, test := range []struct {
		name, url string
		env       []string
		code      int
		want      string // in the output
	}{
		{"public", s.URL + "/git/bp.git", nil, 0, "service 1.0.0"},
		{"missing", s.URL + "/nowhere/bp.git", nil, 1, "no such repository"},
		{"private", s.URL + "/private/bp.git", nil, 1, "credentials"},
		{"wrong token", s.URL + "/private/bp.git", []string{strings.Replace(token, serverPassword, "wrong", 1)}, 1, "credentials"},
		{"token", s.URL + "/private/bp.git", []string{token}, 0, "service 1.0.0"},
		{"netrc", s.URL + "/private/bp.git", []string{"HOME=" + netrc}, 0, "service 1.0.0"},
		{"helper", s.URL + "/private/bp.git", helper, 0, "service 1.0.0"},
		{"insteadOf", "https://company.example/bp.git", helper, 0, "service 1.0.0"},
		{"redirect", s.URL + "/away/bp.git", []string{token}, 1, "no such repository"},
		{"unknown certificate", s.URL + "/git/bp.git", []string{"SSL_CERT_FILE=/dev/null", "SSL_CERT_DIR=/nowhere"}, 1, "certificate"},
	} {
		t.Run(test.name, func(t *testing.T) {
			name := strings.ReplaceAll(test.name, " ", "")
			out, code := s.run(t, scaffold, dir, test.env, "new", name, "--blueprint", test.url)
			if code != test.code || !strings.Contains(out, test.want) {
				t.Errorf("exit code %d, want %d with %q:\n%s", code, test.code, test.want, out)
			}
			text, err := os.ReadFile(filepath.Join(dir, name, ".scaffold", "lock.yaml"))
			if (err == nil) != (code == 0) || strings.Contains(string(text), serverPassword) || err == nil && !strings.Contains(string(text), test.url) {
				t.Errorf("the lock: %v\n%s", err, text)
			}
		})
	}
	if n := s.leaked.Load(); n > 0 {
		t.Errorf("%d requests carried credentials to another host", n)
	}
}

func TestGitSourceOffline(t *testing.T) {
	scaffold, s, dir := buildScaffold(t), newGitServer(t), t.TempDir()
	if out, code := s.run(t, scaffold, dir, nil, "new", "shop", "--blueprint", s.URL+"/git/bp.git"); code != 0 {
		t.Fatal(out)
	}
	s.Close()
	for _, args := range [][]string{{"check", "--rerender"}, {"info"}} {
		if out, code := s.run(t, scaffold, filepath.Join(dir, "shop"), nil, args...); code != 0 {
			t.Errorf("%q: exit code %d: %s", args, code, out)
		}
	}
	out, code := s.run(t, scaffold, filepath.Join(dir, "shop"), nil, "update")
	if code != 1 || !strings.Contains(out, "cannot be reached") {
		t.Errorf("exit code %d: %s", code, out)
	}
}

// TestGitSourceHangs interrupts the program while a server says nothing.
func TestGitSourceHangs(t *testing.T) {
	scaffold, s, dir := buildScaffold(t), newGitServer(t), t.TempDir()
	cmd := exec.Command(scaffold, "new", "shop", "--blueprint", s.URL+"/hangs/bp.git")
	cmd.Dir, cmd.Env = dir, s.env
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-s.hangs
	started := time.Now()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	took := time.Since(started)
	t.Logf("ended after %v", took)
	if code := cmd.ProcessState.ExitCode(); code != 130 || took > time.Second {
		t.Errorf("exit code %d after %v", code, took)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// TestGitSourceTogether makes 50 projects at once through one cache that is empty.
func TestGitSourceTogether(t *testing.T) {
	scaffold, s, dir := buildScaffold(t), newGitServer(t), t.TempDir()
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			if out, code := s.run(t, scaffold, dir, nil, "new", fmt.Sprintf("p%d", i), "--blueprint", s.URL+"/git/bp.git"); code != 0 || strings.Contains(out, "damaged") {
				t.Errorf("exit code %d: %s", code, out)
			}
		})
	}
	all.Wait()
	before := s.asked.Load()
	if out, code := s.run(t, scaffold, filepath.Join(dir, "p0"), nil, "check", "--rerender"); code != 0 || s.asked.Load() != before {
		t.Errorf("exit code %d, %d requests: %s", code, s.asked.Load()-before, out)
	}
}
