package disk

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// TestMain lets the test binary be the other process that some tests need: one that is killed, has other rights, or has
// a disk of its own.
func TestMain(m *testing.M) {
	if os.Getenv("DISK_HELPER") != "" {
		os.Exit(helper(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// helper makes the project of sample at the path of its last argument. Before it come preparations, as name=value, and
// the point at which it kills itself, or waits for a line.
func helper(args []string) int {
	steps := make(map[string]string)
	for _, arg := range args[:len(args)-1] {
		name, value, _ := strings.Cut(arg, "=")
		if err := prepare(name, value); err != nil {
			fmt.Fprintln(os.Stderr, "cannot prepare:", err)
			return 3
		}
		steps[name] = value
	}
	if err := makeProject(args[len(args)-1], steps); err != nil {
		var p problem.Problem
		if errors.As(err, &p) {
			fmt.Printf("%s\nhints: %d\n", p.Message, len(p.Hints))
		} else {
			fmt.Println("no problem:", err)
		}
		left, _ := filepath.Glob(filepath.Join(filepath.Dir(args[len(args)-1]), "*"))
		hidden, _ := filepath.Glob(filepath.Join(filepath.Dir(args[len(args)-1]), ".*"))
		for _, path := range append(left, hidden...) {
			if info, err := os.Stat(path); err == nil {
				fmt.Printf("left: %s %v\n", filepath.Base(path), info.Mode())
			}
		}
		return 1
	}
	return 0
}

func makeProject(path string, steps map[string]string) error {
	reach := func(point string) {
		switch {
		case steps["kill"] == point:
			killSelf()
		case steps["wait"] == point:
			fmt.Println("waiting")
			bufio.NewReader(os.Stdin).ReadString('\n')
		}
	}
	ctx := context.Background()
	s, err := NewStage(ctx, path)
	if err != nil {
		return err
	}
	defer s.Abort()
	reach("staged")
	size, _ := strconv.Atoi(steps["size"])
	if _, err := s.Write(ctx, sample(size), func(done, _ int) { reach(strconv.Itoa(done)) }); err != nil {
		return err
	}
	reach("written")
	if err := s.WriteGit(ctx, sampleGit()); err != nil {
		return err
	}
	reach("git")
	if steps["mount"] == "project" {
		if err := mountTmpfs(filepath.Join(s.target.parent, s.name, projectDir), ""); err != nil {
			return err
		}
		defer unmount(filepath.Join(s.target.parent, s.name, projectDir))
	}
	if err := s.Commit(ctx); err != nil {
		return err
	}
	reach("committed")
	return nil
}

func killSelf() { syscall.Kill(syscall.Getpid(), syscall.SIGKILL) }

// prepare puts the helper into another situation. Names that it does not know are those of points.
func prepare(name, value string) error {
	switch name {
	case "umask":
		mask, err := strconv.ParseInt(value, 8, 32)
		syscall.Umask(int(mask))
		return err
	case "limit":
		n, err := strconv.ParseUint(value, 10, 64)
		if err != nil {
			return err
		}
		return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n})
	case "user":
		if syscall.Getuid() != 0 {
			return nil
		}
		id, err := strconv.Atoi(value)
		if err != nil {
			return err
		}
		if err := syscall.Setgroups(nil); err != nil {
			return err
		}
		if err := syscall.Setgid(id); err != nil {
			return err
		}
		return syscall.Setuid(id)
	case "disk":
		return mountTmpfs(value, "size=256k")
	case "readonly":
		if err := syscall.Mount(value, value, "", syscall.MS_BIND, ""); err != nil {
			return err
		}
		return syscall.Mount("", value, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, "")
	}
	return nil
}

func mountTmpfs(dir, options string) error { return syscall.Mount("tmpfs", dir, "tmpfs", 0, options) }

func unmount(dir string) { syscall.Unmount(dir, 0) }

// withMounts lets a command mount what it likes, where nobody else sees it, whoever runs the tests.
func withMounts(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: syscall.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: syscall.Getgid(), Size: 1}},
	}
}

// run runs the helper, and gives its exit code (-1 for killed) and what it printed.
func run(t *testing.T, args ...string) (code int, output string) {
	t.Helper()
	out, err := command(args...).Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if exit == nil {
		return 0, string(out)
	}
	if exit.ExitCode() == 3 {
		lacks(t, string(exit.Stderr))
	}
	return exit.ExitCode(), string(out) + string(exit.Stderr)
}

func command(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "DISK_HELPER=1")
	return cmd
}
