package problem

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProblemError(t *testing.T) {
	for want, p := range map[string]Problem{
		"it broke":                   {Message: "it broke"},
		"a.yaml: it broke":           {File: "a.yaml", Message: "it broke"},
		"a.yaml:3: it broke":         {File: "a.yaml", Line: 3, Message: "it broke"},
		"a.yaml:3:7: it broke":       {File: "a.yaml", Line: 3, Column: 7, Message: "it broke"},
		"--set port=x: not a number": {File: "--set port=x", Message: "not a number"},
	} {
		if got := p.Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSnippet(t *testing.T) {
	long := strings.Repeat("a", 100) + "X" + strings.Repeat("b", 100)
	for _, c := range []struct {
		name string
		p    Problem
		want string
	}{
		{"nothing without a line", Problem{Source: "x"}, ""},
		{"no caret without a column", Problem{Line: 1, Source: "x"}, "  1 | x\n"},
		{"caret below the column", Problem{Line: 12, Column: 3, Source: "abc"}, "  12 | abc\n     |   ^\n"},
		{"columns count characters", Problem{Line: 1, Column: 3, Source: "äöü"}, "  1 | äöü\n    |   ^\n"},
		{"a tab is one wide", Problem{Line: 1, Column: 2, Source: "\tx"}, "  1 |  x\n    |  ^\n"},
		{"nothing moves the cursor", Problem{Line: 1, Column: 1, Source: "\x1b[2J\x7f"}, "  1 | .[2J.\n    | ^\n"},
		{"a column past the end", Problem{Line: 1, Column: 9, Source: "ab"}, "  1 | ab\n    |   ^\n"},
		{
			"a long line is cut around the column",
			Problem{Line: 1, Column: 101, Source: long},
			"  1 | " + strings.Repeat("a", 34) + "X" + strings.Repeat("b", 35) + "\n    | " + strings.Repeat(" ", 34) + "^\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, c.p.Snippet()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestListSorted(t *testing.T) {
	got := List{
		{Message: "without a place"},
		{File: "b", Line: 1, Message: "m"},
		{File: "a", Line: 2, Message: "m"},
		{File: "a", Line: 1, Column: 9, Message: "m"},
		{File: "a", Line: 1, Column: 2, Message: "m"},
		{File: "b", Line: 1, Message: "m"},
	}.Sorted().Error()
	want := "a:1:2: m\na:1:9: m\na:2: m\nb:1: m\nwithout a place"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if List(nil).Err() != nil {
		t.Error("an empty list is no error")
	}
}

func TestDidYouMean(t *testing.T) {
	names := []string{"database", "language", "port", "secret_key"}
	for word, want := range map[string]string{
		"databse": "database", "prot": "port", "Port": "port", "langage": "language", "secretkey": "secret_key",
		"frobnicate": "", "x": "", strings.Repeat("p", 1000): "",
	} {
		got := strings.Join(DidYouMean(word, names), "")
		if want == "" && got != "" || want != "" && !strings.Contains(got, `"`+want+`"`) {
			t.Errorf("%.20s: got %q, want %q", word, got, want)
		}
	}
}
