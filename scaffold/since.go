package scaffold

import (
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
)

// movesSince returns the moves that a blueprint has made since the version that a lock knows, oldest first. Versions of
// another blueprint say nothing: then all of them.
func movesSince(moves []blueprint.Move, then, now lock.Blueprint) []merge.Move {
	var since []blueprint.Move
	for _, m := range moves {
		if then.Name != now.Name || compareVersions(m.Since, then.Version) > 0 {
			since = append(since, m)
		}
	}
	slices.SortStableFunc(since, func(a, b blueprint.Move) int { return compareVersions(a.Since, b.Since) })
	out := make([]merge.Move, len(since))
	for i, m := range since {
		out[i] = merge.Move{From: m.From, To: m.To}
	}
	return out
}

// compareVersions orders semantic versions; Load has seen to it that they are.
func compareVersions(a, b string) int {
	order, _ := blueprint.CompareVersions(a, b)
	return order
}
