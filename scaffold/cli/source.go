package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/blueprints"
	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// source is where a blueprint comes from.
type source struct {
	name    string // as the person gave it
	builtIn bool
}

// loadBlueprint opens and validates a blueprint by its SOURCE: full, micro or a directory. A built-in name wins over
// a directory of that name; "./full" names the directory. Every error of it is the exit code 2.
func loadBlueprint(name string) (*blueprint.Blueprint, source, error) {
	files, builtIn := blueprints.Open(name)
	if !builtIn {
		var err error
		if files, err = openDirectory(name); err != nil {
			return nil, source{}, invalid(err)
		}
	}
	b, err := blueprint.Load(files, strings.TrimSuffix(filepath.ToSlash(name), "/"))
	if err == nil {
		err = b.Supports(scaffold.Version)
	}
	return b, source{name: name, builtIn: builtIn}, invalid(err)
}

// recorded gives the source as the lock of a project at target remembers it: a directory that was given relative to the
// working folder is noted relative to the project, so that a checkout elsewhere finds it too.
func (s source) recorded(target string) scaffold.Source {
	if s.builtIn || filepath.IsAbs(s.name) {
		return scaffold.Source{Name: filepath.ToSlash(s.name)}
	}
	absolute, err := filepath.Abs(s.name)
	if err != nil {
		return scaffold.Source{Name: filepath.ToSlash(s.name)}
	}
	relative, err := filepath.Rel(target, absolute)
	if err != nil { // on another drive
		relative = absolute
	}
	return scaffold.Source{Name: filepath.ToSlash(relative)}
}

// gitSource matches what git would clone: a scheme, or the scp-like user@host:path.
var gitSource = regexp.MustCompile(`^([a-z][a-z0-9+.-]*://|[^/\\]+@[^/\\]+:|git@)`)

// openDirectory gives the files below dir, and nothing outside of it: links that lead out are not followed.
func openDirectory(dir string) (fs.FS, error) {
	if gitSource.MatchString(dir) {
		return nil, problem.Problem{
			Message: fmt.Sprintf("blueprint %q: git sources are not supported by this version of scaffold", dir),
			Hints:   []string{"clone it and name the directory: --blueprint DIR"},
		}
	}
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, problem.Problem{
			Message: fmt.Sprintf("blueprint %q: no such directory", dir),
			Hints: append(problem.DidYouMean(dir, blueprints.Names()),
				"built in are "+strings.Join(blueprints.Names(), " and ")+"; else name a directory with a "+blueprint.Manifest),
		}
	}
	if err != nil {
		return nil, fmt.Errorf("blueprint %q: %w", dir, cause(err))
	}
	if !info.IsDir() {
		return nil, problem.Problem{
			Message: fmt.Sprintf("blueprint %q: not a directory", dir),
			Hints:   []string{"name the directory that holds " + blueprint.Manifest},
		}
	}
	files, err := disk.FS(dir)
	if err != nil {
		return nil, fmt.Errorf("blueprint %q: %w", dir, cause(err))
	}
	return files, nil
}

// cause drops the operation and the path, which the message around it says already.
func cause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// trusted refuses a blueprint that wants to run commands: this version runs none, and never ignores them.
func trusted(b *blueprint.Blueprint) error {
	if len(b.Commands) == 0 {
		return nil
	}
	var list problem.List
	for _, c := range b.Commands {
		p := b.ProblemAt(blueprint.Text{Line: c.Line, Column: c.Column}, 0,
			fmt.Sprintf("the blueprint wants to run %q, and was not trusted", strings.Join(c.Run, " ")),
			"this version of scaffold runs no commands: take them out, and name them under next:")
		list = append(list, p)
	}
	return &failure{code: exitUntrusted, err: list}
}

func completeSources(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return blueprints.Names(), cobra.ShellCompDirectiveFilterDirs
}

// unknownChoice says that value is none of the choices of what.
func unknownChoice(what, value string, choices []string) error {
	return &failure{code: exitUsage, err: problem.Problem{
		Message: fmt.Sprintf("unknown %s %q", what, value),
		Hints:   append(problem.DidYouMean(value, choices), "it can be "+strings.Join(choices, ", ")),
	}}
}
