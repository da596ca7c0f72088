package disk

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// leave does what a run does until it is killed when so many of its steps are done, and returns their number; -1 is for
// all but the commit.
func leave(t *testing.T, dir string, plan tree.Plan, o Options, done int) (steps int) {
	t.Helper()
	session := must[*Session](t)(Open(where(dir)))
	defer session.Close()
	j := session.journalAt(session.homes[0])
	j.keep = true
	defer j.close()
	run := transaction{journal: j, changes: plan, options: o}
	s := survey{root: j.root, dir: dir, changes: run.changes, git: o.Git}
	run.record.Steps = must[[]step](t)(s.steps(context.Background()))
	if err := run.prepare(context.Background()); err != nil {
		t.Fatal(err)
	}
	steps = len(run.record.Steps)
	if done < 0 {
		if err := os.Remove(homeOf(dir, redoName)); err != nil {
			t.Fatal(err)
		}
		return steps
	}
	run.record.Steps = run.record.Steps[:done]
	c := carrier{journal: j, record: run.record}
	for number, s := range run.record.Steps {
		if err := c.do(number, s); err != nil {
			t.Fatal(err)
		}
	}
	return steps
}

// TestRecoverEveryKind stops between the steps of a plan with changes of every kind.
func TestRecoverEveryKind(t *testing.T) {
	before, after, theirs := every()
	want := project(t, after)
	fill(t, want, theirs)
	for done, steps := 0, 1; done <= steps; done += 9 {
		for _, back := range []bool{false, true} {
			dir := project(t, before)
			fill(t, dir, theirs)
			all, result := list(t, want), Finished
			if back {
				all, result = list(t, dir), Undone
			}
			steps = leave(t, dir, between(before, after), Options{}, done)
			if back {
				if err := os.Rename(homeOf(dir, redoName), homeOf(dir, undoName)); err != nil {
					t.Fatal(err)
				}
			}
			outcome := must[Outcome](t)(recovery(context.Background(), dir))
			if diff := cmp.Diff(Outcome{Result: result}, outcome); diff != "" {
				t.Errorf("after %d steps: %s", done, diff)
			}
			if diff := cmp.Diff(all, list(t, dir)); diff != "" {
				t.Fatalf("after %d steps, back: %v: %s", done, back, diff)
			}
		}
	}
}

// TestRecoverNothing: where nobody was killed, nothing happens, whatever the project is like.
func TestRecoverNothing(t *testing.T) {
	plain := t.TempDir()
	put(t, plain, ".scaffold", tree.File{Mode: tree.Regular})
	for _, dir := range []string{t.TempDir(), project(t, files("a 1")), project(t, files(".scaffold/journal/aside/a 1")), plain} {
		unchanged(t, dir, func() {
			if outcome, err := recovery(context.Background(), dir); err != nil || outcome.Result != Nothing {
				t.Errorf("%+v, %v", outcome, err)
			}
		})
	}
	if _, err := recovery(context.Background(), filepath.Join(t.TempDir(), "missing")); err == nil {
		t.Error("a project that is not there was recovered")
	}
}

// TestRecoverKeepsTheirs: the person goes on working before the next run. Their file stays, and what was to stand in its
// place is put aside, unless their file came after it.
func TestRecoverKeepsTheirs(t *testing.T) {
	// The steps: 0 delete d/a, 1 gone and 2 link, 3 remove the folder d, 4 make the folder new, write 5 a, 6 d, 7 new/b and 8 z.
	before, after := files("a 1", "d/a 4", "gone 2", "link -> a", "z 3"), files("a 11", "d 44", "new/b 22", "z 33")
	aside := func(p string) []Kept { return []Kept{{Path: p, Aside: p}} }
	for _, tt := range []struct {
		name  string
		done  int
		back  bool
		edit  string
		kept  []Kept
		aside string // what is there
	}{
		{"changed before its turn", 0, false, "a", aside("a"), "11"},
		{"changed after its turn", 6, false, "a", nil, ""},
		{"came in the way", 0, false, "new/b", aside("new/b"), "22"},
		{"was to go", 0, false, "gone", []Kept{{Path: "gone"}}, ""},
		{"is there again", 2, false, "gone", []Kept{{Path: "gone"}}, ""},
		{"file in place of a folder", 0, false, "new", aside("new/b"), "22"},
		{"in a folder that was to become a file", 1, false, "d/mine", aside("d"), "44"},
		{"going back, before its turn", 5, true, "a", nil, ""},
		{"going back, after its turn", 6, true, "a", aside("a"), "1"},
		{"going back, there again", 5, true, "gone", aside("gone"), "2"},
		{"going back, new", 8, true, "new/b", nil, ""},
		{"going back, in a new folder", 8, true, "new/mine", nil, ""},
		{"going back, a folder that became a file", 7, true, "d", aside("d/a"), "4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := project(t, before)
			leave(t, dir, between(before, after), Options{}, tt.done)
			if tt.back {
				if err := os.Rename(homeOf(dir, redoName), homeOf(dir, undoName)); err != nil {
					t.Fatal(err)
				}
			}
			if dir := filepath.Dir(filepath.Join(dir, tt.edit)); os.MkdirAll(dir, 0o777) != nil || !save(filepath.Join(dir, filepath.Base(tt.edit)), "theirs") {
				t.Fatal("cannot save")
			}
			outcome := must[Outcome](t)(recovery(context.Background(), dir))
			got, there := list(t, dir), ""
			for i, k := range outcome.Kept {
				if _, p, found := strings.Cut(strings.TrimPrefix(k.Aside, asidePrefix), "/"); found && k.Aside != "" {
					outcome.Kept[i].Aside, there = p, got[k.Aside]
				}
			}
			if diff := cmp.Diff(tt.kept, outcome.Kept); diff != "" {
				t.Error(diff)
			}
			if !strings.HasSuffix(got[tt.edit], " theirs") {
				t.Errorf("it is lost: %q", got[tt.edit])
			}
			if tt.aside != "" && !strings.HasSuffix(there, " "+tt.aside) {
				t.Errorf("put aside: %q, want %q", there, tt.aside)
			}
			standing := after
			if tt.back {
				standing = before
			}
			for p, f := range standing {
				if p != tt.edit && !strings.HasPrefix(p, tt.edit+"/") && !strings.HasPrefix(tt.edit, p+"/") && !strings.HasSuffix(got[p], " "+string(f.Data)) {
					t.Errorf("%s: %q", p, got[p])
				}
			}
			if outcome := must[Outcome](t)(recovery(context.Background(), dir)); outcome.Result != Nothing {
				t.Errorf("recovered again: %+v", outcome)
			}
		})
	}
}

// TestAsideIsNotReplaced: what was put aside is the person's, and stays out of commits, for it may be a secret.
func TestAsideIsNotReplaced(t *testing.T) {
	before, after := files("a 1"), files("a 11")
	dir := project(t, before)
	for range 3 {
		leave(t, dir, between(before, after), Options{}, 0)
		save(filepath.Join(dir, "a"), "theirs")
		must[Outcome](t)(recovery(context.Background(), dir))
		save(filepath.Join(dir, "a"), "1")
	}
	if err := apply(context.Background(), dir, between(before, after), Options{}); err != nil {
		t.Error(err)
	}
	found := must[[]string](t)(filepath.Glob(filepath.Join(dir, asidePrefix+"*")))
	if len(found) != 3 {
		t.Errorf("got %q", found)
	}
	for _, aside := range found {
		if got := list(t, aside); got["a"] != "-rw-r--r-- 11" || got[ignoreName] != "-rw------- *\n" {
			t.Errorf("got %q", got)
		}
	}
}

// TestRecoverTornRecord: half a record, before it has its name, is none.
func TestRecoverTornRecord(t *testing.T) {
	before, after, _ := some()
	dir := project(t, before)
	old := list(t, dir)
	leave(t, dir, between(before, after), Options{}, 0)
	whole := must[[]byte](t)(os.ReadFile(homeOf(dir, redoName)))
	for size := 0; size <= len(whole); size += 97 {
		dir := project(t, before)
		leave(t, dir, between(before, after), Options{}, -1)
		if err := os.WriteFile(homeOf(dir, redoName+temporary), whole[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		if outcome := must[Outcome](t)(recovery(context.Background(), dir)); outcome.Result != Nothing {
			t.Errorf("%d bytes: %+v", size, outcome)
		}
		if diff := cmp.Diff(old, list(t, dir)); diff != "" {
			t.Errorf("%d bytes: %s", size, diff)
		}
	}
}

// TestRecoverDamagedRecord: neither a run nor its death leaves that. Nothing is touched.
func TestRecoverDamagedRecord(t *testing.T) {
	before, after, _ := some()
	for name, damage := range map[string]func([]byte) []byte{
		"empty":       func([]byte) []byte { return nil },
		"cut":         func(b []byte) []byte { return b[:len(b)-40] },
		"cut in half": func(b []byte) []byte { return b[:len(b)/2] },
		"zeros":       func(b []byte) []byte { return make([]byte, len(b)) },
		"one bit":     func(b []byte) []byte { b[len(b)/3] ^= 4; return b },
		"longer":      func(b []byte) []byte { return append(b, 'x') },
		"no steps":    func([]byte) []byte { return sealed(`[]`) },
		"climbs out":  func([]byte) []byte { return sealed(`{"steps":[{"path":"../x","old":{},"new":{"mode":2147484159}}]}`) },
		"into .git":   func([]byte) []byte { return sealed(`{"steps":[{"path":".git/x","old":{},"new":{"mode":2147484159}}]}`) },
		"itself": func([]byte) []byte {
			return sealed(`{"steps":[{"path":".scaffold/journal","old":{"mode":2147484159},"new":{}}]}`)
		},
		"odd mode": func([]byte) []byte { return sealed(`{"steps":[{"path":"x","old":{},"new":{"mode":511}}]}`) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := project(t, before)
			leave(t, dir, between(before, after), Options{}, 5)
			record := homeOf(dir, redoName)
			if err := os.WriteFile(record, damage(must[[]byte](t)(os.ReadFile(record))), 0o600); err != nil {
				t.Fatal(err)
			}
			unchanged(t, dir, func() {
				_, err := recovery(context.Background(), dir)
				isProblem(t, err, record)
				if err := apply(context.Background(), dir, between(nil, files("x 1")), Options{}); err == nil {
					t.Error("the project was changed")
				}
			})
		})
	}
}

func sealed(text string) []byte { return []byte(text + "\n" + sum([]byte(text)) + "\n") }

// TestRecoverGoesBack: what cannot be finished is undone.
func TestRecoverGoesBack(t *testing.T) {
	before, after, _ := some()
	dir := project(t, before)
	old := list(t, dir)
	steps := leave(t, dir, between(before, after), Options{}, 12)
	if err := os.WriteFile(inData(t, dir, newDir+"/"+strconv.Itoa(steps-1)), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	outcome := must[Outcome](t)(recovery(context.Background(), dir))
	if outcome.Result != Undone || outcome.Why == nil || len(outcome.Kept) > 0 {
		t.Errorf("%+v", outcome)
	}
	if diff := cmp.Diff(old, list(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// TestRecoverCancelled: the next call goes on.
func TestRecoverCancelled(t *testing.T) {
	before, after, _ := some()
	dir, want := project(t, before), list(t, project(t, after))
	leave(t, dir, between(before, after), Options{}, 3)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := recovery(ctx, dir); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if outcome := must[Outcome](t)(recovery(context.Background(), dir)); outcome.Result != Finished {
		t.Errorf("%+v", outcome)
	}
	if diff := cmp.Diff(want, list(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// TestOneRunAtATime: whatever a run is doing, another one is told to wait.
func TestOneRunAtATime(t *testing.T) {
	before, after := files("a 1", "gone 2"), files("a 11", "new/b 22")
	dir := project(t, before)
	if flock(must[*os.File](t)(os.Open(dir))) == notLockable {
		t.Skip("no locks here")
	}
	tried := 0
	err := applyReaching(context.Background(), dir, between(before, after), Options{}, func() {
		if _, err := os.Stat(homeOf(dir, begunName)); err != nil {
			return // it begins, or ends
		}
		tried++
		err := apply(context.Background(), dir, between(nil, files("c 1")), Options{})
		isProblem(t, err, dir)
		_, err = recovery(context.Background(), dir)
		isProblem(t, err, dir)
	})
	if err != nil || tried < 10 {
		t.Errorf("tried %d times, %v", tried, err)
	}
	if diff := cmp.Diff(list(t, project(t, after)), list(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// TestLockThatIsGone: a session that is closed removes its lock, perhaps after another one has opened it.
func TestLockThatIsGone(t *testing.T) {
	dir := project(t, nil)
	first := must[*Session](t)(Open(where(dir)))
	f := must[*os.File](t)(os.Open(homeOf(dir, lockName)))
	defer f.Close()
	first.Close()
	next := must[*Session](t)(Open(where(dir)))
	defer next.Close()
	if err := next.homes[0].hold(next.homes[0].root, f); !errors.Is(err, errSwept) {
		t.Errorf("got %v", err)
	}
}

// TestManyRunsAtOnce: exactly one of those with the same plan wins.
func TestManyRunsAtOnce(t *testing.T) {
	before, after := files("a 1", "gone 2"), files("a 11", "new/b 22")
	dir := project(t, before)
	const runs = 8
	results := make(chan error, runs)
	for range runs {
		go func() { results <- apply(context.Background(), dir, between(before, after), Options{}) }()
	}
	won := 0
	for range runs {
		err := <-results
		var one problem.Problem
		var list problem.List
		switch {
		case err == nil:
			won++
		case !errors.As(err, &one) && !errors.As(err, &list):
			t.Errorf("got %v", err)
		}
	}
	if won != 1 {
		t.Errorf("%d runs won", won)
	}
	if diff := cmp.Diff(list(t, project(t, after)), list(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// TestApplyAfterAKilledRun: it must be recovered first.
func TestApplyAfterAKilledRun(t *testing.T) {
	before, after := files("a 1"), files("a 11")
	for _, done := range []int{-1, 0, 1} {
		dir := project(t, before)
		leave(t, dir, between(before, after), Options{}, done)
		unchanged(t, dir, func() {
			isProblem(t, apply(context.Background(), dir, between(nil, files("b 1")), Options{}), dir)
		})
	}
}
