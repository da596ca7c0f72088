package scaffold

import (
	"context"
	"maps"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// State is a project as rendered from a blueprint and answers: its lock and its files. Render adds those under .scaffold,
// RenderFiles does not; a Transition takes either.
type State struct {
	Lock  lock.Lock
	Files tree.Tree

	answers   blueprint.Answers
	blueprint *blueprint.Blueprint // nil in tests of other things
	ctx       context.Context      // of the render: a transition may render once more
}

// Source says where a blueprint came from.
type Source struct {
	Name     string // what the lock records: a built-in set, or a directory as seen from the project
	Ref      string // the branch, tag or commit of a git source; "" for its default branch
	Revision string // the commit of a git source, else ""
}

// Render returns the state of a new project: what RenderFiles returns, and everything under .scaffold.
func Render(ctx context.Context, b *blueprint.Blueprint, a blueprint.Answers, from Source) (State, error) {
	s, err := RenderFiles(ctx, b, a, from)
	if err != nil {
		return State{}, err
	}
	files := maps.Clone(s.Files)
	maps.Copy(files, lock.Files(s.Lock, s.Files))
	s.Files = files
	return s, nil
}

// RenderFiles renders a blueprint with answers. It leaves out the files under .scaffold, which cost as much again as all
// others: in a project that exists, Transition makes those that are new. Errors are a problem.List, because the blueprint is
// at fault, or that of ctx.
func RenderFiles(ctx context.Context, b *blueprint.Blueprint, a blueprint.Answers, from Source) (State, error) {
	rendered, err := render.Render(ctx, b, a)
	if err != nil {
		return State{}, err
	}
	l := head(b, a, from)
	l.Files = lock.Entries(rendered, nil)
	return State{Lock: l, Files: rendered, answers: a, blueprint: b, ctx: ctx}, nil
}

// head returns the lock without its files: all that decides them.
func head(b *blueprint.Blueprint, a blueprint.Answers, from Source) lock.Lock {
	return lock.Lock{
		Scaffold: Version,
		Blueprint: lock.Blueprint{
			Source: from.Name, Name: b.Name, Version: b.Version, Ref: from.Ref, Revision: from.Revision, Digest: b.Digest,
		},
		Answers: a.Remembered(),
	}
}

// resolve answers the questions of the blueprint with remembered answers.
func (s State) resolve(a blueprint.Answers) (blueprint.Answers, error) {
	return blueprint.Resolve(s.blueprint, blueprint.Input{Name: a.Name, Year: a.Year, Locked: &a}, render.NewEvaluator(s.ctx, s.blueprint))
}

// rendered returns the files without those under .scaffold.
func (s State) rendered() tree.Tree {
	if s.Files[lock.Path].Absent() {
		return s.Files
	}
	out := make(tree.Tree, len(s.Files))
	for path, f := range s.Files {
		if !strings.HasPrefix(path, lock.Dir+"/") {
			out[path] = f
		}
	}
	return out
}
