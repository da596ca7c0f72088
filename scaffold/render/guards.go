package render

import (
	"fmt"
	"reflect"
	"regexp"
	"regexp/syntax"
	"strings"
)

// What functions with large results or much work take at most.
const (
	maxNumber  = 1 << 30   // of seq, until and untilStep, so that sums cannot overflow
	maxPattern = 1_000     // bytes of a regular expression
	maxSubject = 256 << 10 // bytes of what it is held against
)

// guarded lists the functions of sprig whose result, or work, can be far larger than their arguments.
func guarded() map[string]guard {
	return map[string]guard{
		"add1f":                      guardDecimal,
		"addf":                       guardDecimal,
		"chunk":                      guardChunk,
		"deepCopy":                   guardCopy,
		"divf":                       guardDecimal,
		"fromJson":                   guardFromJSON,
		"indent":                     guardIndent,
		"join":                       guardJoin,
		"mulf":                       guardDecimal,
		"mustChunk":                  guardChunk,
		"mustDeepCopy":               guardCopy,
		"mustFromJson":               guardFromJSON,
		"mustRegexFind":              guardRegex,
		"mustRegexFindAll":           guardRegex,
		"mustRegexMatch":             guardRegex,
		"mustRegexReplaceAll":        guardRegexReplace,
		"mustRegexReplaceAllLiteral": guardRegexReplace,
		"mustRegexSplit":             guardRegex,
		"mustUniq":                   guardPairs,
		"mustWithout":                guardPairs,
		"nindent":                    guardIndent,
		"regexFind":                  guardRegex,
		"regexFindAll":               guardRegex,
		"regexMatch":                 guardRegex,
		"regexReplaceAll":            guardRegexReplace,
		"regexReplaceAllLiteral":     guardRegexReplace,
		"regexSplit":                 guardRegex,
		"repeat":                     func(m *meter, a []any) error { return m.fits(times(a[0].(int), len(a[1].(string)))) },
		"replace":                    guardReplace,
		"semverCompare":              guardVersions,
		"seq":                        guardSeq,
		"split":                      guardSplit,
		"splitList":                  guardSplit,
		"splitn":                     guardSplit,
		"uniq":                       guardPairs,
		"subf":                       guardDecimal,
		"until":                      guardUntil,
		"untilStep":                  guardUntil,
		"without":                    guardPairs,
		"wrapWith":                   guardWrap,
	}
}

func guardIndent(m *meter, a []any) error {
	text := a[1].(string)
	return m.fits(plus(len(text), times(a[0].(int), strings.Count(text, "\n")+1)))
}

func guardReplace(m *meter, a []any) error {
	old, replacement, text := a[0].(string), a[1].(string), a[2].(string)
	return m.fits(plus(len(text), times(strings.Count(text, old), len(replacement))))
}

func guardJoin(m *meter, a []any) error {
	elements := 1
	if v := reflect.ValueOf(a[1]); v.Kind() == reflect.Slice {
		elements = v.Len()
	}
	return m.fits(plus(extentOf(a[1]).bytes, times(elements, len(a[0].(string)))))
}

// guardWrap: two lines together always hold more than the width.
func guardWrap(m *meter, a []any) error {
	width, separator, text := max(1, a[0].(int)), a[1].(string), a[2].(string)
	return m.fits(plus(len(text), times(2*len(text)/width+2, len(separator)+1)))
}

func guardSplit(m *meter, a []any) error {
	separator, text := a[0].(string), a[len(a)-1].(string)
	return m.fits(plus(len(text), times(strings.Count(text, separator)+1, sizeOfEntry)))
}

func guardChunk(_ *meter, a []any) error {
	if a[0].(int) < 1 {
		return &refusal{message: "requires chunks of at least 1 element"}
	}
	return nil
}

// guardUntil takes `until stop` and `untilStep start stop step`.
func guardUntil(m *meter, a []any) error {
	if len(a) == 1 {
		return guardNumbers(m, 0, a[0].(int), 1)
	}
	return guardNumbers(m, a[0].(int), a[1].(int), a[2].(int))
}

// guardSeq takes `seq end`, `seq start end` and `seq start step end`.
func guardSeq(m *meter, a []any) error {
	start, step, end := 1, 1, 0
	switch len(a) {
	case 1:
		end = a[0].(int)
	case 2:
		start, end = a[0].(int), a[1].(int)
	case 3:
		start, step, end = a[0].(int), a[1].(int), a[2].(int)
	}
	if err := guardNumbers(m, start, end, step); err != nil || step == 0 {
		return err
	}
	return m.work(plus(20, times(abs(end-start)/abs(step), 6))) // every number is formatted
}

func guardNumbers(m *meter, start, stop, step int) error {
	for _, n := range []int{start, stop, step} {
		if n > maxNumber || n < -maxNumber {
			return &refusal{message: fmt.Sprintf("numbers must be between -%d and %[1]d, not %d", maxNumber, n)}
		}
	}
	if step == 0 {
		return nil // gives nothing
	}
	return m.fits(times(abs(stop-start)/abs(step), sizeOfElement))
}

func abs(n int) int { return max(n, -n) }

func guardFromJSON(m *meter, a []any) error { return m.fits(times(len(a[0].(string)), 4)) }

// guardCopy: copies walk by reflection, which costs several times what reading does.
func guardCopy(m *meter, a []any) error {
	n := 0
	for _, v := range a {
		n = plus(n, extentOf(v).bytes/4)
	}
	return m.work(n)
}

// guardPairs: uniq compares every element with every other, without with every further argument.
func guardPairs(m *meter, a []any) error {
	list := reflect.ValueOf(a[0])
	if list.Kind() != reflect.Slice {
		return nil // refused by the function itself
	}
	others := list.Len()
	if len(a) > 1 {
		others = len(a) - 1
	}
	return m.work(times(list.Len(), others) / 2)
}

func guardVersions(_ *meter, a []any) error {
	for _, v := range a {
		if len(v.(string)) > maxPattern {
			return &refusal{message: fmt.Sprintf("a version cannot be longer than %d bytes", maxPattern)}
		}
	}
	return nil
}

// guardRegex counts the work of the automaton: its size for every byte of the text (R. Cox, "Regular Expression
// Matching: the Virtual Machine Approach", 2009).
func guardRegex(m *meter, a []any) error {
	pattern, text := a[0].(string), a[1].(string)
	switch {
	case len(pattern) > maxPattern:
		return &refusal{message: fmt.Sprintf("a regular expression cannot be longer than %d bytes", maxPattern)}
	case len(text) > maxSubject:
		return &refusal{message: fmt.Sprintf("a regular expression cannot search more than %d KiB", maxSubject>>10)}
	}
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return err
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return err
	}
	classes := 0 // \p{L} is short, and hundreds of ranges
	for _, i := range program.Inst {
		classes += len(i.Rune)
	}
	return m.work(plus(120+16*len(program.Inst)+classes, times(len(program.Inst), len(text))/3))
}

// guardRegexReplace: the text that all matches have together is at most the whole, however often $1 repeats it.
func guardRegexReplace(m *meter, a []any) error {
	if err := guardRegex(m, a); err != nil {
		return err
	}
	pattern, text, replacement := a[0].(string), a[1].(string), a[2].(string)
	matches := len(text) + 1
	if times(matches, len(replacement)+1) > maxValue {
		re, err := regexp.Compile(pattern)
		if err != nil {
			return err
		}
		if err := m.work(times(matches, 10)); err != nil {
			return err
		}
		matches = len(re.FindAllStringIndex(text, -1))
	}
	return m.fits(plus(times(matches, len(replacement)), times(len(text), 1+strings.Count(replacement, "$"))))
}
