// Package field reads and checks the fields of a model, as people type them: NAME:TYPE:MODIFIER...
//
// Whether what a field refers to exists is for package blueprint to say.
package field

import (
	"strconv"
	"strings"
)

// The bounds of what a person may type.
const (
	MaxFields = 200    // of one model
	MaxAll    = 10_000 // of all models of a project
	MaxName   = 63     // bytes: what PostgreSQL keeps of the name of a column
	maxText   = 2_000
	maxValues = 100
	maxTarget = 200
)

// Field is one field of a model.
type Field struct {
	Name     string
	Type     string   // one of Types
	Values   []string // of an enum
	Target   string   // of a ref or many, as typed; "" where a ref leaves it to its name
	Optional bool
	Unique   bool
	Index    bool
	Private  bool
	Max, Min string // a number, "" for none
	Digits   string // of a decimal: 10.2 is ten digits, two of them after the point; "" for none
	OnDelete string // of a ref: restrict, cascade or null; "" for none
	Default  *string
}

// Types returns the types that a field can have.
func Types() []string {
	return []string{
		"string", "text", "slug", "int", "bigint", "decimal", "float", "bool", "date", "time", "datetime", "duration", "uuid",
		"json", "email", "url", "file", "image", "enum", "ref", "many",
	}
}

// Modifiers returns the modifiers that a field can have, in the order in which String writes them.
func Modifiers() []string {
	return []string{"optional", "unique", "index", "private", "max", "min", "digits", "on-delete", "default"}
}

// String returns the field as it is stored: with its type, without aliases, and with its modifiers in one order.
func (f Field) String() string {
	segments := []string{f.Name, f.Type}
	switch {
	case len(f.Values) > 0:
		segments[1] += "=" + strings.Join(f.Values, ",")
	case f.Target != "":
		segments[1] += "=" + f.Target
	}
	for _, name := range f.Given() {
		switch name {
		case "max":
			name += "=" + f.Max
		case "min":
			name += "=" + f.Min
		case "digits":
			name += "=" + f.Digits
		case "on-delete":
			name += "=" + f.OnDelete
		case "default":
			name += "=" + escaped(*f.Default)
		}
		segments = append(segments, name)
	}
	return strings.Join(segments, ":")
}

// escaped writes a default so that nothing in it ends it: see split.
func escaped(value string) string {
	value = strings.ReplaceAll(value, `\`, `\\`)
	var b strings.Builder
	for i, part := range strings.Split(value, ":") {
		switch {
		case i > 0 && isModifier(part):
			b.WriteString(`\:`)
		case i > 0:
			b.WriteByte(':')
		}
		b.WriteString(part)
	}
	return b.String()
}

// Given returns the modifiers that the field has, in the order of Modifiers.
func (f Field) Given() []string {
	given := []string{}
	for i, has := range []bool{
		f.Optional, f.Unique, f.Index, f.Private, f.Max != "", f.Min != "", f.Digits != "", f.OnDelete != "", f.Default != nil,
	} {
		if has {
			given = append(given, Modifiers()[i])
		}
	}
	return given
}

// Refers reports whether the field is about other models.
func (f Field) Refers() bool { return f.Type == "ref" || f.Type == "many" }

// Precision returns the digits of a decimal, and how many of them are after the point. Without a modifier they are 10 and 2.
func (f Field) Precision() (digits, places int) {
	if f.Digits == "" {
		return 10, 2
	}
	before, after, _ := strings.Cut(f.Digits, ".")
	digits, _ = strconv.Atoi(before) // Parse has checked both
	places, _ = strconv.Atoi(after)
	return digits, places
}

// Bound returns a bound as templates see it: a whole number where the type has no other, else the digits as they were typed;
// nil for none.
func (f Field) Bound(number string) any {
	if number == "" {
		return nil
	}
	if n, err := strconv.Atoi(number); err == nil && f.Type != "decimal" && f.Type != "float" {
		return n
	}
	return number
}

// DefaultValue returns the default as templates see it: true or false, a whole number or a text; nil for none.
func (f Field) DefaultValue() any {
	switch {
	case f.Default == nil:
		return nil
	case f.Type == "bool":
		return *f.Default == "true"
	case f.Type == "int" || f.Type == "bigint":
		return f.Bound(*f.Default)
	}
	return *f.Default
}
