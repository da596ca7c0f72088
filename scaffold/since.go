package scaffold

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
)

// movesSince gives the moves that a blueprint has made since the version that a lock knows, oldest first. Versions of
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

// compareVersions orders semantic versions by precedence (Semantic Versioning 2.0.0, section 11). It takes any text.
func compareVersions(a, b string) int {
	a, _, _ = strings.Cut(a, "+")
	b, _, _ = strings.Cut(b, "+")
	aCore, aPre, aIsPre := strings.Cut(a, "-")
	bCore, bPre, bIsPre := strings.Cut(b, "-")
	if c := compareFields(aCore, bCore); c != 0 {
		return c
	}
	switch {
	case aIsPre && bIsPre:
		return compareFields(aPre, bPre)
	case aIsPre:
		return -1
	case bIsPre:
		return 1
	}
	return 0
}

// compareFields compares what stands between dots: numbers by value and before words; where one list goes on it is larger.
func compareFields(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(x, y string) int {
		xIsNumber, yIsNumber := isNumber(x), isNumber(y)
		switch {
		case xIsNumber && yIsNumber:
			return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)) // there are no leading zeros
		case xIsNumber:
			return -1
		case yIsNumber:
			return 1
		}
		return cmp.Compare(x, y)
	})
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
