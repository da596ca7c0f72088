package author

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seed-d277c37b/scaffold/blueprints"
	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/command"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/parallel"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// TestRequest is how to test a blueprint.
type TestRequest struct {
	Env     project.Environment
	Source  string
	Earlier string        // the source of an earlier version to update from, "" for none
	Run     string        // a command line to run in every project, "" for none
	Limit   time.Duration // for each run of it
	Workers int           // how many projects at a time
	Done    func(Case)    // is called for each case, in order
}

// Case is a set of answers that a blueprint is tested with, and what came of it.
type Case struct {
	Name     string // the file of the answers, or the flags that give them; "defaults" for none
	Update   bool   // the project is made by the earlier version, and updated
	Command  string // what makes the same project
	Files    int
	Problems problem.List // what is wrong with the blueprint
	Failed   string       // how the command ended, "" if it did not fail
	Output   string       // the end of what a failed command printed
	Took     time.Duration

	input  blueprint.Input
	flags  []string
	broken bool // its answers cannot be resolved
}

// Passed reports whether nothing is wrong.
func (c Case) Passed() bool { return len(c.Problems) == 0 && c.Failed == "" }

// Tested is what came of a test.
type Tested struct {
	Blueprint *blueprint.Blueprint
	Cases     []Case
	Notes     problem.List // what the author should know, and is no failure
	Took      time.Duration
}

// Test renders a blueprint with its own sets of answers, and with others that hold every pair of choices, each of them
// twice. The error is about the whole; what is wrong with a case is in Tested.
func Test(ctx context.Context, r TestRequest) (*Tested, error) {
	started := time.Now()
	t := tester{TestRequest: r}
	var err error
	if t.blueprint, err = project.LoadBlueprint(ctx, r.Env, r.Source); err != nil {
		return nil, err
	}
	if err := render.Lint(ctx, t.blueprint); err != nil {
		return nil, invalid(ctx, err)
	}
	done := &Tested{Blueprint: t.blueprint}
	if done.Cases, err = casesOf(ctx, t.blueprint, r.Source); err != nil {
		return nil, err
	}
	if r.Earlier != "" {
		if t.earlier, err = project.LoadBlueprint(ctx, r.Env, r.Earlier); err != nil {
			return nil, err
		}
		updates, err := casesOf(ctx, t.earlier, r.Earlier)
		if err != nil {
			return nil, err
		}
		for _, c := range updates {
			c.Update = true
			done.Cases = append(done.Cases, c)
		}
		if t.earlier.Version == t.blueprint.Version && t.earlier.Digest != t.blueprint.Digest {
			done.Notes = append(done.Notes, t.blueprint.ProblemIn(blueprint.Source{Full: blueprint.Manifest}, 0, 0,
				"the version is "+t.blueprint.Version+" in both, but the blueprints differ", "raise it, so that people see the update"))
		}
	}
	err = parallel.Waiting(ctx, len(done.Cases), max(1, r.Workers), func(ctx context.Context) func(int) error {
		return func(i int) error {
			started := time.Now()
			c := &done.Cases[i]
			err := t.test(ctx, c)
			c.Took = time.Since(started)
			if err == nil {
				t.finished(done.Cases, i)
			}
			return err
		}
	})
	done.Took = time.Since(started)
	return done, err
}

// casesOf returns the cases of a blueprint: its own sets of answers, then all pairs.
func casesOf(ctx context.Context, b *blueprint.Blueprint, source string) ([]Case, error) {
	sets, err := b.AnswerSets()
	if err != nil {
		return nil, invalid(ctx, err)
	}
	year := input(project.Answers{}).Year
	m, err := newMatrix(ctx, b, sets, year)
	if err != nil {
		return nil, invalid(ctx, err)
	}
	var all []Case
	for _, set := range sets {
		all = append(all, Case{
			Name: set.Name, flags: []string{"--answers", set.Path}, input: blueprint.Input{Name: sample, Year: year, File: set.File},
		})
	}
	pairs := m.cases()
	if len(pairs) == 0 { // what is wrong with the defaults is said
		pairs = []Case{{input: blueprint.Input{Name: sample, Year: year, Defaults: m.required}}}
	}
	for _, c := range pairs {
		if c.Name = problem.ShellCommand(c.flags...); c.Name == "" {
			c.Name = "defaults"
		}
		all = append(all, c)
	}
	if _, builtIn := blueprints.Open(source); !builtIn {
		source = AsSource(source)
	}
	for i := range all {
		all[i].Command = problem.ShellCommand(append([]string{"scaffold", "new", sample, "--blueprint", source, "-y"}, all[i].flags...)...)
	}
	return all, ctx.Err()
}

// tester tests one case after the other, several at a time.
type tester struct {
	TestRequest
	blueprint, earlier *blueprint.Blueprint
	reporting          sync.Mutex
	reported           int          // cases
	waiting            map[int]bool // cases that are tested, but not reported, because others come first
}

// finished reports a case, and those that waited for it.
func (t *tester) finished(cases []Case, i int) {
	t.reporting.Lock()
	defer t.reporting.Unlock()
	if t.waiting == nil {
		t.waiting = map[int]bool{}
	}
	t.waiting[i] = true
	for ; t.waiting[t.reported]; t.reported++ {
		t.Done(cases[t.reported])
	}
}

// test tests a case. The error ends the whole test.
func (t *tester) test(ctx context.Context, c *Case) error {
	if c.broken {
		return nil
	}
	b := t.blueprint
	if c.Update {
		b = t.earlier
	}
	answers, files, err := rendered(ctx, b, c.input)
	if err != nil {
		return c.fail(ctx, err)
	}
	c.Files = len(files)
	again, err := render.Render(ctx, b, answers)
	if err != nil {
		return c.fail(ctx, err)
	}
	for path, f := range files.All() {
		if !f.Same(again[path]) {
			c.Problems = append(c.Problems, problem.Problem{File: path, Message: "is rendered differently each time"})
		}
	}
	switch {
	case c.Update:
		return t.update(ctx, c, answers)
	case t.Run == "" || !c.Passed():
		return nil
	}
	return t.run(ctx, c, answers)
}

// fail keeps what is wrong with a case. Any other error is returned.
func (c *Case) fail(ctx context.Context, err error) error {
	var list problem.List
	if ctx.Err() != nil || !errors.As(err, &list) {
		return err
	}
	c.Problems = append(c.Problems, list.Sorted()...)
	return nil
}

// run writes the project into a folder of its own, and runs the command there.
func (t *tester) run(ctx context.Context, c *Case, answers blueprint.Answers) error {
	state, err := scaffold.Render(ctx, t.blueprint, answers, scaffold.Source{Name: t.Source})
	if err != nil {
		return c.fail(ctx, err)
	}
	return disk.Temporary(func(dir string) error {
		dir = filepath.Join(dir, sample)
		stage, err := disk.NewStage(ctx, dir)
		if err != nil {
			return err
		}
		if _, err = stage.Write(ctx, state.Files, nil); err == nil {
			err = stage.Commit(ctx)
		}
		if err = errors.Join(err, stage.Abort()); err != nil {
			return err
		}
		output, err := command.Run(ctx, dir, t.Run, t.Limit)
		if err != nil && ctx.Err() == nil {
			c.Failed, c.Output = err.Error(), output
			err = nil
		}
		return err
	})
}

// update takes a project of the earlier version, which nobody has edited, to the blueprint.
func (t *tester) update(ctx context.Context, c *Case, answers blueprint.Answers) error {
	then, err := scaffold.Render(ctx, t.earlier, answers, scaffold.Source{Name: t.Earlier})
	if err != nil {
		return c.fail(ctx, err)
	}
	memory, ours := tree.Tree{}, tree.Tree{}
	for path, f := range then.Files {
		if project.IsOwn(path) {
			memory[path] = f
		} else {
			ours[path] = f
		}
	}
	saved, err := scaffold.Load(memory, "")
	if err != nil {
		return err
	}
	next, err := blueprint.Resolve(t.blueprint, saved.Input(), render.NewEvaluator(ctx, t.blueprint))
	if err != nil {
		return c.fail(ctx, err)
	}
	now, err := scaffold.RenderFiles(ctx, t.blueprint, next, scaffold.Source{Name: t.Source})
	if err != nil {
		return c.fail(ctx, err)
	}
	change, err := saved.Transition(now, ours, scaffold.Options{})
	if err != nil {
		return err
	}
	c.Files = len(now.Files)
	for _, f := range change.Files {
		if f.Op == tree.Conflict {
			c.Problems = append(c.Problems, problem.Problem{File: f.Path, Message: fmt.Sprintf("conflicts although nobody edited it: %s", f.Why)})
		}
	}
	slices.SortFunc(c.Problems, func(a, b problem.Problem) int { return strings.Compare(a.File, b.File) })
	return nil
}
