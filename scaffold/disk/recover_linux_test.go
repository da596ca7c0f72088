package disk

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

const runnerVariable = "DISK_RUNNER"

// TestRunner is no test: it is the other process that changes the project of some, and kills itself after a number of
// steps. Arguments: apply or recover, the step at which it kills itself, that at which its context ends, the folder.
func TestRunner(t *testing.T) {
	if os.Getenv(runnerVariable) == "" {
		t.Skip("it is run by other tests")
	}
	number := func(i int) int64 { return int64(must[int](t)(strconv.Atoi(flag.Arg(i)))) }
	dir, kill, stop := flag.Arg(3), number(1), number(2)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var count atomic.Int64
	reach := func() {
		switch count.Add(1) {
		case kill:
			killSelf()
		case stop:
			cancel()
		}
	}
	var err error
	if flag.Arg(0) == "apply" {
		before, after, _ := some()
		err = applyReaching(ctx, dir, between(before, after), Options{Git: someGit(dir)}, reach)
	} else {
		_, err = recoverReaching(ctx, dir, reach)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// killed runs the runner, and reports whether it was killed before its end.
func killed(t *testing.T, what string, kill, stop int, dir string) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestRunner$", "--", what, strconv.Itoa(kill), strconv.Itoa(stop), dir)
	cmd.Env = append(os.Environ(), runnerVariable+"=1")
	out, err := cmd.CombinedOutput()
	if err == nil {
		return false
	}
	if cmd.ProcessState.ExitCode() != -1 {
		t.Fatalf("%v: %s", err, out)
	}
	return true
}

// begin makes the project of some, with its repository. The lists are what Recover may leave.
func begin(t *testing.T) (dir string, old, whole map[string]string) {
	t.Helper()
	before, after, theirs := some()
	set := func(all tree.Tree, index string) (string, map[string]string) {
		dir := project(t, all)
		if _, ok := all["d/a"]; ok { // more than the umask leaves
			if err := os.Chmod(filepath.Join(dir, "d"), 0o775); err != nil {
				t.Fatal(err)
			}
		}
		fill(t, dir, theirs)
		repository(t, dir, indexOf(index))
		return dir, standing(t, dir)
	}
	_, whole = set(after, "new")
	dir, old = set(before, "old")
	return dir, old, whole
}

// standing lists the project and its repository, but for the object that may be left there.
func standing(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := list(t, filepath.Dir(dir))
	maps.DeleteFunc(all, func(p, _ string) bool { return strings.HasPrefix(p, "repository/objects/aa") })
	return all
}

// isWhole recovers a project, and checks that it is as a whole run leaves it; want is nil where it may be old or new.
func isWhole(t *testing.T, at, dir string, old, whole map[string]string) Outcome {
	t.Helper()
	outcome, err := recovery(context.Background(), dir)
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	got := standing(t, dir)
	want := whole
	if outcome.Result == Undone || outcome.Result == Nothing && cmp.Equal(old, got) {
		want = old
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s: %+v: %s", at, outcome, diff)
	}
	if len(outcome.Kept) > 0 || outcome.IndexKept || outcome.Why != nil {
		t.Errorf("%s: %+v", at, outcome)
	}
	if outcome := must[Outcome](t)(recovery(context.Background(), dir)); outcome.Result != Nothing {
		t.Errorf("%s: the next call recovered again: %+v", at, outcome)
	}
	return outcome
}

// TestKilledApply kills a run at every single step.
func TestKilledApply(t *testing.T) {
	t.Parallel()
	seen := make(map[Result]int)
	for n := 1; ; n++ {
		dir, old, whole := begin(t)
		if !killed(t, "apply", n, 0, dir) {
			break
		}
		redo := exists(homeOf(dir, redoName))
		outcome := isWhole(t, fmt.Sprint("killed at ", n), dir, old, whole)
		if (outcome.Result == Finished) != redo || outcome.Result == Undone {
			t.Errorf("killed at %d: %+v, with a record: %v", n, outcome, redo)
		}
		seen[outcome.Result]++
	}
	if seen[Finished] < 20 || seen[Nothing] < 20 {
		t.Errorf("%d before or after the commit, %d after it", seen[Nothing], seen[Finished])
	}
	t.Log(seen)
}

// TestKilledGoingBack cancels a run in its midst and kills it at every step from there.
func TestKilledGoingBack(t *testing.T) {
	t.Parallel()
	const stop = 60
	undone := 0
	for n := stop + 1; ; n++ {
		dir, old, whole := begin(t)
		if !killed(t, "apply", n, stop, dir) {
			break
		}
		undo := exists(homeOf(dir, undoName))
		outcome := isWhole(t, fmt.Sprint("killed at ", n), dir, old, whole)
		if (outcome.Result == Undone) != undo {
			t.Errorf("killed at %d: %+v, going back: %v", n, outcome, undo)
		}
		if undo {
			undone++
		}
	}
	if undone < 10 {
		t.Errorf("it was killed while going back %d times", undone)
	}
}

// TestKilledRecover kills a run, then the one that recovers at every step, and recovers again.
func TestKilledRecover(t *testing.T) {
	t.Parallel()
	for _, first := range []struct{ kill, stop, stride int }{{45, 0, 1}, {75, 60, 3}} {
		for n := 1; ; n += first.stride {
			dir, old, whole := begin(t)
			if !killed(t, "apply", first.kill, first.stop, dir) {
				t.Fatal("the first run was not killed")
			}
			if !killed(t, "recover", n, 0, dir) {
				break
			}
			isWhole(t, fmt.Sprintf("killed at %+v, then at %d", first, n), dir, old, whole)
		}
	}
}
