package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

func newAdd(a *app) *cobra.Command {
	return a.alter("add KIND NAME...", "Add parts, such as apps, or features to the project",
		"scaffold add app blog\n  scaffold add feature docker ci",
		func(b *blueprint.Blueprint, in blueprint.Input, args []string) (blueprint.Input, error) {
			return scaffold.Add(b, in, args[0], args[1:]...)
		}, 2)
}

func newRemove(a *app) *cobra.Command {
	return a.alter("remove KIND NAME...", "Remove parts or features from the project",
		"scaffold remove app blog\n  scaffold remove feature docker",
		func(b *blueprint.Blueprint, in blueprint.Input, args []string) (blueprint.Input, error) {
			return scaffold.Remove(b, in, args[0], args[1:]...)
		}, 2)
}

func newSet(a *app) *cobra.Command {
	return a.alter("set KEY=VALUE...", "Change answers of the project",
		"scaffold set port=9000\n  scaffold set app.blog.title=News",
		func(b *blueprint.Blueprint, in blueprint.Input, args []string) (blueprint.Input, error) {
			if err := refuseSecrets(b, args); err != nil {
				return in, err
			}
			return scaffold.Set(in, args...)
		}, 1)
}

// refuseSecrets says that a secret cannot be changed here, which would otherwise pass in silence: the file with it is
// never written again. The problem does not repeat the secret.
func refuseSecrets(b *blueprint.Blueprint, assignments []string) error {
	var problems problem.List
	for _, text := range assignments {
		key, _, _ := strings.Cut(text, "=")
		for _, q := range b.Questions {
			if q.Kind == blueprint.Secret && q.Name == key {
				problems = append(problems, problem.Problem{
					File: "set " + key + "=...", Message: "a secret is written once, and is yours from then on",
					Hints: []string{"change it in the file that holds it"},
				})
			}
		}
	}
	return problems.Err()
}

// alter makes a verb that changes the answers, and renders the same blueprint with them.
func (a *app) alter(
	use, short, example string,
	change func(*blueprint.Blueprint, blueprint.Input, []string) (blueprint.Input, error), least int,
) *cobra.Command {
	c := &changeFlags{}
	cmd := &cobra.Command{Use: use, Short: short, Example: "  " + example, Args: atLeast(least)}
	c.register(a, cmd)
	c.registerSet(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		w, p, n, err := a.begin(ctx, "", c.force)
		if err != nil {
			return err
		}
		if n.input, err = change(n.blueprint, n.input, args); err != nil {
			return invalid(err)
		}
		return a.change(ctx, w, p, n, c, typed(cmd.Name(), args...))
	}
	return cmd
}
