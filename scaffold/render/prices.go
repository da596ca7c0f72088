package render

import (
	"math"
	"strconv"
)

// How many times longer than one look at its arguments a function takes, measured on its worst ones. It counts only for
// what is long: nobody pays for a short text.
const (
	rateUsual = 32
	rateQuick = 8   // copying and comparing
	rateSlow  = 160 // a few calls for every character
	rateWorst = 800 // package fmt, or an error message that repeats the argument, for every character
)

// rate returns the rate of a function.
func rate(name string) int {
	switch name {
	case "append", "cat", "contains", "default", "empty", "first", "hasPrefix", "hasSuffix", "indent", "join", "last", "list",
		"nindent", "print", "repeat", "replace", "rest", "ternary", "trim", "trimPrefix", "trimSuffix":
		return rateQuick
	case "camelcase", "deepCopy", "fromJson", "html", "initials", "kebabcase", "mustDeepCopy", "mustFromJson", "plural",
		"regexQuoteMeta", "semver", "semverCompare", "snakecase", "title", "untitle", "urlJoin", "urlParse", "urlquery", "wrap",
		"wrapWith", "swapcase", "kebab", "mustToJson", "mustToPrettyJson", "mustToRawJson", "pluralize", "snake", "toJson", "toPrettyJson",
		"toRawJson", "sortAlpha", "toString", "toStrings", "merge", "mergeOverwrite", "mustMerge", "mustMergeOverwrite":
		return rateSlow
	case "add", "add1", "add1f", "addf", "atoi", "biggest", "ceil", "div", "divf", "duration", "durationRound", "float64",
		"floor", "int", "int64", "js", "max", "maxf", "min", "minf", "mod", "mul", "mulf", "round", "sub", "subf", "toDecimal",
		"camel", "goName", "goVar", "pascal", "words", "has", "mustHas", "uniq", "mustUniq", "without", "mustWithout":
		return rateWorst
	}
	return rateUsual
}

// guardDecimal counts the digits of decimal arithmetic, which is exact: 1e300 and 1e-300 add up to six hundred digits,
// and a product has those of all its factors.
func guardDecimal(m *meter, a []any) error {
	const digits = 20 // of a float
	all := 0
	for _, v := range a {
		all += digits + int(math.Abs(magnitude(v)))
	}
	return m.work(plus(3*all, times(all, all)/50))
}

// magnitude returns the decimal exponent of a number, and the largest that there is for what may be one.
func magnitude(v any) float64 {
	const most, longest = 330, 40
	var f float64
	switch v := v.(type) {
	case float64:
		f = v
	case string:
		parsed, err := strconv.ParseFloat(v[:min(len(v), longest)], 64)
		if err != nil || len(v) > longest {
			return most
		}
		f = parsed
	default:
		return 20
	}
	if f == 0 || math.IsInf(f, 0) || math.IsNaN(f) {
		return most
	}
	return math.Log10(math.Abs(f))
}
