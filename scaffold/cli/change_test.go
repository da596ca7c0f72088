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

func TestCommandLine(t *testing.T) {
	for _, test := range []struct {
		words []string
		want  string
	}{
		{[]string{"scaffold", "update", "--source", "../b2", "--set", "port=9000"}, "scaffold update --source ../b2 --set port=9000"},
		{[]string{"scaffold", "set", "title=A B"}, "scaffold set 'title=A B'"},
		{[]string{"scaffold", "set", "title="}, "scaffold set title="},
		{[]string{"scaffold", "set", ""}, "scaffold set ''"},
		{[]string{"restore", "[a].txt", "b*.txt", "c?d"}, "restore '[a].txt' 'b*.txt' 'c?d'"},
		{[]string{"it's", `a"b`, `a\b`, "$HOME", "`id`", "~"}, `'it'\''s' 'a"b' 'a\b' '$HOME' '` + "`id`" + `' '~'`},
		{[]string{"a\nb", "\x1b[31m", "\u0085", "it's\t"}, `$'a\nb' $'\033[31m' $'\302\205' $'it\'s\011'`},
		{[]string{"café", "日本"}, "café 日本"},
	} {
		if got := commandLine(test.words...); got != test.want {
			t.Errorf("%q: got %s, want %s", test.words, got, test.want)
		}
	}
	if got := withPaths([]string{"scaffold", "restore"}, "a", "-b"); got != "scaffold restore -- a -b" {
		t.Errorf("got %s", got)
	}
}
