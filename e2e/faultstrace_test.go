//go:build faults && linux && amd64

package e2e

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// The tracer stops a program at each of its system calls that concern a folder, counts them, and lets one fail, or kills the
// program there. A seccomp filter (seccomp(2), SECCOMP_RET_TRACE) keeps every other call at its full speed; a small program
// installs it and becomes the one to be traced (ptrace(2)).

// The calls that are traced. Those that change a disk come first.
var (
	mutating = []uint64{
		syscall.SYS_WRITE, syscall.SYS_PWRITE64, syscall.SYS_FSYNC, syscall.SYS_RENAME, syscall.SYS_RENAMEAT, 316, syscall.SYS_LINKAT,
		syscall.SYS_UNLINKAT, syscall.SYS_MKDIR, syscall.SYS_MKDIRAT, syscall.SYS_RMDIR, syscall.SYS_SYMLINKAT, syscall.SYS_FCHMODAT,
		syscall.SYS_FCHMOD, syscall.SYS_FTRUNCATE,
	}
	reading = []uint64{
		syscall.SYS_OPENAT, syscall.SYS_READ, syscall.SYS_PREAD64, syscall.SYS_NEWFSTATAT, syscall.SYS_FSTAT, 332,
		syscall.SYS_READLINKAT, syscall.SYS_GETDENTS64, syscall.SYS_FLOCK,
	}
	// byDescriptor are the calls whose first argument is an open file, not a folder for a path.
	byDescriptor = []uint64{
		syscall.SYS_WRITE, syscall.SYS_PWRITE64, syscall.SYS_FSYNC, syscall.SYS_FCHMOD, syscall.SYS_FTRUNCATE, syscall.SYS_READ,
		syscall.SYS_PREAD64, syscall.SYS_FSTAT, syscall.SYS_GETDENTS64, syscall.SYS_FLOCK,
	}
	byPath = []uint64{syscall.SYS_RENAME, syscall.SYS_MKDIR, syscall.SYS_RMDIR}
)

// call is a system call that was traced.
type call struct {
	number  uint64
	mutates bool
	opens   bool // it needs a new descriptor
}

// fault is what happens at the calls of one run.
type fault struct {
	at     int           // from 1, among the calls that concern the folder; 0 for nothing
	errno  syscall.Errno // 0 for SIGKILL
	onward bool          // at every later call that can fail so, too

	meanwhile func() // what another program does at that call, instead of a fault
}

// traced is how a run ended.
type traced struct {
	code   int // -1 for killed
	output string
	stdout string
	calls  []call
	late   bool // it took too long, and was killed
}

const wait = 0x40000000 | 0x20000000 // __WALL and __WNOTHREAD: all threads that this thread traces

// trace runs a program, whose calls below folder are counted, with a fault. It must stay on one thread.
func trace(t *testing.T, shim, folder string, f fault, dir string, env []string, args ...string) traced {
	t.Helper()
	out, err := os.CreateTemp("", "faults-out")
	if err != nil {
		t.Fatal(err)
	}
	both, err := os.CreateTemp("", "faults-err")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		for _, f := range []*os.File{out, both} {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	process, err := os.StartProcess(shim, append([]string{shim}, args...), &os.ProcAttr{
		Dir: dir, Env: env, Files: []*os.File{null, out, both}, Sys: &syscall.SysProcAttr{Ptrace: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := tracer{leader: process.Pid, folder: folder, fault: f}
	timer := time.AfterFunc(30*time.Second, func() { r.late = true; syscall.Kill(process.Pid, syscall.SIGKILL) })
	r.run(t)
	timer.Stop()
	process.Release()
	r.stdout, r.output = contents(out), contents(both)
	return r.traced
}

func contents(f *os.File) string {
	data, _ := os.ReadFile(f.Name())
	return string(data)
}

type tracer struct {
	traced
	leader int
	folder string
	fault  fault
}

func (r *tracer) run(t *testing.T) {
	const options = syscall.PTRACE_O_TRACECLONE | 0x80 | 0x100000 // TRACESECCOMP, EXITKILL
	ready := false
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, wait, nil)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil {
			t.Fatal("wait: ", err)
		}
		switch {
		case status.Exited() && pid == r.leader:
			r.code = status.ExitStatus()
			return
		case status.Signaled() && pid == r.leader:
			r.code = -1
			return
		case !status.Stopped():
			continue
		}
		if !ready {
			if err := syscall.PtraceSetOptions(pid, options); err != nil {
				t.Fatal("ptrace: ", err)
			}
			ready = true
		}
		signal := 0
		switch stop := status.StopSignal(); {
		case status.TrapCause() == 7: // PTRACE_EVENT_SECCOMP
			if r.stopped(pid) {
				syscall.Kill(r.leader, syscall.SIGKILL)
			}
		case stop != syscall.SIGTRAP && stop != syscall.SIGSTOP:
			signal = int(stop)
		}
		_ = syscall.PtraceCont(pid, signal) // fails for a thread that is gone
	}
}

// stopped counts a call, and lets it fail if it is its turn. It reports whether the program is to be killed.
func (r *tracer) stopped(pid int) (kill bool) {
	var regs syscall.PtraceRegs
	if syscall.PtraceGetRegs(pid, &regs) != nil || !r.concerns(pid, &regs) {
		return false
	}
	c := call{number: regs.Orig_rax, mutates: slices.Contains(mutating, regs.Orig_rax), opens: regs.Orig_rax == syscall.SYS_OPENAT}
	if c.opens && regs.Rdx&(syscall.O_CREAT|syscall.O_TRUNC) != 0 {
		c.mutates = true
	}
	r.calls = append(r.calls, c)
	at := len(r.calls)
	switch {
	case r.fault.at == 0, at < r.fault.at, at > r.fault.at && !r.fault.onward:
		return false
	case r.fault.meanwhile != nil:
		r.fault.meanwhile()
		return false
	case r.fault.errno == 0:
		return at == r.fault.at
	case !canFail(c, r.fault.errno):
		return false
	}
	regs.Orig_rax = ^uint64(0)
	regs.Rax = uint64(-int64(r.fault.errno))
	_ = syscall.PtraceSetRegs(pid, &regs)
	return false
}

// concerns reports whether a call is about something below the folder.
func (r *tracer) concerns(pid int, regs *syscall.PtraceRegs) bool {
	descriptor, at := int(int32(regs.Rdi)), uintptr(regs.Rsi)
	switch {
	case slices.Contains(byDescriptor, regs.Orig_rax):
		return strings.HasPrefix(open(pid, descriptor), r.folder)
	case slices.Contains(byPath, regs.Orig_rax):
		descriptor, at = -100, uintptr(regs.Rdi)
	case regs.Orig_rax == syscall.SYS_SYMLINKAT:
		descriptor, at = int(int32(regs.Rsi)), uintptr(regs.Rdx)
	}
	path := textAt(pid, at)
	if filepath.IsAbs(path) {
		return strings.HasPrefix(path, r.folder)
	}
	return strings.HasPrefix(open(pid, descriptor), r.folder)
}

func open(pid, descriptor int) string {
	link := "cwd"
	if descriptor >= 0 {
		link = "fd/" + strconv.Itoa(descriptor)
	}
	path, _ := os.Readlink("/proc/" + strconv.Itoa(pid) + "/" + link)
	return path
}

// textAt reads a string of another process (process_vm_readv(2)), as far as its page goes.
func textAt(pid int, at uintptr) string {
	const page, sysReadv = 4096, 310
	data := make([]byte, min(512, page-at%page))
	local := syscall.Iovec{Base: &data[0], Len: uint64(len(data))}
	remote := struct {
		base, size uintptr
	}{at, uintptr(len(data))}
	n, _, _ := syscall.Syscall6(sysReadv, uintptr(pid), uintptr(unsafe.Pointer(&local)), 1, uintptr(unsafe.Pointer(&remote)), 1, 0)
	runtime.KeepAlive(data)
	if int(n) <= 0 || int(n) > len(data) {
		return ""
	}
	text, _, _ := bytes.Cut(data[:n], []byte{0})
	return string(text)
}

// canFail reports whether a call can fail with an error: a read has no full disk.
func canFail(c call, errno syscall.Errno) bool {
	switch errno {
	case syscall.ENOSPC, syscall.EROFS:
		return c.mutates
	case syscall.EXDEV:
		return c.number == syscall.SYS_RENAME || c.number == syscall.SYS_RENAMEAT || c.number == syscall.SYS_LINKAT
	case syscall.EMFILE:
		return c.opens
	case syscall.EACCES:
		return !slices.Contains(byDescriptor, c.number)
	case syscall.EINTR:
		return c.opens || slices.Contains(byDescriptor, c.number) && c.number != syscall.SYS_FSTAT
	}
	return true
}

// shimSource installs the filter and becomes its arguments: FAULTS_CALLS has the numbers of the calls to stop at.
const shimSource = `package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

func main() {
	runtime.LockOSThread()
	numbers := strings.Split(os.Getenv("FAULTS_CALLS"), ",")
	program := []syscall.SockFilter{{Code: 0x20, K: 0}} // load the number of the call
	for i, text := range numbers {
		n, _ := strconv.Atoi(text)
		program = append(program, syscall.SockFilter{Code: 0x15, K: uint32(n), Jt: uint8(len(numbers) - i)})
	}
	program = append(program, syscall.SockFilter{Code: 0x06, K: 0x7fff0000}, syscall.SockFilter{Code: 0x06, K: 0x7ff00000})
	filter := syscall.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	if _, _, err := syscall.RawSyscall6(syscall.SYS_PRCTL, 38, 1, 0, 0, 0, 0); err != 0 {
		panic(err)
	}
	if _, _, err := syscall.RawSyscall(syscall.SYS_PRCTL, 22, 2, uintptr(unsafe.Pointer(&filter))); err != 0 {
		panic(err)
	}
	panic(syscall.Exec(os.Args[1], os.Args[1:], os.Environ()))
}
`

// buildShim builds that program, and returns it with what it needs in the environment.
func buildShim(t *testing.T) (shim, env string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module shim\n\ngo 1.26\n", "main.go": shimSource} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run(t, dir, "go", "build", "-o", "shim", ".")
	var numbers []string
	for _, n := range slices.Concat(mutating, reading) {
		numbers = append(numbers, strconv.FormatUint(n, 10))
	}
	return filepath.Join(dir, "shim"), "FAULTS_CALLS=" + strings.Join(numbers, ",")
}
