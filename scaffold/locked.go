package scaffold

import (
	"maps"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
)

// Input returns what blueprint.Resolve needs to answer everything as the project has it. Add, Remove and Set change it.
// Secrets are not remembered: Resolve makes new ones, which nobody gets to see, since Transition leaves every private file
// alone that exists.
func (p Project) Input() blueprint.Input {
	return blueprint.Input{Name: p.Lock.Answers.Name, Year: p.Lock.Answers.Year, Locked: p.Locked()}
}

// Locked returns a copy of the answers that the project remembers.
func (p Project) Locked() *blueprint.Answers {
	a := p.Lock.Answers.Remembered()
	return &a
}

// withParts returns a copy of the answers in which a kind has these parts.
func withParts(a *blueprint.Answers, kind string, parts []blueprint.PartAnswers) *blueprint.Answers {
	out := *a
	out.Parts = maps.Clone(a.Parts)
	out.Parts[kind] = parts
	return &out
}
