// Command pylock writes the lock files of a Python layer, exact for every combination of answers.
//
//	go run ./pylock [-upgrade] micro/python.lock.yaml …
//
// NAME.lock.yaml beside a blueprint.yaml lists the direct dependencies of the layer NAME/:
//
//	python: "3.12"            # the lowest Python that the project supports
//	delims: ["[[", "]]"]      # those of the layer in blueprint.yaml; {{ and }} where left out
//	run:                      # what the application needs
//	  - flask
//	  - {require: "psycopg[binary]", when: eq .database "postgres"}
//	dev:                      # what testing and checking it needs besides
//	  - pytest
//	constraints:              # bounds on what comes along (optional)
//	  - "urllib3<3"
//
// Requirements follow PEP 508. `when` is a template pipeline over the answers, without braces, as in blueprint.yaml. From it
// pylock writes four templates, to be committed:
//
//	NAME/requirements.lock.tmpl           every package that `run` needs, with its hashes
//	NAME/requirements-dev.lock.tmpl       every package that `run` and `dev` need
//	partials/NAME-dependencies.tmpl       the items of `dependencies` in pyproject.toml
//	partials/NAME-dev-dependencies.tmpl   the items of its group `dev`
//
// pyproject.toml.tmpl then says
//
//	dependencies = [
//	[[ template "python-dependencies" . -]]
//	]
//
// and each project gets, byte for byte, the lock that its own `make lock` writes. A requirement without bounds gets the
// locked version, to its second number, as its lower bound.
//
// First, all requirements are resolved together, which yields one version of each package. Then each requirement is
// resolved alone within those versions, which yields its own dependencies, with extras and markers. A template lists each
// package once, under the union of the conditions of the requirements that need it.
//
// Versions that are locked already are kept, unless -upgrade is given. pylock needs uv and a package index. It installs
// nothing, and leaves checking the conditions to `scaffold blueprint lint`.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

func main() { os.Exit(process(os.Args[1:], os.Stderr)) } //nolint:forbidigo // a program of its own, as cmd/scaffold is

// process runs the program and returns its exit code.
func process(args []string, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, args, stderr); err != nil {
		_, _ = fmt.Fprintln(stderr, "pylock:", err)
		return 1
	}
	return 0
}

func run(ctx context.Context, args []string, stderr io.Writer) error {
	flags := flag.NewFlagSet("pylock", flag.ContinueOnError)
	flags.SetOutput(stderr)
	upgrade := flags.Bool("upgrade", false, "take the newest versions instead of those locked already")
	if err := flags.Parse(args); err != nil {
		return err
	}
	for _, file := range flags.Args() {
		s, err := readSpec(file)
		if err != nil {
			return err
		}
		files, err := generate(ctx, s, locked(s, *upgrade), uv{stderr: stderr})
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err := write(files); err != nil {
			return err
		}
	}
	return nil
}
