package project

import (
	"context"
	"errors"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Info is what a project is.
type Info struct {
	Project   *Project
	Name      string
	Year      int
	Blueprint BlueprintInfo
	Scaffold  string // the version that wrote the project last
	Asked     []string
	Answers   map[string]any // without secrets
	Parts     map[string][]blueprint.PartAnswers
	Pending   string // the command whose conflicts are waiting, "" for none
	Conflicts []string
	Drift     int    // how many files drifted; not known while an update is pending
	Damage    string // why Drift is not known, "" where it is
	Newer     string // the newer blueprint that is at hand, such as "full 1.2.0"; "" for none
	Defaults  Defaults
	Note      string // why Newer is not known, "" where it is
}

// BlueprintInfo says what a project was rendered from.
type BlueprintInfo struct{ Name, Version, Source, Ref, Revision, Digest string }

// Describe returns what is known about the project that contains the current folder.
func Describe(ctx context.Context, env Environment) (*Info, error) {
	p, err := open(ctx, env, reading)
	if err != nil {
		return nil, err
	}
	saved, err := scaffold.Load(p.memory, p.label)
	if err != nil {
		return nil, invalid(err)
	}
	saved.Skipped = p.skipped()
	l := saved.Lock
	locked := saved.Input().Locked
	i := &Info{
		Project: p, Name: locked.Name, Year: locked.Year, Scaffold: l.Scaffold, Asked: locked.Asked, Answers: locked.Values, Parts: locked.Parts,
		Blueprint: BlueprintInfo{
			Name: l.Blueprint.Name, Version: l.Blueprint.Version, Source: l.Blueprint.Source,
			Ref: l.Blueprint.Ref, Revision: l.Blueprint.Revision, Digest: l.Blueprint.Digest,
		},
	}
	if l.Blueprint.Revision == "" { // else only a server knows of newer ones
		if b, _, err := p.source(ctx, saved, want{}); err != nil {
			i.Note = firstProblem(err)
		} else {
			i.Newer = newer(saved, b)
		}
	}
	if i.Defaults, err = env.defaults(); err != nil {
		env.Warn(problem.Problem{Message: firstProblem(err)})
	}
	if p.pending != nil {
		i.Pending = p.pending.Command
		for _, c := range p.pending.Conflicts {
			i.Conflicts = append(i.Conflicts, c.Path)
		}
		return i, nil
	}
	if saved, err = p.withBase(ctx, saved); err != nil {
		return nil, err
	}
	ours, options, err := p.compared(ctx, saved)
	var damage problem.List
	if errors.As(err, &damage) {
		i.Damage = firstProblem(err)
		return i, nil
	}
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, d := range saved.Check(ours, options) {
		paths = append(paths, d.Path)
	}
	slices.Sort(paths)
	i.Drift = len(slices.Compact(paths))
	return i, nil
}
