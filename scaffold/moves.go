package scaffold

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
)

// movesByAnswers returns the files that move because an answer in their path has changed. Both paths come from the same file
// of the blueprint, so even a file without a line in common is followed.
func (p Project) movesByAnswers(now State) ([]merge.Move, error) {
	lost, known, gained := map[string]bool{}, map[string]bool{}, false
	for b, a := range lock.Pairs(p.Lock.Files, now.Lock.Files) {
		switch {
		case b == nil:
			gained = true
		case a == nil:
			lost[b.Path] = true
		default:
			known[b.Path] = true
		}
	}
	if now.blueprint == nil || len(lost) == 0 || !gained || reflect.DeepEqual(p.Lock.Answers, now.Lock.Answers) {
		return nil, nil
	}
	then, is := p.Lock.Answers.Values, now.Lock.Answers.Values
	pathsDiffer := slices.ContainsFunc(render.PathNames(now.ctx, now.blueprint), func(name string) bool {
		_, asked := then[name]
		isName := slices.Contains([]string{"name", "year", "part.name", "part.full", "part.of.name"}, name)
		return !isName && (!asked || !reflect.DeepEqual(then[name], is[name]))
	})
	if !pathsDiffer { // as where a feature adds files, and takes others away
		return nil, nil
	}
	answers, err := now.resolve(p.Lock.Answers.Remembered())
	if err != nil {
		return nil, now.ctx.Err() // the previous answers are no longer valid: then only contents tell
	}
	paths, err := render.Paths(now.ctx, now.blueprint, answers, now.answers)
	if err != nil {
		return nil, now.ctx.Err() // as above: the answers of now have been rendered
	}
	var moves []merge.Move
	for place, from := range paths[0] {
		if to := paths[1][place]; to != "" && lost[from] && !known[to] && !lost[to] {
			moves = append(moves, merge.Move{From: from, To: to})
		}
	}
	slices.SortFunc(moves, func(a, b merge.Move) int { return cmp.Compare(a.From, b.From) })
	return moves, nil
}

// movesSince returns the moves that the blueprint has made since the version that the lock knows, oldest first. Versions of
// another blueprint say nothing: then all of them.
func (p Project) movesSince(now State) []merge.Move {
	if now.blueprint == nil {
		return nil
	}
	then := p.Lock.Blueprint
	var since []blueprint.Move
	for _, m := range now.blueprint.Moves {
		if then.Name != now.Lock.Blueprint.Name || compareVersions(m.Since, then.Version) > 0 {
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
