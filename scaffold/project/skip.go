package project

import (
	"context"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold"
)

// Skip makes updates leave some paths of the project alone that the current folder is in. paths are as typed.
func Skip(ctx context.Context, env Environment, r Request, paths ...string) (*Result, error) {
	started := time.Now()
	p, err := OpenToChange(ctx, env, r.DryRun)
	if err != nil {
		return nil, err
	}
	defer p.close()
	saved, err := p.saved()
	if err != nil {
		return nil, err
	}
	names := make([]string, len(paths))
	for i, typed := range paths {
		if names[i], err = p.path(typed); err != nil {
			return nil, err
		}
	}
	plan, err := saved.Skip(names...)
	if err != nil {
		return nil, invalid(err)
	}
	return p.finish(ctx, change{Transition: unrendered(scaffold.Title(saved.Lock), plan)}, r, nil, started)
}
