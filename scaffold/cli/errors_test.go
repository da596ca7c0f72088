package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
	"github.com/seed-d277c37b/scaffold/scaffold/prompt"
)

func TestReport(t *testing.T) {
	wrong := problem.Problem{File: "a.yaml", Line: 2, Column: 3, Message: "wrong", Source: "x: \x1b[31m", Hints: []string{"right it"}}
	for name, test := range map[string]struct {
		err      error
		unparsed bool // cobra did not understand the command line
		code     int
		stderr   string
	}{
		"nothing":      {code: 0},
		"a failure":    {err: errors.New("no luck"), code: 1, stderr: "scaffold: no luck\n"},
		"a wrong flag": {err: errors.New("no luck"), unparsed: true, code: 2, stderr: "scaffold: no luck\n"},
		"a problem":    {err: wrong, code: 1, stderr: "scaffold: a.yaml:2:3: wrong\n  2 | x: .[31m\n    |   ^\nhint: right it\n"},
		"invalid":      {err: &project.Error{Kind: project.Invalid, Err: errors.New("no")}, code: 2, stderr: "scaffold: no\n"},
		"untrusted":    {err: &project.Error{Kind: project.Untrusted, Err: errors.New("no")}, code: 4, stderr: "scaffold: no\n"},
		"unresolved":   {err: &project.Error{Kind: project.Unresolved, Err: errors.New("no")}, code: 5, stderr: "scaffold: no\n"},
		"with a hint":  {err: &project.Error{Err: wrong, Hint: "or not"}, code: 1, stderr: "scaffold: a.yaml:2:3: wrong\n  2 | x: .[31m\n    |   ^\nhint: right it\nhint: or not\n"},
		"wrapped":      {err: fmt.Errorf("more: %w", &project.Error{Kind: project.Invalid, Err: errors.New("no")}), code: 2, stderr: "scaffold: more: no\n"},
		"drift":        {err: &failure{code: exitDrift, err: errors.New("1 file drifted"), hint: "heal it"}, code: 3, stderr: "scaffold: 1 file drifted\nhint: heal it\n"},
		"outdated":     {err: &failure{code: exitOutdated, err: errors.New("old")}, code: 6, stderr: "scaffold: old\n"},
		"said already": {err: &failure{code: exitConflicts, err: errors.New("1 conflict"), quiet: true}, code: 5},
		"an ended run": {err: context.Canceled, code: 130, stderr: "scaffold: context canceled\n"},
		"several":      {err: problem.List{{File: "b", Message: "two"}, {File: "a", Message: "one"}}, code: 1, stderr: "scaffold: a: one\nscaffold: b: two\n"},
		"raw bytes":    {err: errors.New("\x1b]0;owned\a\u202e\u009b"), code: 1, stderr: `scaffold: \x1b]0;owned\x07\u202e\x9b` + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			a := &app{out: newPrinter(&stdout), err: newPrinter(&stderr), running: !test.unparsed}
			if code := a.report(test.err); code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if stderr.String() != test.stderr || stdout.Len() > 0 {
				t.Errorf("stdout %q, stderr %q, want %q", stdout.String(), stderr.String(), test.stderr)
			}
		})
	}
}

func TestReportCutsLongLists(t *testing.T) {
	var list problem.List
	for i := range problem.Most + 2 {
		list = append(list, problem.Problem{File: fmt.Sprintf("f%03d", i), Message: "wrong"})
	}
	var stderr bytes.Buffer
	a := &app{out: newPrinter(&bytes.Buffer{}), err: newPrinter(&stderr), running: true}
	a.report(list)
	if got := stderr.String(); !strings.HasSuffix(got, "scaffold: and 2 more problems\n") {
		t.Errorf("%s", got)
	}
}

func TestCancelled(t *testing.T) {
	a := &app{}
	if err := a.asCancelled(prompt.ErrCancelled); a.exitCode(err) != exitCancelled || err.Error() != "cancelled: nothing was written" {
		t.Errorf("%d: %v", a.exitCode(err), err)
	}
	a.warned = true
	if err := a.cancelled(); err.Error() != "cancelled" {
		t.Errorf("after a recovery: %v", err)
	}
	other := errors.New("other")
	if err := a.asCancelled(other); !errors.Is(err, other) {
		t.Errorf("%v", err)
	}
}

// fullDisk is a stream that nothing can be written to.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestOutputThatCannotBeWritten(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		code int
	}{
		"success":   {nil, 1},
		"drift":     {&failure{code: exitDrift, err: errors.New("drift")}, 1},
		"conflicts": {&failure{code: exitConflicts, err: errors.New("conflicts")}, 5},
		"invalid":   {&project.Error{Kind: project.Invalid, Err: errors.New("no")}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			var stderr bytes.Buffer
			a := &app{out: newPrinter(fullDisk{}), err: newPrinter(&stderr), running: true}
			a.out.printf("%s\n", "lost")
			if code := a.report(test.err); code != test.code {
				t.Errorf("exit code %d, want %d: %s", code, test.code, stderr.String())
			}
		})
	}
}

func TestClean(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"plain, café, 日本, 👩‍👧", "plain, café, 日本, 👩‍👧"},
		{"\x1b[31mred\x7f", `\x1b[31mred\x7f`},
		{"two\nlines\r\t", `two\x0alines\x0d\x09`},
		{"\u009b31m", `\x9b31m`},
		{"a\u202eb\u2066c\u200fd\u061ce", `a\u202eb\u2066c\u200fd\u061ce`},
		{"a\u2028b", `a\u2028b`},
		{"bad \xff\xc0 bytes", `bad \xff\xc0 bytes`},
	} {
		if got := clean(test.in); got != test.want {
			t.Errorf("clean(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestJSONKeepsValuesAndHarmsNoTerminal(t *testing.T) {
	const value = "a\u009b\u202e\x7f\n<&>\u2028é"
	var out bytes.Buffer
	if err := newPrinter(&out).printJSON(map[string]string{"key": value}); err != nil {
		t.Fatal(err)
	}
	var got map[string]string
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || got["key"] != value {
		t.Errorf("%q, %v", got, err)
	}
	if printed := strings.ReplaceAll(out.String(), "\n", ""); clean(printed) != printed {
		t.Errorf("%q", printed)
	}
}

func TestWords(t *testing.T) {
	for _, test := range []struct{ got, want string }{
		{count(0, "file"), "0 files"},
		{count(1, "file"), "1 file"},
		{count(2, "more problem"), "2 more problems"},
		{size(0), "0 B"},
		{size(999), "999 B"},
		{size(1000), "1.0 kB"},
		{size(9949), "9.9 kB"},
		{size(9950), "10 kB"},
		{size(999_499), "999 kB"},
		{size(999_500), "1.0 MB"},
		{size(184_000), "184 kB"},
		{answerText([]string{}), "none"},
		{answerText([]string{"a", "b"}), "a, b"},
		{answerText(true), "true"},
		{answerText(8000), "8000"},
		{withCondition("x", ""), "x"},
		{withCondition("x", "eq  .a\n1"), "x, when eq .a 1"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
	for value, want := range map[string]bool{"": false, "false": false, "0": false, "true": true, "1": true, "woodpecker": true} {
		if isCI(value) != want {
			t.Errorf("CI=%s: %v", value, !want)
		}
	}
}
