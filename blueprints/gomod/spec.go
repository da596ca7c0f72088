package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// spec is what a NAME.mod.yaml says.
type spec struct {
	Delims  [2]string           `yaml:"delims"`
	Go      string              `yaml:"go"`
	Answers map[string]string   `yaml:"answers"`
	Vary    map[string][]string `yaml:"vary"`

	dir       string // of the blueprint
	name      string // of the layer
	blueprint *blueprint.Blueprint
	variables []variable // what varies
}

// A variable is an answer that changes: to a question of one choice, or whether one of several choices is taken.
type variable struct {
	question string
	values   []string // of a question of one choice; else "" and the choice
	several  bool
}

// A combination is the number of a value for each variable.
type combination []int

// readSpec reads a file and refuses what it cannot mean.
func readSpec(file string) (*spec, error) {
	layer, ok := strings.CutSuffix(filepath.Base(file), ".mod.yaml")
	if !ok {
		return nil, fmt.Errorf("%s: the name must end in .mod.yaml, after that of a layer", file)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	s := &spec{dir: filepath.Dir(file), name: layer, Delims: [2]string{"{{", "}}"}}
	if err := yaml.Load(data, s, yaml.WithKnownFields()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if s.blueprint, err = blueprint.Load(context.Background(), os.DirFS(s.dir), s.dir); err != nil {
		return nil, err
	}
	if s.variables, err = s.vary(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return s, nil
}

// path places a file of the layer.
func (s *spec) path(name string) string { return filepath.Join(s.dir, s.name, name) }

// vary gives the variables, by the names of their questions.
func (s *spec) vary() ([]variable, error) {
	var all []variable
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(s.Vary)) {
		at := slices.IndexFunc(s.blueprint.Questions, func(q blueprint.Question) bool { return q.Name == name })
		if at < 0 {
			errs = append(errs, fmt.Errorf("vary: blueprint.yaml does not ask for %s", name))
			continue
		}
		question := s.blueprint.Questions[at]
		for _, value := range s.Vary[name] {
			if !slices.ContainsFunc(question.Choices, func(c blueprint.Choice) bool { return c.Value == value }) {
				errs = append(errs, fmt.Errorf("vary: %s is no choice of %s", value, name))
			}
		}
		if question.Kind != blueprint.Many {
			all = append(all, variable{question: name, values: s.Vary[name]})
			continue
		}
		for _, value := range s.Vary[name] {
			all = append(all, variable{question: name, values: []string{"", value}, several: true})
		}
	}
	return all, errors.Join(errs...)
}

// combinations gives all of them, the first variable changing slowest.
func (s *spec) combinations() []combination {
	all := []combination{{}}
	for _, v := range s.variables {
		var longer []combination
		for _, c := range all {
			for value := range v.values {
				longer = append(longer, append(slices.Clone(c), value))
			}
		}
		all = longer
	}
	return all
}

// input gives the answers of a combination.
func (s *spec) input(c combination) map[string][]string {
	answers := map[string][]string{}
	for question, value := range s.Answers {
		answers[question] = []string{value}
	}
	for i, v := range s.variables {
		if value := v.values[c[i]]; value != "" {
			answers[v.question] = append(answers[v.question], value)
		}
	}
	return answers
}

// render gives the project of a combination, with some apps; ok is false where the blueprint refuses it, or takes other
// answers than the given ones.
func (s *spec) render(answers map[string][]string, apps ...string) (project tree.Tree, ok bool, err error) {
	in := blueprint.Input{Name: "shop", Year: 2000}
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		in.Flags = append(in.Flags, blueprint.FlagAnswer("--set", name, strings.Join(answers[name], ",")))
	}
	for _, app := range apps {
		in.Parts = append(in.Parts, blueprint.FlagPart("--app", "app", app))
	}
	resolved, err := blueprint.Resolve(s.blueprint, in, render.NewEvaluator(context.Background(), s.blueprint))
	if err != nil {
		return nil, false, nil //nolint:nilerr // a combination that nobody can have
	}
	for name, want := range answers {
		if got, several := resolved.Values[name].([]string); several && len(got) != len(want) {
			return nil, false, nil // a choice has brought others along: that combination comes by itself
		}
	}
	project, err = render.Render(context.Background(), s.blueprint, resolved)
	return project, err == nil, err
}

// versions are those of modules, by their paths.
type versions map[string]string

var pinned = regexp.MustCompile(`(?m)(?:^|\s|\]\]|\}\})([a-zA-Z0-9.-]+\.[a-z]+(?:/[^\s]+)?) (v[0-9][^\s\[{]*)`)

// written gives the versions of the templates that are there already.
func (s *spec) written() versions {
	found := versions{}
	text, err := os.ReadFile(s.path("go.mod.tmpl"))
	if err != nil {
		return found
	}
	for _, match := range pinned.FindAllStringSubmatch(string(text), -1) {
		found[match[1]] = match[2]
	}
	return found
}
