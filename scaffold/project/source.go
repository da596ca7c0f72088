package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-d277c37b/scaffold/blueprints"
	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// LoadBlueprint opens and validates a blueprint by its source: full, micro or a directory. A built-in name wins over a
// directory of that name; "./full" names the directory. Its errors are Invalid.
func LoadBlueprint(ctx context.Context, source string) (*blueprint.Blueprint, error) {
	files, builtIn := blueprints.Open(source)
	info, err := os.Stat(source)
	switch {
	case builtIn:
	case gitSource().MatchString(source):
		return nil, invalid(problem.Problem{
			Message: fmt.Sprintf("blueprint %q: this version of scaffold cannot read git sources", source),
			Hints:   []string{"clone it and name the directory: --blueprint DIR"},
		})
	case errors.Is(err, fs.ErrNotExist):
		return nil, invalid(problem.Problem{
			Message: fmt.Sprintf("blueprint %q: no such directory", source),
			Hints: append(problem.DidYouMean(source, blueprints.Names()),
				"use "+strings.Join(blueprints.Names(), ", ")+" or a directory that contains "+blueprint.Manifest),
		})
	case err == nil && !info.IsDir():
		return nil, invalid(problem.Problem{
			Message: fmt.Sprintf("blueprint %q: not a directory", source),
			Hints:   []string{"name the directory that contains " + blueprint.Manifest},
		})
	case err == nil:
		files, err = disk.FS(source) // which does not follow links that lead out of it
	}
	if err != nil && !builtIn {
		var at *fs.PathError
		if errors.As(err, &at) { // the message names the path already
			err = at.Err
		}
		return nil, invalid(fmt.Errorf("blueprint %q: %w", source, err))
	}
	b, err := blueprint.Load(ctx, files, strings.TrimSuffix(filepath.ToSlash(source), "/"))
	if err == nil {
		err = b.Supports(scaffold.Version)
	}
	return b, invalid(err)
}

func isBuiltIn(source string) bool {
	_, builtIn := blueprints.Open(source)
	return builtIn
}

// LintBlueprint is LoadBlueprint, and finds everything that is wrong with the blueprint without rendering it. It also returns
// what the author should know, and is no error.
func LintBlueprint(ctx context.Context, source string) (*blueprint.Blueprint, problem.List, error) {
	b, err := LoadBlueprint(ctx, source)
	if err != nil {
		return nil, nil, err
	}
	if err := render.Lint(ctx, b); err != nil {
		return nil, nil, invalid(err)
	}
	idle, err := render.Idle(ctx, b)
	if err != nil {
		return nil, nil, err
	}
	notes := append(render.Junk(b), idle...)
	for _, folder := range b.Empty {
		notes = append(notes, b.ProblemIn(blueprint.Source{Full: folder}, 0, 0, "an empty folder, which no project gets", "delete it, or put a .gitkeep into it"))
	}
	return b, notes, refuseCommands(b)
}

// junkNotes says which of the files that were rendered nobody wanted, as far as their names tell.
func junkNotes(b *blueprint.Blueprint, source string) []problem.Problem {
	junk := render.Junk(b)
	if len(junk) == 0 {
		return nil
	}
	const most = 3 // to name
	names := make([]string, 0, most+1)
	for i, p := range junk {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(junk)-most))
			break
		}
		names = append(names, p.File)
	}
	return []problem.Problem{{
		Message: "the blueprint contains junk that was copied into the project: " + strings.Join(names, ", "),
		Hints:   []string{"delete it in both; to list it: " + problem.ShellCommand("scaffold", "blueprint", "lint", source)},
	}}
}

// recorded returns the source as the lock of a project in dir remembers it. A directory that was given relative to the
// working folder is recorded relative to the project, so that a checkout elsewhere finds it too.
func recorded(source, dir string) scaffold.Source {
	if isBuiltIn(source) || filepath.IsAbs(source) {
		return scaffold.Source{Name: filepath.ToSlash(source)}
	}
	absolute, err := filepath.Abs(source)
	if err != nil {
		return scaffold.Source{Name: filepath.ToSlash(source)}
	}
	relative, err := filepath.Rel(dir, absolute)
	if err != nil { // on another drive
		return scaffold.Source{Name: filepath.ToSlash(absolute)}
	}
	name := filepath.ToSlash(relative)
	if !strings.HasPrefix(name, ".") { // a directory in the project, which may be called like a built-in set
		name = "./" + name
	}
	return scaffold.Source{Name: name}
}

// gitSource matches what git would clone: a scheme, or the scp-like user@host:path.
var gitSource = plaintext.Pattern(`^([a-z][a-z0-9+.-]*://|[^/\\]+@[^/\\]+:|git@)`) //nolint:gochecknoglobals // constant

// source opens the blueprint that a project was made from, or another one that the person names.
func (p *Project) source(ctx context.Context, saved scaffold.Project, named string) (*blueprint.Blueprint, scaffold.Source, error) {
	from := scaffold.Source{Name: saved.Lock.Blueprint.Source, Revision: saved.Lock.Blueprint.Revision}
	name := from.Name
	switch {
	case named != "":
		name, from = named, recorded(named, p.dir)
	case !isBuiltIn(name) && !filepath.IsAbs(name) && !gitSource().MatchString(name):
		name = filepath.Join(p.dir, filepath.FromSlash(name)) // as it was recorded
	}
	b, err := LoadBlueprint(ctx, name)
	if _, missing := os.Stat(name); err != nil && named == "" && !gitSource().MatchString(name) && errors.Is(missing, fs.ErrNotExist) {
		err = invalid(problem.Problem{
			File:    p.Shown(lock.Path),
			Message: fmt.Sprintf("the project was made from %q, which no longer exists", from.Name),
			Hints:   []string{"give the blueprint's new location: scaffold update --source DIR"},
		})
	}
	if err == nil {
		err = refuseCommands(b)
	}
	return b, from, err
}
