package render

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// function is one that templates can call.
type function struct {
	call  any   // a Go function with one result, or a result and an error
	guard guard // what it costs beyond that; nil for nothing
}

// guard refuses a call before it is made: its arguments have the types of the function's parameters.
type guard func(m *meter, args []any) error

// What the call of a function costs, whatever it does, and what each of its arguments does, however short: more where it is
// parsed, as a number or into words.
const (
	callSteps     = 34
	argumentSteps = 8
	parsedSteps   = 60
)

// bind returns the function in the form in which text/template calls it: arguments are checked here, so that errors are
// in our words, and everything is counted.
func (m *meter) bind(name string, f function) func(args ...any) (any, error) {
	fn := reflect.ValueOf(f.call)
	direct, rate, each := shortcut(f.call), rate(name), argumentSteps
	if rate >= rateSlow {
		each = parsedSteps
	}
	return func(args ...any) (any, error) {
		if err := convert(name, fn.Type(), args); err != nil {
			return nil, err
		}
		if err := m.work(callSteps); err != nil {
			return nil, err
		}
		for _, a := range args {
			if err := m.work(each + times(extentOf(a).steps(), rate)); err != nil {
				return nil, err
			}
		}
		if f.guard != nil {
			if err := f.guard(m, args); err != nil {
				return nil, named(name, err)
			}
		}
		result, err := direct(args)
		if err != nil {
			return nil, named(name, err)
		}
		return result, named(name, m.keep(result, min(rate, rateQuick)))
	}
}

// shortcut calls the commonest kinds of functions without reflection, which costs more than most of them do.
func shortcut(call any) func(args []any) (any, error) {
	var plain func(a []any) any
	switch f := call.(type) {
	case func(string) string:
		plain = func(a []any) any { return f(a[0].(string)) }
	case func(string, string) string:
		plain = func(a []any) any { return f(a[0].(string), a[1].(string)) }
	case func(string, string, string) string:
		plain = func(a []any) any { return f(a[0].(string), a[1].(string), a[2].(string)) }
	case func(string, string) bool:
		plain = func(a []any) any { return f(a[0].(string), a[1].(string)) }
	case func(int, string) string:
		plain = func(a []any) any { return f(a[0].(int), a[1].(string)) }
	case func(string, any) string:
		plain = func(a []any) any { return f(a[0].(string), a[1]) }
	case func(any) string:
		plain = func(a []any) any { return f(a[0]) }
	case func(any, any) bool:
		plain = func(a []any) any { return f(a[0], a[1]) }
	case func(...any) string:
		plain = func(a []any) any { return f(a...) }
	case func(...any) []any:
		plain = func(a []any) any { return f(a...) }
	case func(...any) map[string]any:
		plain = func(a []any) any { return f(a...) }
	case func(any, ...any) any:
		plain = func(a []any) any { return f(a[0], a[1:]...) }
	default:
		return reflected(reflect.ValueOf(call))
	}
	return func(a []any) (result any, err error) {
		defer rescue(&err)
		return plain(a), nil
	}
}

func reflected(fn reflect.Value) func(args []any) (any, error) {
	return func(args []any) (result any, err error) {
		defer rescue(&err)
		in := make([]reflect.Value, len(args))
		for i, a := range args {
			if in[i] = reflect.ValueOf(a); a == nil {
				in[i] = reflect.Zero(parameter(fn.Type(), i))
			}
		}
		out := fn.Call(in)
		if len(out) == 2 && !out[1].IsNil() {
			return nil, out[1].Interface().(error)
		}
		return out[0].Interface(), nil
	}
}

// rescue turns a panic into an error: many of sprig's functions know no other way to complain.
func rescue(err *error) {
	switch r := recover().(type) {
	case nil:
	case error:
		*err = r
	default:
		*err = fmt.Errorf("%v", r)
	}
}

// named puts the function's name before what went wrong in it, in the manner of our messages. A problem that has its
// place already, in a template that this one includes, is kept as it is.
func named(name string, err error) error {
	var placed problem.Problem
	var ours *refusal
	switch {
	case err == nil || errors.As(err, &placed):
		return err
	case errors.As(err, &ours) && ours.verbatim:
		return err
	case errors.As(err, &ours):
		return &refusal{message: name + ": " + ours.message, hints: ours.hints}
	}
	text := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "runtime error: "), name+": ")
	first, length := utf8.DecodeRuneInString(text)
	return &refusal{message: name + ": " + string(unicode.ToLower(first)) + text[length:]}
}

// parameter returns the type of the i-th argument.
func parameter(t reflect.Type, i int) reflect.Type {
	if t.IsVariadic() && i >= t.NumIn()-1 {
		return t.In(t.NumIn() - 1).Elem()
	}
	return t.In(i)
}

// convert checks the arguments against the function's parameters, in place. Whole numbers become each other's types.
func convert(name string, t reflect.Type, args []any) error {
	least, most := t.NumIn(), t.NumIn()
	if t.IsVariadic() {
		least, most = least-1, len(args)
	}
	if len(args) < least || len(args) > most {
		return &refusal{message: fmt.Sprintf("%s takes %s, not %d", name, count(t, least), len(args))}
	}
	for i, a := range args {
		want := parameter(t, i)
		if want.Kind() == reflect.Interface || a != nil && reflect.TypeOf(a) == want {
			continue
		}
		converted, ok := as(want, a)
		if !ok {
			given := "nothing"
			if a != nil {
				given = article(reflect.TypeOf(a))
			}
			return &refusal{message: fmt.Sprintf("%s needs %s as argument %d, not %s", name, article(want), i+1, given)}
		}
		args[i] = converted
	}
	return nil
}

func count(t reflect.Type, n int) string {
	plural := "s"
	if n == 1 {
		plural = ""
	}
	if t.IsVariadic() {
		return fmt.Sprintf("at least %d argument%s", n, plural)
	}
	return fmt.Sprintf("%d argument%s", n, plural)
}

// as returns a value in another type where nothing is lost: a whole number, or no value as an empty list or map.
func as(want reflect.Type, a any) (any, bool) {
	if a == nil {
		ok := want.Kind() == reflect.Slice || want.Kind() == reflect.Map
		return reflect.Zero(want).Interface(), ok
	}
	isNumber := slices.Contains([]reflect.Kind{reflect.Int, reflect.Int32, reflect.Int64, reflect.Float64}, want.Kind())
	v := reflect.ValueOf(a)
	if !v.CanInt() || !isNumber {
		return nil, false
	}
	c := v.Convert(want)
	if want.Kind() != reflect.Float64 && (!c.CanInt() || c.Int() != v.Int()) {
		return nil, false
	}
	return c.Interface(), true
}

// article names a type as people do.
func article(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint64:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Map:
		return "a map"
	default:
		return "a " + t.String()
	}
}
