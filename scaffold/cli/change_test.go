package cli

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/spf13/cobra"

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
			a := &app{out: newPrinter(&bytes.Buffer{}), err: newPrinter(&bytes.Buffer{}), command: command}
			c := &changeFlags{}
			cmd := &cobra.Command{}
			c.register(a, cmd)
			c.registerMerge(cmd)
			c.registerSet(cmd)
			if err := cmd.ParseFlags(test.args); err != nil {
				t.Fatal(err)
			}
			test.want.Command = command
			if diff := cmp.Diff(test.want, c.Request, cmpopts.EquateEmpty()); diff != "" || c.defaults != test.defaults {
				t.Errorf("defaults %v, %s", c.defaults, diff)
			}
		})
	}
}
