package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/blueprints"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/pairwise"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// combination is one set of answers to a built-in blueprint.
type combination struct {
	set, language, database string
	features                []string // as resolved: what a feature requires is there, too
	apps                    []string
}

func (c combination) args() []string {
	args := []string{"--layout", c.set, "--language", c.language, "--database", c.database}
	if len(c.features) > 0 {
		args = append(args, "--with", strings.Join(c.features, ","))
	}
	if len(c.apps) > 0 {
		args = append(args, "--app", strings.Join(c.apps, ","))
	}
	return args
}

func (c combination) has(feature string) bool { return slices.Contains(c.features, feature) }

func (c combination) String() string {
	parts := append([]string{c.database}, c.features...)
	if len(c.apps) > 0 {
		parts = append(parts, fmt.Sprintf("apps: %d", len(c.apps)))
	}
	return strings.Join(parts, " ")
}

// factor is something to choose, and level one way to choose it.
type factor struct {
	name   string
	levels []string
}

type level = pairwise.Level

// matrix finds combinations of the answers that one language of a built-in blueprint offers.
type matrix struct {
	set, language string
	blueprint     *blueprint.Blueprint
	evaluator     blueprint.Evaluator
	factors       []factor
	known         map[string]resolved // what resolve has answered
}

type resolved struct {
	combination
	ok bool
}

func newMatrix(t *testing.T, set, language string) *matrix {
	t.Helper()
	files, ok := blueprints.Open(set)
	if !ok {
		t.Fatalf("there is no set %s", set)
	}
	b, err := blueprint.Load(t.Context(), files, set)
	if err != nil {
		t.Fatal(err)
	}
	m := &matrix{set: set, language: language, blueprint: b, evaluator: render.NewEvaluator(t.Context(), b), known: map[string]resolved{}}
	databases := factor{name: "database"}
	var others []factor
	for _, q := range b.Questions {
		for _, c := range q.Choices {
			switch q.Name {
			case "database":
				if _, ok := m.resolve(combination{database: c.Value}); ok {
					databases.levels = append(databases.levels, c.Value)
				}
			case "features":
				others = append(others, factor{name: c.Value, levels: []string{"off", "on"}})
			}
		}
	}
	if len(databases.levels) == 0 {
		t.Fatalf("%s in %s offers no database", set, language)
	}
	m.factors = append([]factor{databases}, others...)
	if _, ok := m.resolve(combination{database: databases.levels[0], apps: []string{"blog"}}); ok {
		m.factors = append(m.factors, factor{name: "apps", levels: []string{"none", "two"}})
	}
	return m
}

// resolve completes a combination by what its features require; ok is false where the blueprint refuses it.
func (m *matrix) resolve(c combination) (_ combination, ok bool) {
	key := c.String()
	answer, known := m.known[key]
	if !known {
		answer.combination, answer.ok = m.ask(c)
		m.known[key] = answer
	}
	return answer.combination, answer.ok
}

func (m *matrix) ask(c combination) (_ combination, ok bool) {
	in := blueprint.Input{Name: "shop", Year: 2026, Flags: []blueprint.Given{
		blueprint.FlagAnswer("--language", "language", m.language),
		blueprint.FlagAnswer("--database", "database", c.database),
	}}
	if len(c.features) > 0 {
		in.Flags = append(in.Flags, blueprint.FlagAnswer("--with", "features", strings.Join(c.features, ",")))
	}
	for _, app := range c.apps {
		in.Parts = append(in.Parts, blueprint.FlagPart("--app", "app", app))
	}
	answers, err := blueprint.Resolve(m.blueprint, in, m.evaluator)
	if err != nil {
		return combination{}, false
	}
	c.set, c.language = m.set, m.language
	c.features, _ = answers.Values["features"].([]string)
	return c, true
}

// choose gives the combination with some factors at given levels and the rest at their first; ok is false where it does
// not exist, or forces one of the given factors to another level.
func (m *matrix) choose(given []level) (combination, bool) {
	c := combination{database: m.factors[0].levels[0]}
	for _, g := range given {
		f := m.factors[g.Factor]
		switch {
		case f.name == "database":
			c.database = f.levels[g.At]
		case f.name == "apps" && g.At == 1:
			c.apps = []string{"blog", "events"}
		case f.name != "apps" && g.At == 1:
			c.features = append(c.features, f.name)
		}
	}
	c, ok := m.resolve(c)
	if !ok {
		return c, false
	}
	levels := m.levels(c)
	for _, g := range given {
		if levels[g.Factor] != g {
			return c, false
		}
	}
	return c, true
}

func (m *matrix) levels(c combination) []level {
	var levels []level
	for i, f := range m.factors {
		at := 0
		switch {
		case f.name == "database":
			at = slices.Index(f.levels, c.database)
		case f.name == "apps" && len(c.apps) > 0, c.has(f.name):
			at = 1
		}
		levels = append(levels, level{Factor: i, At: at})
	}
	return levels
}

// space is the matrix for package pairwise.
func (m *matrix) space() pairwise.Space {
	s := pairwise.Space{Deciding: 1, Choose: func(given []level) ([]int, bool) {
		c, ok := m.choose(given)
		return numbers(m.levels(c)), ok
	}}
	for _, f := range m.factors {
		s.Levels = append(s.Levels, len(f.levels))
	}
	return s
}

func numbers(levels []level) []int {
	var all []int
	for _, l := range levels {
		all = append(all, l.At)
	}
	return all
}

// covering gives combinations such that any two answers that can go together do so in at least one: the default first,
// everything at once second.
func (m *matrix) covering() []combination { return m.combinations(m.space().Cover()) }

// each gives fewer: every answer is in at least one.
func (m *matrix) each() []combination { return m.combinations(m.space().Each()) }

func (m *matrix) combinations(levels [][]int) []combination {
	var all []combination
	for _, at := range levels {
		var given []level
		for i, l := range at {
			given = append(given, level{Factor: i, At: l})
		}
		c, _ := m.choose(given)
		all = append(all, c)
	}
	return all
}

// TestCovering holds the covering sets to what they are for. The short run takes the smallest set: it tests the algorithm.
func TestCovering(t *testing.T) {
	for _, at := range languages(t) {
		if !long() && at.set+" "+at.language != "micro go" {
			continue
		}
		t.Run(at.set+" "+at.language, func(t *testing.T) {
			m := newMatrix(t, at.set, at.language)
			missing, possible := map[pairwise.Pair]bool{}, map[level]bool{}
			for _, p := range m.space().Possible() {
				missing[p], possible[p[0]], possible[p[1]] = true, true, true
			}
			all, seen := m.covering(), map[string]bool{}
			for _, c := range all {
				for _, p := range pairwise.Pairs(numbers(m.levels(c))) {
					delete(missing, p)
				}
				if name := fmt.Sprint(c.args()); seen[name] {
					t.Errorf("twice: %s", name)
				} else {
					seen[name] = true
				}
			}
			for p := range missing {
				a, b := m.factors[p[0].Factor], m.factors[p[1].Factor]
				t.Errorf("not covered: %s=%s with %s=%s", a.name, a.levels[p[0].At], b.name, b.levels[p[1].At])
			}
			single := map[level]bool{}
			for _, c := range m.each() {
				for _, l := range m.levels(c) {
					single[l] = true
				}
			}
			for i, f := range m.factors {
				for at, name := range f.levels {
					if l := (level{Factor: i, At: at}); possible[l] && !single[l] {
						t.Errorf("%s=%s is in no combination", f.name, name)
					}
				}
			}
			t.Logf("%d combinations cover every pair of %d factors, %d every answer", len(all), len(m.factors), len(m.each()))
		})
	}
}

// languages gives the built-in sets with each language that they offer.
func languages(t *testing.T) []struct{ set, language string } {
	t.Helper()
	var all []struct{ set, language string }
	for _, set := range blueprints.Names() {
		files, _ := blueprints.Open(set)
		b, err := blueprint.Load(t.Context(), files, set)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range b.Questions {
			if q.Name == "language" {
				for _, c := range q.Choices {
					all = append(all, struct{ set, language string }{set, c.Value})
				}
			}
		}
	}
	return all
}
