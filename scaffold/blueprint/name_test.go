package blueprint

import (
	"errors"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

func TestCheckName(t *testing.T) {
	for _, name := range []string{"shop", "a", "my-shop", "My_Shop.2", "con-sole", "com10", "nulls", strings.Repeat("a", 100)} {
		if err := CheckName(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, c := range []struct{ name, says, suggests string }{
		{"", "empty", ""},
		{"my app", "ASCII", "my-app"},
		{"shop!", "ASCII", "shop"},
		{"naïve", "ASCII", "na-ve"},
		{"a/b", "ASCII", "a-b"},
		{"🎉", "ASCII", ""},
		{"a\x00b", "ASCII", "a-b"},
		{"..", "letter", ""},
		{"-f", "letter", "f"},
		{"2shop", "letter", "shop"},
		{"_x", "letter", "x"},
		{"shop.", "dot", "shop"},
		{"con", "Windows", "con-app"},
		{"NUL.txt", "Windows", "NUL-txt"},
		{"lpt9", "Windows", "lpt9-app"},
		{"aux.tar.gz", "Windows", "aux-tar.gz"},
		{strings.Repeat("a", 101), "101", ""},
		{strings.Repeat("a", 300), "300", ""},
	} {
		err := CheckName(c.name)
		var p problem.Problem
		if !errors.As(err, &p) || !strings.Contains(p.Message, c.says) {
			t.Errorf("%q: got %v", c.name, err)
			continue
		}
		hints := strings.Join(p.Hints, " ")
		if c.suggests == "" && hints != "" || !strings.Contains(hints, c.suggests) {
			t.Errorf("%q: suggests %q, want %q", c.name, hints, c.suggests)
		}
	}
}

// Whatever is suggested is allowed.
func FuzzCheckName(f *testing.F) {
	for _, seed := range []string{"my app", "con", "com1.x.", "1.nul", "....", "-aux ", "a\xffb"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		var p problem.Problem
		if err := CheckName(name); err == nil || !errors.As(err, &p) || len(p.Hints) == 0 {
			return
		}
		better := strings.TrimSuffix(strings.TrimPrefix(p.Hints[0], `call it "`), `"`)
		if err := CheckName(better); err != nil {
			t.Errorf("%q: suggests %q, which is refused, too: %v", name, better, err)
		}
	})
}
