package project

import (
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Defaults are the person's own defaults for new projects.
type Defaults struct {
	File    string            // its absolute path; "" if there is none
	Answers map[string]string // as they are written
	parsed  *blueprint.AnswersFile
}

// defaults reads the person's defaults, an answers file defaults.yaml in scaffold's configuration folder. Without
// one there are none.
func (e Environment) defaults() (Defaults, error) {
	dir := e.folder("XDG_CONFIG_HOME", "APPDATA", ".config")
	if dir == "" {
		return Defaults{}, nil
	}
	d := Defaults{File: filepath.Join(dir, "defaults.yaml")}
	data, err := git.ReadFile(d.File)
	if isMissing(err) {
		return Defaults{}, nil
	}
	if err != nil {
		why := err.Error()
		if at := (*fs.PathError)(nil); errors.As(err, &at) {
			why = at.Err.Error()
		}
		return Defaults{}, problem.Problem{File: d.File, Message: "cannot read your defaults: " + why}
	}
	if d.parsed, err = blueprint.ParseAnswers(data, d.File); err != nil {
		return Defaults{}, invalid(err)
	}
	d.Answers = d.parsed.Texts()
	return d, nil
}
