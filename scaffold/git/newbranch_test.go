package git

import (
	"errors"
	"strconv"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// checkProblems fails unless the error is a list of so many problems.
func checkProblems(t *testing.T, err error, want int) {
	t.Helper()
	var list problem.List
	if ok := errors.As(err, &list); len(list) != want || err != nil && !ok {
		t.Errorf("%d problems, want %d: %v", len(list), want, err)
	}
}

func TestCheckBranch(t *testing.T) {
	p := gitProgram(t, t.TempDir())
	for _, name := range sample([]string{
		"main", "feature/x", "v1.0", "a.b", "x_y", "été", "a@b", "a{b}", "-", "a-", "#1", "a!b", "a,b", "a'b", `a"b`, "a&b", "a;b", "a%b", "a+b", "HEADS", "head", "a/HEAD",
		"", " ", "a b", "-a", "a..b", "a.lock", "a.lock/b", ".a", "a/.b", "a.", "a/", "/a", "a//b", "a~b", "a^b", "a:b", "a?b", "a*b", "a[b", `a\b`, "a@{b", "a\x01b", "a\x7fb", "a\tb", "HEAD", "@{-1}", "a\nb",
	}) {
		_, refused := p.try("", "check-ref-format", "--branch", name)
		if err := CheckBranch(name); (err == nil) != (refused == nil) {
			t.Errorf("%q: git says %v, here %v", name, refused, err)
		}
	}
}

// What a hint proposes is itself accepted.
func TestCheckBranchHint(t *testing.T) {
	for name, want := range map[string]string{
		"a b": `try "a-b"`, "-x": `try "x"`, "a..b": `try "a-b"`, "x.lock": `try "x"`, "a//b": `try "a-b"`,
		"": "use letters, digits and - _ . /",
	} {
		err := CheckBranch(name)
		var list problem.List
		if !errors.As(err, &list) || len(list) != 1 || len(list[0].Hints) != 1 || list[0].Hints[0] != want {
			t.Errorf("%q: %#v", name, err)
		}
	}
}
