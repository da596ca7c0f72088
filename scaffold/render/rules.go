package render

import (
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// rule is a rule with what its condition came to.
type rule struct {
	*blueprint.Rule
	holds *bool // nil if it has no condition
}

// verdict is what all rules together say about a path.
type verdict struct {
	out      bool // it does not exist
	exec     *bool
	policy   tree.Policy
	strategy tree.Strategy
	renew    string
}

// judge asks the rules in order; for every property the last one that speaks of it decides.
// It returns the error of the budget.
func judge(b *budget, rules []rule, path string) (verdict, error) {
	var v verdict
	private := false
	for _, r := range rules {
		if err := b.spend(r.MatchCost(path)); err != nil {
			return v, err
		}
		if !r.Matches(path) {
			continue
		}
		if r.holds != nil {
			v.out = !*r.holds
		}
		if r.Exec != nil {
			v.exec = r.Exec
		}
		if r.Policy != nil {
			v.policy = *r.Policy
		}
		if r.Merge != nil {
			v.strategy = *r.Merge
		}
		if r.Renew != "" {
			v.renew = r.Renew
		}
		if r.Private != nil {
			private = *r.Private
		}
	}
	if private {
		v.policy = tree.Private
	}
	return v, nil
}

// PolicyAt returns the policy that the rules of a blueprint give to a path, whether or not it has a file there.
func PolicyAt(b *blueprint.Blueprint, path string) tree.Policy {
	policy := tree.Merge
	for _, r := range b.Rules {
		if r.Policy != nil && r.Matches(path) {
			policy = *r.Policy
		}
	}
	return policy
}
