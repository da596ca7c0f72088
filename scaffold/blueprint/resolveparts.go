package blueprint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/field"
	"github.com/seed-d277c37b/scaffold/scaffold/naming"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// CheckName reports why a part of the kind cannot have a name, which becomes part of paths. The error is a
// problem.Problem.
func (p Part) CheckName(name string) error {
	var why string
	owner, short := "", name
	if p.Of != "" {
		owner, short = Owner(name)
	}
	switch err := tree.CheckPath(short); {
	case p.Of != "" && (owner == "" || strings.Contains(name, "/")):
		why = fmt.Sprintf("name the %s that it belongs to: %s.%s", p.Of, strings.ToUpper(p.Of), short)
	case slices.Contains(p.Reserved.Names, short):
		why = "the name is reserved"
	case !matches(p.Pattern, short) && p.Invalid != "":
		why = p.Invalid
	case !matches(p.Pattern, short):
		why = "it must match " + p.Pattern
	case p.Fields() != nil && len(short) > field.MaxName:
		why = fmt.Sprintf("it is longer than %d characters", field.MaxName)
	case err != nil:
		why = err.Error()
	default:
		return nil
	}
	return problem.Problem{Message: fmt.Sprintf("%s cannot be called %s: %s", p.Kind, describe(name), why)}
}

// nameParts finds out which parts there will be, and in that order: by name.
func (r *resolver) nameParts(f *form) {
	for _, given := range r.parts {
		if !slices.Contains(partKinds(r.blueprint), given.Kind) {
			r.report(given.Place.problem(unknownKind(given.Kind), kindHints(given.Kind, partKinds(r.blueprint))...))
		}
	}
	for _, part := range r.blueprint.Parts {
		if yes, known := f.truth(part.When); !known || yes {
			part.Reserved, _ = f.reserved(part.Reserved)
			r.nameKind(part)
			continue
		}
		r.answers.Parts[part.Kind] = nil
		for _, given := range r.givenParts(part.Kind) {
			r.report(given.Place.problem(
				fmt.Sprintf("%s %q does not apply: asked only when %s", part.Kind, given.Name, part.When.Text),
				"remove it, or change the answers that it depends on"))
		}
	}
	r.checkOwners()
	r.seen["parts"] = r.answers.Data(r.blueprint)["parts"]
	r.checkPartKeys()
}

// nameKind finds the parts of a kind: those of the lock, and new ones that were given or that a person names.
func (r *resolver) nameKind(part Part) {
	names := map[string]bool{}
	spelled := map[string]string{} // names by their spelling, where they name files
	var out []PartAnswers
	if r.in.Locked != nil {
		for _, p := range r.in.Locked.Parts[part.Kind] {
			names[p.Name], spelled[naming.Snake(p.Name)] = true, p.Name
			out = append(out, PartAnswers{Name: p.Name})
		}
	}
	made := r.givenParts(part.Kind)
	if len(made) == 0 && part.Of == "" && r.in.AskParts != nil && r.in.Locked == nil && len(r.problems) == 0 && r.stopped == nil {
		asked, err := r.in.AskParts(part)
		if err != nil {
			r.stopped = err
		}
		for _, name := range asked {
			made = append(made, GivenPart{Kind: part.Kind, Name: name})
		}
	}
	for _, given := range made {
		err := part.CheckName(given.Name)
		switch {
		case err != nil:
			r.refuse(given.Place, err)
		case names[given.Name] && r.lockedPart(part.Kind, given.Name) != nil:
			r.report(given.Place.problem(fmt.Sprintf("the project already has the %s %q", part.Kind, given.Name)))
		case names[given.Name]:
			r.report(given.Place.problem(fmt.Sprintf("%s %q is given twice", part.Kind, given.Name)))
		case part.Fields() != nil && spelled[naming.Snake(given.Name)] != "":
			r.report(given.Place.problem(fmt.Sprintf("%s %q is spelled like %q", part.Kind, given.Name, spelled[naming.Snake(given.Name)]), "choose another name"))
		default:
			names[given.Name], spelled[naming.Snake(given.Name)] = true, given.Name
			out = append(out, PartAnswers{Name: given.Name})
		}
	}
	slices.SortFunc(out, func(a, b PartAnswers) int { return strings.Compare(a.Name, b.Name) })
	r.answers.Parts[part.Kind] = out
}

// checkOwners refuses parts that belong to one that there is not.
func (r *resolver) checkOwners() {
	for _, part := range r.blueprint.Parts {
		owners := map[string]bool{}
		for _, p := range r.answers.Parts[part.Of] {
			owners[p.Name] = true
		}
		for _, p := range r.answers.Parts[part.Kind] {
			owner, _ := Owner(p.Name)
			if part.Of == "" || owners[owner] || r.enough() {
				continue
			}
			place := Place{File: p.Name}
			for _, given := range r.givenParts(part.Kind) {
				if given.Name == p.Name {
					place = given.Place
				}
			}
			var names []string
			for _, o := range r.answers.Parts[part.Of] {
				names = append(names, o.Name)
			}
			r.report(place.problem(fmt.Sprintf("%s %q: no %s named %q", part.Kind, p.Name, part.Of, owner),
				append(problem.DidYouMean(owner, names), problem.ShellCommand("scaffold", "add", part.Of, owner))...))
		}
	}
}

func (r *resolver) givenParts(kind string) []GivenPart {
	var out []GivenPart
	for _, given := range r.parts {
		if given.Kind == kind {
			out = append(out, given)
		}
	}
	return out
}

func (r *resolver) lockedPart(kind, name string) *PartAnswers {
	if r.in.Locked == nil {
		return nil
	}
	return r.in.Locked.Part(kind, name)
}

// checkPartKeys refuses answers for parts that there are not.
func (r *resolver) checkPartKeys() {
	if r.stopped != nil {
		return
	}
	for _, key := range sortedKeys(r.given) {
		if named(r.blueprint.Questions, key) != nil {
			continue
		}
		kind, name, question := splitKey(key)
		switch {
		case kind == "" && !r.asksFresh(question):
			r.report(r.given[key].Place.problem(key+" applies to every new part, but there is none",
				"name one: "+r.partFlag(question)))
		case kind != "" && r.answers.Part(kind, name) == nil && !r.fromFile[key]:
			var names []string
			for _, p := range r.answers.Parts[kind] {
				names = append(names, p.Name)
			}
			r.report(r.given[key].Place.problem(fmt.Sprintf("no %s named %q", kind, name), problem.DidYouMean(name, names)...))
		}
	}
}

// asksFresh reports whether a part that is made now has the question.
func (r *resolver) asksFresh(question string) bool {
	for _, p := range r.blueprint.Parts {
		if named(p.Questions, question) == nil {
			continue
		}
		for _, made := range r.answers.Parts[p.Kind] {
			if r.lockedPart(p.Kind, made.Name) == nil {
				return true
			}
		}
	}
	return false
}

func (r *resolver) partFlag(question string) string {
	for _, p := range r.blueprint.Parts {
		if named(p.Questions, question) != nil && p.Kind != "app" {
			return "--part " + p.Kind + "=NAME"
		}
	}
	return "--app NAME"
}

// countFields ends everything where there are more fields than templates should see.
func (r *resolver) countFields() {
	all := 0
	for _, part := range r.blueprint.Parts {
		q := part.Fields()
		if q == nil {
			continue
		}
		for _, p := range r.answers.Parts[part.Kind] {
			texts, _ := fieldTexts(r.given[part.Kind+"."+p.Name+"."+q.Name].Value)
			if locked := r.lockedPart(part.Kind, p.Name); locked != nil && texts == nil {
				texts, _ = locked.Values[q.Name].([]string)
			}
			all += len(texts)
		}
	}
	if all > field.MaxAll && r.stopped == nil {
		r.stopped = problem.List{{Message: fmt.Sprintf("the project has %d fields (limit %d)", all, field.MaxAll)}}
	}
}

// questionParts answers the questions of every part.
func (r *resolver) questionParts() {
	r.countFields()
	names := newView(r.blueprint, Answers{}) // what questions see of a part at first
	done := map[string][]PartAnswers{}       // every part sees the names of the others, not their answers
	for _, part := range r.blueprint.Parts {
		for _, p := range r.answers.Parts[part.Kind] {
			out := PartAnswers{Name: p.Name, Values: map[string]any{}}
			f := &form{
				resolver: r, part: part.Kind + "." + p.Name, fresh: true, values: out.Values, seen: names.part(part, PartAnswers{Name: p.Name}),
				locked: map[string]any{}, unknown: map[string]bool{},
			}
			r.seen["part"] = f.seen
			if locked := r.lockedPart(part.Kind, p.Name); locked != nil {
				f.fresh = false
				for _, asked := range locked.Asked {
					f.locked[asked] = locked.Values[asked]
				}
			}
			for _, q := range part.Questions {
				f.question(q)
			}
			out.Asked = f.asked
			done[part.Kind] = append(done[part.Kind], out)
		}
	}
	delete(r.seen, "part")
	for kind, parts := range done {
		r.answers.Parts[kind] = parts
	}
}
