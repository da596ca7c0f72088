package render

import (
	"fmt"
	"io/fs"
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
	byPath   map[string]int // index in jobs
	problems problem.List
}

func newPlan(e *engine, a blueprint.Answers) *plan {
	p := &plan{engine: e, answers: a, seen: dataOf(e.Blueprint, a), byPath: map[string]int{}}
	for i := range e.Rules {
		r := rule{Rule: &e.Rules[i]}
		if !r.When.Empty() {
			holds, problems := e.holds(r.When, p.seen.public)
			r.holds = &holds
			p.problems = append(p.problems, problems...)
		}
		p.rules = append(p.rules, r)
	}
	return p
}

// layers plans the files of all layers that apply, in order. It reports false where there are too many.
func (p *plan) layers() bool {
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Part == "" {
			p.layer(l, p.seen, layerWhy(l, ""))
		}
		for _, part := range p.answers.Parts[l.Part] {
			p.layer(l, p.seen.with(part), layerWhy(l, part.Name))
			if len(p.jobs) > maxFiles {
				break
			}
		}
		if len(p.jobs) > maxFiles {
			at := blueprint.Text{Line: l.Line, Column: l.Column}
			p.problems = append(p.problems, p.ProblemAt(at, 0, fmt.Sprintf("the project has more than %d files", maxFiles)))
			return false
		}
	}
	return true
}

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
	applies, problems := p.holds(l.When, d.public)
	p.problems = append(p.problems, problems...)
	if !applies {
		return
	}
	to, problems := p.render(textOf(p.Blueprint, l.To), d.public)
	if p.problems = append(p.problems, problems...); len(problems) > 0 {
		return
	}
	place := ""
	if clean := path.Clean(string(to)); clean != "." {
		place = clean + "/"
	}
	n := namer{plan: p, layer: l, data: d.public, known: map[string]string{}, bad: map[string]bool{}}
	for i := range l.Files {
		s := &l.Files[i]
		if name, ok := n.path(s); ok {
			p.file(l, s, place+name, d, why)
		}
	}
}

// file plans one file, unless a rule leaves it out.
func (p *plan) file(l *blueprint.Layer, s *blueprint.Source, name string, d data, why string) {
	if err := checkName(name); err != nil {
		p.problems = append(p.problems, p.ProblemIn(*s, 0, 0, fmt.Sprintf("it makes %q: %v", name, err)))
		return
	}
	verdict := judge(p.rules, name)
	if verdict.out {
		return
	}
	if i, taken := p.byPath[name]; taken {
		p.problems = append(p.problems, p.collision(name, p.jobs[i], s, why))
		return
	}
	j := job{path: name, layer: l, of: d.part, source: s, delims: l.Delims, data: d.public, part: l.Part != "", why: why, rules: verdict}
	j.mode = verdict.mode(s.Mode)
	if verdict.policy == tree.Private {
		j.data = d.private
	}
	p.byPath[name] = len(p.jobs)
	p.jobs = append(p.jobs, j)
}

// checkName checks a path that a blueprint wants.
func checkName(name string) error {
	if err := tree.CheckPath(name); err != nil {
		return err
	}
	if first, _, _ := strings.Cut(name, "/"); strings.EqualFold(first, reserved) {
		return fmt.Errorf("the folder %s is scaffold's own", reserved)
	}
	return nil
}

const collisionHint = "give one of the two another name, another `to`, or a `when` that excludes the other"

// reserved is where a project remembers how it was made.
const reserved = ".scaffold"

func (p *plan) collision(name string, first job, s *blueprint.Source, why string) problem.Problem {
	other := p.ProblemIn(*first.source, 0, 0, "").File
	message := fmt.Sprintf("%s is made by %s, too (%s; here: %s)", name, other, first.why, why)
	if first.source == s {
		message = fmt.Sprintf("%s is made twice (%s, %s)", name, first.why, why)
	}
	return p.ProblemIn(*s, 0, 0, message, collisionHint)
}

// jobOf gives the first job that makes a path, or something in that folder; nil where none does.
func (p *plan) jobOf(name string) *job {
	if i, ok := p.byPath[name]; ok {
		return &p.jobs[i]
	}
	for i := range p.jobs {
		if strings.HasPrefix(p.jobs[i].path, name+"/") {
			return &p.jobs[i]
		}
	}
	return nil
}
