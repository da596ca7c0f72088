package render

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// jobsPerEngine is how many files are worth another engine on another processor.
const jobsPerEngine = 32

// result is what became of a job.
type result struct {
	data     []byte
	problems problem.List
}

// write makes all files, on several processors. The outcome does not depend on how they share the work.
func (p *plan) write() (tree.Tree, problem.List) {
	results := make([]result, len(p.jobs))
	var next, size, steps atomic.Int64
	work := func(e *engine) {
		units := map[*blueprint.Source]*unit{}
		for size.Load() <= maxTotal && steps.Load() <= maxTotalSteps {
			i := next.Add(1) - 1
			if i >= int64(len(p.jobs)) {
				break
			}
			results[i] = e.make(&p.jobs[i], units)
			size.Add(int64(len(results[i].data)))
			steps.Add(int64(e.steps))
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 1+len(p.jobs)/jobsPerEngine) - 1 {
		others.Go(func() { work(newEngine(p.templateSet)) })
	}
	work(p.engine)
	others.Wait()
	if size.Load() > maxTotal || steps.Load() > maxTotalSteps {
		return nil, problem.List{{Message: fmt.Sprintf(
			"the project is too large: more than %d MiB, or %d steps to make it", maxTotal>>20, maxTotalSteps)}}
	}
	return p.collect(results)
}

// owner returns the part that a file is rendered for, as KIND.NAME; "" for none.
func (j *job) owner() string {
	if j.of == "" {
		return ""
	}
	return j.layer.Part + "." + j.of
}

func (p *plan) collect(results []result) (tree.Tree, problem.List) {
	files := make(tree.Tree, len(p.jobs)+1)
	var problems problem.List
	for i, r := range results {
		j := &p.jobs[i]
		problems = append(problems, p.withoutSecrets(r.problems)...)
		files[j.path] = tree.File{
			Data: r.data, Mode: j.mode, Policy: j.rules.policy, Strategy: j.rules.strategy, Renew: j.rules.renew, Why: j.why,
			Part: j.owner(),
		}
	}
	if len(problems) == 0 {
		problems = ignorePrivate(files)
	}
	return files, problems
}

// withoutSecrets hides secrets in messages: functions of sprig quote what they are given.
func (p *plan) withoutSecrets(problems problem.List) problem.List {
	const shortest = 4 // bytes: anything below occurs by chance
	for _, secret := range slices.Sorted(maps.Values(p.answers.Secrets)) {
		for i := range problems {
			if len(secret) >= shortest {
				problems[i].Message = strings.ReplaceAll(problems[i].Message, secret, "***")
			}
		}
	}
	return problems
}

// make gives the content of a file, or the target of a link. units keeps what is parsed of the layers of parts.
func (e *engine) make(j *job, units map[*blueprint.Source]*unit) (r result) {
	t, ok := j.template(e.Blueprint)
	e.steps = 0
	switch {
	case !ok:
		r.data = j.source.Data
	case !j.part:
		r.data, r.problems = e.render(t, j.data)
	default:
		r.data, r.problems = e.renderAgain(t, j, units)
	}
	return r
}

// renderAgain renders a text that is likely to be rendered again with other data.
func (e *engine) renderAgain(t text, j *job, units map[*blueprint.Source]*unit) ([]byte, problem.List) {
	if t.plain() {
		return e.render(t, j.data)
	}
	u := units[j.source]
	if u == nil {
		compiled, problems := e.compile(t)
		if len(problems) > 0 {
			return nil, problems
		}
		u, units[j.source] = compiled, compiled
	}
	return e.execute(u, j.data)
}

// template gives what is to be rendered; ok is false for a file that is copied byte for byte.
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
