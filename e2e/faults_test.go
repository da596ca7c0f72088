//go:build faults && linux && amd64

package e2e

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

var (
	mostFaults = flag.Int("faults", 12_000, "how many faults to try, spread evenly over all that are possible")
	onlyVerb   = flag.String("verb", "", "try only this verb")
)

// TestFaults lets system calls of every verb fail, kills the verb at each call that changes the disk, and kills the verb
// that recovers. After each fault the project is old or new, or the next command makes it new; the owner's edits and git's
// repository are whole, and nothing is left behind. It prints a table of what was tried and what was survived.
//
//	go test -tags faults ./e2e -run TestFaults -v -timeout 2h
//	go test -tags faults ./e2e -run TestFaults -v -faults 300
func TestFaults(t *testing.T) {
	shim, calls := buildShim(t)
	h := &harness{scaffold: buildScaffold(t), shim: shim, calls: calls, root: memory(t)}
	runtime.LockOSThread() // for trace
	var jobs []job
	for _, v := range h.cases(t) {
		if *onlyVerb == "" || v.name == *onlyVerb {
			jobs = append(jobs, h.possible(t, v)...)
		}
	}
	t.Logf("%d faults are possible", len(jobs))
	chosen := spread(jobs, *mostFaults)
	queue := make(chan job, len(chosen))
	for _, j := range chosen {
		queue <- j
	}
	close(queue)
	var group sync.WaitGroup
	for n := range max(2, runtime.NumCPU()) {
		group.Go(func() {
			runtime.LockOSThread()
			s := h.sandbox(t, n)
			for j := range queue {
				s.try(t, j)
			}
		})
	}
	group.Wait()
	t.Log(h.table())
}

// memory returns a folder in memory, where waiting for the disk takes no time.
func memory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "faults-")
	if err != nil {
		dir = t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// job is a fault of a verb.
type job struct {
	*verbCase
	faults []fault // of the first run, and of the one that follows
	kind   string
}

// possible runs a verb undisturbed, for the calls that it makes, and returns all faults of it.
func (h *harness) possible(t *testing.T, v *verbCase) (jobs []job) {
	t.Helper()
	s := h.sandbox(t, 99)
	s.begin(t, v)
	whole := s.run(t, v, fault{})
	v.code, v.stdout, v.after, v.index = whole.code, whole.stdout, s.snapshot(t), s.index(t, v)
	if whole.code != v.want {
		t.Fatalf("%s: exit code %d, want %d\n%s%s", v.name, whole.code, v.want, whole.stdout, whole.output)
	}
	errnos := []syscall.Errno{
		syscall.EIO, syscall.ENOSPC, syscall.EACCES, syscall.EROFS, syscall.EXDEV, syscall.EMFILE, syscall.EINTR,
	}
	kills := []int{}
	for i, c := range whole.calls {
		for _, errno := range errnos {
			if !canFail(c, errno) {
				continue
			}
			jobs = append(jobs, job{v, []fault{{at: i + 1, errno: errno}}, errno.Error()})
			if errno != syscall.EINTR {
				jobs = append(jobs, job{v, []fault{{at: i + 1, errno: errno, onward: true}}, errno.Error() + ", from then on"})
			}
		}
		if c.mutates {
			kills = append(kills, i+1)
			jobs = append(jobs, job{v, []fault{{at: i + 1}}, "SIGKILL"})
		}
	}
	for i, first := range kills {
		for _, second := range kills[i%5 : len(kills)*2/3 : len(kills)] {
			if (first+second)%7 == 0 {
				jobs = append(jobs, job{v, []fault{{at: first}, {at: second}}, "SIGKILL, and again in the recovery"})
			}
		}
	}
	return jobs
}

// spread returns at most so many jobs, evenly.
func spread(jobs []job, most int) []job {
	if len(jobs) <= most {
		return jobs
	}
	chosen := make([]job, most)
	for i := range chosen {
		chosen[i] = jobs[i*len(jobs)/most]
	}
	return chosen
}

// harness counts.
type harness struct {
	scaffold, shim, calls, root string
	mu                          sync.Mutex
	tried, survived             map[string]int
	shown                       atomic.Int32
}

func (h *harness) count(row string, survived bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.tried == nil {
		h.tried, h.survived = map[string]int{}, map[string]int{}
	}
	h.tried[row]++
	if survived {
		h.survived[row]++
	}
}

func (h *harness) table() string {
	var b strings.Builder
	tried, survived := 0, 0
	fmt.Fprintf(&b, "\n%-60s %8s %8s\n", "", "tried", "survived")
	rows := []string{}
	for row := range h.tried {
		rows = append(rows, row)
	}
	slices.Sort(rows)
	for _, row := range rows {
		fmt.Fprintf(&b, "%-60s %8d %8d\n", row, h.tried[row], h.survived[row])
		tried, survived = tried+h.tried[row], survived+h.survived[row]
	}
	fmt.Fprintf(&b, "%-60s %8d %8d", "all", tried, survived)
	return b.String()
}

// sandbox is where one worker runs one verb after another.
type sandbox struct {
	*harness
	dir string
	env []string
}

func (h *harness) sandbox(t *testing.T, n int) *sandbox {
	dir := filepath.Join(h.root, fmt.Sprint("w", n))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Error(err)
	}
	return &sandbox{h, dir, []string{
		"HOME=" + dir + "/home", "GIT_CONFIG_NOSYSTEM=1", "SOURCE_DATE_EPOCH=1760000000", "GOMAXPROCS=1", "LANG=C.UTF-8", h.calls,
		"PATH=" + os.Getenv("PATH"), "TMPDIR=" + h.root,
	}}
}

// begin makes the sandbox as the verb finds it.
func (s *sandbox) begin(t *testing.T, v *verbCase) {
	if err := os.RemoveAll(s.dir); err != nil {
		t.Error(err)
	}
	if err := copyAll(v.model, s.dir); err != nil {
		t.Error(err)
	}
}

func copyAll(from, to string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := to + strings.TrimPrefix(path, from)
		info, err := d.Info()
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return os.Mkdir(target, info.Mode().Perm())
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, info.Mode().Perm())
	})
}

func (s *sandbox) run(t *testing.T, v *verbCase, f fault) traced {
	dir := s.dir
	if v.in != "" {
		dir = filepath.Join(s.dir, v.in)
	}
	return trace(t, s.shim, s.dir, f, dir, s.env, append([]string{s.scaffold}, v.args...)...)
}

// snapshot lists the files of the sandbox, but for those of git.
func (s *sandbox) snapshot(t *testing.T) map[string]string {
	all := tree(t, s.dir)
	for path := range all {
		if strings.Contains(path, "/.git/") || path == "shop/.scaffold/pending/index" {
			delete(all, path)
		}
	}
	return all
}

// index returns what git's index holds, where the verb changes it.
func (s *sandbox) index(t *testing.T, v *verbCase) string {
	if !v.git {
		return ""
	}
	return s.program("git", "ls-files", "-s")
}

func (s *sandbox) program(args ...string) string {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir, cmd.Env = filepath.Join(s.dir, "shop"), s.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Sprintf("%v: %s", err, out)
	}
	return string(out)
}

// try lets a verb meet its faults, then runs it again undisturbed, and judges.
func (s *sandbox) try(t *testing.T, j job) {
	s.begin(t, j.verbCase)
	var wrong []string
	var last traced
	for _, f := range j.faults {
		last = s.run(t, j.verbCase, f)
		wrong = append(wrong, s.judge(t, j, f, last)...)
	}
	if last.code != j.code || len(s.left(t, j)) > 0 {
		again := s.run(t, j.verbCase, fault{})
		if again.code < 0 || again.late {
			wrong = append(wrong, "the next command did not end by itself")
		}
		if diff := differ(j.after, swept(s.snapshot(t))); diff != "" {
			wrong = append(wrong, fmt.Sprintf("after the next command (exit code %d): %s\n%s%s", again.code, diff, again.stdout, again.output))
		}
	}
	if j.args[0] == "new" && len(s.left(t, j)) > 0 { // the next project in the same folder
		next := *j.verbCase
		next.args = []string{"new", "next", "--blueprint", "bp", "-y", "--no-git"}
		s.run(t, &next, fault{})
		if err := os.RemoveAll(filepath.Join(s.dir, "next")); err != nil {
			wrong = append(wrong, err.Error())
		}
	}
	wrong = append(wrong, s.left(t, j)...)
	if diff := differ(j.after, s.snapshot(t)); diff != "" {
		wrong = append(wrong, "at the end: "+diff)
	}
	s.count(j.name+": "+j.kind, len(wrong) == 0)
	if len(wrong) > 0 && s.shown.Add(1) <= 20 {
		t.Errorf("%s: %s at %+v (exit code %d)\n%s\n%s%s", j.name, j.kind, j.faults, last.code, strings.Join(wrong, "\n"), last.stdout, last.output)
	} else if len(wrong) > 0 {
		t.Fail()
	}
}

// judge judges a run that met a fault. It may fail, and say so; it may not say that it succeeded and be wrong.
func (s *sandbox) judge(t *testing.T, j job, f fault, r traced) (wrong []string) {
	if r.late {
		return []string{"it did not end"}
	}
	switch {
	case r.code == j.code:
		if diff := differ(j.after, swept(s.snapshot(t))); diff != "" {
			wrong = append(wrong, "it says that it succeeded: "+diff)
		}
		if j.reads && r.stdout != j.stdout {
			wrong = append(wrong, "it says something else: "+r.stdout)
		}
	case r.code == 0, r.code > 1 && !slices.Contains(j.also, r.code):
		wrong = append(wrong, fmt.Sprintf("exit code %d, want %d or 1", r.code, j.code))
	case r.code == 1 && r.output == "":
		wrong = append(wrong, "it failed without a word")
	}
	if strings.Contains(r.output, "panic:") || strings.Contains(r.output, "goroutine ") {
		wrong = append(wrong, "it panicked")
	}
	if r.code != j.code && f.errno != 0 && !f.onward && !strings.Contains(r.output, "partially updated") {
		if now := swept(s.snapshot(t)); differ(j.before, now) != "" && differ(j.after, now) != "" {
			wrong = append(wrong, "it failed, and the project is neither old nor new: "+differ(j.before, now))
		}
	}
	return wrong
}

// swept leaves out what a run may leave when it cannot clean up, for the next one to remove.
func swept(all map[string]string) map[string]string {
	kept := maps.Clone(all)
	maps.DeleteFunc(kept, func(path, _ string) bool {
		return strings.Contains(path, "/.scaffold/journal-") || strings.HasPrefix(path, ".scaffold-stage-")
	})
	return kept
}

// differ lists the paths in which two snapshots differ.
func differ(want, got map[string]string) string {
	var paths []string
	for path, text := range want {
		switch now, there := got[path]; {
		case !there:
			paths = append(paths, "-"+path)
		case now != text:
			paths = append(paths, "~"+path)
		}
	}
	for path := range got {
		if _, there := want[path]; !there {
			paths = append(paths, "+"+path)
		}
	}
	slices.Sort(paths)
	return strings.Join(paths, " ")
}

// left looks for what must not be left, and asks git.
func (s *sandbox) left(t *testing.T, j job) (wrong []string) {
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		for _, stray := range []string{"/journal", "/aside-", ".scaffold-stage-", "/tmp_obj_", "/index.lock", "/scaffold-index-", ".git/scaffold", "/.local"} {
			if !d.IsDir() && strings.Contains(path, stray) {
				wrong = append(wrong, "left: "+path)
			}
		}
		return err
	})
	if err != nil {
		wrong = append(wrong, err.Error())
	}
	if j.git {
		if now := s.index(t, j.verbCase); now != j.verbCase.index {
			wrong = append(wrong, "git's index is another")
		}
	}
	if j.git || j.faults[0].at%8 == 0 {
		if said := s.program("git", "fsck", "--strict", "--no-dangling"); strings.TrimSpace(said) != "" {
			wrong = append(wrong, "git fsck: "+said)
		}
	}
	return wrong
}
