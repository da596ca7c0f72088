package render

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// job is one file to be made.
type job struct {
	path   string // in the project
	layer  *blueprint.Layer
	of     string // the part's name, of a layer that is rendered for every part
	source *blueprint.Source
	delims [2]string
	data   map[string]any
	part   bool // of a layer that is rendered for every part
	mode   fs.FileMode
	rules  verdict
	why    string
}

// plan decides which files there are and how each is made.
type plan struct {
	*engine
	answers  blueprint.Answers
	seen     data
	rules    []rule
	jobs     []job
	byPath   map[string]int  // index in jobs
	dirs     map[string]bool // folders of all files
	problems problem.Collector
}

func newPlan(e *engine, a blueprint.Answers) *plan {
	p := &plan{
		engine: e, answers: a, seen: data{public: a.Data(e.Blueprint)}, byPath: map[string]int{}, dirs: map[string]bool{},
	}
	p.seen.public["path"] = a.Name // a render must not depend on where the project is
	p.seen.private = maps.Clone(p.seen.public)
	for name, secret := range a.Secrets {
		p.seen.private[name] = secret
	}
	for i := range e.Rules {
		r := rule{Rule: &e.Rules[i]}
		if !r.When.Empty() {
			holds, problems := e.holds(&r.When, p.seen.public)
			r.holds = &holds
			p.problems.Add(problems...)
		}
		p.rules = append(p.rules, r)
	}
	return p
}

// layers plans the files of all layers that apply, in order, until the budget ends it.
func (p *plan) layers() {
	parts := map[string][]data{} // what templates see for each part of a kind
	kinds, _ := p.seen.public["parts"].(map[string]any)
	for kind, all := range kinds {
		list, _ := all.([]map[string]any)
		for i, part := range p.answers.Parts[kind] {
			if p.hold(100*(len(p.seen.public)+len(p.seen.private))) != nil {
				return
			}
			parts[kind] = append(parts[kind], p.seen.with(part.Name, list[i]))
		}
	}
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Part == "" {
			p.layer(l, p.seen, layerWhy(l, ""))
		}
		for n, part := range p.answers.Parts[l.Part] {
			p.layer(l, parts[l.Part][n], layerWhy(l, part.Name))
			if p.full() {
				break
			}
		}
		if p.full() {
			at := blueprint.Text{Line: l.Line, Column: l.Column}
			switch {
			case p.ended():
			case len(p.jobs) > maxFiles:
				p.problems.Add(p.ProblemAt(at, 0, fmt.Sprintf("the project has more than %d files", maxFiles)))
			default:
				p.problems.Add(p.ProblemAt(at, 0, fmt.Sprintf("the project has more than %d folders", maxDirs)))
			}
			return
		}
	}
}

// full reports whether a limit ends the layers.
func (p *plan) full() bool { return len(p.jobs) > maxFiles || len(p.dirs) > maxDirs || p.ended() }

// layerWhy says in a few words why a layer's files are there.
func layerWhy(l *blueprint.Layer, part string) string {
	const longest = 60
	why := "layer " + l.Dir
	if part != "" {
		why += fmt.Sprintf(" for %s %s", l.Part, part)
	}
	condition := fmt.Sprintf(" (when %s)", strings.TrimSpace(l.When.Text))
	if l.When.Empty() || len(why)+len(condition) > longest || strings.Contains(condition, "\n") {
		return why
	}
	return why + condition
}

func (p *plan) layer(l *blueprint.Layer, d data, why string) {
	applies, problems := p.holds(&l.When, d.public)
	p.problems.Add(problems...)
	if !applies {
		return
	}
	to, problems := p.renderAgain(&l.To, textOf(p.Blueprint, l.To), d.public)
	if p.problems.Add(problems...); len(problems) > 0 {
		return
	}
	place := ""
	if clean := path.Clean(string(to)); clean != "." {
		place = clean + "/"
	}
	n := namer{plan: p, layer: l, data: d.public, known: map[string]string{}, bad: map[string]bool{}}
	for i := range l.Files {
		if p.full() {
			return
		}
		s := &l.Files[i]
		if name, ok := n.path(s); ok {
			p.file(l, s, place+name, d, why)
		}
	}
}

// file plans one file, unless a rule leaves it out.
func (p *plan) file(l *blueprint.Layer, s *blueprint.Source, name string, d data, why string) {
	if p.hold(300+2*len(name)) != nil || p.spend(60+len(name)/4) != nil {
		return
	}
	if err := checkName(name); err != nil {
		p.problem(s, fmt.Sprintf("it renders %q: %v", name, err))
		return
	}
	verdict, err := judge(p.budget, p.rules, name)
	if err != nil || verdict.out {
		return
	}
	if i, taken := p.byPath[name]; taken {
		first := p.jobs[i]
		message := fmt.Sprintf("%s is rendered twice (%s, %s)", name, first.why, why)
		if first.source != s {
			other := p.ProblemIn(*first.source, 0, 0, "").File
			message = fmt.Sprintf("%s is already rendered by %s (%s; here: %s)", name, other, first.why, why)
		}
		p.problem(s, message, collisionHint)
		return
	}
	j := job{path: name, layer: l, of: d.part, source: s, delims: l.Delims, data: d.public, part: l.Part != "", why: why, rules: verdict}
	if j.mode = s.Mode; verdict.exec != nil && s.Mode != tree.Symlink {
		j.mode = tree.Regular
		if *verdict.exec {
			j.mode = tree.Executable
		}
	}
	if verdict.policy == tree.Private {
		j.data = d.private
	}
	p.byPath[name] = len(p.jobs)
	p.jobs = append(p.jobs, j)
	for dir := path.Dir(name); dir != "." && !p.dirs[dir]; dir = path.Dir(dir) {
		p.dirs[dir] = true
		_ = p.spend(10 + len(dir)/4)
		_ = p.hold(100 + len(dir)) // layer asks the budget
	}
}

// problem adds a problem with a file of a layer, or counts it.
func (p *plan) problem(s *blueprint.Source, message string, hints ...string) {
	if p.problems.Full() {
		p.problems.Count()
		return
	}
	p.problems.Add(p.ProblemIn(*s, 0, 0, message, hints...))
}

// maxPathDepth is how many folders may be within each other.
const maxPathDepth = 100

// checkName checks a path that a blueprint wants.
func checkName(name string) error {
	if err := tree.CheckPath(name); err != nil {
		return err
	}
	if strings.Count(name, "/") > maxPathDepth {
		return fmt.Errorf("the path has more than %d folders", maxPathDepth)
	}
	if first, _, _ := strings.Cut(name, "/"); strings.EqualFold(first, reserved) {
		return fmt.Errorf("scaffold keeps its own files in %s", reserved)
	}
	return nil
}

const collisionHint = "rename one of them, or give its layer another `to`, or a `when` that excludes the other"

// reserved is where a project remembers how it was made.
const reserved = ".scaffold"
