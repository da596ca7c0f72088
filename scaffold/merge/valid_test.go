package merge

import (
	"errors"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// noRepeat is a check for tables of words: no word may be there twice, and none may be "bad".
func noRepeat(text []byte) error {
	seen := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if seen[line] || line == "bad" {
			return errors.New(line + " is repeated")
		}
		seen[line] = true
	}
	return nil
}

func TestTextChecked(t *testing.T) {
	for _, tt := range []struct {
		name               string
		base, ours, theirs string
		favor              Favor
		want               string
		conflicts          int
	}{
		{"valid", "a b c ", "x a b c ", "a b c y ", Marked, "x a b c y ", 0},
		{
			"both add the same apart", "a b c d e f ", "x a b c d e f ", "a b c d e f x ", Marked,
			"< x = > a b c d e f < = x > ", 2,
		},
		{"a conflict by line is not checked", "a b c d e f ", "x a b c d e f ", "z a b c d e f x ", Marked, "", 1},
		{"near each other", "a b ", "x a b ", "a b x ", Marked, "< x a b = a b x > ", 1},
		{
			"other changes stay merged", "a b c d e f g h ", "x a b c d e f G h ", "a b C d e f g h x ", Marked,
			"< x = > a b C d e f G h < = x > ", 2,
		},
		{"ours is favored", "a b c d e f ", "x a b c d e f ", "a b C d e f x ", FavorOurs, "x a b C d e f ", 0},
		{"theirs is favored", "a b c d e f ", "x a b c d e f ", "a b C d e f x ", FavorTheirs, "a b C d e f x ", 0},
		{"a favored conflict that is invalid", "a b c d e f ", "x A b c d e f ", "T b c d e f x ", FavorOurs, "x A b c d e f ", 0},
		{"ours is invalid already", "a b c d e f ", "x x a b c d e f ", "a b c d e f x ", Marked, "x x a b c d e f x ", 0},
		{"base is invalid already", "bad b c d e f ", "x b c d e f ", "x b c d e f y y ", Marked, "x b c d e f y y ", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Text(spell(tt.base), spell(tt.ours), spell(tt.theirs), Options{Favor: tt.favor, Check: noRepeat})
			said := strings.NewReplacer("<<<<<<<", "<", "=======", "=", ">>>>>>>", ">", "\n", " ").Replace(string(got.Merged))
			if got.Conflicts != tt.conflicts || tt.want != "" && said != tt.want {
				t.Errorf("got %q with %d conflicts (%v), want %q with %d", said, got.Conflicts, got.Invalid, tt.want, tt.conflicts)
			}
		})
	}
}

// TestTextCheckedBlamesAll has a check that no single change breaks: only together are they too long.
func TestTextCheckedBlamesAll(t *testing.T) {
	short := func(text []byte) error {
		if strings.Count(string(text), "\n") > 9 {
			return errors.New("too long")
		}
		return nil
	}
	base := "a b c d e f g "
	got := Text(spell(base), spell("a 1 b c d e f 2 g "), spell("a b c 3 d 4 e f g "), Options{Check: short})
	if got.Conflicts == 0 || got.Invalid == nil {
		t.Errorf("no conflict in %q", got.Merged)
	}
	got = Text(spell(base), spell("a 1 b c d e f 2 g "), spell("a b c 3 d 4 e f g "), Options{Check: short, Favor: FavorTheirs})
	if short(got.Merged) != nil || got.Conflicts != 0 {
		t.Errorf("theirs is favored: %q", got.Merged)
	}
}

// TestTreesParsed holds the words that a person reads, and that both additions are shown.
func TestTreesParsed(t *testing.T) {
	json := "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3,\n  \"d\": 4,\n  \"e\": 5\n}\n"
	ours := strings.Replace(json, "{\n", "{\n  \"new\": 1,\n", 1)
	theirs := strings.Replace(json, "  \"e\"", "  \"new\": 2,\n  \"e\"", 1)
	file := func(s string) tree.File { return tree.File{Data: []byte(s), Mode: tree.Regular} }
	for _, tt := range []struct {
		name, why string
		op        tree.Op
	}{
		{"a.json", `the merged file would not be valid JSON: duplicate key "new"`, tree.Conflict},
		{"a.yaml", `the merged file would not be valid YAML: duplicate key "new"`, tree.Conflict},
		{"a.txt", "merged with your edits", tree.Update},
		{"a.toml", "merged with your edits", tree.Update}, // it is no TOML, whatever its name says
	} {
		plan := Trees(tree.Tree{tt.name: file(json)}, tree.Tree{tt.name: file(ours)}, tree.Tree{tt.name: file(theirs)}, TreeOptions{})
		if len(plan) != 1 || plan[0].Op != tt.op || plan[0].Why != tt.why {
			t.Errorf("%s: %v", tt.name, plan)
		}
		if data := string(plan[0].New.Data); strings.Count(data, "new") != 2 {
			t.Errorf("%s: not both additions:\n%s", tt.name, data)
		}
	}
}
