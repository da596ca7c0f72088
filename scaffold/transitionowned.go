package scaffold

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// owned says which files a transition leaves to their owner, and which files of parts it merges after all.
type owned struct {
	left    map[string]string    // by path: what the owner should know, "" for nothing
	skipped map[string]bool      // new paths that are not written
	grown   map[string]tree.File // files of parts to merge: what their parts' answers made before
}

// owned decides on the files with the policies once and part, and on those that the owner wants to be left alone.
//
// A file of policy part is merged only if the answers of its own part have changed, and then only by that difference: its
// base is what the blueprint of now makes of the answers that its part had. A file of either policy that a new version of
// the blueprint no longer has, or has under another name, stays where it is.
func (p Project) owned(now State) (owned, error) {
	o := owned{left: map[string]string{}, skipped: map[string]bool{}, grown: map[string]tree.File{}}
	if p.skip == nil && !slices.ContainsFunc(p.Lock.Files, isOwners) && !slices.ContainsFunc(now.Lock.Files, isOwners) && !now.givesAny() {
		return o, nil // as in most projects
	}
	before, err := p.beforeParts(now)
	if err != nil {
		return o, err
	}
	theirs := now.rendered()
	updated := p.Lock.Blueprint.Digest != now.Lock.Blueprint.Digest
	former := map[string]bool{} // contents of files of policy once that the new version does not have at their path
	for b, a := range lock.Pairs(p.Lock.Files, now.Lock.Files) {
		switch {
		case p.skips(cmp.Or(b, a).Path):
			if o.left[cmp.Or(b, a).Path] = ""; b == nil {
				o.skipped[a.Path] = true
			}
		case b == nil:
		case a == nil && b.Policy == tree.Part:
			if f := before[b.Path]; f.Absent() { // not because a part, or something in it, was removed
				o.left[b.Path] = "no longer rendered: it stays as it is"
			} else {
				o.grown[b.Path] = f
			}
		case a == nil && b.Policy == tree.Once && updated:
			o.left[b.Path] = "no longer rendered: it stays as it is"
			former[b.SHA256] = true
		case a == nil && updated && now.givesAway(b.Path):
			o.left[b.Path] = "no longer rendered: it stays as it is, and is yours"
		case a != nil && a.Policy == tree.Part:
			f := theirs[a.Path]
			if old := before[a.Path]; p.grew(now, f.Part) && !old.Absent() {
				o.grown[a.Path] = old
			} else {
				o.left[a.Path] = ""
			}
			if b.Policy != tree.Part {
				o.left[a.Path] = newOwner(b.Policy, a.Policy, false)
				delete(o.grown, a.Path)
			}
		}
	}
	for b, a := range lock.Pairs(p.Lock.Files, now.Lock.Files) {
		if b == nil && a.Policy == tree.Once && former[a.SHA256] {
			o.skipped[a.Path] = true // the owner has the file under its former name
		}
	}
	return o, nil
}

// isOwners reports whether a file is its owner's, but for what its part makes of it.
func isOwners(e lock.Entry) bool { return e.Policy == tree.Once || e.Policy == tree.Part }

// givesAny reports whether the blueprint has a rule that leaves files to their owner.
func (s State) givesAny() bool {
	return s.blueprint != nil && slices.ContainsFunc(s.blueprint.Rules, func(r blueprint.Rule) bool {
		return r.Policy != nil && (*r.Policy == tree.Once || *r.Policy == tree.Part)
	})
}

// givesAway reports whether the blueprint leaves files at this path to their owner.
func (s State) givesAway(path string) bool {
	if s.blueprint == nil {
		return false
	}
	policy := render.PolicyAt(s.blueprint, path)
	return policy == tree.Once || policy == tree.Part
}

// grew reports whether the answers of a part, KIND.NAME, have changed, or those of a part of it, such as a model of an app.
func (p Project) grew(now State, name string) bool {
	kind, name, found := strings.Cut(name, ".")
	return found && !reflect.DeepEqual(within(p.Lock.Answers, kind, name), within(now.Lock.Answers, kind, name))
}

// within returns a part and the parts of it, by their kinds.
func within(a blueprint.Answers, kind, name string) map[string][]blueprint.PartAnswers {
	out := map[string][]blueprint.PartAnswers{}
	for k, list := range a.Parts {
		for _, part := range list {
			if k == kind && part.Name == name || strings.HasPrefix(part.Name, name+".") {
				out[k] = append(out[k], part)
			}
		}
	}
	return out
}

// beforeParts renders the blueprint of now with the parts as they were before; nil if no file has the policy part, or no
// part has changed.
func (p Project) beforeParts(now State) (tree.Tree, error) {
	has := false
	for _, e := range p.Lock.Files {
		has = has || e.Policy == tree.Part
	}
	if !has || now.blueprint == nil || reflect.DeepEqual(p.Lock.Answers.Parts, now.Lock.Answers.Parts) {
		return nil, nil
	}
	locked := now.Lock.Answers.Remembered()
	locked.Parts = formerParts(p.Lock.Answers, now.Lock.Answers)
	answers, err := blueprint.Resolve(now.blueprint,
		blueprint.Input{Name: locked.Name, Year: locked.Year, Locked: &locked}, render.NewEvaluator(now.ctx, now.blueprint))
	switch {
	case err == nil:
		return render.Render(now.ctx, now.blueprint, answers)
	case now.ctx.Err() != nil:
		return nil, now.ctx.Err()
	}
	// The answers of before are no longer valid. Then what was rendered of them has to do.
	files, problems := p.contents(p.Lock.Files)
	return files, problems.Err()
}

// formerParts returns all parts with the answers that they had before; new ones have those of now.
func formerParts(before, now blueprint.Answers) map[string][]blueprint.PartAnswers {
	parts := before.Remembered().Parts
	for kind, list := range now.Parts {
		for _, part := range list {
			of, _, isOf := strings.Cut(part.Name, ".")
			if before.Part(kind, part.Name) == nil && (!isOf || !hasPart(before, of)) {
				parts[kind] = append(parts[kind], part)
			}
		}
	}
	return parts
}

// hasPart reports whether some kind has a part with a name.
func hasPart(a blueprint.Answers, name string) bool {
	for kind := range a.Parts {
		if a.Part(kind, name) != nil {
			return true
		}
	}
	return false
}

// keepOwned returns the entries of the next state, in which those files of parts that are left alone stay as they were
// rendered last: diff and restore compare with that.
func (p Project) keepOwned(after []lock.Entry, o owned) []lock.Entry {
	if p.skip == nil && len(o.left) == 0 {
		return slices.Clone(after)
	}
	entries := make([]lock.Entry, 0, len(after))
	for b, a := range lock.Pairs(p.Lock.Files, after) {
		if a == nil || b == nil && p.skips(a.Path) {
			continue
		}
		e := *a
		if _, left := o.left[e.Path]; left && b != nil && b.Policy != tree.Private && !p.memory[lock.BasePath(b.SHA256)].Absent() {
			e.SHA256, e.Mode = b.SHA256, b.Mode
		}
		entries = append(entries, e)
	}
	return entries
}

// apart takes out of a merge what is left to its owner, and gives files of parts the base that they are merged with.
func (o owned) apart(base, theirs tree.Tree) (tree.Tree, tree.Tree) {
	if len(o.left)+len(o.skipped)+len(o.grown) == 0 {
		return base, theirs
	}
	theirs = maps.Clone(theirs)
	for path := range o.left {
		delete(base, path)
		delete(theirs, path)
	}
	for path := range o.skipped {
		delete(theirs, path)
	}
	maps.Copy(base, o.grown)
	return base, theirs
}

// notes returns what the owner should know about the files that are left alone.
func (o owned) notes(ours tree.Tree) tree.Plan {
	var plan tree.Plan
	for path, why := range o.left {
		if f := ours[path]; why != "" && !f.Absent() && !f.Foreign() {
			plan = append(plan, tree.Change{Path: path, Op: tree.Keep, Old: f, New: f, Why: why})
		}
	}
	return plan
}
