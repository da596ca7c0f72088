// Command gomod writes go.mod and go.sum of a Go layer, exact for every combination of answers.
//
//	go run ./gomod [-upgrade] full/go.mod.yaml …
//
// NAME.mod.yaml beside a blueprint.yaml says which answers change what the code of the layer NAME/ imports:
//
//	delims: ["[[", "]]"]      # those of the layer in blueprint.yaml; {{ and }} where left out
//	go: 1.25.0                # the oldest that the code itself works with; left out, go.mod.tmpl says it
//	answers:                  # to questions that must be answered so that the layer is laid
//	  language: go
//	vary:                     # the choices of these questions, in all combinations
//	  database: [sqlite, postgres, mysql]
//	  features: [metrics, river]
//
// From it gomod writes NAME/go.mod.tmpl and NAME/go.sum.tmpl, which are committed: each line that is not in all projects
// stands under a condition over the answers. A project has exactly the bytes that `go mod tidy` leaves as they are, so that
// it is generated without a network. Nothing is listed by hand: write the code, name what changes its imports in `vary`,
// and run `go generate ./blueprints`. The code may import a module in one combination and not in another; a module that
// all import is a direct requirement in all. A combination that the blueprint refuses is left out.
//
// How: the project is rendered for every combination, with all of the known versions in its go.mod, and tidied. The
// highest version of a module in any of them is then the one in all, so that adding a feature never changes a version;
// this goes on until nothing changes. The version of Go is the lowest that the modules of a combination allow. Then the shortest condition is sought that holds for the combinations in which a line
// stands, and for no other.
//
// Where the conditions allow it a project has neither requirements nor a go.sum; leave that file out by a rule:
// {match: go.sum, when: …}.
//
// Versions that stand in the templates already are kept; -upgrade takes the newest. It needs the go command and a module
// proxy, or a module cache that has all of it. TestSets proves the results; it renders what is committed.
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

// process is the whole program but for its exit.
func process(args []string, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, args, stderr); err != nil {
		_, _ = fmt.Fprintln(stderr, "gomod:", err)
		return 1
	}
	return 0
}

func run(ctx context.Context, args []string, stderr io.Writer) error {
	flags := flag.NewFlagSet("gomod", flag.ContinueOnError)
	flags.SetOutput(stderr)
	upgrade := flags.Bool("upgrade", false, "take the newest versions instead of those written already")
	if err := flags.Parse(args); err != nil {
		return err
	}
	for _, file := range flags.Args() {
		s, err := readSpec(file)
		if err != nil {
			return err
		}
		pins := versions{}
		if !*upgrade {
			pins = s.written()
		}
		tidied, err := s.tidyAll(ctx, pins, stderr)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		mod, sum, err := s.templates(tidied)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		for name, text := range map[string]string{"go.mod.tmpl": mod, "go.sum.tmpl": sum} {
			if err := os.WriteFile(s.path(name), []byte(text), 0o644); err != nil { //nolint:gosec // source code, read by all
				return err
			}
		}
	}
	return nil
}
