package blueprint

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-d277c37b/scaffold/scaffold/field"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Resolve answers every question of a blueprint: its own in order, then the names of its parts, then the computed
// values, then the questions of every part. A condition, a default or a value sees what was resolved before it; values
// and the questions of parts see the parts' names under .parts.
//
// The error is a problem.List of everything that is wrong or missing, what Ask returned, or why the evaluator has ended. What depends on an answer
// that is wrong or missing is not judged.
func Resolve(b *Blueprint, in Input, ev Evaluator) (Answers, error) {
	if in.Random == nil {
		in.Random = rand.Reader
	}
	r := &resolver{blueprint: b, in: in, evaluator: ev, given: map[string]Given{}, defaults: map[string]Given{}, unknown: map[string]bool{}}
	r.references = references{byPart: map[string][]field.Field{}, places: map[string]Place{}}
	r.answers = Answers{
		Name: in.Name, Year: in.Year,
		Values: map[string]any{}, Secrets: map[string]string{}, Parts: map[string][]PartAnswers{},
	}
	r.seen = r.answers.Data(b)
	delete(r.seen, "parts") // until they have names
	r.collect()
	if in.Ask != nil { // refuse what can never be right, before a person is asked anything
		for _, key := range sortedKeys(r.given) {
			for _, q := range r.questionsFor(key) {
				if q.Kind == Fields {
					kind, name, _ := splitKey(key)
					_, _ = r.fields(kind+"."+name, q, r.given[key])
				} else if _, err := q.Parse(r.given[key].Value); err != nil {
					r.refuse(r.given[key].Place, err)
					r.unknown[key] = true
					break
				}
			}
		}
	}
	r.all()
	if r.stopped != nil {
		return Answers{}, r.stopped
	}
	if err := r.problems.Sorted().Err(); err != nil {
		return Answers{}, err
	}
	const most = 3 // to say one by one
	if others := len(r.guesses) - most; others > 1 {
		r.guesses = append(r.guesses[:most], fmt.Sprintf("and %d more guesses: scaffold info --json lists all answers", others))
	}
	r.answers.Notes = append(r.answers.Notes, r.guesses...)
	return r.answers, nil
}

type resolver struct {
	blueprint *Blueprint
	in        Input
	evaluator Evaluator
	given     map[string]Given // by key, from flags and the file
	defaults  map[string]Given // by key, the person's own
	fromFile  map[string]bool  // keys of given that the file alone has
	parts     []GivenPart      // asked for now
	answers   Answers
	seen      map[string]any  // what a template sees now
	unknown   map[string]bool // names that have no value because something is wrong or missing
	references
	guesses  []string // notes on defaults that are guesses
	problems problem.List
	matching int   // work of patterns so far: instructions times bytes
	stopped  error // what Ask returned, or which bound has ended it
}

// all goes through everything in the order that Resolve promises.
func (r *resolver) all() {
	locked := map[string]any{} // by the names that the questions have now
	if r.in.Locked != nil {
		for _, name := range r.in.Locked.Asked {
			current := r.blueprint.CurrentName(name)
			if _, taken := locked[current]; !taken || current == name {
				locked[current] = r.in.Locked.Values[name]
			}
		}
	}
	f := &form{resolver: r, values: r.answers.Values, seen: r.seen, locked: locked, unknown: r.unknown}
	for _, q := range r.blueprint.Questions {
		f.question(q)
	}
	r.answers.Asked = f.asked
	r.nameParts(f)
	for _, v := range r.blueprint.Values {
		text, ok := f.render(v.Text)
		if !ok {
			r.unknown[v.Name] = true
			continue
		}
		f.set(v.Name, text, String)
	}
	r.questionParts()
	r.refer()
}

// mayAsk reports whether a person can be asked. Once something is wrong nobody is: it would be in vain.
func (r *resolver) mayAsk() bool { return r.in.Ask != nil && len(r.problems) == 0 && r.stopped == nil }

// CurrentName returns the current name of a question that was once called name, through any number of renamings.
func (b *Blueprint) CurrentName(name string) string {
	known := questionNames(b.Questions)
	for range b.Renamed {
		i := slices.IndexFunc(b.Renamed, func(n Rename) bool { return n.From == name })
		if i < 0 || slices.Contains(known, name) {
			break
		}
		name = b.Renamed[i].To
	}
	return name
}

func (r *resolver) report(p problem.Problem) { r.problems = append(r.problems, p) }

// fail reports what the evaluator says about a template.
func (r *resolver) fail(t Text, err error) {
	var list problem.List
	var one problem.Problem
	var ended *Ended
	switch {
	case errors.As(err, &ended):
		r.stopped = ended.Err
	case errors.As(err, &list):
		r.problems = append(r.problems, list...)
	case errors.As(err, &one):
		r.report(one)
	default:
		r.report(r.blueprint.ProblemAt(t, 0, err.Error()))
	}
}

// form is a list of questions on the way to their answers: the blueprint's own, or those of one part.
type form struct {
	*resolver
	part    string         // KIND.NAME; "" for the blueprint's own questions
	fresh   bool           // a part that is made now, which plain keys mean, too
	values  map[string]any // the answers so far
	seen    map[string]any // the same, as templates see them
	asked   []string
	locked  map[string]any  // remembered answers, by the names that questions have now
	unknown map[string]bool // as the resolver's, for the names of this form
}

// set keeps an answer. Templates see fields once those of all parts are known.
func (f *form) set(name string, value any, kind Kind) {
	if f.values[name] = value; kind != Fields {
		f.seen[name] = value
	}
}

// enough reports whether there are so many problems that nothing else needs to be judged.
func (r *resolver) enough() bool { return len(r.problems) > problem.Most }

// depends reports whether a template needs something that has no value.
func (f *form) depends(t Text) bool {
	for _, unknown := range []map[string]bool{f.unknown, f.resolver.unknown} {
		for name := range unknown {
			if mentions(t.Text, name) {
				return true
			}
		}
	}
	return false
}

// mentions reports whether a template uses a name: as .name, or quoted for a function such as index.
func mentions(text, name string) bool {
	identifier := func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
	for i := 0; ; i++ {
		next := strings.Index(text[i:], name)
		if next < 0 {
			return false
		}
		i += next
		before, after := text[:i], text[i+len(name):]
		used := strings.HasSuffix(before, ".") || strings.HasSuffix(before, `"`) || strings.HasSuffix(before, "`")
		if used && strings.IndexFunc(after, identifier) != 0 {
			return true
		}
	}
}

// truth evaluates a condition; known is false where that is not possible.
func (f *form) truth(t Text) (yes, known bool) {
	if t.Empty() {
		return true, true
	}
	if f.stopped != nil || f.enough() || f.depends(t) {
		return false, false
	}
	yes, err := f.evaluator.Truth(t, f.resolver.seen)
	if err != nil {
		f.fail(t, err)
	}
	return yes, err == nil
}

// render renders a template; ok is false where that is not possible.
func (f *form) render(t Text) (text string, ok bool) {
	if f.stopped != nil || f.enough() || f.depends(t) {
		return "", false
	}
	text, err := f.evaluator.Text(t, f.resolver.seen)
	if err != nil {
		f.fail(t, err)
	}
	return text, err == nil
}
