package scaffold

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// reconciler makes one of what two branches remember.
type reconciler struct {
	conflict *sides
	label    string
	base     *lock.Lock // what both come from; nil where nobody knows
	notes    []string
	problems problem.List
}

// reconcile gives what both say. Where only one has changed something, that counts; what each has added is added.
func (r *reconciler) reconcile(ours, theirs lock.Lock) lock.Lock {
	base := lock.Lock{}
	if r.base != nil {
		base = *r.base
	}
	l := ours // the version of scaffold, too: whichever runs writes its own
	l.Blueprint, _ = r.pick(subject{"blueprint", "version:", "the blueprint"}, ours.Blueprint, theirs.Blueprint, base.Blueprint).(lock.Blueprint)
	l.Name, _ = r.pick(subject{"", "name:", "name"}, ours.Name, theirs.Name, base.Name).(string)
	l.Year, _ = r.pick(subject{"", "year:", "year"}, ours.Year, theirs.Year, base.Year).(int)
	l.Answers = r.answers(subject{section: "answers"}, ours.Answers, theirs.Answers, base.Answers)
	l.Parts = map[string][]lock.Part{}
	for _, kind := range slices.Sorted(maps.Keys(ours.Parts)) {
		l.Parts[kind] = r.parts(kind, ours.Parts[kind], theirs.Parts[kind], base.Parts[kind])
	}
	for _, kind := range slices.Sorted(maps.Keys(theirs.Parts)) {
		if _, done := ours.Parts[kind]; !done {
			l.Parts[kind] = r.parts(kind, nil, theirs.Parts[kind], base.Parts[kind])
		}
	}
	return l
}

// subject is something that a lock says: in which section, how its line begins, and how to call it.
type subject struct{ section, key, name string }

// pick gives the value of the side that has changed it. Where both have, or nobody knows, that is a problem.
func (r *reconciler) pick(s subject, ours, theirs, base any) any {
	switch {
	case reflect.DeepEqual(ours, theirs) || r.base != nil && reflect.DeepEqual(theirs, base):
		return ours
	case r.base != nil && reflect.DeepEqual(ours, base):
		return theirs
	}
	r.problems = append(r.problems, problem.Problem{
		File: r.label, Line: r.conflict.ours.find(s), Column: 1,
		Message: fmt.Sprintf("%s is %s on one branch and %s on the other (line %d)",
			s.name, shown(ours), shown(theirs), r.conflict.theirs.find(s)),
		Hints: []string{"write the same on both sides of the conflict, then: scaffold repair"},
	})
	return ours
}

// shown gives a value as a message can hold it.
func shown(v any) string {
	switch v := v.(type) {
	case lock.Blueprint:
		const enough = len("sha256:") + 8
		return fmt.Sprintf("%s %s (%s)", v.Name, v.Version, v.Digest[:min(len(v.Digest), enough)])
	case string:
		return strconv.Quote(v)
	}
	return fmt.Sprint(v)
}

// answers merges two lists of answers: those of in.
func (r *reconciler) answers(in subject, ours, theirs, base []lock.Answer) []lock.Answer {
	oursNames, oursBy := recall(ours)
	theirsNames, theirsBy := recall(theirs)
	baseNames, baseBy := recall(base)
	var out []lock.Answer
	for _, name := range r.union(oursNames, theirsNames, baseNames, nil) {
		o, inOurs := oursBy[name]
		t, inTheirs := theirsBy[name]
		oList, oIsList := o.([]string)
		tList, tIsList := t.([]string)
		switch {
		case !inOurs:
			o = t
		case !inTheirs:
		case oIsList && tIsList:
			bList, _ := baseBy[name].([]string)
			list := r.union(oList, tList, bList, func(choice string) string { return name + " " + choice })
			o = append([]string{}, list...)
		case in.key == "":
			o = r.pick(subject{in.section, name + ":", name}, o, t, baseBy[name])
		default:
			o = r.pick(subject{in.section, in.key, in.name + "." + name}, o, t, baseBy[name])
		}
		out = append(out, lock.Answer{Name: name, Value: o})
	}
	return out
}

// parts merges two lists of parts of a kind.
func (r *reconciler) parts(kind string, ours, theirs, base []lock.Part) []lock.Part {
	var out []lock.Part
	for _, name := range r.union(partNames(ours), partNames(theirs), partNames(base), func(s string) string { return kind + " " + s }) {
		o, t, b := partNamed(ours, name), partNamed(theirs, name), partNamed(base, name)
		switch {
		case o == nil:
			out = append(out, *t)
		case t == nil:
			out = append(out, *o)
		default:
			if b == nil {
				b = &lock.Part{}
			}
			in := subject{"parts", "- {name: " + name + ",", kind + "." + name}
			out = append(out, lock.Part{Name: name, Answers: r.answers(in, o.Answers, t.Answers, b.Answers)})
		}
	}
	return out
}

func partNames(parts []lock.Part) []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = p.Name
	}
	return out
}

func partNamed(parts []lock.Part, name string) *lock.Part {
	i := slices.IndexFunc(parts, func(p lock.Part) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &parts[i]
}

// union merges two lists of names: what one side alone has it has added, unless base had it and the other removed it.
// Where base is not known, and call is given, what is taken from one side is noted.
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

// find gives the line of the file on which something stands; 0 where it does not.
func (s *side) find(what subject) int {
	inside, number := "", 0
	for line := range strings.Lines(s.text.String()) {
		number++
		bare := strings.ReplaceAll(strings.TrimSpace(line), `"`, "")
		if !strings.HasPrefix(line, " ") {
			inside = ""
		}
		if inside == what.section && strings.HasPrefix(bare, what.key) {
			return s.line(number)
		}
		if !strings.HasPrefix(line, " ") {
			inside = strings.TrimSuffix(bare, ":")
		}
	}
	return 0
}
