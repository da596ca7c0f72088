package render

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/parallel"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

const (
	jobsPerEngine = 32        // files that are worth another engine on another processor
	maxRunning    = 4         // templates at a time: each can hold as much memory as one may use
	maxTotal      = 128 << 20 // bytes of all files, those that are copied included
)

// result is what became of a job.
type result struct {
	data     []byte
	problems problem.List
}

// write makes the files of wanted parts, on several processors, and adds what is wrong to the plan's problems. The outcome does not
// depend on how they share the work.
func (p *plan) write(wanted func(part string) bool) tree.Tree {
	results := make([]result, len(p.jobs))
	var size atomic.Int64
	failed := &lowest{}
	var first sync.Once
	running := make(chan struct{}, maxRunning)
	parallel.Each(len(p.jobs), jobsPerEngine, func() func(int) {
		var e *engine
		first.Do(func() { e = p.engine })
		if e == nil {
			e = newEngine(p.templateSet)
		}
		return func(i int) {
			if size.Load() > maxTotal || p.ended() || !wanted(p.jobs[i].owner()) {
				return
			}
			running <- struct{}{}
			results[i] = p.make(e, &p.jobs[i])
			<-running
			size.Add(int64(len(results[i].data)))
			if len(results[i].problems) > 0 && !failed.holds(i) {
				results[i].problems = problem.List{problem.More(len(results[i].problems))}
			}
		}
	})
	if size.Load() > maxTotal {
		p.problems.Add(p.ProblemIn(blueprint.Source{Full: blueprint.Manifest}, 0, 0,
			fmt.Sprintf("the project is too large: more than %d MiB", maxTotal>>20)))
		return nil
	}
	return p.collect(results)
}

// lowest holds the lowest of the numbers that it has seen, as many as there are problems in a list.
type lowest struct {
	mu      sync.Mutex
	numbers []int // sorted
}

// holds adds a number, and reports whether it can be among the lowest ones.
func (l *lowest) holds(n int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	i, _ := slices.BinarySearch(l.numbers, n)
	if i == problem.Most {
		return false
	}
	l.numbers = slices.Insert(l.numbers, i, n)
	l.numbers = l.numbers[:min(len(l.numbers), problem.Most)]
	return true
}

func (p *plan) collect(results []result) tree.Tree {
	files := make(tree.Tree, len(p.jobs)+1)
	for i, r := range results {
		j := &p.jobs[i]
		p.problems.Add(r.problems...)
		files[j.path] = tree.File{
			Data: r.data, Mode: j.mode, Policy: j.rules.policy, Strategy: j.rules.strategy, Renew: j.rules.renew, Why: j.why,
			Part: j.owner(),
		}
	}
	if p.problems.Len() == 0 {
		p.problems.Add(ignorePrivate(files)...)
	}
	return files
}

// owner returns the part that a file is rendered for, KIND.NAME, "" for none.
func (j *job) owner() string {
	if j.of == "" {
		return ""
	}
	return j.layer.Part + "." + j.of
}

// make makes a file. What goes wrong in one that sees secrets is told from another attempt, in which no secret is what it
// is: functions repeat their arguments in messages, quoted, encoded or in parts.
func (p *plan) make(e *engine, j *job) result {
	r := e.make(j)
	if len(r.problems) == 0 || j.rules.policy != tree.Private {
		return r
	}
	disguised := *j
	disguised.data = maps.Clone(j.data)
	for name, secret := range p.answers.Secrets {
		if secret != "" {
			disguised.data[name] = "***"
		}
	}
	again := e.make(&disguised).problems
	for i, found := range r.problems {
		same := slices.IndexFunc(again, func(a problem.Problem) bool {
			return a.File == found.File && a.Line == found.Line && a.Column == found.Column
		})
		if same >= 0 {
			r.problems[i] = again[same]
			continue
		}
		r.problems[i].Message = "it fails with this secret, and the details are left out because they could show it"
		r.problems[i].Hints = nil
	}
	return r
}

// make returns the content of a file, or the target of a link.
func (e *engine) make(j *job) (r result) {
	t, ok := j.template(e.Blueprint)
	switch {
	case !ok:
		r.data = j.source.Data
		return r
	case j.part:
		r.data, r.problems = e.renderAgain(j.source, t, j.data)
	default:
		r.data, r.problems = e.render(t, j.data)
	}
	_ = e.hold(len(r.data)) // write asks the budget
	return r
}

// template returns what is to be rendered; ok is false for a file that is copied byte for byte.
func (j *job) template(b *blueprint.Blueprint) (t text, ok bool) {
	switch {
	case j.mode == tree.Symlink:
		return nameOf(b, j.source, j.delims, "link", string(j.source.Data)), true
	case strings.HasSuffix(j.source.Path, suffix):
		return contentOf(b, j.source, j.delims), true
	default:
		return text{}, false
	}
}
