package field

import (
	"fmt"
	"math/big"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
)

// allowed returns the types that take a modifier; optional and private have other rules.
func allowed(modifier string) []string {
	numbers := []string{"int", "bigint", "decimal", "float"}
	times := []string{"date", "time", "datetime", "duration"}
	switch modifier {
	case "optional":
		return slices.DeleteFunc(Types(), func(t string) bool { return t == "many" })
	case "unique":
		return slices.Concat([]string{"string", "slug", "email", "url", "uuid", "enum", "ref"}, numbers, times)
	case "index":
		return slices.Concat([]string{"string", "slug", "email", "url", "uuid", "enum", "ref", "bool"}, numbers, times)
	case "max":
		return slices.Concat(lengths(), numbers)
	case "min":
		return slices.Concat([]string{"string", "text"}, numbers)
	case "digits":
		return []string{"decimal"}
	case "on-delete":
		return []string{"ref"}
	case "default":
		return slices.Concat(lengths(), numbers, times, []string{"bool", "uuid", "enum"})
	}
	return Types()
}

// lengths returns the types whose bounds are numbers of characters.
func lengths() []string { return []string{"string", "text", "slug", "email", "url"} }

var (
	wholeNumber = plaintext.Pattern(`^-?[0-9]{1,18}$`)                             //nolint:gochecknoglobals // constant
	anyNumber   = plaintext.Pattern(`^-?[0-9]{1,30}(\.[0-9]{1,30})?$`)             //nolint:gochecknoglobals // constant
	precision   = plaintext.Pattern(`^[1-9][0-9]?(\.[0-9]{1,2})?$`)                //nolint:gochecknoglobals // constant
	uuid        = plaintext.Pattern(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`) //nolint:gochecknoglobals // constant
	slug        = plaintext.Pattern(`^[A-Za-z0-9_-]+$`)                            //nolint:gochecknoglobals // constant
	email       = plaintext.Pattern(`^[^@\s]+@[^@\s]+$`)                           //nolint:gochecknoglobals // constant
)

// check finds what is wrong with the modifiers together.
func (p *parser) check() {
	f := &p.field
	for _, name := range f.Given() {
		if types := allowed(name); !slices.Contains(types, f.Type) {
			p.add(fmt.Sprintf("%s does not apply to the type %s", name, f.Type), "it applies to "+strings.Join(types, ", "))
		}
	}
	if len(p.problems) > 0 {
		return // what follows would only repeat it
	}
	const most, mostPlaces = 65, 30 // what MySQL stores
	digits, places := f.Precision()
	if f.Digits != "" && (!precision().MatchString(f.Digits) || digits > most || places > mostPlaces || places > digits) {
		p.add(fmt.Sprintf("digits cannot be %q", f.Digits), "digits=10.2 is ten digits, two of them after the point")
	}
	for _, bound := range []struct{ name, value string }{{"max", f.Max}, {"min", f.Min}} {
		if bound.value != "" && !p.isNumber(bound.value) {
			p.add(fmt.Sprintf("%s cannot be %q: %s", bound.name, bound.value, p.numberMeans()))
		} else if bound.value != "" && !p.isValue() && (bound.name == "max" && bound.value == "0" || strings.HasPrefix(bound.value, "-")) {
			p.add(fmt.Sprintf("%s cannot be %s: it is the number of characters", bound.name, bound.value))
		}
	}
	switch {
	case f.OnDelete != "" && !slices.Contains([]string{"restrict", "cascade", "null"}, f.OnDelete):
		p.add(fmt.Sprintf("on-delete cannot be %q", f.OnDelete), "it can be restrict, cascade or null")
	case f.OnDelete == "null" && !f.Optional:
		p.add("on-delete=null requires optional")
	case f.Unique && f.Default != nil:
		p.add("a unique field cannot have a default", "two of them would be the same")
	}
	if len(p.problems) > 0 {
		return
	}
	if f.Max != "" && f.Min != "" && number(f.Min).Cmp(number(f.Max)) > 0 {
		p.add(fmt.Sprintf("min %s is more than max %s", f.Min, f.Max))
		return
	}
	if f.Default != nil {
		if why := p.defaultProblem(*f.Default); why != "" {
			p.add(fmt.Sprintf("default cannot be %q: %s", *f.Default, why))
		}
	}
}

// isValue reports whether the bounds of the type are values, and not numbers of characters.
func (p *parser) isValue() bool {
	return slices.Contains([]string{"int", "bigint", "decimal", "float"}, p.field.Type)
}

func (p *parser) isNumber(text string) bool {
	if p.field.Type == "decimal" || p.field.Type == "float" {
		return anyNumber().MatchString(text)
	}
	return wholeNumber().MatchString(text)
}

func (p *parser) numberMeans() string {
	if p.field.Type == "decimal" || p.field.Type == "float" {
		return "it must be a number"
	}
	return "it must be a whole number"
}

// number returns a number that isNumber has accepted. Of any other text, such as 1e999999999, it makes nothing large.
func number(text string) *big.Rat {
	r := new(big.Rat)
	if anyNumber().MatchString(text) {
		r.SetString(text)
	}
	return r
}

// defaultProblem says why a value cannot be the default, "" where it can.
func (p *parser) defaultProblem(value string) string {
	f := &p.field
	layout := map[string]string{"date": time.DateOnly, "time": "15:04:05", "datetime": "2006-01-02T15:04:05Z07:00"}[f.Type]
	digits, places := f.Precision()
	whole, fraction, _ := strings.Cut(strings.TrimLeft(strings.TrimPrefix(value, "-"), "0"), ".")
	switch {
	case f.Type == "bool" && value != "true" && value != "false":
		return "it must be true or false"
	case f.Type == "enum" && !slices.Contains(f.Values, value):
		return "it is not among the values: " + strings.Join(f.Values, ", ")
	case p.isValue() && !p.isNumber(value):
		return p.numberMeans()
	case f.Type == "int" && (number(value).Cmp(number("2147483647")) > 0 || number(value).Cmp(number("-2147483648")) < 0):
		return "it does not fit: use bigint"
	case f.Type == "decimal" && (len(whole) > digits-places || len(fraction) > places):
		return fmt.Sprintf("it does not fit into %d digits, %d of them after the point", digits, places)
	case layout != "" && value != "now":
		if _, err := time.Parse(layout, value); err != nil {
			return "it must be now, or like " + map[string]string{
				"date": "2026-01-31", "time": "15:04:05", "datetime": "2026-01-31T15:04:05Z",
			}[f.Type]
		}
	case f.Type == "duration":
		if _, err := time.ParseDuration(value); err != nil {
			return "it must be like 1h30m"
		}
	case f.Type == "uuid" && value != "random" && !uuid().MatchString(value):
		return "it must be random, or a UUID in lower case"
	case f.Type == "slug" && !slug().MatchString(value):
		return "a slug is letters, digits, - and _"
	case f.Type == "email" && !email().MatchString(value):
		return "it is not an email address"
	case f.Type == "url":
		if u, err := url.Parse(value); err != nil || u.Scheme == "" || u.Host == "" {
			return "it is not a URL, such as https://example.com"
		}
	}
	return p.outOfBounds(value)
}

// outOfBounds holds a default against min and max.
func (p *parser) outOfBounds(value string) string {
	f, what := &p.field, ""
	size := number(value)
	if !p.isValue() {
		size, what = number(strconv.Itoa(len([]rune(value)))), " characters"
	}
	switch {
	case f.Max != "" && size.Cmp(number(f.Max)) > 0:
		return fmt.Sprintf("it is more than max %s%s", f.Max, what)
	case f.Min != "" && size.Cmp(number(f.Min)) < 0:
		return fmt.Sprintf("it is less than min %s%s", f.Min, what)
	}
	return ""
}
