package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/prompt"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// answerFlags are the flags that answer a blueprint's questions.
type answerFlags struct {
	cmd       *cobra.Command
	language  string
	database  string
	with, app []string
	part, set []string
	file      string
}

func (f *answerFlags) register(cmd *cobra.Command) {
	f.cmd = cmd
	flags := cmd.Flags()
	flags.StringVar(&f.language, "language", "", "go or python, as far as the layout has it (`LANGUAGE`)")
	flags.StringVar(&f.database, "database", "", "the database that the project uses (`NAME`)")
	flags.StringSliceVar(&f.with, "with", nil, "features to begin with: `FEATURE,...`")
	flags.StringSliceVar(&f.app, "app", nil, "apps to begin with: `NAME,...`")
	flags.StringArrayVar(&f.part, "part", nil, "parts of another kind than app: `KIND=NAME,...`")
	flags.StringArrayVar(&f.set, "set", nil, "answer any question: `KEY=VALUE`; KIND.NAME.KEY=VALUE for one part")
	flags.StringVar(&f.file, "answers", "", "a YAML or JSON `FILE` with answers")
	for name, values := range map[string][]string{"language": {"go", "python"}, "database": nil, "with": nil, "app": nil} {
		complete := cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
		if err := cmd.RegisterFlagCompletionFunc(name, complete); err != nil {
			panic(err) // a flag that was not registered above
		}
	}
}

// given is what the flags and the answers file say.
type given struct {
	flags []blueprint.Given
	parts []blueprint.GivenPart
	file  *blueprint.AnswersFile // nil: none
}

// read gives everything that is wrong with the flags and the file at once.
func (f *answerFlags) read() (given, error) {
	g := given{}
	var problems problem.List
	for flag, value := range map[string]string{"language": f.language, "database": f.database} {
		if f.cmd.Flags().Changed(flag) {
			g.flags = append(g.flags, blueprint.FlagAnswer("--"+flag+" "+value, flag, value))
		}
	}
	if f.cmd.Flags().Changed("with") {
		value := strings.Join(f.with, ",")
		g.flags = append(g.flags, blueprint.FlagAnswer("--with "+value, "features", value))
	}
	for _, set := range f.set {
		key, value, found := strings.Cut(set, "=")
		if !found || key == "" {
			problems = append(problems, problem.Problem{File: "--set " + set, Message: "not of the form KEY=VALUE"})
			continue
		}
		g.flags = append(g.flags, blueprint.FlagAnswer("--set "+set, key, value))
	}
	g.parts = named("--app "+strings.Join(f.app, ","), "app", f.app)
	for _, part := range f.part {
		kind, names, found := strings.Cut(part, "=")
		if !found || kind == "" || names == "" {
			problems = append(problems, problem.Problem{File: "--part " + part, Message: "not of the form KIND=NAME,..."})
			continue
		}
		g.parts = append(g.parts, named("--part "+part, kind, strings.Split(names, ","))...)
	}
	if f.file != "" {
		var err error
		if g.file, err = readAnswers(f.file); err != nil {
			problems = append(problems, problemsOf(err)...)
		}
	}
	slices.SortFunc(g.flags, func(a, b blueprint.Given) int { return strings.Compare(a.Key, b.Key) })
	return g, problems.Err()
}

func named(flag, kind string, names []string) []blueprint.GivenPart {
	var parts []blueprint.GivenPart
	for _, name := range names {
		parts = append(parts, blueprint.FlagPart(flag, kind, strings.TrimSpace(name)))
	}
	return parts
}

func readAnswers(file string) (*blueprint.AnswersFile, error) {
	info, err := os.Stat(file)
	if err == nil && !info.Mode().IsRegular() {
		return nil, problem.Problem{File: file, Message: "the answers file is not a regular file"}
	}
	if err == nil && info.Size() > blueprint.MaxManifest {
		return nil, problem.Problem{File: file, Message: fmt.Sprintf("the answers file has %s", size(info.Size()))}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, problem.Problem{File: file, Message: "the answers file cannot be read: " + cause(err).Error()}
	}
	return blueprint.ParseAnswers(data, file)
}

// resolveAnswers answers every question of b, asking at the terminal where there is one.
func resolveAnswers(ctx context.Context, b *blueprint.Blueprint, in blueprint.Input, t *prompt.Terminal) (blueprint.Answers, error) {
	if t != nil {
		in.Ask = func(q blueprint.Question, proposal any) (any, error) {
			return t.Question(ctx, q, proposal, q.Check)
		}
		in.AskParts = func(p blueprint.Part) ([]string, error) {
			return t.Names(ctx, p.Prompt, p.Help, func(names []string) error { return checkNames(p, names) })
		}
	}
	answers, err := blueprint.Resolve(b, in, render.NewEvaluator(b))
	if err = asCancelled(err); errors.Is(err, errCancelled) {
		return answers, err
	}
	return answers, invalid(err)
}

func checkNames(p blueprint.Part, names []string) error {
	for i, name := range names {
		if err := p.CheckName(name); err != nil {
			return err
		}
		if slices.Contains(names[:i], name) {
			return fmt.Errorf("%q is there twice", name)
		}
	}
	return nil
}
