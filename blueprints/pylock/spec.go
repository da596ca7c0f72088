package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// spec is the content of a NAME.lock.yaml.
type spec struct {
	Python      string    `yaml:"python"`
	Delims      [2]string `yaml:"delims"`
	Run         []root    `yaml:"run"`
	Dev         []root    `yaml:"dev"`
	Constraints []string  `yaml:"constraints"`

	dir  string // of the blueprint
	name string // of the layer
}

// root is a direct dependency.
type root struct {
	Require string `yaml:"require"` // PEP 508
	When    string `yaml:"when"`    // a pipeline; "" for always
}

// requirement splits a PEP 508 requirement into name, extras, version bounds and marker. It matches no URLs.
var requirement = regexp.MustCompile(
	`^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[A-Za-z0-9 ,._-]*\])?\s*([^;@]*?)\s*(?:;\s*(.+))?$`)

// UnmarshalYAML accepts a requirement alone, or one with its condition.
func (r *root) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		r.Require = n.Value
	} else {
		type plain root
		if err := n.Load((*plain)(r), yaml.WithKnownFields()); err != nil {
			return err
		}
	}
	if !requirement.MatchString(r.Require) {
		return fmt.Errorf("line %d: %q is not a requirement such as \"flask\" or \"psycopg[binary]>=3\"", n.Line, r.Require)
	}
	return nil
}

// key returns the normalized name of the package (PEP 503).
func (r root) key() string { return normalize(requirement.FindStringSubmatch(r.Require)[1]) }

func normalize(name string) string {
	return strings.ToLower(regexp.MustCompile(`[-_.]+`).ReplaceAllString(name, "-"))
}

// readSpec reads and validates a NAME.lock.yaml.
func readSpec(file string) (spec, error) {
	layer, ok := strings.CutSuffix(filepath.Base(file), ".lock.yaml")
	if !ok {
		return spec{}, fmt.Errorf("%s: must be named LAYER.lock.yaml", file)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return spec{}, err
	}
	s := spec{dir: filepath.Dir(file), name: layer, Delims: [2]string{"{{", "}}"}}
	if err := yaml.Load(data, &s, yaml.WithKnownFields()); err != nil {
		return spec{}, fmt.Errorf("%s: %w", file, err)
	}
	if err := s.check(); err != nil {
		return spec{}, fmt.Errorf("%s: %w", file, err)
	}
	return s, nil
}

func (s spec) check() error {
	var errs []error
	if s.Python == "" {
		errs = append(errs, errors.New("python: the lowest supported version is required"))
	}
	seen := map[string]bool{}
	for _, r := range s.roots() {
		if seen[r.key()] {
			errs = append(errs, fmt.Errorf("%s is listed twice: join the conditions with `or`", r.key()))
		}
		seen[r.key()] = true
	}
	if len(seen) == 0 {
		errs = append(errs, errors.New("run and dev must not both be empty"))
	}
	return errors.Join(errs...)
}

func (s spec) roots() []root { return append(s.Run[:len(s.Run):len(s.Run)], s.Dev...) }

// path returns the path of a file in the blueprint.
func (s spec) path(elem ...string) string { return filepath.Join(append([]string{s.dir}, elem...)...) }

func (s spec) lockFile() string    { return s.path(s.name, "requirements.lock.tmpl") }
func (s spec) devLockFile() string { return s.path(s.name, "requirements-dev.lock.tmpl") }
