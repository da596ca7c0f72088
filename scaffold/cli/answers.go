package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

// answerFlags are the flags that answer a blueprint's questions.
type answerFlags struct {
	language  string
	database  string
	with, app []string
	part, set []string
	file      string
}

// register adds the flags to a command.
func (f *answerFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.language, "language", "", "use `LANGUAGE`: go or python")
	flags.StringVar(&f.database, "database", "", "use the database `NAME`")
	flags.StringSliceVar(&f.with, "with", nil, "turn on the features `FEATURE,...`")
	flags.StringSliceVar(&f.app, "app", nil, "create the apps `NAME,...`")
	flags.StringArrayVar(&f.part, "part", nil, "create parts of another kind: `KIND=NAME,...`")
	flags.StringArrayVar(&f.set, "set", nil, "answer a question: `KEY=VALUE`, or KIND.NAME.KEY=VALUE for one part")
	flags.StringVar(&f.file, "answers", "", "read answers from a YAML or JSON `FILE`, - for stdin")
	for name, values := range map[string][]string{"language": {"go", "python"}, "database": nil, "with": nil, "app": nil} {
		_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
}

// read puts the flags and the answers file into a request. It reports all problems at once.
func (f *answerFlags) read(cmd *cobra.Command, stdin io.Reader, r *project.Answers) error {
	var problems problem.List
	for _, answer := range []struct{ flag, key, value string }{
		{"database", "database", f.database}, {"language", "language", f.language}, {"with", "features", strings.Join(f.with, ",")},
	} {
		if cmd.Flags().Changed(answer.flag) {
			r.Flags = append(r.Flags, blueprint.FlagAnswer("--"+answer.flag+" "+answer.value, answer.key, answer.value))
		}
	}
	for _, set := range f.set {
		answer, err := blueprint.Assignment("--set", set)
		if err != nil {
			problems = append(problems, problemsOf(err)...)
			continue
		}
		r.Flags = append(r.Flags, answer)
	}
	slices.SortStableFunc(r.Flags, func(a, b blueprint.Given) int { return strings.Compare(a.Key, b.Key) })
	r.Parts = named("--app "+strings.Join(f.app, ","), "app", f.app)
	for _, part := range f.part {
		kind, names, found := strings.Cut(part, "=")
		if !found || kind == "" || names == "" {
			problems = append(problems, problem.Problem{File: "--part " + part, Message: "expected KIND=NAME,..."})
			continue
		}
		r.Parts = append(r.Parts, named("--part "+part, kind, strings.Split(names, ","))...)
	}
	if f.file != "" {
		data, label, err := readInput(f.file, "answers file", stdin)
		if err == nil {
			r.File, err = blueprint.ParseAnswers(data, label)
		}
		if err != nil {
			problems = append(problems, problemsOf(err)...)
		}
	}
	return problems.Err()
}

func named(flag, kind string, names []string) []blueprint.GivenPart {
	var parts []blueprint.GivenPart
	for _, name := range names {
		parts = append(parts, blueprint.FlagPart(flag, kind, strings.TrimSpace(name)))
	}
	return parts
}

// readInput reads a file that a person named, stdin for "-", and returns what problems call it. A pipe, as of
// <(sops -d answers.yaml), is fine. what is what the file is.
func readInput(name, what string, stdin io.Reader) (data []byte, label string, err error) {
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, name, problem.Problem{File: name, Message: "cannot read the " + what + ": " + cause(err)}
		}
		defer func() { _ = file.Close() }() // it was only read
		if info, err := file.Stat(); err == nil && info.IsDir() {
			return nil, name, problem.Problem{File: name, Message: "the " + what + " is a folder"}
		}
		stdin = file
	}
	data, err = io.ReadAll(io.LimitReader(stdin, blueprint.MaxManifest+1))
	if err != nil {
		return nil, name, problem.Problem{File: name, Message: "cannot read the " + what + ": " + cause(err)}
	}
	if len(data) > blueprint.MaxManifest {
		return nil, name, problem.Problem{
			File: name, Message: fmt.Sprintf("the %s is too large (limit %d MiB)", what, blueprint.MaxManifest>>20),
		}
	}
	if name == "-" {
		name = "stdin"
	}
	return data, name, nil
}
