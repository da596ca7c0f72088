package scaffold

import (
	"errors"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/parallel"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Diff returns what the person has changed since the last render, by path: Old is what was rendered, with the line endings
// that the file has now, and New what is there. ours is what is on disk at Paths. Private files are not looked at, and
// opt.Strict is not asked. The error is a problem.List: contents of the base that are needed are missing or damaged.
func (p Project) Diff(ours tree.Tree, opt CheckOptions) (tree.Plan, error) {
	entries := p.compared()
	changed := make([]bool, len(entries))
	parallel.Each(len(changed), worthAnother, func() func(int) {
		return func(i int) {
			e := entries[i]
			f := ours[e.Path]
			changed[i] = f.Absent() || f.Mode != e.Mode && !opt.IgnoreModes || !isAs(e, f)
		}
	})
	n := 0
	for _, is := range changed {
		if is {
			n++
		}
	}
	plan := make(tree.Plan, 0, n)
	var problems problem.Collector
	var u lock.Unpacker
	for i, entry := range entries {
		e := *entry
		if !changed[i] || ours[e.Path].Absent() && opt.Ignored.has(e.Path) {
			continue
		}
		base, err := p.content(&u, e)
		var damage problem.Problem
		if errors.As(err, &damage) {
			problems.Add(damage)
			continue
		}
		f := ours[e.Path]
		if f.Absent() || f.Foreign() { // a folder, or worse, is in its place
			plan = plan.Replace(e.Path, base, tree.File{}, "deleted")
			continue
		}
		if f.Policy = e.Policy; f.Mode.Type() == 0 && e.Mode.Type() == 0 {
			base.Data = plaintext.EndAs(base.Data, f.Data)
			if opt.IgnoreModes {
				f.Mode = e.Mode
			}
		}
		plan = plan.Replace(e.Path, base, f, "edited")
	}
	if problems.Len() > 0 {
		return nil, problems.List().Sorted()
	}
	return plan, nil
}
