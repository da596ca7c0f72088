package cli

import (
	"cmp"
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

// listFlags are flags of add that only some blueprints have a use for, so that its help does not list them: --from, and short
// ones for answers of what is added.
type listFlags struct {
	from        string
	plural, key string
	owner       bool
	without     []string
	environment func() project.Environment
}

func (l *listFlags) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&l.from, "from", "", "add all parts that a `FILE` lists")
	f.StringVar(&l.plural, "plural", "", "short for --set plural=`WORD`")
	f.StringVar(&l.key, "key", "", "short for --set key=`VALUE`")
	f.BoolVar(&l.owner, "owner", false, "short for --set owner=true")
	f.StringSliceVar(&l.without, "without", nil, "short for --set without=`VALUE,...`")
	for _, name := range []string{"from", "plural", "key", "owner", "without"} {
		_ = f.MarkHidden(name) // it exists
	}
	help := cmd.HelpFunc()
	cmd.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		if lines := project.AddUsage(cmp.Or(cmd.Context(), context.Background()), l.environment()); len(lines) > 0 {
			cmd.Long = cmd.Short + ". In this project:\n\n  scaffold add " + strings.Join(lines, "\n  scaffold add ")
			if strings.Contains(cmd.Long, " FIELD...") {
				cmd.Long += "\n\nFIELD is NAME:TYPE:MODIFIER..., such as title:string:max=200 or author:ref=blog.Author."
			}
		}
		help(cmd, args)
	})
	counted := cmd.Args
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if l.from != "" {
			return expects(1, 1, "KIND alone with --from FILE")(cmd, args)
		}
		return counted(cmd, args)
	}
}

// apply adds the answers to a request, and returns how to run it.
func (l *listFlags) apply(cmd *cobra.Command, stdin io.Reader, r *project.Request, run changeFunc) (changeFunc, error) {
	for _, short := range []struct{ name, value string }{
		{"plural", l.plural}, {"key", l.key}, {"owner", strconv.FormatBool(l.owner)}, {"without", strings.Join(l.without, ",")},
	} {
		if cmd.Flags().Changed(short.name) {
			r.Set = append(r.Set, short.name+"="+short.value)
		}
	}
	if l.from == "" {
		return run, nil
	}
	data, label, err := readInput(l.from, "file of parts", stdin)
	if err != nil {
		return nil, &failure{code: exitUsage, err: err}
	}
	return func(ctx context.Context, env project.Environment, r project.Request, args ...string) (*project.Result, error) {
		r.Alter = func(b *blueprint.Blueprint, in blueprint.Input) (blueprint.Input, error) {
			return scaffold.AddFrom(b, in, args[0], data, label)
		}
		return project.Change(ctx, env, r)
	}, nil
}
