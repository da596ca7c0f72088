package problem_test

import (
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

func TestShellCommand(t *testing.T) {
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
		if got := problem.ShellCommand(test.words...); got != test.want {
			t.Errorf("%q: got %s, want %s", test.words, got, test.want)
		}
	}
	if got := problem.ShellPaths([]string{"scaffold", "restore"}, "a", "-b"); got != "scaffold restore -- a -b" {
		t.Errorf("got %s", got)
	}
}
