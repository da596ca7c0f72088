package blueprint

import (
	"slices"
	"strings"
)

// Answers is everything that a render knows.
type Answers struct {
	Name    string            // the project's name: the last element of its path
	Year    int               // frozen when the project was made
	Asked   []string          // the questions that were asked, in the manifest's order: what a lock remembers
	Values  map[string]any    // every question but secrets, asked or not, and every computed value: string, bool, int or []string; fields are texts
	Secrets map[string]string // every question of kind secret; "" where it was not asked
	Parts   map[string][]PartAnswers
	Notes   []string // what was decided for the person and should be said, such as a required choice that came along
}

// PartAnswers is one part, such as an app. The parts of a kind are sorted by name.
type PartAnswers struct {
	Name   string
	Asked  []string
	Values map[string]any // every question of its kind
}

// Evaluator runs the templates of a manifest.
type Evaluator interface {
	// Text renders a template.
	Text(t Text, data map[string]any) (string, error)
	// Truth evaluates a condition: a pipeline without braces.
	Truth(t Text, data map[string]any) (bool, error)
}

// Remembered returns a copy of what a lock keeps of the answers: those to the questions that were asked, and the parts. It
// has no secret and no computed value.
func (a Answers) Remembered() Answers {
	out := Answers{Name: a.Name, Year: a.Year, Parts: map[string][]PartAnswers{}}
	out.Asked, out.Values = remembered(a.Asked, a.Values)
	for kind, list := range a.Parts {
		for _, p := range list {
			asked, values := remembered(p.Asked, p.Values)
			out.Parts[kind] = append(out.Parts[kind], PartAnswers{Name: p.Name, Asked: asked, Values: values})
		}
		slices.SortStableFunc(out.Parts[kind], func(a, b PartAnswers) int { return strings.Compare(a.Name, b.Name) })
	}
	return out
}

func remembered(asked []string, values map[string]any) ([]string, map[string]any) {
	names, kept := []string{}, map[string]any{}
	for _, name := range asked {
		value, known := values[name]
		if !known {
			continue
		}
		if list, ok := value.([]string); ok {
			value = append([]string{}, list...)
		}
		names, kept[name] = append(names, name), value
	}
	return names, kept
}

// Part returns the answers of a part, or nil if there is none with that name.
func (a Answers) Part(kind, name string) *PartAnswers {
	list := a.Parts[kind]
	i := slices.IndexFunc(list, func(p PartAnswers) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &list[i]
}
