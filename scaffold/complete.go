package scaffold

import (
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
)

// Complete returns what can come next on the command line of add, remove or set. args are the words before it, and typed is
// what there is of the word.
func (p Project) Complete(b *blueprint.Blueprint, verb string, args []string, typed string) []string {
	in := p.Input()
	if len(args) == 0 && verb == "set" {
		return slices.Concat(p.settable(b), Words(b, true))
	}
	if len(args) == 0 {
		return Words(b, false)
	}
	r := request{blueprint: b, in: in, kind: args[0], verb: verb}
	part, q, wrong := r.target()
	var names []string // of the parts that there are
	if part != nil {
		for _, have := range in.Locked.Parts[part.Kind] {
			names = append(names, have.Name)
		}
	}
	switch {
	case wrong != nil:
		return nil
	case part == nil: // choices
		chosen := r.chosen(*q)
		if verb == "remove" {
			return without(chosen, args[1:])
		}
		var values []string
		for _, c := range q.Choices {
			values = append(values, c.Value)
		}
		return without(values, append(chosen, args[1:]...))
	case verb == "set" && q != nil:
		var keys []string
		for _, name := range names {
			fields, _ := r.fieldsOf(part, q, name)
			for _, field := range fieldNames(fields) {
				keys = append(keys, name+"."+field+"=")
			}
		}
		return keys
	case q == nil && verb == "remove":
		return without(names, args[1:])
	case q == nil && len(args) == 1 && part.Of != "":
		var owners []string
		for _, owner := range in.Locked.Parts[part.Of] {
			owners = append(owners, owner.Name+".")
		}
		return owners
	case q != nil && len(args) == 1:
		return names
	case q != nil && verb == "remove":
		fields, _ := r.fieldsOf(part, q, r.complete(part, args[1]))
		return without(fieldNames(fields), args[2:])
	case part.Fields() != nil && len(args) > 1:
		return fieldWords(part.Fields(), names, typed)
	}
	return nil
}

// Words returns the kinds that add and remove take, or only those that set renames.
func Words(b *blueprint.Blueprint, renamed bool) []string {
	var words []string
	for _, p := range b.Parts {
		if !renamed {
			words = append(words, p.Kind)
		}
		if q := p.Fields(); q != nil {
			words = append(words, q.Singular)
		}
	}
	for _, q := range b.Questions {
		switch {
		case q.Kind != blueprint.Many || renamed:
		case q.Singular != "":
			words = append(words, q.Singular)
		default:
			words = append(words, q.Name)
		}
	}
	return words
}

// AddUsage returns what add takes with a blueprint, a line for each kind.
func AddUsage(b *blueprint.Blueprint) []string {
	var lines []string
	for _, p := range b.Parts {
		name := "NAME"
		if p.Of != "" {
			name = strings.ToUpper(p.Of) + ".Name"
		}
		q := p.Fields()
		if q == nil {
			lines = append(lines, p.Kind+" "+name+"...")
			continue
		}
		lines = append(lines, p.Kind+" "+name+" FIELD...", p.Kind+" --from FILE", q.Singular+" "+name+" FIELD...")
	}
	for _, word := range Words(b, false) {
		if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, word+" ") }) {
			lines = append(lines, word+" NAME...")
		}
	}
	return lines
}

// settable returns the answers that the project has, as set takes them.
func (p Project) settable(b *blueprint.Blueprint) []string {
	locked := p.Input().Locked
	var keys []string
	for _, name := range locked.Asked {
		keys = append(keys, name+"=")
	}
	for _, part := range b.Parts {
		for _, have := range locked.Parts[part.Kind] {
			for _, name := range have.Asked {
				keys = append(keys, part.Kind+"."+have.Name+"."+name+"=")
			}
		}
	}
	return keys
}

// fieldWords returns how a field can go on: with a type, the model that it refers to, or a modifier.
func fieldWords(q *blueprint.Question, models []string, typed string) []string {
	cut := strings.LastIndexByte(typed, ':')
	if cut < 0 {
		return nil
	}
	before, last := typed[:cut+1], typed[cut+1:]
	var words []string
	for _, kind := range []string{"ref=", "many="} {
		if strings.HasPrefix(last, kind) {
			for _, model := range models {
				words = append(words, before+kind+model)
			}
			return words
		}
	}
	if strings.Count(before, ":") == 1 {
		for _, t := range q.Types {
			if t == "enum" || t == "many" {
				t += "="
			}
			words = append(words, before+t)
		}
	}
	for _, m := range q.Modifiers {
		if slices.Contains([]string{"max", "min", "digits", "on-delete", "default"}, m) {
			m += "="
		}
		words = append(words, before+m)
	}
	return words
}

func without(words, used []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(word string) bool { return slices.Contains(used, word) })
}
