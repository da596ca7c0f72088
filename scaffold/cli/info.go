package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func newInfo(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "info",
		Short: "Show what this project is",
		Long: `Show what this project is: its blueprint, answers and parts, and its state. It
never shows secrets.

With --json: name, year, blueprint (name, version, source, ref, revision, digest),
scaffold (the version that wrote it last), answers, parts, state (in sync,
drift, update in progress, damaged), drift (files), pending (command, conflicts;
null for none), newer (a newer blueprint; "" for none), note, and defaults (your
own for new projects: file and answers; null for none).`,
		Args: noArguments(),
	}
	a.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		i, err := project.Describe(cmd.Context(), a.environment(project.Asker{}))
		if err != nil {
			return err
		}
		if !a.json {
			a.printInfo(i)
			return nil
		}
		document := map[string]any{ // its keys are part of the contract with scripts
			"name": i.Name, "year": i.Year, "scaffold": i.Scaffold,
			"blueprint": map[string]string{
				"name": i.Blueprint.Name, "version": i.Blueprint.Version, "source": i.Blueprint.Source,
				"ref": i.Blueprint.Ref, "revision": i.Blueprint.Revision, "digest": i.Blueprint.Digest,
			},
			"answers": answersOf(i.Asked, i.Answers), "parts": partsOf(i.Parts),
			"state": stateName(i), "drift": i.Drift, "pending": nil, "newer": i.Newer, "note": i.Note, "defaults": nil,
		}
		if i.Defaults.File != "" {
			document["defaults"] = map[string]any{"file": i.Defaults.File, "answers": i.Defaults.Answers}
		}
		if i.Pending != "" {
			document["pending"] = map[string]any{"command": i.Pending, "conflicts": i.Conflicts}
		}
		return a.out.printJSON(document)
	}
	return cmd
}

func (a *app) printInfo(i *project.Info) {
	p := a.out
	width := len("blueprint")
	for _, name := range i.Asked {
		width = max(width, len(name))
	}
	row := func(label, value string) { p.printf("  %s  %s\n", p.dim(fmt.Sprintf("%-*s", width, label)), value) }
	p.printf("%s\n", p.bold(i.Name))
	source := ""
	if i.Blueprint.Source != i.Blueprint.Name {
		source = " from " + i.Blueprint.Source
	}
	row("blueprint", i.Blueprint.Name+" "+i.Blueprint.Version+source)
	for _, name := range i.Asked {
		row(name, answerText(i.Answers[name]))
	}
	for _, kind := range slices.Sorted(maps.Keys(i.Parts)) {
		var names []string
		for _, part := range i.Parts[kind] {
			names = append(names, part.Name)
		}
		row(kind+"s", strings.Join(names, ", "))
	}
	state := stateName(i)
	switch {
	case i.Pending != "":
		state += fmt.Sprintf(": %s (%s to resolve)", i.Pending, count(len(i.Conflicts), "conflict"))
	case i.Damage != "":
		state += ": " + i.Damage
	case i.Drift > 0:
		state = count(i.Drift, "file") + " drifted: scaffold check"
	}
	row("state", state)
	if i.Defaults.File != "" {
		names := slices.Sorted(maps.Keys(i.Defaults.Answers))
		row("defaults", fmt.Sprintf("%s: %s (for new projects)", i.Defaults.File, strings.Join(names, ", ")))
	}
	switch {
	case i.Newer != "":
		p.printf("%s %s is available: scaffold update\n", p.cyan("hint:"), i.Newer)
	case i.Note != "":
		p.printf("! %s\n", i.Note)
	}
}

func stateName(i *project.Info) string {
	switch {
	case i.Pending != "":
		return "update in progress"
	case i.Damage != "":
		return "damaged"
	case i.Drift > 0:
		return "drift"
	}
	return "in sync"
}
