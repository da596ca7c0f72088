package blueprint

// Answers is everything that a render knows.
type Answers struct {
	Name    string            // the project's name: the last element of its path
	Year    int               // frozen when the project was made
	Asked   []string          // the questions that were asked, in the manifest's order: what a lock remembers
	Values  map[string]any    // every question but secrets, asked or not, and every computed value: string, bool, int or []string
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
