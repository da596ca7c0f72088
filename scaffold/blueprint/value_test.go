package blueprint

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

func TestZero(t *testing.T) {
	for kind, want := range map[Kind]any{String: "", Bool: false, Int: 0, One: "", Many: []string{}, Secret: ""} {
		if diff := cmp.Diff(want, Question{Kind: kind}.Zero()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", kind, diff)
		}
	}
}

func TestParse(t *testing.T) {
	low, high := 1, 9
	choices := []Choice{{Value: "a"}, {Value: "b"}, {Value: "c"}}
	number := Question{Name: "q", Kind: Int, Min: &low, Max: &high}
	several := Question{Name: "q", Kind: Many, Choices: choices}
	for _, c := range []struct {
		question Question
		given    any
		want     any    // nil: refused
		says     string // then
	}{
		{number, "5", 5, ""},
		{number, " 5 ", 5, ""},
		{number, 5, 5, ""},
		{number, "0", nil, "1 to 9"},
		{number, "1e1", nil, "whole number"},
		{number, "99999999999999999999", nil, "whole number"},
		{number, true, nil, "whole number"},
		{number, nil, nil, "no value"},
		{Question{Kind: Int, Min: &low}, "0", nil, "at least 1"},
		{Question{Kind: Int, Max: &high}, "10", nil, "at most 9"},
		{Question{Kind: Bool}, "Yes", true, ""},
		{Question{Kind: Bool}, "off", false, ""},
		{Question{Kind: Bool}, true, true, ""},
		{Question{Kind: Bool}, "1", nil, "true or false"},
		{Question{Kind: Bool}, []string{"yes"}, nil, "a list"},
		{Question{Kind: One, Choices: choices}, "b", "b", ""},
		{Question{Kind: One, Choices: choices}, "B", nil, "choices"},
		{Question{Kind: One, Choices: choices}, 1, nil, "choices"},
		{Question{Kind: One}, "b", nil, "it has no choices to offer"},
		{several, "c,a , c", []string{"a", "c"}, ""},
		{several, []string{"c", "b"}, []string{"b", "c"}, ""},
		{several, "", []string{}, ""},
		{several, "a,d", nil, `"d"`},
		{several, nil, nil, "list"},
		{Question{Kind: String}, "", "", ""},
		{Question{Kind: String}, "two\nlines", "two\nlines", ""},
		{Question{Kind: String}, "bell\a", nil, "control"},
		{Question{Kind: String}, "\xff", nil, "control"},
		{Question{Kind: String}, 5, nil, "a string"},
		{Question{Kind: String, Pattern: "^a"}, "b", nil, "must match ^a"},
		{Question{Kind: String, Pattern: "^a", Invalid: "must begin well"}, "b", nil, "must begin well"},
		{Question{Kind: String, Reserved: Reserved{Names: []string{"b"}}, Invalid: "must be free"}, "b", nil, "must be free"},
		{Question{Kind: Secret, Pattern: "^a"}, "hunter2", nil, "must match"},
		{Question{Kind: String}, map[string]any{}, nil, "a mapping"},
		{Question{Kind: String, Pattern: "^$"}, strings.Repeat("é", 100), nil, "..."},
	} {
		got, err := c.question.Parse(c.given)
		if check := c.question.Check(c.given); (check == nil) != (err == nil) {
			t.Errorf("%s %v: Check says %v, Parse %v", c.question.Kind, c.given, check, err)
		}
		if c.want != nil {
			if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
				t.Errorf("%s %v: %v, -want +got:\n%s", c.question.Kind, c.given, err, diff)
			}
			continue
		}
		var p problem.Problem
		if !errors.As(err, &p) || !strings.Contains(p.Message+" "+strings.Join(p.Hints, " "), c.says) {
			t.Errorf("%s %v: got %v, %v", c.question.Kind, c.given, got, err)
		}
		if strings.Contains(p.Message, "hunter2") {
			t.Errorf("the secret is told: %s", p.Message)
		}
	}
}

func TestPartCheckName(t *testing.T) {
	part := Part{Kind: "app", Pattern: "^[a-z./]+$", Reserved: Reserved{Names: []string{"core"}}}
	for name, says := range map[string]string{
		"blog": "", "core": "reserved", "Blog": "must match", "con": "Windows", "../x": "..", "a/../b": "..", "": "must match",
	} {
		err := part.CheckName(name)
		if (says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v", name, err)
		}
	}
	part.Invalid = "must be lower case"
	if err := part.CheckName("Blog"); !strings.Contains(err.Error(), part.Invalid) {
		t.Errorf("got %v", err)
	}
}
