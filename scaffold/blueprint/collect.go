package blueprint

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// collect brings what was given into one map, flags over file, and refuses what nothing asks for. The person's own defaults
// go into another one.
func (r *resolver) collect() {
	fromFile, fileParts, problems := r.in.File.entries(r.blueprint)
	r.problems = append(r.problems, problems...)
	r.parts = slices.Clone(r.in.Parts)
	for _, g := range r.in.Flags {
		if named(r.blueprint.Questions, g.Key) == nil && slices.Contains(partKinds(r.blueprint), g.Key) {
			text, _ := g.Value.(string)
			for _, name := range splitCommas(text) {
				r.parts = append(r.parts, GivenPart{Kind: g.Key, Name: name, Place: g.Place})
			}
			continue
		}
		g.Place = r.shown(g)
		first, twice := r.given[g.Key]
		if twice && !reflect.DeepEqual(first.Value, g.Value) {
			r.report(g.Place.problem(g.Key+" is given twice, with different values", "keep this or "+first.Place.File))
		}
		r.give(g)
	}
	byFlag := slices.Clone(r.parts)
	for _, p := range fileParts {
		if !slices.ContainsFunc(byFlag, func(f GivenPart) bool { return f.Kind == p.Kind }) {
			r.parts = append(r.parts, p)
		}
	}
	r.fromFile = map[string]bool{}
	for _, g := range fromFile {
		g.Place = r.shown(g)
		if _, won := r.given[g.Key]; !won {
			r.give(g)
			r.fromFile[g.Key] = true
		}
	}
	defaults, _, _ := r.in.Defaults.entries(r.blueprint)
	for _, g := range defaults {
		if q := named(r.blueprint.Questions, g.Key); q != nil && q.Kind != Secret {
			r.defaults[g.Key] = g
		}
	}
}

// shown returns the place of an answer as problems can show it: without the answer where it is a secret, or would be if its
// name were not misspelt.
func (r *resolver) shown(g Given) Place {
	place := g.Place
	secret := slices.ContainsFunc(r.blueprint.Questions, func(q Question) bool {
		return q.Kind == Secret && (q.Name == g.Key || len(problem.DidYouMean(g.Key, []string{q.Name})) > 0)
	})
	if secret {
		place.Source = ""
		if before, _, found := strings.Cut(place.File, "="); found && place.Line == 0 {
			place.File = before + "=..."
		}
	}
	return place
}

// give accepts an answer if something asks for it, or reports why nothing does.
func (r *resolver) give(g Given) {
	if len(r.questionsFor(g.Key)) > 0 {
		r.given[g.Key] = g
		return
	}
	known := questionNames(r.blueprint.Questions) // every key that can be given, as a person writes it
	for _, p := range r.blueprint.Parts {
		for _, q := range p.Questions {
			known = append(known, p.Kind+".NAME."+q.Name)
		}
	}
	isValue := slices.ContainsFunc(r.blueprint.Values, func(v Value) bool { return v.Name == g.Key })
	message, hints := fmt.Sprintf("unknown answer %q", g.Key), []string(nil)
	switch current := r.blueprint.CurrentName(g.Key); {
	case slices.Contains(builtIn, g.Key):
		message = fmt.Sprintf("%q is built in and cannot be given", g.Key)
	case isValue:
		message = fmt.Sprintf("%q is computed from other answers and cannot be given", g.Key)
	case current != g.Key:
		message, hints = fmt.Sprintf("%q was renamed", g.Key), []string{fmt.Sprintf("call it %q", current)}
	case len(known) == 0:
		hints = []string{"this blueprint has no questions"}
	default:
		hints = problem.DidYouMean(g.Key, known)
		if kind, name, question := splitKey(g.Key); slices.Contains(partKinds(r.blueprint), kind) && hints == nil {
			for _, meant := range questionNames(r.blueprint.Part(kind).Questions) {
				if problem.DidYouMean(question, []string{meant}) != nil {
					hints = append(hints, fmt.Sprintf("did you mean %q?", kind+"."+name+"."+meant))
				}
			}
		}
		hints = append(hints, "questions: "+strings.Join(known, ", "))
	}
	r.report(g.Place.problem(message, hints...))
}

// questionsFor returns the questions that a key answers: one of the blueprint, that of one part (KIND.NAME.QUESTION), or
// those of all kinds of parts that have the name.
func (r *resolver) questionsFor(key string) []Question {
	if q := named(r.blueprint.Questions, key); q != nil {
		return []Question{*q}
	}
	kind, name, question := splitKey(key)
	var out []Question
	for _, p := range r.blueprint.Parts {
		if name == "" && kind == "" || p.Kind == kind {
			if q := named(p.Questions, question); q != nil {
				out = append(out, *q)
			}
		}
	}
	return out
}

// splitKey takes KIND.NAME.QUESTION apart; a plain key is a question alone.
func splitKey(key string) (kind, name, question string) {
	first, last := strings.Index(key, "."), strings.LastIndex(key, ".")
	if first < 0 || first == last {
		return "", "", key
	}
	return key[:first], key[first+1 : last], key[last+1:]
}

func named(questions []Question, name string) *Question {
	for i := range questions {
		if questions[i].Name == name {
			return &questions[i]
		}
	}
	return nil
}

// refuse reports an error of Parse or CheckName where the answer was given.
func (r *resolver) refuse(place Place, err error, hints ...string) {
	p := asProblem(err)
	r.report(place.problem(p.Message, append(slices.Clone(p.Hints), hints...)...))
}
