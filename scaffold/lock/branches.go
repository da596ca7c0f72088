package lock

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Branches is the lock of two branches, made of a file that git could not merge or that somebody merged by hand.
type Branches struct {
	Lock
	Other []Entry  // where the two have different lines for a path: that of the other branch
	Notes []string // what was taken over from one of the two, because it is not known what they have in common
}

// ReadBranches reads lock.yaml and files.sum with the conflicts that git left in them. What each branch has added counts.
// Lines of files that cannot be read are left out. The error is a problem.List that names the lines to decide.
//
// ancestor is lock.yaml as both branches come from it, which stage 1 of git's index holds. With it there is hardly
// anything left to decide: it shows what a branch has changed and what it has left alone. nil: it is not known, unless the
// conflict shows it.
func ReadBranches(files tree.Tree, ancestor []byte, called func(path string) string) (Branches, error) {
	var b Branches
	var err error
	file := files[Path]
	if conflict, ok := plaintext.Split(file.Data); ok {
		r := reconciler{label: called(Path)}
		ours, theirs := r.parse(&conflict.Ours), r.parse(&conflict.Theirs)
		if len(r.problems) > 0 {
			return b, r.problems.Sorted()
		}
		if ancestor == nil && conflict.Base != nil {
			ancestor = conflict.Base.Text()
		}
		if base, _, err := readHead(ancestor, r.label); err == nil {
			r.base = &base
		}
		b.Lock, b.Notes = r.reconcile(ours, theirs), r.notes
		if len(r.problems) > 0 {
			return b, r.problems.Sorted()
		}
	} else if b.Lock, _, err = readHead(file.Data, called(Path)); err != nil {
		return b, err
	}
	b.Format = 0 // whatever is there has to be written again
	b.takeLines(file.Data, files[SumsPath].Data)
	return b, nil
}

// takeLines keeps one entry for each path in the lock, and another one that the other branch has. Each of the contents may
// have a conflict in it.
func (b *Branches) takeLines(contents ...[]byte) {
	var ours, theirs []Entry
	for _, data := range contents {
		if conflict, ok := plaintext.Split(data); ok {
			theirs = append(theirs, readable(conflict.Theirs.Text())...)
			data = conflict.Ours.Text()
		}
		ours = append(ours, readable(data)...)
	}
	place := map[string]int{}
	for _, e := range slices.Concat(ours, theirs) {
		i, twice := place[e.Path]
		if !twice {
			place[e.Path] = len(b.Files)
			b.Files = append(b.Files, e)
			continue
		}
		first := &b.Files[i]
		first.Tombstone = first.Tombstone || e.Tombstone
		if !first.SameContent(e) && !slices.ContainsFunc(b.Other, func(o Entry) bool { return o.Path == e.Path }) {
			b.Other = append(b.Other, e)
		}
	}
	slices.SortFunc(b.Files, byPath)
	slices.SortFunc(b.Other, byPath)
}

// branch is a lock as one branch has it.
type branch struct {
	Lock
	where positions
}

// reconciler makes one lock of those of two branches.
type reconciler struct {
	label        string
	ours, theirs positions
	base         *Lock // what both come from; nil if that is not known
	notes        []string
	problems     problem.List
}

// reconcile returns the lock that says what both say. Where only one has changed something, that counts; what each has
// added is added.
func (r *reconciler) reconcile(ours, theirs branch) Lock {
	r.ours, r.theirs = ours.where, theirs.where
	base := Lock{}
	if r.base != nil {
		base = *r.base
	}
	l := ours.Lock // the version of scaffold, too: whichever runs writes its own
	a, b, c := ours.Answers, theirs.Answers, base.Answers
	l.Blueprint, _ = r.pick("blueprint.version", "the blueprint", ours.Blueprint, theirs.Blueprint, base.Blueprint).(Blueprint)
	l.Answers.Name, _ = r.pick("name", "name", a.Name, b.Name, c.Name).(string)
	l.Answers.Year, _ = r.pick("year", "year", a.Year, b.Year, c.Year).(int)
	all := r.answers("answers", "", own(a), own(b), own(c))
	l.Answers.Asked, l.Answers.Values = all.Asked, all.Values
	l.Answers.Parts = map[string][]blueprint.PartAnswers{}
	for _, kind := range slices.Sorted(maps.Keys(a.Parts)) {
		l.Answers.Parts[kind] = r.parts(kind, a, b, c)
	}
	for _, kind := range slices.Sorted(maps.Keys(b.Parts)) {
		if _, done := a.Parts[kind]; !done {
			l.Answers.Parts[kind] = r.parts(kind, a, b, c)
		}
	}
	return l
}

// own returns a project's own answers in the form of those of a part.
func own(a blueprint.Answers) *blueprint.PartAnswers {
	return &blueprint.PartAnswers{Asked: a.Asked, Values: a.Values}
}

// pick returns the value of the side that has changed it. If both have, or that is not known, it is a problem. at is what
// positions calls the value, and name what a person calls it.
func (r *reconciler) pick(at, name string, ours, theirs, base any) any {
	switch {
	case reflect.DeepEqual(ours, theirs) || r.base != nil && reflect.DeepEqual(theirs, base):
		return ours
	case r.base != nil && reflect.DeepEqual(ours, base):
		return theirs
	}
	r.problems = append(r.problems, problem.Problem{
		File: r.label, Line: r.ours[at], Column: 1,
		Message: fmt.Sprintf("%s is %s on one branch and %s on the other (line %d)", name, shown(ours), shown(theirs), r.theirs[at]),
		Hints:   []string{"make both sides of the conflict agree, then: scaffold repair"},
	})
	return ours
}

// shown returns a value as a message can hold it.
func shown(v any) string {
	switch v := v.(type) {
	case Blueprint:
		const enough = len("sha256:") + 8
		return fmt.Sprintf("%s (%s)", v, v.Digest[:min(len(v.Digest), enough)])
	case string:
		return strconv.Quote(v)
	}
	return fmt.Sprint(v)
}

// answers merges the answers of a part, or the project's own. prefix goes before their names in messages.
func (r *reconciler) answers(at, prefix string, ours, theirs, base *blueprint.PartAnswers) blueprint.PartAnswers {
	out := blueprint.PartAnswers{Name: ours.Name, Values: map[string]any{}}
	for _, name := range r.union(ours.Asked, theirs.Asked, base.Asked, nil) {
		o, inOurs := ours.Values[name]
		t, inTheirs := theirs.Values[name]
		oList, oIsList := o.([]string)
		tList, tIsList := t.([]string)
		switch {
		case !inOurs:
			o = t
		case !inTheirs:
		case oIsList && tIsList:
			bList, _ := base.Values[name].([]string)
			list := r.union(oList, tList, bList, func(choice string) string { return name + " " + choice })
			o = append([]string{}, list...)
		default:
			o = r.pick(at+"."+name, prefix+name, o, t, base.Values[name])
		}
		out.Asked = append(out.Asked, name)
		out.Values[name] = o
	}
	return out
}

// parts merges the parts of a kind.
func (r *reconciler) parts(kind string, ours, theirs, base blueprint.Answers) []blueprint.PartAnswers {
	var out []blueprint.PartAnswers
	names := r.union(partNames(ours.Parts[kind]), partNames(theirs.Parts[kind]), partNames(base.Parts[kind]),
		func(s string) string { return kind + " " + s })
	for _, name := range names {
		o, t, b := ours.Part(kind, name), theirs.Part(kind, name), base.Part(kind, name)
		switch {
		case o == nil:
			out = append(out, *t)
		case t == nil:
			out = append(out, *o)
		default:
			if b == nil {
				b = &blueprint.PartAnswers{}
			}
			out = append(out, r.answers("parts."+kind+"."+name, kind+"."+name+".", o, t, b))
		}
	}
	return out
}

func partNames(parts []blueprint.PartAnswers) []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = p.Name
	}
	return out
}

// union merges two lists of names: what one side alone has it has added, unless base had it and the other removed it.
// If base is not known, and call is given, what is taken from one side is noted.
func (r *reconciler) union(ours, theirs, base []string, call func(string) string) []string {
	var out []string
	for _, name := range slices.Concat(ours, theirs) {
		both := slices.Contains(ours, name) && slices.Contains(theirs, name)
		removed := r.base != nil && slices.Contains(base, name)
		if slices.Contains(out, name) || !both && removed {
			continue
		}
		out = append(out, name)
		if !both && r.base == nil && call != nil {
			r.notes = append(r.notes, "taken over from one of the two branches: "+call(name))
		}
	}
	return out
}

// parse reads what one side of the conflict has of the lock, without its files. Problems are where they are in the file.
func (r *reconciler) parse(s *plaintext.Side) branch {
	l, where, err := readHead(s.Text(), r.label)
	var list problem.List
	if errors.As(err, &list) {
		for _, found := range list {
			found.Line = s.Line(found.Line)
			r.problems = append(r.problems, found)
		}
	}
	for path, line := range where {
		where[path] = s.Line(line)
	}
	return branch{l, where}
}
