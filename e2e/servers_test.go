//go:build judges

package e2e

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// servers are real ones, from Debian's packages or from source, on free ports of the loopback interface; each starts when it is first
// asked for, and ends with the test. Every project gets a database of its own in them.
type servers struct {
	t     *testing.T
	dir   string
	mutex sync.Mutex
	urls  map[string]string
	count int
}

func newServers(t *testing.T) *servers {
	t.Helper()
	dir, err := os.MkdirTemp("", "servers")
	if err != nil {
		t.Fatal(err)
	}
	// A server that refuses to be root must get in.
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return &servers{t: t, dir: dir, urls: map[string]string{}}
}

// environment gives what a project must know of the servers that its answers need: DATABASE_URL, REDIS_URL.
func (s *servers) environment(c combination) []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.count++
	name := fmt.Sprintf("shop%d", s.count)
	var env []string
	switch c.database {
	case "postgres":
		base := s.start("postgres", s.postgres)
		s.query("psql", "-h", "127.0.0.1", "-p", port(base), "-U", "postgres", "-c", "create database "+name)
		env = append(env, "DATABASE_URL="+base+"/"+name)
	case "mysql":
		base := s.start("mysql", s.mariadb)
		s.query("mariadb", "-h", "127.0.0.1", "-P", port(base), "-u", "root", "-e", "create database "+name+" character set utf8mb4")
		env = append(env, "DATABASE_URL="+base+"/"+name)
	case "mongodb":
		env = append(env, "DATABASE_URL="+s.start("mongodb", s.mongodb)+"/"+name)
	}
	if c.has("jobs") || c.has("cache") || c.has("ratelimit") || c.has("asynq") {
		env = append(env, "REDIS_URL="+s.start("redis of "+name, s.redis))
	}
	return env
}

func port(url string) string { return url[strings.LastIndex(url, ":")+1:] }

func (s *servers) start(name string, start func(port int) string) string {
	if url, ok := s.urls[name]; ok {
		return url
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	s.urls[name] = start(port)
	return s.urls[name]
}

func (s *servers) postgres(port int) string {
	programs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(programs) == 0 {
		lacks(s.t, "postgresql")
	}
	bin, data := programs[len(programs)-1], filepath.Join(s.dir, "postgres")
	initdb := s.as("postgres", filepath.Join(bin, "initdb"), "--pgdata", data, "--username=postgres", "--auth=trust", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		s.t.Fatalf("initdb: %v\n%s", err, out)
	}
	s.run(s.as("postgres", filepath.Join(bin, "postgres"), "-D", data, "-p", strconv.Itoa(port), "-c", "fsync=off",
		"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="+data), port, syscall.SIGINT)
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d", port)
}

func (s *servers) mariadb(port int) string {
	need(s.t, "mariadbd")
	data := filepath.Join(s.dir, "mariadb")
	install := s.as("mysql", "mariadb-install-db", "--datadir="+data, "--auth-root-authentication-method=normal", "--skip-test-db")
	if out, err := install.CombinedOutput(); err != nil {
		s.t.Fatalf("mariadb-install-db: %v\n%s", err, out)
	}
	s.run(s.as("mysql", "mariadbd", "--no-defaults", "--datadir="+data, "--bind-address=127.0.0.1", fmt.Sprintf("--port=%d", port),
		"--socket="+filepath.Join(data, "socket"), "--innodb-flush-log-at-trx-commit=0"), port, syscall.SIGTERM)
	return fmt.Sprintf("mysql://root@127.0.0.1:%d", port)
}

func (s *servers) redis(port int) string {
	need(s.t, "redis-server")
	cmd := exec.Command("redis-server", "--port", strconv.Itoa(port), "--bind", "127.0.0.1", "--save", "", "--dir", s.dir)
	s.run(cmd, port, syscall.SIGTERM)
	return fmt.Sprintf("redis://127.0.0.1:%d", port)
}

// as runs a program as another user where this one is root: database servers refuse to be.
func (s *servers) as(name, program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Dir = s.dir
	if os.Getuid() != 0 {
		return cmd
	}
	account, err := user.Lookup(name)
	if err != nil {
		s.t.Fatal(err)
	}
	uid, _ := strconv.Atoi(account.Uid)
	gid, _ := strconv.Atoi(account.Gid)
	home := filepath.Join(s.dir, "of-"+name)
	for _, arg := range args {
		arg = strings.TrimPrefix(arg, "--datadir=")
		if filepath.Dir(arg) == s.dir {
			if err := os.MkdirAll(arg, 0o700); err != nil {
				s.t.Fatal(err)
			}
			if err := os.Chown(arg, uid, gid); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	cmd.Env = append(os.Environ(), "HOME="+home)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return cmd
}

// run starts a server, waits until its port is open, and ends it with the test.
func (s *servers) run(cmd *exec.Cmd, port int, end syscall.Signal) {
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { _ = cmd.Wait(); close(done) }()
	s.t.Cleanup(func() {
		_ = cmd.Process.Signal(end)
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			_ = cmd.Process.Kill()
		}
	})
	for range 600 {
		conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			conn.Close()
			return
		}
		select {
		case <-done:
			s.t.Fatalf("%s ended:\n%s", cmd.Path, log.String())
		case <-time.After(100 * time.Millisecond):
		}
	}
	s.t.Fatalf("%s does not open its port", cmd.Path)
}

// query asks a server until it answers: an open port is not yet a server that is ready.
func (s *servers) query(command ...string) {
	var out []byte
	var err error
	for range 100 {
		if out, err = exec.Command(command[0], command[1:]...).CombinedOutput(); err == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	s.t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
}
