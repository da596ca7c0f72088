package scaffold

import (
	"maps"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// State is a project as a blueprint and answers make it: what it remembers of them, and all its files, those under
// .scaffold included.
type State struct {
	Lock  lock.Lock
	Files tree.Tree
}

// Source says where a blueprint came from.
type Source struct {
	Name     string // what the lock records: a built-in set, or a directory as seen from the project
	Revision string // the commit of a git source, else ""
}

// Render gives the state that a blueprint and answers make. Errors are a problem.List: the blueprint is at fault.
func Render(b *blueprint.Blueprint, a blueprint.Answers, from Source) (State, error) {
	rendered, err := render.Render(b, a)
	if err != nil {
		return State{}, err
	}
	l := lock.Lock{
		Scaffold: Version,
		Blueprint: lock.Blueprint{
			Source: from.Name, Name: b.Name, Version: b.Version, Revision: from.Revision, Digest: b.Digest,
		},
		Name:    a.Name,
		Year:    a.Year,
		Answers: remember(a.Asked, a.Values),
		Parts:   parts(a.Parts),
		Files:   lock.Entries(rendered, nil),
	}
	files := maps.Clone(rendered)
	maps.Copy(files, lock.Files(l, rendered))
	return State{Lock: l, Files: files}, nil
}

// remember keeps the answers that were asked for: computed values and secrets are not among them.
func remember(asked []string, values map[string]any) []lock.Answer {
	answers := make([]lock.Answer, 0, len(asked))
	for _, name := range asked {
		if value, ok := values[name]; ok {
			answers = append(answers, lock.Answer{Name: name, Value: value})
		}
	}
	return answers
}

func parts(all map[string][]blueprint.PartAnswers) map[string][]lock.Part {
	out := make(map[string][]lock.Part, len(all))
	for kind, list := range all {
		for _, p := range list {
			out[kind] = append(out[kind], lock.Part{Name: p.Name, Answers: remember(p.Asked, p.Values)})
		}
	}
	return out
}
