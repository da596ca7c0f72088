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
// A file with the policy part is merged only if the answers of its part have changed, and then only by that difference: its
// base is what the current blueprint renders with the previous answers of its part. A file of either policy that a new version of
// the blueprint no longer has, or has under another name, stays where it is.
func (p Project) owned(now State) (owned, error) {
	o := owned{left: map[string]string{}, skipped: map[string]bool{}, grown: map[string]tree.File{}}
	grew := p.grown(now)
	before, err := p.beforeParts(now, grew)
	if err != nil {
		return o, err
	}
	theirs := now.rendered()
	updated := p.Lock.Blueprint.Digest != now.Lock.Blueprint.Digest
	former := map[string]bool{} // contents of files of policy once that the new version does not have at their path
	for b, a := range lock.Pairs(p.Lock.Files, now.Lock.Files) {
		switch {
		case p.Skipped.has(cmp.Or(b, a).Path):
			if o.left[cmp.Or(b, a).Path] = ""; b == nil {
				o.skipped[a.Path] = true
			}
		case b == nil:
		case a == nil && b.Policy == tree.Part:
			if updated && before[b.Path].Absent() { // not because a feature, a part, or something in it, was removed
				o.left[b.Path] = "no longer rendered: it stays as it is"
			}
		case a == nil && b.Policy == tree.Once && updated:
			o.left[b.Path] = "no longer rendered: it stays as it is"
			former[b.SHA256] = true
		case a == nil && updated && now.blueprint != nil && isOwners(render.PolicyAt(now.blueprint, b.Path)):
			o.left[b.Path] = "no longer rendered: it stays as it is, and is yours"
		case a != nil && a.Policy == tree.Part:
			if old := before[a.Path]; !old.Absent() && grew(theirs[a.Path].Part) {
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

// isOwners reports whether files with a policy are their owner's, but for what their part makes of them.
func isOwners(p tree.Policy) bool { return p == tree.Once || p == tree.Part }

// grown returns a function that reports whether the answers of a part, KIND.NAME, have changed, or those of parts that belong
// to it, such as the models of an app.
func (p Project) grown(now State) func(part string) bool {
	index := func(a blueprint.Answers) map[string]blueprint.PartAnswers {
		parts := map[string]blueprint.PartAnswers{}
		for kind, list := range a.Parts {
			for _, part := range list {
				parts[kind+"."+part.Name] = part
			}
		}
		return parts
	}
	then, is := index(p.Lock.Answers), index(now.Lock.Answers)
	changed, below := map[string]bool{}, map[string]bool{} // by KIND.NAME, and by the name of an owner
	note := func(key string) {
		_, name, _ := strings.Cut(key, ".")
		changed[key] = true
		for owner, _ := blueprint.Owner(name); owner != ""; owner, _ = blueprint.Owner(owner) {
			below[owner] = true
		}
	}
	for key, part := range is {
		if !reflect.DeepEqual(then[key], part) {
			note(key)
		}
	}
	for key := range then {
		if _, stays := is[key]; !stays {
			note(key)
		}
	}
	return func(part string) bool {
		_, name, isOf := strings.Cut(part, ".")
		return isOf && (changed[part] || below[name])
	}
}

// beforeParts renders the current blueprint with the previous answers of every part, with contents of those that grew; new
// parts have the answers of now. It returns nil if no file has the policy part, or no part has changed.
func (p Project) beforeParts(now State, grew func(part string) bool) (tree.Tree, error) {
	has := slices.ContainsFunc(p.Lock.Files, func(e lock.Entry) bool { return e.Policy == tree.Part })
	if !has || now.blueprint == nil || reflect.DeepEqual(p.Lock.Answers.Parts, now.Lock.Answers.Parts) {
		return nil, nil
	}
	mixed := now.Lock.Answers.Remembered()
	mixed.Parts = p.Lock.Answers.Remembered().Parts
	known := map[string]bool{} // by KIND.NAME, and by name with a dot before it
	for kind, list := range p.Lock.Answers.Parts {
		for _, part := range list {
			known[kind+"."+part.Name], known["."+part.Name] = true, true
		}
	}
	for kind, list := range now.Lock.Answers.Parts {
		for _, part := range list {
			of, _, isOf := strings.Cut(part.Name, ".")
			if !known[kind+"."+part.Name] && (!isOf || !known["."+of]) {
				mixed.Parts[kind] = append(mixed.Parts[kind], part)
			}
		}
	}
	answers, err := now.resolve(mixed)
	switch {
	case err == nil:
		return render.Some(now.ctx, now.blueprint, answers, grew)
	case now.ctx.Err() != nil:
		return nil, now.ctx.Err()
	}
	// The previous answers are no longer valid: fall back to what was rendered from them.
	files, problems := p.contents(p.Lock.Files)
	return files, problems.Err()
}

// keepOwned returns the entries of the next state, in which those files of parts that are left alone stay as they were
// rendered last: diff and restore compare with that.
func (p Project) keepOwned(after []lock.Entry, o owned) []lock.Entry {
	if p.Skipped == nil && len(o.left) == 0 {
		return slices.Clone(after)
	}
	entries := make([]lock.Entry, 0, len(after))
	for b, a := range lock.Pairs(p.Lock.Files, after) {
		if a == nil || b == nil && p.Skipped.has(a.Path) {
			continue
		}
		e := *a
		if _, left := o.left[e.Path]; left && b != nil && b.Policy != tree.Private && !p.Memory[lock.BasePath(b.SHA256)].Absent() {
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
