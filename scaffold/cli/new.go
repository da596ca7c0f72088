package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/blueprints"
	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/prompt"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// newOptions is the command line of `scaffold new`.
type newOptions struct {
	path      string
	layout    string
	blueprint string
	answers   answerFlags
	defaults  bool
	dryRun    bool
	git       gitFlags
}

func newNew(a *app) *cobra.Command {
	o := &newOptions{}
	cmd := &cobra.Command{
		Use:   "new PATH",
		Short: "Start a project: render a blueprint into a new repository and make the first commit",
		Long: `Start a project in the new folder PATH; its last element is the project's name.

At a terminal, what the flags leave open is asked for. Without one, or with -y,
defaults are taken, and what has no default is named in one error.`,
		Example: `  scaffold new shop
  scaffold new shop --layout micro --language python -y
  scaffold new shop --layout full --language python --app blog,events -y
  scaffold new shop --blueprint ./service --set port=9000 --dry-run`,
		Args: exactly(1, "one path, whose last element is the project's name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.path = args[0]
			return a.runNew(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.layout, "layout", "", "`LAYOUT`: full or micro")
	f.StringVar(&o.blueprint, "blueprint", "", "a blueprint `SOURCE`: full, micro or a directory")
	o.answers.register(cmd)
	f.BoolVarP(&o.defaults, "defaults", "y", false, "ask nothing: take the default of what is not given")
	f.BoolVar(&o.dryRun, "dry-run", false, "show every file with its size and reason, write nothing")
	f.BoolVar(&a.json, "json", false, "print one JSON document on stdout, all else on stderr")
	o.git.register(cmd)
	_ = cmd.RegisterFlagCompletionFunc("layout",
		cobra.FixedCompletions(blueprints.Names(), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("blueprint", completeSources)
	return cmd
}

func (a *app) runNew(ctx context.Context, o *newOptions) error {
	target, err := newTarget(o)
	if err != nil {
		return err
	}
	given, err := o.answers.read()
	if err != nil {
		return invalid(err)
	}
	plan, err := o.git.plan(target)
	if err != nil {
		return err
	}
	t := a.terminal(o.defaults)
	b, from, err := a.chooseBlueprint(ctx, o, given, t)
	if err != nil {
		return err
	}
	answers, err := resolveAnswers(ctx, b, blueprint.Input{
		Name: filepath.Base(target), Year: plan.year(), Flags: given.flags, Parts: given.parts, File: given.file,
	}, t)
	if err != nil {
		return err
	}
	started := time.Now()
	m, err := renderNew(b, answers, from.recorded(target), o)
	if err != nil {
		return invalid(err)
	}
	if t != nil && !o.dryRun {
		a.printSummary(answers.Name, visible(m.state.Files))
		if yes, err := t.Confirm(ctx, "Create it?"); err != nil || !yes {
			return errCancelled
		}
		started = time.Now()
	}
	if !o.dryRun {
		if m.repository, err = a.write(ctx, o.path, m.state.Files, plan, m.subject()); err != nil {
			return err
		}
	}
	m.took = time.Since(started)
	m.notes = append(append(m.notes, plan.notes...), unfiltered(m.repository)...)
	a.reportMade(m)
	return nil
}

// renderNew gives all that is known of the project before it is written.
func renderNew(b *blueprint.Blueprint, answers blueprint.Answers, from scaffold.Source, o *newOptions) (*made, error) {
	state, err := scaffold.Render(b, answers, from)
	if err != nil {
		return nil, err
	}
	next, err := render.Next(b, answers, o.path)
	if err != nil {
		return nil, err
	}
	m := &made{path: o.path, blueprint: b, answers: answers, state: state, next: next, dryRun: o.dryRun}
	for _, note := range answers.Notes {
		m.notes = append(m.notes, problem.Problem{Message: note})
	}
	return m, nil
}

// newTarget checks the path before anything is asked. It is returned absolute and clean.
func newTarget(o *newOptions) (string, error) {
	if o.layout != "" && o.blueprint != "" {
		return "", &failure{code: exitUsage, err: problem.Problem{
			Message: "--layout and --blueprint both name a blueprint", Hints: []string{"give one of them"},
		}}
	}
	if o.layout != "" && !slices.Contains(blueprints.Names(), o.layout) {
		return "", unknownChoice("layout", o.layout, blueprints.Names())
	}
	slashed := filepath.ToSlash(o.path)
	if slices.Contains(strings.Split(slashed, "/"), "..") {
		return "", &failure{code: exitUsage, err: problem.Problem{
			Message: fmt.Sprintf("path %q climbs out of the folder that it is given in", o.path),
			Hints:   []string{"change into the folder that should hold the project, or give an absolute path"},
		}}
	}
	target, err := filepath.Abs(o.path)
	if err != nil {
		return "", err
	}
	if clean := filepath.Clean(o.path); o.path == "" || clean == "." || target == filepath.Dir(target) {
		return "", &failure{code: exitUsage, err: problem.Problem{
			Message: fmt.Sprintf("path %q has no name for the project", o.path),
			Hints:   []string{"name a new folder: scaffold new shop"},
		}}
	}
	if err := blueprint.CheckName(filepath.Base(target)); err != nil {
		return "", invalid(err)
	}
	return target, disk.CheckTarget(o.path)
}

// terminal gives the terminal to ask at, nil where nothing may be asked.
func (a *app) terminal(defaults bool) *prompt.Terminal {
	if defaults || a.json {
		return nil
	}
	t, ok := prompt.On(a.in, a.out.w)
	if !ok {
		return nil
	}
	t.ASCII = !isUTF8()
	return t
}

// chooseBlueprint takes the blueprint from the flags, else from the answers file, else asks, else takes micro.
func (a *app) chooseBlueprint(ctx context.Context, o *newOptions, given given, t *prompt.Terminal) (*blueprint.Blueprint, source, error) {
	name := o.layout
	if name == "" {
		name = o.blueprint
	}
	if name == "" && given.file != nil {
		name = cmp.Or(given.file.Layout, given.file.Blueprint)
	}
	if name == "" && t != nil {
		var err error
		if name, err = chooseLayout(ctx, t); err != nil {
			return nil, source{}, asCancelled(err)
		}
	}
	if name == "" {
		name = "micro"
	}
	b, from, err := loadBlueprint(name)
	if err != nil {
		return nil, from, err
	}
	if err := trusted(b); err != nil {
		return nil, from, err
	}
	if t != nil && !from.builtIn {
		if err := render.Lint(b); err != nil { // before the person answers questions in vain
			return nil, from, invalid(err)
		}
	}
	return b, from, nil
}

func chooseLayout(ctx context.Context, t *prompt.Terminal) (string, error) {
	names := blueprints.Names()
	summaries := make([]string, len(names))
	for i, name := range names {
		b, _, err := loadBlueprint(name)
		if err != nil {
			return "", err
		}
		summaries[i] = strings.ToLower(b.Summary[:1]) + b.Summary[1:]
	}
	i, err := t.Choose(ctx, "Layout", "scaffold layouts compares them by twelve parameters.", names, summaries,
		slices.Index(names, "micro"))
	if err != nil {
		return "", err
	}
	return names[i], nil
}

// asCancelled turns the prompt's own error into the one that has the exit code 130.
func asCancelled(err error) error {
	if errors.Is(err, prompt.ErrCancelled) {
		return errCancelled
	}
	return err
}
