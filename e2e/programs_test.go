package e2e

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program runs beside a test, and is ended with it.
type program struct {
	pid  int
	log  *lockedBuffer
	done chan struct{} // closed when it has ended
}

// start runs a program until the test ends, which then sends SIGTERM to it and to all that it has started. None may ignore
// that or fail before. Make passes the signal on, so it alone gets it: Python can deadlock if a second one arrives while it
// handles the first.
func start(t *testing.T, dir string, env []string, command ...string) *program {
	t.Helper()
	p := &program{log: &lockedBuffer{}, done: make(chan struct{})}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.Env = dir, p.log, p.log, append(projectEnv(), env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.pid = cmd.Process.Pid
	go func() { _ = cmd.Wait(); close(p.done) }()
	target := -p.pid
	if command[0] == "make" {
		target = p.pid
	}
	t.Cleanup(func() {
		// What it says afterwards is its own affair.
		log := p.log.String()
		_ = syscall.Kill(target, syscall.SIGTERM)
		select {
		case <-p.done:
		case <-time.After(30 * time.Second):
			_ = syscall.Kill(-p.pid, syscall.SIGKILL)
			<-p.done
			t.Errorf("%s ignored SIGTERM\n%s", command, p.log)
		}
		if strings.Contains(log, "Traceback") || strings.Contains(log, "panic:") {
			t.Errorf("%s failed:\n%s", command, log)
		}
	})
	return p
}

// says waits until the program has printed a text.
func (p *program) says(t *testing.T, text string) {
	t.Helper()
	for range 1200 {
		if strings.Contains(p.log.String(), text) {
			return
		}
		select {
		case <-p.done:
			t.Fatalf("it ended before it said %q:\n%s", text, p.log)
		case <-time.After(100 * time.Millisecond):
		}
	}
	t.Fatalf("it does not say %q:\n%s", text, p.log)
}

// server is a project's own, running.
type server struct {
	*program
	url string // without a slash at the end
}

// startServer starts a server on a port of its own, and waits until it answers.
func startServer(t *testing.T, dir string, env []string, command ...string) *server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	s := &server{url: fmt.Sprintf("http://127.0.0.1:%d", port)}
	s.program = start(t, dir, append(env[:len(env):len(env)], fmt.Sprintf("PORT=%d", port)), command...)
	for range 1200 {
		select {
		case <-s.done:
			t.Fatalf("the server ended at once:\n%s", s.log)
		default:
		}
		if response, err := http.Get(s.url + "/livez"); err == nil {
			response.Body.Close()
			return s
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("the server does not answer:\n%s", s.log)
	return nil
}

// lockedBuffer is what a process writes while others read it.
type lockedBuffer struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.text.String()
}
