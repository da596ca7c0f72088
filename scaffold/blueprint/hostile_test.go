package blueprint

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestLoadEndsSoon has manifests below the limits whose reading takes a time that is quadratic, or worse, where it is
// done without care. What they take is far below the second; the bound is for slow machines.
func TestLoadEndsSoon(t *testing.T) {
	const soon = 10 * time.Second
	lines := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.NewReplacer("#1", strconv.Itoa(i+1), "#", strconv.Itoa(i)).Replace(format))
		}
		return b.String()
	}
	choices := "questions:\n  - name: a\n    kind: choices\n    choices:\n"
	long := strings.Repeat("x", 400_000)
	for _, c := range []struct{ name, manifest string }{
		{"unknown keys", lines(9000, "questions#: 1\n")},
		{"keys twice", lines(9000, "questions: []\n")},
		{"questions", "questions:\n" + lines(2500, "  - {name: a#, default: x, when: a, reserved: [a]}\n")},
		{"chain of requires", choices + lines(3300, "      - {value: c#, requires: [c#1]}\n")},
		{"circle of requires", choices + lines(3300, "      - {value: c#, requires: [c#1]}\n") + "      - {value: c3300, requires: [c0]}\n"},
		{"long default", choices + lines(9000, "      - c#\n") + "    default: [" + lines(9000, "c#, ") + "]\n"},
		{"layers", "layers:\n" + lines(3000, "  - {dir: files}\n")},
		{"missing folders", "layers:\n" + lines(3000, "  - {dir: file#}\n")},
		{"long words", "questions:\n  - {name: a, kind: choices, choices: [" + long + ", {value: b, requires: [" + long + "y]}]}\n"},
		{"regular expression", "questions:\n  - {name: a, pattern: '" + strings.Repeat("(a|b)*", 100_000) + "'}\n"},
		{"constraint", "scaffold: '" + strings.Repeat(">=1 || ", 100_000) + ">1'\n"},
		{"nesting", "questions: " + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + "\n"},
		{"glob", "rules: [{exec: true, match: '" + strings.Repeat("{a,b}*", 100_000) + "'}]\n"},
		{"folded space", "next: \"" + strings.Repeat(" \n ", 200_000) + "\""},
	} {
		start := time.Now()
		_, err := Load(t.Context(), folder(head+c.manifest), "bp")
		for _, p := range problemsOf(t, err) {
			if len(p.Message) > 500 {
				t.Errorf("%s: a message of %d bytes", c.name, len(p.Message))
			}
		}
		if took := time.Since(start); took > soon {
			t.Errorf("%s: %v", c.name, took)
		}
	}
}

// TestPatternsAreBounded: what is short can be large once it is compiled, and a match takes as long as both are.
func TestPatternsAreBounded(t *testing.T) {
	const most = "bp/blueprint.yaml:5:25 all patterns together have more than 10000 bytes"
	for manifest, want := range map[string][]string{
		"questions:\n  - {name: a, pattern: '(abcde){900}'}\n":                                                      {"bp/blueprint.yaml:4:24 the pattern is too large"},
		"questions:\n  - {name: a, pattern: '((abcdefgh){10}){99}'}\n":                                              {"bp/blueprint.yaml:4:24 the pattern is too large"},
		"questions:\n  - {name: a, pattern: '^[a-z]{1,1000}$'}\n":                                                   nil,
		"questions:\n  - {name: a, pattern: '" + strings.Repeat("a", 9_990) + "'}\n":                                {"bp/blueprint.yaml:4:24 the pattern is too large"},
		"questions:\n  - {name: a, pattern: 'b'}\n  - {name: bb, pattern: '" + strings.Repeat("a", 10_000) + "'}\n": {most},
	} {
		_, err := Load(t.Context(), folder(head+manifest), "bp")
		expect(t, problemsOf(t, err), want)
	}
	b, err := Load(t.Context(), folder(head+"questions:\n  - {name: a, pattern: '^a*$', default: "+strings.Repeat("a", 20_000)+"}\n"), "bp")
	if err == nil {
		_, err = Resolve(b, Input{Name: "a"}, evaluator{})
	}
	if err == nil || !strings.Contains(err.Error(), "longer than 16 KiB") {
		t.Errorf("a long answer with a pattern: %v", err)
	}
}
