package cli

import (
	"bytes"
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
)

func TestChangeFlags(t *testing.T) {
	const command = "scaffold update --as typed"
	for name, test := range map[string]struct {
		args     []string
		want     project.Request
		defaults bool
	}{
		"none":     {want: project.Request{Conflict: "merge"}},
		"dry run":  {args: []string{"--dry-run"}, want: project.Request{Conflict: "merge", DryRun: true}},
		"force":    {args: []string{"--force"}, want: project.Request{Conflict: "merge", Force: true}},
		"conflict": {args: []string{"--conflict", "theirs"}, want: project.Request{Conflict: "theirs"}},
		"defaults": {args: []string{"-y"}, want: project.Request{Conflict: "merge"}, defaults: true},
		"answers": {
			args: []string{"--set", "a=1,2", "--set", "b=x"}, want: project.Request{Conflict: "merge", Set: []string{"a=1,2", "b=x"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := &app{in: &bytes.Buffer{}, out: newPrinter(&bytes.Buffer{}), err: newPrinter(&bytes.Buffer{}), command: command}
			var got project.Request
			cmd := newChange(a, changeVerb{
				use: "update", merges: true, sets: true, moves: true,
				run: func(_ context.Context, _ project.Environment, r project.Request, _ ...string) (*project.Result, error) {
					got = r
					return &project.Result{}, nil
				},
			})
			cmd.SetArgs(test.args)
			if err := cmd.ExecuteContext(t.Context()); err != nil {
				t.Fatal(err)
			}
			test.want.Command = command
			if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
			if defaults, err := cmd.Flags().GetBool("defaults"); err != nil || defaults != test.defaults {
				t.Errorf("defaults %v, %v", defaults, err)
			}
		})
	}
}
