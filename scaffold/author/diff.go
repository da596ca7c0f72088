package author

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/project"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Difference is what differs between two versions of a blueprint, or two blueprints.
type Difference struct {
	From, To       *blueprint.Blueprint
	Files          tree.Plan         // what takes a project of one to the other; a file whose policy alone differs is kept
	Answers        blueprint.Answers // those of To
	Added, Removed []string          // questions
}

// Diff renders two blueprints with the same answers. Those of the first are taken over as in an update: what was renamed is
// followed, and an answer that only the second asks for can be given, too.
func Diff(ctx context.Context, from, to *blueprint.Blueprint, given project.Answers) (*Difference, error) {
	d := &Difference{From: from, To: to}
	before := input(given)
	before.Random = constant{}
	before.Flags = slices.DeleteFunc(slices.Clone(given.Flags), func(g blueprint.Given) bool { return onlyTo(d, g.Key) })
	before.Parts = slices.DeleteFunc(slices.Clone(given.Parts), func(g blueprint.GivenPart) bool { return onlyTo(d, g.Kind) })
	answers, old, err := rendered(ctx, from, before)
	if err != nil {
		return nil, err
	}
	locked := answers.Remembered()
	after := blueprint.Input{Name: locked.Name, Year: locked.Year, Locked: &locked, Random: constant{}}
	for _, g := range given.Flags {
		if onlyTo(d, g.Key) {
			after.Flags = append(after.Flags, g)
		}
	}
	for _, g := range given.Parts {
		if onlyTo(d, g.Kind) {
			after.Parts = append(after.Parts, g)
		}
	}
	var now tree.Tree
	if d.Answers, now, err = rendered(ctx, to, after); err != nil {
		return nil, err
	}
	all := maps.Clone(old)
	maps.Copy(all, now)
	for path := range all.All() {
		a, b := old[path], now[path]
		why := ""
		switch {
		case b.Absent():
			why = a.Why
		case a.Absent():
			why = b.Why
		case a.Policy != b.Policy:
			why = fmt.Sprintf("policy %s, was %s", b.Policy, a.Policy)
		}
		changed := len(d.Files)
		d.Files = d.Files.Replace(path, a, b, why)
		if why != "" && len(d.Files) == changed {
			d.Files = append(d.Files, tree.Change{Path: path, Op: tree.Keep, Old: a, New: b, Why: why})
		}
	}
	d.questions()
	d.moves()
	return d, nil
}

// moves says which files have moved, as the second blueprint declares it: an update takes edits along.
func (d *Difference) moves() {
	at := map[string]int{}
	for i, c := range d.Files {
		at[c.Path] = i
	}
	for i := range d.Files {
		gone := &d.Files[i]
		for _, m := range d.To.Moves {
			rest, inside := strings.CutPrefix(gone.Path, m.From)
			if gone.Op != tree.Delete || !inside || rest != "" && rest[0] != '/' {
				continue
			}
			if n, known := at[m.To+rest]; known && d.Files[n].Op == tree.Create {
				gone.Why, d.Files[n].Why = "moved to "+m.To+rest, "moved from "+gone.Path
			}
		}
	}
}

// questions finds which questions are new, and which are gone.
func (d *Difference) questions() {
	renamed := map[string]bool{}
	for _, q := range d.From.Questions {
		current := d.To.CurrentName(q.Name)
		renamed[current] = true
		if !asks(d.To, current) {
			d.Removed = append(d.Removed, q.Name)
		}
	}
	for _, q := range d.To.Questions {
		if !renamed[q.Name] {
			d.Added = append(d.Added, q.Name)
		}
	}
}

// onlyTo reports whether the second blueprint alone knows an answer, or a kind of parts.
func onlyTo(d *Difference, key string) bool { return asks(d.To, key) && !asks(d.From, key) }

// asks reports whether a blueprint has a question, or parts, that a key of an answer names.
func asks(b *blueprint.Blueprint, key string) bool {
	named := func(q blueprint.Question) bool { return q.Name == key[strings.LastIndexByte(key, '.')+1:] }
	return !strings.Contains(key, ".") && slices.ContainsFunc(b.Questions, named) ||
		slices.ContainsFunc(b.Parts, func(p blueprint.Part) bool {
			kind, _, isOne := strings.Cut(key, ".")
			return p.Kind == key || (!isOne || p.Kind == kind) && slices.ContainsFunc(p.Questions, named)
		})
}

// constant is where the secrets of projects that are only compared come from: the same for all.
type constant struct{}

// Read fills data with bytes that are not all the same: a secret may have a pattern.
func (constant) Read(data []byte) (int, error) {
	const sequence = "placeholder of a secret "
	for i := range data {
		data[i] = sequence[i%len(sequence)]
	}
	return len(data), nil
}
