package merge

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// FuzzTrees: what must hold of any three trees.
func FuzzTrees(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed, seed%4 == 0)
	}
	f.Fuzz(func(t *testing.T, seed uint64, policies bool) {
		r := rand.New(rand.NewPCG(seed, 7))
		g := plantGrove(r)
		if policies {
			own(r, g.base)
			own(r, g.theirs)
		}
		plan := Trees(g.base, g.ours, g.theirs, TreeOptions{})
		checkPlan(t, plan, g.ours)
		checkTreeLaws(t, g, policies)
		if again := Trees(g.base, g.ours, g.theirs, TreeOptions{}); !reflect.DeepEqual(plan, again) {
			t.Errorf("two plans for the same trees:\n%s\n%s", tell(plan), tell(again))
		}
		if !policies {
			checkNothingLost(t, g, plan)
		}
		for _, favor := range []Favor{FavorOurs, FavorTheirs} {
			decided := Trees(g.base, g.ours, g.theirs, TreeOptions{Options: Options{Favor: favor}})
			checkPlan(t, decided, g.ours)
			if decided.Conflicts() > 0 {
				t.Errorf("conflicts although they were decided: %s", tell(decided))
			}
		}
	})
}

// own gives some files a policy.
func own(r *rand.Rand, t tree.Tree) {
	for _, path := range t.Paths() {
		if r.IntN(2) == 0 {
			f := t[path]
			f.Policy = tree.Policy(r.IntN(4))
			t[path] = f
		}
	}
}

func checkTreeLaws(t *testing.T, g grove, policies bool) {
	t.Helper()
	if plan := Trees(g.base, g.ours, g.base, TreeOptions{}); writes(plan) {
		t.Errorf("trees(b,o,b) does not leave ours alone: %s", tell(plan))
	}
	if plan := Trees(g.base, g.ours, g.ours, TreeOptions{}); writes(plan) {
		t.Errorf("trees(b,o,o) does not leave ours alone: %s", tell(plan))
	}
	plan := Trees(g.base, g.base, g.theirs, TreeOptions{})
	if got := plan.Apply(g.base); !policies && treeHash(got) != treeHash(g.theirs) {
		t.Errorf("trees(b,b,t) does not make theirs: %s\n%v", tell(plan), g)
	}
	if plan.Conflicts() > 0 && !policies {
		t.Errorf("trees(b,b,t) has a conflict: %s", tell(plan))
	}
}

func writes(plan tree.Plan) bool {
	for _, c := range plan {
		if c.Writes() || c.Op == tree.Conflict {
			return true
		}
	}
	return false
}

// checkNothingLost: every line that the person wrote is in some file afterwards.
func checkNothingLost(t *testing.T, g grove, plan tree.Plan) {
	t.Helper()
	lines := func(in tree.Tree) map[string]bool {
		set := map[string]bool{}
		for _, f := range in {
			for line := range strings.Lines(string(f.Data)) {
				set[line] = true
			}
		}
		return set
	}
	before, after := lines(g.base), lines(plan.Apply(g.ours))
	for line := range lines(g.ours) {
		if !before[line] && !after[line] {
			t.Errorf("%q of ours is lost: %s\n%v", line, tell(plan), g)
		}
	}
}
