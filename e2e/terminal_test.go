//go:build unix

package e2e

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// The keys that the tests press.
const (
	enter = "\r"
	down  = "\x1b[B"
	up    = "\x1b[A"
	ctrlC = "\x03"
)

// session is the program at a terminal that answers where its cursor is, as real ones do.
type session struct {
	t       *testing.T
	dir     string
	cmd     *exec.Cmd
	pty     *os.File
	mu      sync.Mutex
	screen  []byte // everything printed
	seen    int    // how much of it an expectation has passed
	printed chan struct{}
}

func atTerminal(t *testing.T, binary string, env []string, args ...string) *session {
	t.Helper()
	s := &session{t: t, dir: t.TempDir(), printed: make(chan struct{}, 1)}
	s.cmd = exec.Command(binary, args...)
	s.cmd.Dir = s.dir
	s.cmd.Env = append([]string{
		"HOME=" + t.TempDir(), "TERM=xterm-256color", "LANG=C.UTF-8", "GIT_CONFIG_NOSYSTEM=1", "PATH=" + os.Getenv("PATH"),
	}, env...)
	terminal, err := pty.StartWithSize(s.cmd, &pty.Winsize{Rows: 30, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	s.pty = terminal
	t.Cleanup(func() { terminal.Close() })
	go s.read()
	return s
}

func (s *session) read() {
	buffer := make([]byte, 4096)
	for {
		n, err := s.pty.Read(buffer)
		if asked := bytes.Count(buffer[:n], []byte("\x1b[6n")); asked > 0 {
			_, _ = s.pty.WriteString(strings.Repeat("\x1b[5;5R", asked))
		}
		s.mu.Lock()
		s.screen = append(s.screen, buffer[:n]...)
		s.mu.Unlock()
		select {
		case s.printed <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

var escape = regexp.MustCompile(`\x1b\[[0-9;?]*[A-Za-z]`)

// text gives what was printed since the last expectation, without escape codes.
func (s *session) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return escape.ReplaceAllString(string(s.screen[s.seen:]), "")
}

// expect waits until text was printed after what the last expectation saw, and then for a moment of silence, because
// a prompt that is still drawing does not read.
func (s *session) expect(text string) {
	s.t.Helper()
	deadline := time.After(20 * time.Second)
	for !strings.Contains(s.text(), text) {
		select {
		case <-s.printed:
		case <-deadline:
			s.t.Fatalf("waited for %q, and saw:\n%s", text, s.text())
		}
	}
	for silent := false; !silent; {
		select {
		case <-s.printed:
		case <-time.After(60 * time.Millisecond):
			silent = true
		}
	}
	s.mu.Lock()
	s.seen = len(s.screen)
	s.mu.Unlock()
}

func (s *session) press(keys string) {
	s.t.Helper()
	if _, err := s.pty.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// ends waits for the end of the program and asserts its exit code.
func (s *session) ends(code int) {
	s.t.Helper()
	err := s.cmd.Wait()
	var exit *exec.ExitError
	got := 0
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		s.t.Fatal(err)
	}
	if got != code {
		s.t.Fatalf("exit code %d, want %d; the screen:\n%s", got, code, s.screen)
	}
}

func (s *session) isEmpty() {
	s.t.Helper()
	entries, err := os.ReadDir(s.dir)
	if err != nil || len(entries) > 0 {
		s.t.Errorf("something was left behind: %v %v", entries, err)
	}
}

func TestTerminal(t *testing.T) {
	scaffold := buildScaffold(t)
	t.Run("asks, shows and makes", func(t *testing.T) {
		s := atTerminal(t, scaffold, nil, "new", "shop")
		s.expect("Layout")
		s.press("?")
		s.expect("side by side")
		s.press(enter) // the default is micro
		s.expect("Language")
		s.press(down + enter)
		s.expect("Database")
		s.press(enter)
		s.expect("Python package")
		s.press("?" + enter)
		s.expect("import the code by")
		s.press("My Shop" + enter)
		s.expect("must be a lower-case Python name")
		s.press("store" + enter)
		s.expect("Features")
		s.press(enter)
		s.expect("Apps")
		s.press(enter)
		s.expect("Create it?")
		if _, err := os.Stat(filepath.Join(s.dir, "shop")); !errors.Is(err, fs.ErrNotExist) {
			t.Error("it was written before it was confirmed")
		}
		s.press(enter)
		s.expect("make run")
		s.ends(0)
		if _, err := os.Stat(filepath.Join(s.dir, "shop/src/store")); err != nil {
			t.Error(err)
		}
	})
	t.Run("asks for apps", func(t *testing.T) {
		s := atTerminal(t, scaffold, nil, "new", "shop")
		s.expect("Layout")
		s.press(up + enter)
		s.expect("Language")
		s.press(down + enter)
		s.expect("Database")
		s.press(enter)
		s.expect("Features")
		s.press(enter)
		s.expect("Apps")
		s.press("blog, 9lives" + enter)
		s.expect("cannot be")
		s.press("blog, events" + enter)
		s.expect("apps/events")
		s.press("y" + enter)
		s.expect("make run")
		s.ends(0)
		for _, app := range []string{"blog", "events"} {
			if _, err := os.Stat(filepath.Join(s.dir, "shop/apps", app)); err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("flags are not asked for", func(t *testing.T) {
		s := atTerminal(t, scaffold, nil, "new", "shop", "--layout", "micro", "--language", "go", "--database", "none",
			"--set", "module=example.com/x")
		s.expect("Features")
		s.press(enter)
		s.expect("Create it?")
		s.press("n" + enter)
		s.ends(130)
		s.isEmpty()
	})
	t.Run("-y asks nothing", func(t *testing.T) {
		s := atTerminal(t, scaffold, nil, "new", "shop", "-y")
		s.expect("go run .")
		s.ends(0)
	})
	t.Run("CI asks nothing", func(t *testing.T) {
		s := atTerminal(t, scaffold, []string{"CI=true"}, "new", "shop")
		s.expect("go run .")
		s.ends(0)
	})
	t.Run("a dumb terminal asks line by line", func(t *testing.T) {
		s := atTerminal(t, scaffold, []string{"TERM=dumb"}, "new", "shop", "--language", "python", "--database", "none", "--set", "package=shop", "--with", "")
		s.expect("Layout [micro]: ")
		s.press(enter)
		s.expect("Apps: ")
		s.press(enter)
		s.expect("Create it? [Y/n]: ")
		s.press(enter)
		s.expect("make run")
		s.ends(0)
	})
	t.Run("a fault is told before anything is asked", func(t *testing.T) {
		s := atTerminal(t, scaffold, nil, "new", "con")
		s.expect("Windows")
		s.ends(2)
		s.isEmpty()
	})
}

func TestTerminalCancel(t *testing.T) {
	scaffold := buildScaffold(t)
	prompts := []string{"Layout", "Language", "Database", "Go module path", "Features", "Create it?"}
	for i, last := range prompts {
		t.Run("ctrl-c at "+last, func(t *testing.T) {
			s := atTerminal(t, scaffold, nil, "new", "shop")
			for _, before := range prompts[:i] {
				s.expect(before)
				s.press(enter)
			}
			s.expect(last)
			s.press(ctrlC)
			s.ends(130)
			s.isEmpty()
		})
	}
	t.Run("sigterm gives the terminal back", func(t *testing.T) {
		s := atTerminal(t, scaffold, nil, "new", "shop")
		s.expect("Layout")
		if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		s.ends(130)
		s.isEmpty()
	})
}

func TestTerminalColours(t *testing.T) {
	scaffold := buildScaffold(t)
	colour := regexp.MustCompile(`\x1b\[[0-9;]*[1-9][0-9;]*m`)
	for _, c := range []struct {
		name string
		env  []string
		want bool
	}{
		{"by default", nil, true},
		{"never with NO_COLOR", []string{"NO_COLOR=1"}, false},
		{"never on a dumb terminal", []string{"TERM=dumb"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := atTerminal(t, scaffold, c.env, "new", "shop", "-y")
			s.expect("go test ./...")
			s.ends(0)
			if got := colour.Match(s.screen); got != c.want {
				t.Errorf("colours %v, want %v in %q", got, c.want, s.screen)
			}
		})
	}
	t.Run("prompts without colours", func(t *testing.T) {
		s := atTerminal(t, scaffold, []string{"NO_COLOR=1"}, "new", "shop")
		s.expect("Layout")
		s.press(ctrlC)
		s.ends(130)
		if colour.Match(s.screen) {
			t.Errorf("colours in %q", s.screen)
		}
	})
}
