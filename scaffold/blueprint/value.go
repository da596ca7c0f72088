package blueprint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Zero returns the answer of a question that is not asked.
func (q Question) Zero() any {
	switch q.Kind {
	case Bool:
		return false
	case Int:
		return 0
	case Many, Fields:
		return []string{}
	default:
		return ""
	}
}

// Check reports why v cannot be the answer, as a problem.Problem without a place; nil where it can. It takes what
// Parse takes.
func (q Question) Check(v any) error {
	_, err := q.Parse(v)
	return err
}

// Parse turns what somebody gave into the Go type of the question's kind, and checks it. It takes text as it was
// typed, a list of texts, or a value that has the type already. Several choices in one text are separated by commas;
// they come back without repeats, in the manifest's order. Several fields in one text are separated by spaces. An error is a problem.Problem without a place.
func (q Question) Parse(v any) (any, error) {
	parsed, p := v, (*problem.Problem)(nil)
	text, isText := v.(string)
	switch q.Kind {
	case Bool:
		_, isBool := v.(bool)
		switch strings.ToLower(strings.TrimSpace(text)) {
		case "true", "yes", "on", "y":
			parsed = true
		case "false", "no", "off", "n":
			parsed = false
		default:
			if !isBool {
				p = q.refuse(v, "must be true or false")
			}
		}
	case Int:
		parsed, p = q.parseInt(v)
	case One:
		if !isText {
			p = q.refuse(v, "must be one of the choices", "choose from "+strings.Join(q.values(), ", "))
		} else if !slices.Contains(q.values(), text) {
			p = q.notAmong(text)
		}
	case Many:
		parsed, p = q.parseMany(v)
	case Fields:
		parsed, p = q.parseFields(v)
	default:
		parsed, p = q.parseText(v)
	}
	if p != nil {
		return nil, *p
	}
	return parsed, nil
}

func (q Question) parseInt(v any) (any, *problem.Problem) {
	n, ok := v.(int)
	if text, isText := v.(string); isText {
		parsed, err := strconv.Atoi(strings.TrimSpace(text))
		n, ok = parsed, err == nil
	}
	switch {
	case !ok:
		return nil, q.refuse(v, "must be a whole number")
	case q.Min != nil && q.Max != nil && (n < *q.Min || n > *q.Max):
		return nil, q.refuse(v, fmt.Sprintf("must be from %d to %d", *q.Min, *q.Max))
	case q.Min != nil && n < *q.Min:
		return nil, q.refuse(v, fmt.Sprintf("must be at least %d", *q.Min))
	case q.Max != nil && n > *q.Max:
		return nil, q.refuse(v, fmt.Sprintf("must be at most %d", *q.Max))
	}
	return n, nil
}

func (q Question) parseMany(v any) (any, *problem.Problem) {
	var given []string
	switch v := v.(type) {
	case []string:
		given = v
	case string:
		given = splitCommas(v)
	default:
		return nil, q.refuse(v, "must be a list of choices", "choose from "+strings.Join(q.values(), ", "))
	}
	values := q.values()
	for _, value := range given {
		if !slices.Contains(values, value) {
			return nil, q.notAmong(value)
		}
	}
	chosen := []string{}
	for _, value := range values {
		if slices.Contains(given, value) {
			chosen = append(chosen, value)
		}
	}
	return chosen, nil
}

func splitCommas(text string) []string {
	var words []string
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

func (q Question) parseText(v any) (any, *problem.Problem) {
	control := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	text, ok := v.(string)
	switch {
	case v == nil:
		return nil, q.refuse(v, "must be a string", `write "" for an empty one`)
	case !ok:
		return nil, q.refuse(v, "must be a string")
	case text == "" && q.Kind == Secret:
		return nil, q.refuse(v, "it is empty")
	case !utf8.ValidString(text) || strings.ContainsFunc(text, control):
		return nil, q.refuse(v, "it contains a control character")
	case slices.Contains(q.Reserved.Names, text):
		return nil, q.refuse(v, "it is reserved", q.allowed()...)
	case q.Pattern != "" && len(text) > maxMatched:
		return nil, q.refuse(v, fmt.Sprintf("longer than %d KiB", maxMatched>>10))
	case q.Pattern != "" && !matches(q.Pattern, text):
		if q.Invalid != "" {
			return nil, q.refuse(v, q.Invalid)
		}
		return nil, q.refuse(v, "must match "+q.Pattern)
	}
	return text, nil
}

func (q Question) values() []string {
	values := make([]string, len(q.Choices))
	for i, c := range q.Choices {
		values[i] = c.Value
	}
	return values
}

func (q Question) notAmong(value string) *problem.Problem {
	if len(q.Choices) == 0 {
		return q.refuse(value, "it has no choices to offer")
	}
	hints := problem.DidYouMean(value, q.values())
	return q.refuse(value, "not among the choices", append(hints, "choose from "+strings.Join(q.values(), ", "))...)
}

// refuse says what was given and what is wrong with it. The value of a secret is not repeated.
func (q Question) refuse(v any, why string, hints ...string) *problem.Problem {
	message := fmt.Sprintf("%s cannot be %s: %s", q.Name, describe(v), why)
	if q.Kind == Secret {
		message = fmt.Sprintf("%s cannot be that: %s", q.Name, why)
	}
	if q.Invalid != "" && why != q.Invalid && hints == nil {
		hints = q.allowed()
	}
	return &problem.Problem{Message: message, Hints: hints}
}

func (q Question) allowed() []string {
	if q.Invalid == "" {
		return nil
	}
	return []string{"it " + q.Invalid}
}

// describe returns a value as a message can hold it.
func describe(v any) string {
	const longest = 60
	switch v := v.(type) {
	case nil:
		return "no value"
	case string:
		return strconv.Quote(problem.Clip(v, longest))
	case []string:
		return "a list"
	case bool, int:
		return fmt.Sprint(v)
	default:
		return "a mapping"
	}
}
