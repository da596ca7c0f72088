package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/Masterminds/semver/v3"
	"golang.org/x/mod/modfile"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// tidied is what `go mod tidy` has made of a combination.
type tidied struct {
	combination combination
	mod, sum    string
}

// tidyAll tidies every combination that the blueprint allows, until all have the same version of each module.
func (s *spec) tidyAll(ctx context.Context, pins versions, stderr io.Writer) ([]tidied, error) {
	for round := 1; ; round++ {
		var all []tidied
		found := versions{}
		for _, c := range s.combinations() {
			project, ok, err := s.render(s.input(c))
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			one, err := tidy(ctx, project, s.Go, pins, stderr)
			if err != nil {
				return nil, fmt.Errorf("%v: %w", s.input(c), err)
			}
			one.combination = c
			all = append(all, one)
			if err := found.raise(one.mod); err != nil {
				return nil, err
			}
		}
		if len(all) == 0 {
			return nil, errors.New("the blueprint allows none of the combinations")
		}
		if maps.Equal(found, pins) {
			return all, nil
		}
		if round > 5 {
			return nil, fmt.Errorf("the versions do not settle: %v, then %v", pins, found)
		}
		pins = found
	}
}

// raise takes the versions of a go.mod that are higher.
func (v versions) raise(mod string) error {
	f, err := modfile.Parse("go.mod", []byte(mod), nil)
	if err != nil {
		return err
	}
	for _, r := range f.Require {
		path, version := r.Mod.Path, r.Mod.Version
		if v[path] == "" {
			v[path] = version
			continue
		}
		known, err := semver.NewVersion(v[path])
		if err != nil {
			return fmt.Errorf("%s %s: %w", path, v[path], err)
		}
		other, err := semver.NewVersion(version)
		if err != nil {
			return fmt.Errorf("%s %s: %w", path, version, err)
		}
		if other.GreaterThan(known) {
			v[path] = version
		}
	}
	return nil
}

// tidy runs `go mod tidy` in a project, with the known versions, and with the oldest Go that they allow.
func tidy(ctx context.Context, project tree.Tree, oldest string, pins versions, stderr io.Writer) (tidied, error) {
	dir, err := os.MkdirTemp("", "gomod-*")
	if err != nil {
		return tidied{}, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a leftover in the temporary folder harms nobody
	if err := write(dir, project); err != nil {
		return tidied{}, err
	}
	f, err := modfile.Parse("go.mod", project["go.mod"].Data, nil)
	if err != nil {
		return tidied{}, err
	}
	head, err := withRequirements(f, pins)
	if err != nil {
		return tidied{}, err
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), head, 0o600); err != nil {
		return tidied{}, err
	}
	if err := os.Remove(filepath.Join(dir, "go.sum")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return tidied{}, err
	}
	mod, err := runTidy(ctx, dir, stderr)
	if err == nil && oldest != "" {
		// What is no longer required has raised the version of Go, and `go mod tidy` never lowers it.
		if mod, err = withGo(mod, oldest); err != nil {
			return tidied{}, err
		}
		if err = os.WriteFile(filepath.Join(dir, "go.mod"), mod, 0o600); err == nil {
			mod, err = runTidy(ctx, dir, stderr)
		}
	}
	if err != nil {
		return tidied{}, err
	}
	sum, err := os.ReadFile(filepath.Join(dir, "go.sum"))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return tidied{mod: string(mod), sum: string(sum)}, err
}

// withGo returns a go.mod with another version of Go.
func withGo(mod []byte, version string) ([]byte, error) {
	f, err := modfile.Parse("go.mod", mod, nil)
	if err == nil {
		err = f.AddGoStmt(version)
	}
	if err != nil {
		return nil, err
	}
	return f.Format()
}

// runTidy returns the go.mod that `go mod tidy` leaves.
func runTidy(ctx context.Context, dir string, stderr io.Writer) ([]byte, error) {
	err := command(ctx, dir, stderr, "mod", "tidy")
	if err != nil { // a module of the tests of a module may not be there: that is none of the project's
		err = command(ctx, dir, stderr, "mod", "tidy", "-e")
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, "go.mod"))
}

// write puts a project on disk. Only what the go command reads is needed.
func write(dir string, project tree.Tree) error {
	for name, file := range project {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // a temporary folder
			return err
		}
		if err := os.WriteFile(path, file.Data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// command runs the go command. What it says is shown if it fails.
func command(ctx context.Context, dir string, stderr io.Writer, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", args...) //nolint:gosec // arguments of this program's own
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GO111MODULE=on", "CGO_ENABLED=0")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		_, _ = io.Copy(stderr, &said)
		return fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
	}
	return nil
}

// quoted writes a text as templates do.
func quoted(text string) string { return strconv.Quote(text) }
