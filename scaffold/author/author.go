// Package author answers what people who write blueprints ask of them: whether every answer works, alone and together with
// any other, what a new version changes, and what a blueprint makes tools run.
package author

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
	"github.com/seed-d277c37b/scaffold/scaffold/risk"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// sample is the name of projects that are rendered to look at, and kept nowhere.
const sample = "demo"

// AsSource returns a directory as a source that nobody takes for a built-in blueprint.
func AsSource(dir string) string {
	if filepath.IsAbs(dir) || strings.HasPrefix(dir, ".") {
		return dir
	}
	return "./" + dir
}

// input returns what answers a blueprint's questions: what is given, and the defaults.
func input(a project.Answers) blueprint.Input {
	return blueprint.Input{Name: sample, Year: time.Now().UTC().Year(), Flags: a.Flags, Parts: a.Parts, File: a.File}
}

// Risks returns what a project of a blueprint makes tools run later, and the answers that it was rendered with.
func Risks(ctx context.Context, b *blueprint.Blueprint, a project.Answers) ([]risk.Risk, blueprint.Answers, error) {
	answers, files, err := rendered(ctx, b, input(a))
	if err != nil {
		return nil, answers, err
	}
	return risk.Of(files), answers, nil
}

// rendered answers the questions of a blueprint and renders it. What is wrong is Invalid.
func rendered(ctx context.Context, b *blueprint.Blueprint, in blueprint.Input) (blueprint.Answers, tree.Tree, error) {
	answers, err := blueprint.Resolve(b, in, render.NewEvaluator(ctx, b))
	if err != nil {
		return answers, nil, invalid(ctx, err)
	}
	files, err := render.Render(ctx, b, answers)
	return answers, files, invalid(ctx, err)
}

// invalid marks what is wrong with a blueprint or its answers as Invalid. That ctx has ended is no such thing.
func invalid(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	return &project.Error{Kind: project.Invalid, Err: err}
}
