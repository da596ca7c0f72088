package field

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-d277c37b/scaffold/scaffold/naming"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

var (
	validName   = plaintext.Pattern(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)                  //nolint:gochecknoglobals // constant
	validTarget = plaintext.Pattern(`^[A-Za-z_][A-Za-z0-9_-]*([./][A-Za-z0-9_-]+)*$`) //nolint:gochecknoglobals // constant
	validValue  = plaintext.Pattern(`^[A-Za-z][A-Za-z0-9_-]*$`)                       //nolint:gochecknoglobals // constant
)

// aliases are words of other generators, and what they are called here.
var aliases = map[string]string{ //nolint:gochecknoglobals // constant
	"references": "ref", "belongs_to": "ref", "integer": "int", "boolean": "bool", "uniq": "unique",
}

// Parse reads a field, and returns everything that is wrong with it, as problems without a place.
//
// It is NAME:TYPE:MODIFIER..., where a field without a type is a string. Aliases that people know from other generators are
// understood: references and belongs_to, integer, boolean, uniq; string{40} is string:max=40 and decimal{10,2} is
// decimal:digits=10.2; and behind the name or the type, ! is for required, ^ for unique and ? for optional.
func Parse(text string) (Field, problem.List) {
	switch {
	case len(text) > maxText:
		return Field{}, problem.List{{Message: fmt.Sprintf("a field cannot be longer than %d bytes", maxText)}}
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl):
		return Field{}, problem.List{{Message: "a field cannot contain control characters"}}
	}
	p := &parser{given: map[string]bool{}}
	segments := split(text)
	p.name(segments[0])
	p.field.Type = "string"
	rest := segments[1:]
	if len(rest) > 0 && p.typeOf(rest[0]) {
		rest = rest[1:]
	}
	for _, segment := range rest {
		p.modifier(segment)
	}
	if p.required && p.field.Optional {
		p.add("cannot be required (!) and optional")
	}
	p.check()
	return p.field, p.problems
}

// split cuts a field at its colons. A default may hold colons: it goes on until the next modifier, or as long as they are
// escaped with a backslash.
func split(text string) []string {
	var parts, out []string // between colons without a backslash before them, and between those that no default holds
	start := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case ':':
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	segment, inDefault := "", false
	for i, part := range append(parts, text[start:]) {
		switch {
		case i > 0 && inDefault && !isModifier(part):
			segment += ":" + part
			continue
		case i > 0:
			out = append(out, segment)
		}
		segment, inDefault = part, strings.HasPrefix(part, "default=")
	}
	out = append(out, segment)
	for i, s := range out {
		if strings.HasPrefix(s, "default=") && strings.Contains(s, `\`) {
			out[i] = strings.NewReplacer(`\\`, `\`, `\:`, ":").Replace(s)
		}
	}
	return out
}

// isModifier reports whether a segment is a modifier, so that it ends a default.
func isModifier(segment string) bool {
	name, _, valued := strings.Cut(segment, "=")
	if alias, ok := aliases[name]; ok {
		name = alias
	}
	return slices.Contains(Modifiers(), name) && valued == takesValue(name)
}

// takesValue reports whether a modifier is NAME=VALUE.
func takesValue(modifier string) bool {
	return slices.Contains([]string{"max", "min", "digits", "on-delete", "default"}, modifier)
}

type parser struct {
	field    Field
	required bool            // said with !
	given    map[string]bool // modifiers
	problems problem.List
}

func (p *parser) add(message string, hints ...string) {
	p.problems = append(p.problems, problem.Problem{Message: message, Hints: hints})
}

func (p *parser) name(segment string) {
	name := p.marks(segment)
	p.field.Name = name
	switch {
	case name == "":
		p.add("the field has no name", "write NAME:TYPE, such as title:string")
	case len(name) > MaxName:
		p.add(fmt.Sprintf("the name is longer than %d characters", MaxName))
	case !validName().MatchString(name):
		var hints []string
		if better := naming.Snake(name); validName().MatchString(better) {
			hints = []string{"call it " + better}
		}
		p.add("a name must be lower-case words with single underscores between them", hints...)
	}
}

// marks takes the marks of Loco off a segment.
func (p *parser) marks(segment string) string {
	bare := strings.TrimRight(segment, "!^?")
	for _, mark := range segment[len(bare):] {
		switch mark {
		case '!':
			p.required = true
		case '^':
			p.field.Unique = true
		case '?':
			p.field.Optional = true
		}
	}
	return bare
}

// typeOf reads a type, and reports whether the segment is one, or was meant to be.
func (p *parser) typeOf(segment string) bool {
	if isModifier(segment) {
		return false
	}
	bare := p.marks(segment)
	word, value, valued := strings.Cut(bare, "=")
	if before, inside, braced := strings.Cut(bare, "{"); braced && !valued {
		word, value = before, strings.TrimSuffix(inside, "}")
	}
	if alias, ok := aliases[word]; ok {
		word = alias
	}
	if !slices.Contains(Types(), word) {
		if slices.Contains(Modifiers(), word) {
			return false // with a value that it does not take, or without one: modifier says so
		}
		if expanded := strings.TrimRight(word, "0123456789"); expanded == "decimal" && value == "" {
			p.add(fmt.Sprintf("unknown type %q", word), "write decimal:digits=10.2, because a shell expands {10,2}")
			return true
		}
		p.add(fmt.Sprintf("unknown type %q", word), append(problem.DidYouMean(word, slices.Concat(Types(), Modifiers())),
			"types: "+strings.Join(Types(), ", "))...)
		return true
	}
	p.field.Type = word
	switch braced := strings.HasSuffix(bare, "}") && !valued; {
	case word == "enum":
		p.values(value)
	case p.field.Refers() && !braced:
		p.field.Target = value
		switch write := fmt.Sprintf("write %s=APP.Name", word); {
		case value == "" && (valued || word == "many"):
			p.add(word+" requires its model", write)
		case value != "" && (len(value) > maxTarget || !validTarget().MatchString(value)):
			p.add(fmt.Sprintf("%q is not the name of a model", value), write)
		}
	case braced && word == "decimal":
		p.modifier("digits=" + strings.ReplaceAll(value, ",", "."))
	case braced && slices.Contains(lengths(), word):
		p.modifier("max=" + value)
	case value != "" || valued:
		p.add(fmt.Sprintf("the type %s takes no value", word))
	}
	return true
}

func (p *parser) values(value string) {
	if value == "" {
		p.add("enum requires its values", "write enum=draft,live")
		return
	}
	p.field.Values = strings.Split(value, ",")
	seen := map[string]bool{}
	for _, v := range p.field.Values {
		spelling := naming.Snake(v)
		switch {
		case len(p.field.Values) > maxValues:
			p.add(fmt.Sprintf("enum cannot have more than %d values", maxValues))
			return
		case !validValue().MatchString(v) || len(v) > MaxName:
			p.add(fmt.Sprintf("enum cannot have the value %q", v), "values are letters, digits, - and _, starting with a letter")
		case seen[spelling]:
			p.add(fmt.Sprintf("enum has the value %q twice", v))
		}
		seen[spelling] = true
	}
}

// modifier reads NAME or NAME=VALUE.
func (p *parser) modifier(segment string) {
	name, value, valued := strings.Cut(segment, "=")
	if alias, ok := aliases[name]; ok {
		name = alias
	}
	switch {
	case slices.Contains(Types(), name):
		p.add(fmt.Sprintf("%s is a type, and belongs directly behind the name", name))
		return
	case !slices.Contains(Modifiers(), name):
		p.add(fmt.Sprintf("unknown modifier %q", name), append(problem.DidYouMean(name, slices.Concat(Modifiers(), Types())),
			"modifiers: "+strings.Join(Modifiers(), ", "))...)
		return
	case p.given[name]:
		p.add(name + " is given twice")
		return
	case takesValue(name) && (!valued || value == "" && name != "default"):
		p.add(fmt.Sprintf("%s requires a value: %s=%s", name, name, examples[name]))
		return
	case valued && !takesValue(name):
		p.add(name + " takes no value")
		return
	}
	p.given[name] = true
	f := &p.field
	switch name {
	case "optional":
		f.Optional = true
	case "unique":
		f.Unique = true
	case "index":
		f.Index = true
	case "private":
		f.Private = true
	case "max":
		f.Max = value
	case "min":
		f.Min = value
	case "digits":
		f.Digits = value
	case "on-delete":
		f.OnDelete = value
	case "default":
		f.Default = &value
	}
}

var examples = map[string]string{ //nolint:gochecknoglobals // constant
	"max": "200", "min": "1", "digits": "10.2", "on-delete": "cascade", "default": "VALUE",
}
