package project

import (
	"context"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Complete returns what can come next on the command line of a verb in the project that contains the current folder: see
// scaffold.Project.Complete. It returns nothing where there is no project, or its blueprint cannot be read.
func Complete(ctx context.Context, env Environment, verb string, args []string, typed string) []string {
	saved, b, ok := look(ctx, env)
	if !ok {
		return nil
	}
	return saved.Complete(b, verb, args, typed)
}

// AddUsage returns what add takes in the project that contains the current folder: see scaffold.AddUsage.
func AddUsage(ctx context.Context, env Environment) []string {
	_, b, ok := look(ctx, env)
	if !ok {
		return nil
	}
	return scaffold.AddUsage(b)
}

// look opens the project that contains the current folder, and its blueprint, and says nothing of what is wrong with them.
func look(ctx context.Context, env Environment) (saved scaffold.Project, b *blueprint.Blueprint, ok bool) {
	env.Warn, env.offline = func(problem.Problem) {}, true
	p, err := open(ctx, env, reading)
	if err != nil {
		return saved, nil, false
	}
	if saved, err = scaffold.Load(p.memory, p.label); err != nil {
		return saved, nil, false
	}
	b, _, err = p.source(ctx, saved, want{})
	return saved, b, err == nil
}
