package project

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// FileState says how a file of a project compares with what scaffold rendered.
type FileState string

// The states. Yours is a file that scaffold did not render.
const (
	Unedited   FileState = "unedited"
	Edited     FileState = "edited"
	Deleted    FileState = "deleted" // and an update has taken note of it
	Missing    FileState = "missing"
	Private    FileState = "private" // its content is not known
	Conflicted FileState = "conflict"
	Yours      FileState = "yours"
	Own        FileState = "own" // one of scaffold's own, below Dir
)

// FileOrigin is everything known about a file of a project.
type FileOrigin struct {
	Project   *Project
	Path      string // in the project
	State     FileState
	Policy    tree.Policy    // of a rendered file
	Title     string         // what the project was rendered from, such as "full 1.0.0"
	Blueprint string         // what Origin is read from: a later version, where there is one; "" where it cannot be read
	Origin    *render.Origin // nil where the blueprint does not render the file, or cannot be read
	Answers   map[string]any // of Origin, by their names
	Update    *tree.Change   // what an update would do to the file, nil for nothing
	Note      string         // why Origin or Update is not known, "" where both are
}

// Why returns where a file of the project that contains the current folder comes from. typed is its path as the person typed
// it. It fails where there is no such file, neither on disk nor rendered.
func Why(ctx context.Context, env Environment, typed string) (*FileOrigin, error) {
	p, err := open(ctx, env, reading)
	if err != nil {
		return nil, err
	}
	name, err := p.path(typed)
	if err != nil {
		return nil, err
	}
	saved, err := scaffold.Load(p.memory, p.label)
	if err != nil {
		return nil, invalid(err)
	}
	if saved, err = p.withBase(ctx, saved); err != nil {
		return nil, err
	}
	w := &FileOrigin{Project: p, Path: name, Title: scaffold.Title(saved.Lock)}
	i := slices.IndexFunc(saved.Lock.Files, func(e lock.Entry) bool { return e.Path == name })
	if i < 0 {
		return w, p.unrendered(ctx, w, saved.Lock.Files)
	}
	entry := saved.Lock.Files[i]
	w.Policy = entry.Policy
	if w.State, err = p.state(ctx, saved, entry); err != nil {
		return nil, err
	}
	return w, p.trace(ctx, saved, w)
}

// unrendered says what a path is that scaffold did not render.
func (p *Project) unrendered(ctx context.Context, w *FileOrigin, rendered []lock.Entry) error {
	if slices.ContainsFunc(rendered, func(e lock.Entry) bool { return w.Path == "." || strings.HasPrefix(e.Path, w.Path+"/") }) {
		return invalid(problem.Problem{File: p.Shown(w.Path), Message: "a folder; name a file in it"})
	}
	found, err := disk.Read(ctx, p.dir, []string{w.Path})
	if err != nil {
		return err
	}
	f := found[w.Path]
	switch {
	case f.Absent():
		var known []string
		for _, e := range rendered {
			known = append(known, e.Path)
		}
		return problem.Problem{File: p.Shown(w.Path), Message: "no such file", Hints: problem.DidYouMean(w.Path, known)}
	case f.Mode.IsDir():
		return invalid(problem.Problem{File: p.Shown(w.Path), Message: "a folder, not rendered by scaffold"})
	case IsOwn(w.Path):
		w.State = Own
	default:
		w.State = Yours
		if p.conflicts(w.Path) {
			w.State = Conflicted
		}
	}
	return nil
}

// conflicts reports whether a path is waiting to be resolved.
func (p *Project) conflicts(name string) bool {
	return p.pending != nil && slices.ContainsFunc(p.pending.Conflicts, func(c lock.Conflict) bool {
		return c.Path == name || c.Beside == name
	})
}

// state compares a rendered file with what is on disk.
func (p *Project) state(ctx context.Context, saved scaffold.Project, e lock.Entry) (FileState, error) {
	if p.conflicts(e.Path) {
		return Conflicted, nil
	}
	ours, err := disk.Read(ctx, p.dir, []string{e.Path})
	if err != nil {
		return "", err
	}
	switch absent := ours[e.Path].Absent(); {
	case absent && e.Tombstone:
		return Deleted, nil
	case absent:
		return Missing, nil
	case e.Policy == tree.Private:
		return Private, nil
	}
	saved.Lock.Files = []lock.Entry{e}
	plan, err := saved.Diff(ours, scaffold.CheckOptions{IgnoreModes: p.ignoresModes()})
	if err == nil && len(plan) == 0 {
		return Unedited, nil
	}
	var damaged problem.List // the base is: what was rendered is lost, but it was not this
	if errors.As(err, &damaged) {
		err = nil
	}
	return Edited, err
}

// trace finds where the blueprint has the file from, and what an update would do to it.
func (p *Project) trace(ctx context.Context, saved scaffold.Project, w *FileOrigin) error {
	r := Request{Conflict: Conflicts()[0], Force: true}
	next, err := p.target(ctx, saved, r, Asker{})
	if err != nil {
		w.Note = firstProblem(err)
		return ctx.Err()
	}
	w.Blueprint = next.blueprint.Name + " " + next.blueprint.Version
	origin, ok, err := render.OriginOf(ctx, next.blueprint, next.answers, w.Path)
	switch {
	case err != nil:
		w.Note = firstProblem(err)
		return ctx.Err()
	case ok:
		w.Origin, w.Answers = &origin, map[string]any{}
		for _, name := range origin.Answers {
			values, key := next.answers.Values, name // secrets are not among them
			if last := strings.LastIndexByte(name, '.'); strings.Count(name, ".") > 1 {
				kind, part, _ := strings.Cut(name[:last], ".")
				values, key = nil, name[last+1:]
				if of := next.answers.Part(kind, part); of != nil {
					values = of.Values
				}
			}
			if value, known := values[key]; known {
				w.Answers[name] = value
			}
		}
	}
	if p.pending != nil {
		w.Note = "an update is in progress"
		return nil
	}
	planned, err := p.plan(ctx, saved, next, r, saved.Transition)
	if err != nil {
		w.Note = firstProblem(err)
		return ctx.Err()
	}
	for _, c := range planned.Files {
		if c.Path == w.Path || c.From == w.Path {
			w.Update = &c
			break
		}
	}
	return nil
}

// firstProblem words an error in one line.
func firstProblem(err error) string {
	var list problem.List
	if errors.As(err, &list) && len(list) > 0 {
		return list[0].Error()
	}
	return err.Error()
}
