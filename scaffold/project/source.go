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
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// LoadBlueprint opens and validates a blueprint by its source: full, micro, a directory or a git source. A built-in name wins
// over a directory of that name; "./full" names the directory. Its errors are Invalid, except where a server is at fault.
func LoadBlueprint(ctx context.Context, env Environment, source string) (*blueprint.Blueprint, error) {
	b, _, err := env.load(ctx, source)
	return b, err
}

// load is LoadBlueprint. Of a git source it returns what the lock records.
func (e Environment) load(ctx context.Context, source string) (*blueprint.Blueprint, scaffold.Source, error) {
	files, builtIn := blueprints.Open(source)
	if !builtIn && git.IsSource(source) {
		return e.loadGit(ctx, source)
	}
	var from scaffold.Source
	info, err := os.Stat(source)
	switch {
	case builtIn:
	case errors.Is(err, fs.ErrNotExist):
		return nil, from, invalid(problem.Problem{
			Message: fmt.Sprintf("blueprint %q: no such directory", source),
			Hints: append(problem.DidYouMean(source, blueprints.Names()),
				"use "+strings.Join(blueprints.Names(), ", ")+", a git URL, or a directory that contains "+blueprint.Manifest),
		})
	case err == nil && !info.IsDir():
		return nil, from, invalid(problem.Problem{
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
		return nil, from, invalid(fmt.Errorf("blueprint %q: %w", source, err))
	}
	b, err := loadFiles(ctx, files, strings.TrimSuffix(filepath.ToSlash(source), "/"))
	return b, from, err
}

// loadFiles validates a blueprint that was opened.
func loadFiles(ctx context.Context, files fs.FS, label string) (*blueprint.Blueprint, error) {
	b, err := blueprint.Load(ctx, files, label)
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
func LintBlueprint(ctx context.Context, env Environment, source string) (*blueprint.Blueprint, problem.List, error) {
	b, err := LoadBlueprint(ctx, env, source)
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

// want says which blueprint of a project is asked for.
type want struct {
	source string // another one, as the person typed it; "" for the project's own
	update bool   // of a git source, the newest; else the revision that the lock records
	to     string // with update: this branch, tag or commit
}

// source opens the blueprint that a project was made from, or another one that the person names.
func (p *Project) source(ctx context.Context, saved scaffold.Project, w want) (*blueprint.Blueprint, scaffold.Source, error) {
	then := saved.Lock.Blueprint
	from := scaffold.Source{Name: then.Source, Ref: then.Ref, Revision: then.Revision}
	name := from.Name
	isGit := !isBuiltIn(name) && git.IsSource(name)
	switch {
	case w.source != "" && w.to != "":
		return nil, from, invalid(problem.Problem{Message: "--to and --source exclude each other", Hints: []string{"use --source SOURCE@REF"}})
	case w.source != "":
		b, from, err := p.env.load(ctx, w.source)
		if err == nil && from.Name == "" {
			from = recorded(w.source, p.dir)
		}
		if err == nil {
			err = refuseCommands(b)
		}
		return b, from, err
	case isGit:
		return p.gitSource(ctx, saved, w)
	case w.to != "":
		return nil, from, invalid(problem.Problem{
			Message: fmt.Sprintf("--to requires a project from a git source; this one was made from %q", name),
			Hints:   []string{"to use another blueprint: scaffold update --source SOURCE"},
		})
	case !isBuiltIn(name) && !filepath.IsAbs(name):
		name = filepath.Join(p.dir, filepath.FromSlash(name)) // as it was recorded
	}
	b, err := LoadBlueprint(ctx, p.env, name)
	if _, missing := os.Stat(name); err != nil && errors.Is(missing, fs.ErrNotExist) {
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
