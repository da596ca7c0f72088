package scaffold

import (
	"maps"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
)

// Input gives what blueprint.Resolve has to know to answer everything as the project has it. Add, Remove and Set change
// it. Secrets are not remembered: Resolve makes others, which nobody gets to see, since Transition leaves every private
// file alone that exists.
func (p Project) Input() blueprint.Input {
	return blueprint.Input{Name: p.Lock.Name, Year: p.Lock.Year, Locked: p.Locked()}
}

// Locked gives the answers that the project remembers.
func (p Project) Locked() *blueprint.Answers {
	a := &blueprint.Answers{
		Name: p.Lock.Name, Year: p.Lock.Year,
		Secrets: map[string]string{}, Parts: make(map[string][]blueprint.PartAnswers, len(p.Lock.Parts)),
	}
	a.Asked, a.Values = recall(p.Lock.Answers)
	for kind, list := range p.Lock.Parts {
		for _, part := range list {
			asked, values := recall(part.Answers)
			a.Parts[kind] = append(a.Parts[kind], blueprint.PartAnswers{Name: part.Name, Asked: asked, Values: values})
		}
	}
	return a
}

// recall is the inverse of remember.
func recall(answers []lock.Answer) (asked []string, values map[string]any) {
	values = make(map[string]any, len(answers))
	for _, a := range answers {
		asked = append(asked, a.Name)
		values[a.Name] = a.Value
		if list, ok := a.Value.([]string); ok {
			values[a.Name] = slices.Clone(list)
		}
	}
	return asked, values
}

// withParts gives a copy of the answers in which a kind has these parts.
func withParts(a *blueprint.Answers, kind string, parts []blueprint.PartAnswers) *blueprint.Answers {
	out := *a
	out.Parts = maps.Clone(a.Parts)
	out.Parts[kind] = parts
	return &out
}
