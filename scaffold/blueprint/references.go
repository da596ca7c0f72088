package blueprint

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/field"
	"github.com/seed-d277c37b/scaffold/scaffold/naming"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// references are the fields of all parts, on the way to what they refer to.
type references struct {
	byPart map[string][]field.Field // by KIND.NAME: those that are right, also where others of the part are not
	places map[string]Place         // where fields were given, by NAME.FIELD
}

// refer finds what fields refer to, and stores it with its full name. It refuses what does not exist, what two could be, and
// references that require each other, so that nothing could ever be created.
func (r *resolver) refer() {
	if r.stopped != nil {
		return
	}
	for i := range r.blueprint.Parts {
		p := &r.blueprint.Parts[i]
		q := p.Fields()
		if q == nil {
			continue
		}
		s := scope{resolver: r, part: p, question: q, known: map[string]bool{}, byShort: map[string][]string{}}
		for _, part := range r.answers.Parts[p.Kind] {
			s.names, s.known[part.Name] = append(s.names, part.Name), true
		}
		for _, name := range slices.Concat(s.names, q.Targets) {
			_, short := Owner(name)
			s.byShort[short] = append(s.byShort[short], name)
		}
		requires, through := map[string][]string{}, map[[2]string]string{} // parts, and the field that requires another
		for _, part := range r.answers.Parts[p.Kind] {
			fields, given := r.byPart[p.Kind+"."+part.Name]
			if texts, isList := part.Values[q.Name].([]string); isList && !given {
				fields = q.readFields(texts, func(int, problem.Problem) {}) // what is wrong was said
			}
			for j := range fields {
				f := &fields[j]
				if f.Refers() && s.target(part.Name, f) && f.Type == "ref" && !f.Optional {
					requires[part.Name] = append(requires[part.Name], f.Target)
					through[[2]string{part.Name, f.Target}] = f.Name
				}
			}
			if part.Values[q.Name] != nil && len(r.problems) == 0 {
				part.Values[q.Name] = storedFields(fields)
			}
		}
		for _, circle := range circles(s.names, requires) {
			s.refuse(circle[0], through[[2]string{circle[0], circle[1]}], "these references require each other, so none of the models could be created: "+
				strings.Join(circle, " -> "), "make one of them optional")
		}
	}
}

// scope is where the references of one kind of part are looked up.
type scope struct {
	*resolver
	part     *Part
	question *Question
	names    []string // of all parts of the kind
	known    map[string]bool
	byShort  map[string][]string // all names, and those that the blueprint has beside them, by what is behind their dot
}

// refuse reports a problem with a field of a part.
func (s scope) refuse(part, name, message string, hints ...string) {
	place, given := s.places[part+"."+name]
	if !given {
		place = Place{File: part + "." + name}
	}
	s.report(place.problem(message, hints...))
}

// target completes what a field refers to, and reports whether it is a part.
func (s scope) target(part string, f *field.Field) bool {
	wanted := f.Target
	if wanted == "" {
		wanted = naming.Pascal(f.Name)
	}
	if s.known[wanted] {
		f.Target = wanted
		return true
	}
	depth := 0 // dots in the name of a part
	for of := s.blueprint.Part(s.part.Of); of != nil; of = s.blueprint.Part(of.Of) {
		depth++
	}
	separators := strings.Count(wanted, ".") + strings.Count(wanted, "/")
	isTarget := slices.ContainsFunc(s.question.Targets, func(t string) bool { ok, _ := path.Match(t, wanted); return ok })
	switch {
	case separators > depth || isTarget: // the owner's own, or the blueprint's
		f.Target = wanted
		return false
	case separators > 0:
		s.missing(part, f.Name, wanted)
		return false
	}
	switch fit := s.byShort[wanted]; len(fit) {
	case 1:
		f.Target = fit[0]
		return s.known[fit[0]]
	case 0:
		s.missing(part, f.Name, wanted)
	default:
		s.refuse(part, f.Name, fmt.Sprintf("%s could be %s", wanted, oneOf(fit)), fmt.Sprintf("write %s:%s=%s", f.Name, f.Type, fit[0]))
	}
	return false
}

// missing reports that nothing has the name that a field refers to, unless that was asked for and refused.
func (s scope) missing(part, name, wanted string) {
	if s.enough() {
		return // hints cost more than they are worth
	}
	for _, given := range s.givenParts(s.part.Kind) {
		if given.Name == wanted || strings.HasSuffix(given.Name, "."+wanted) {
			return
		}
	}
	hints := problem.DidYouMean(wanted, slices.Concat(s.names, s.question.Targets))
	example := "legacy.models." + wanted
	if _, short := Owner(wanted); short != wanted {
		example = strings.Replace(wanted, "."+short, ".models."+short, 1)
	}
	s.refuse(part, name, fmt.Sprintf("no %s named %q", s.part.Kind, wanted),
		append(hints, "name one that you wrote yourself in full, such as "+example)...)
}
