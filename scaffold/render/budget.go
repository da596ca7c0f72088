package render

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// The bounds of one render, one lint or one evaluator as a whole. They are counts, never times, so that what works here
// works on every machine; a step stands for about 25 ns of a small server.
const (
	maxWork  = 60_000_000 // steps
	maxHeld  = 64 << 20   // bytes that are kept until the end: rendered files, paths, the data of parts
	maxFiles = 20_000
	maxDirs  = 20_000
)

// budget is what all templates of one render, lint or evaluator may use up together. It is safe for concurrent use.
type budget struct {
	ctx  context.Context
	work atomic.Int64
	held atomic.Int64
}

// spend counts steps. Its error ends whatever goes on; err says why.
func (b *budget) spend(steps int) error {
	if b.work.Add(int64(min(steps, maxWork+1))) > maxWork {
		return errSpent
	}
	return b.ctx.Err()
}

// hold counts bytes that are kept until the end.
func (b *budget) hold(bytes int) error {
	if b.held.Add(int64(min(bytes, maxHeld+1))) > maxHeld {
		return errSpent
	}
	return nil
}

// errSpent stops a template when the budget of the whole is used up.
var errSpent = &refusal{message: "the templates exceed the render budget"}

// ended reports whether nothing may go on: because of the context, or because the budget is used up.
func (b *budget) ended() bool {
	return b.ctx.Err() != nil || b.work.Load() > maxWork || b.held.Load() > maxHeld
}

// err returns why the budget has ended, and nil while it has not: the error of the context, or a problem.List.
func (b *budget) err(bp *blueprint.Blueprint) error {
	var message, hint string
	switch {
	case b.ctx.Err() != nil:
		return b.ctx.Err()
	case b.work.Load() > maxWork:
		message = fmt.Sprintf("the blueprint takes too much work: more than %d million steps", maxWork/1_000_000)
		hint = "look for loops that run too often, or for files, layers and parts that multiply each other"
	case b.held.Load() > maxHeld:
		message = fmt.Sprintf("the project is too large: its rendered files need more than %d MiB", maxHeld>>20)
		hint = "files that do not end in " + suffix + " are copied unchanged and do not count"
	default:
		return nil
	}
	return problem.List{bp.ProblemIn(blueprint.Source{Full: blueprint.Manifest}, 0, 0, message, hint)}
}

// didYouMean is problem.DidYouMean within the budget.
func (b *budget) didYouMean(word string, candidates []string) []string {
	const letters = 6 // that are compared in a step
	all := 100 + 4*len(candidates)
	for _, c := range candidates {
		all += len(word) * len(c) / letters
	}
	if b.spend(min(all, 100_000)) != nil {
		return nil
	}
	return problem.DidYouMean(word, candidates)
}
