package blueprint

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// secretBytes is how much randomness a secret has; it becomes 64 URL-safe characters (RFC 4648, section 5).
const secretBytes = 48

// answer takes what was given, else what is locked, else what a person says, else the default.
func (f *form) answer(q Question, given *Given) (value any, ok bool) {
	place := Place{}
	locked, isLocked := f.locked[q.Name]
	switch {
	case given != nil:
		place = given.Place
		if q.Kind == Fields {
			return f.fields(f.part, q, *given)
		}
		value, ok = f.parse(q, given.Value, place)
	case isLocked && q.Kind != Secret:
		value, ok = f.fromLock(q, locked)
	case q.Kind == Secret:
		random := make([]byte, secretBytes)
		if _, err := io.ReadFull(f.in.Random, random); err != nil {
			f.stopped = fmt.Errorf("cannot generate a secret: %w", err)
			return nil, false
		}
		text := base64.RawURLEncoding.EncodeToString(random)
		if _, err := f.resolver.parse(q, text); err != nil {
			f.refuse(Place{}, err, "cannot generate a secret that fits; give one: "+f.flag(q))
			return nil, false
		}
		return text, true
	case q.Kind == One && len(q.Choices) == 1:
		value, ok = q.Choices[0].Value, true
	case q.Kind == One && len(q.Choices) == 0:
		f.report(f.blueprint.ProblemAt(Text{Line: q.Line, Column: q.Column}, 0,
			q.Name+" has no choices to offer with these answers",
			"give the question a `when`, or leave one choice without"))
	case q.Kind == Many && len(q.Choices) == 0:
		value, ok = []string{}, true
	default:
		value, ok = f.ask(q)
	}
	if list, isList := value.([]string); ok && isList && q.Kind == Many {
		return f.complete(q, list, place)
	}
	return value, ok
}

func (f *form) parse(q Question, v any, place Place) (any, bool) {
	value, err := f.resolver.parse(q, v)
	if err != nil {
		f.refuse(place, err)
	}
	return value, err == nil
}

// fromLock takes a remembered answer. Choices of several that are gone are dropped, and said.
func (f *form) fromLock(q Question, v any) (any, bool) {
	if list, ok := v.([]string); ok && q.Kind == Many {
		v = slices.DeleteFunc(slices.Clone(list), func(value string) bool {
			gone := !slices.Contains(q.values(), value)
			if gone {
				f.answers.Notes = append(f.answers.Notes, fmt.Sprintf("%s is no longer a choice of %s", value, q.Name))
			}
			return gone
		})
	}
	value, err := f.resolver.parse(q, v)
	switch {
	case err == nil:
		return value, true
	case f.mayAsk():
		return f.ask(q)
	}
	place := Place{}
	if q.Kind == Fields {
		_, place.File, _ = strings.Cut(f.part, ".")
	}
	f.refuse(place, err, "the saved answer is no longer valid; give a new one: "+f.flag(q))
	return nil, false
}

// ask asks a person where that is possible, and takes the default where it is not.
func (f *form) ask(q Question) (any, bool) {
	proposal, known, err := f.proposal(q)
	switch {
	case !known:
		return nil, false
	case f.mayAsk():
		shown := q
		if f.part != "" {
			shown.Prompt = strings.Replace(f.part, ".", " ", 1) + ": " + q.Prompt
		}
		answer, err := f.in.Ask(shown, proposal)
		if err != nil {
			f.stopped = err
			return nil, false
		}
		return f.parse(q, answer, Place{})
	case err != nil:
		f.refuse(Place{}, err, "that is the default; give another answer: "+f.flag(q))
		return nil, false
	case q.Default != nil || proposal != nil: // a person's own default may be the only one
		if _, name, isPart := strings.Cut(f.part, "."); isPart && q.Default != nil && strings.Contains(q.Default.Template.Text, "pluralize") { // never in silence
			f.guesses = append(f.guesses, fmt.Sprintf("%s of %s: %v (a guess; to change it: %s)", q.Name, name, proposal,
				problem.ShellCommand("scaffold", "set", f.part+"."+q.Name+"=WORD")))
		}
		return proposal, true
	case f.in.Ask == nil: // else it will be asked for once the rest is right
		message := "no answer for " + q.Name
		if q.Prompt != asPrompt(q.Name) {
			message += ": " + q.Prompt
		}
		f.report(problem.Problem{Message: message, Hints: append([]string{f.flag(q)}, q.allowed()...)})
	}
	return nil, false
}

// proposal returns the default, the person's own if there is one; err says that it is not allowed. known is false where it
// cannot be computed.
func (f *form) proposal(q Question) (value any, known bool, err error) {
	if own, ok := f.ownDefault(q); ok {
		return own, true, nil
	}
	switch {
	case q.Default == nil:
		return nil, true, nil
	case q.Default.Template.Empty():
		value = q.Default.Value
	default:
		text, ok := f.render(q.Default.Template)
		if !ok {
			return nil, false, nil
		}
		value = strings.TrimSpace(text)
	}
	parsed, err := f.resolver.parse(q, value)
	if err == nil {
		value = parsed
	} else if q.Kind != String {
		value = nil // what a person can correct is a text
	}
	return value, true, err
}

// ownDefault returns the person's own default for a question of the blueprint itself, if the question allows it.
func (f *form) ownDefault(q Question) (any, bool) {
	own, ok := f.defaults[q.Name]
	if !ok || f.part != "" || f.stopped != nil {
		return nil, false
	}
	value := own.Value
	var err error
	if text, isText := value.(string); isText && strings.Contains(text, "{{") {
		template := Text{Text: text, Line: 1, Column: 1}
		if f.depends(template) {
			return nil, false
		}
		text, err = f.evaluator.Text(template, f.resolver.seen)
		value = strings.TrimSpace(text)
	}
	if err == nil {
		value, err = q.Parse(value)
	}
	if ended := (*Ended)(nil); errors.As(err, &ended) {
		f.stopped = ended.Err
		return nil, false
	}
	if err != nil {
		message := asProblem(err).Message
		if list := problem.List(nil); errors.As(err, &list) && len(list) > 0 {
			message = list[0].Message
		}
		f.answers.Notes = append(f.answers.Notes, own.Place.problem("not taken as a default: "+message).Error())
	}
	return value, err == nil
}

// complete adds the choices that chosen ones require, and says so.
func (f *form) complete(q Question, chosen []string, place Place) (any, bool) {
	offered := map[string]Choice{}
	for _, c := range q.Choices {
		offered[c.Value] = c
	}
	ok := true
	for i := 0; i < len(chosen); i++ { // it grows on the way
		for _, required := range offered[chosen[i]].Requires {
			_, isOffered := offered[required]
			switch {
			case slices.Contains(chosen, required):
			case isOffered:
				chosen = append(chosen, required)
				f.answers.Notes = append(f.answers.Notes, fmt.Sprintf("%s brings %s along", chosen[i], required))
			default:
				ok = false
				f.report(place.problem(fmt.Sprintf("%s cannot include %q: it requires %q, which does not apply here",
					q.Name, chosen[i], required), "leave "+strconv.Quote(chosen[i])+" out"))
			}
		}
	}
	value, err := f.resolver.parse(q, chosen) // in the manifest's order
	return value, ok && err == nil
}

// flag returns what a person can type to answer a question.
func (f *form) flag(q Question) string {
	key := q.Name
	if f.part != "" {
		key = f.part + "." + key
	}
	option := map[string]string{"language": "--language ", "database": "--database ", "features": "--with "}[key]
	if option == "" || f.in.Locked != nil { // only a new project has the short flags
		option = "--set " + key + "="
	}
	switch q.Kind {
	case One:
		return option + strings.Join(q.values(), "|")
	case Many:
		return option + "VALUE,... of " + strings.Join(q.values(), ", ")
	case Bool:
		return option + "true|false"
	case Int:
		return option + "NUMBER"
	case Fields:
		if f.in.Locked != nil && f.fresh {
			return problem.ShellCommand("scaffold", "add") + " " + strings.Replace(f.part, ".", " ", 1) + " NAME:TYPE..."
		}
		return option + `"NAME:TYPE ..."`
	default:
		return option + "TEXT"
	}
}

func asProblem(err error) problem.Problem {
	var p problem.Problem
	if errors.As(err, &p) {
		return p
	}
	return problem.Problem{Message: err.Error()}
}
