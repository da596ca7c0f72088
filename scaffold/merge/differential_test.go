package merge

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
)

// rarely is how many times fewer the cases of a large kind are.
const rarely = 25

// TestDifferentialText holds Text against git merge-file, an independent program.
func TestDifferentialText(t *testing.T) {
	git := findGit(t)
	for _, s := range []struct {
		name string
		opt  Options
		flag string
	}{
		{"merge", Options{Style: StyleMerge}, "-q"},
		{"diff3", Options{Style: StyleDiff3}, "--diff3"},
		{"zdiff3", Options{Style: StyleZdiff3}, "--zdiff3"},
		{"ours", Options{Favor: FavorOurs}, "--ours"},
		{"theirs", Options{Favor: FavorTheirs}, "--theirs"},
	} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			opt := s.opt
			opt.Labels = plaintext.Labels{Ours: "ours", Base: "base", Theirs: "theirs"}
			compareTexts(t, opt, program{git.path, t.TempDir()}, s.flag)
		})
	}
}

func compareTexts(t *testing.T, opt Options, git program, flag string) {
	all, kinds := tally{}, kinds()
	for k, kind := range kinds {
		each := tally{}
		n := *cases / (len(plain) + len(dressed))
		if k >= len(plain)+len(dressed) {
			n = 1 + n/rarely
		}
		for i := range n {
			c := kind.make(rand.New(rand.NewPCG(*seed, uint64(k)<<32|uint64(i))))
			got := Text(c.base, c.ours, c.theirs, opt)
			c.base, c.theirs = endAs(c.ours, c.base, c.theirs) // where we mean to differ
			want := mergeFile(t, git, flag, c)
			if !each.add(got, want) && each.different() <= *report {
				t.Logf("%s, case %d\nbase   %q\nours   %q\ntheirs %q\n got %d %q\nwant %d %q", kind.name, i,
					c.base, c.ours, c.theirs, got.Conflicts, got.Merged, want.Conflicts, want.Merged)
			}
		}
		t.Logf("%-36s %v", kind.name, each)
		all.plus(each)
	}
	t.Logf("%-36s %v", "all", all)
	all.judge(t)
}

// tally counts cases, and those on which git and we agree.
type tally struct{ n, verdict, clean, cleanSame, conflict, conflictSame int }

func (a *tally) add(got, want Result) (same bool) {
	same = bytes.Equal(got.Merged, want.Merged) && got.Conflicts == want.Conflicts
	count, countSame := &a.clean, &a.cleanSame
	if want.Conflicts > 0 {
		count, countSame = &a.conflict, &a.conflictSame
	}
	a.n++
	*count++
	if same {
		*countSame++
	}
	if (got.Conflicts > 0) == (want.Conflicts > 0) {
		a.verdict++
	}
	return same
}

func (a *tally) plus(b tally) {
	a.n, a.verdict = a.n+b.n, a.verdict+b.verdict
	a.clean, a.cleanSame = a.clean+b.clean, a.cleanSame+b.cleanSame
	a.conflict, a.conflictSame = a.conflict+b.conflict, a.conflictSame+b.conflictSame
}

func (a *tally) different() int { return a.n - a.cleanSame - a.conflictSame }

func (a tally) String() string {
	return fmt.Sprintf("same verdict %d of %d, same clean text %d of %d, same conflicts %d of %d",
		a.verdict, a.n, a.cleanSame, a.clean, a.conflictSame, a.conflict)
}

// judge holds the numbers against what issue and design ask for.
func (a tally) judge(t *testing.T) {
	if a.verdict != a.n || a.cleanSame != a.clean {
		t.Error("a clean merge differs from git's, or only one of us has a conflict")
	}
	if 1000*a.conflictSame < 995*a.conflict {
		t.Error("less than 99.5 % of the conflicts are git's to the byte")
	}
}

// mergeFile is the program `git merge-file -p`.
func mergeFile(t *testing.T, git program, flag string, c triple) Result {
	t.Helper()
	args := []string{"merge-file", "-p", flag, "-L", "ours", "-L", "base", "-L", "theirs", "ours", "base", "theirs"}
	for name, data := range map[string][]byte{"ours": c.ours, "base": c.base, "theirs": c.theirs} {
		if err := os.WriteFile(filepath.Join(git.dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	merged, code := git.run(t, nil, args...)
	switch {
	case code > 127:
		t.Fatalf("git %q: exit code %d", args, code)
	case code == 127: // an exit code can say no more
		code = bytes.Count(merged, []byte("<<<<<<< ours"))
	}
	return Result{Merged: merged, Conflicts: code}
}
