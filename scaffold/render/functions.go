package render

import (
	"fmt"
	"path"
	"text/template"

	"github.com/Masterminds/sprig/v3"

	"github.com/seed-d277c37b/scaffold/scaffold/naming"
)

// functions returns everything that a template can call, beside what text/template itself has: and, call, eq, ge, gt,
// include, index, le, len, lt, ne, not, or. Names are listed one by one, so that a newer sprig adds nothing in silence.
// None reads anything but its arguments, and none changes them.
func functions() map[string]function {
	all := map[string]function{}
	theirs := sprig.GenericFuncMap()
	for _, name := range asTheyAre() {
		all[name] = function{call: theirs[name]}
	}
	for name, guard := range guarded() {
		all[name] = function{call: theirs[name], guard: guard}
	}
	for name, f := range ours(theirs) {
		all[name] = f
	}
	return all
}

// asTheyAre lists the functions of sprig whose result is hardly larger than their arguments.
func asTheyAre() []string {
	return []string{
		// texts
		"abbrev", "abbrevboth", "b32dec", "b32enc", "b64dec", "b64enc", "camelcase", "cat", "contains", "hasPrefix",
		"hasSuffix", "hello", "initials", "kebabcase", "lower", "nospace", "plural", "quote", "regexQuoteMeta", "snakecase",
		"squote", "substr", "swapcase", "title", "toString", "trim", "trimAll", "trimPrefix", "trimSuffix", "trimall",
		"trunc", "untitle", "upper", "wrap",
		// numbers and durations; there are no dates in a render, so durationRound never meets the clock
		"add", "add1", "atoi", "biggest", "ceil", "div", "duration", "durationRound", "float64",
		"floor", "int", "int64", "max", "maxf", "min", "minf", "mod", "mul", "round", "sub", "toDecimal",
		// lists
		"append", "compact", "concat", "first", "has", "initial", "last", "list", "mustAppend", "mustCompact", "mustFirst",
		"mustHas", "mustInitial", "mustLast", "mustPrepend", "mustPush", "mustRest", "mustReverse", "mustSlice", "prepend",
		"push", "rest", "reverse", "slice", "toStrings", "tuple",
		// maps
		"dict", "dig", "get", "hasKey", "omit", "pick", "pluck",
		// values of any kind
		"all", "any", "coalesce", "deepEqual", "default", "empty", "kindIs", "kindOf", "mustToJson", "mustToPrettyJson",
		"mustToRawJson", "ternary", "toJson", "toPrettyJson", "toRawJson", "typeIs", "typeIsLike", "typeOf",
		// digests, paths, addresses
		"adler32sum", "base", "clean", "dir", "ext", "isAbs", "sha1sum", "sha256sum", "sha512sum", "urlJoin", "urlParse",
	}
}

// ours returns the functions that sprig does not have, and those of sprig that would change their arguments, follow the
// order of a map, or differ between systems: under the same names, without that.
func ours(theirs map[string]any) map[string]function {
	return map[string]function{
		// names, as languages spell them
		"camel":     {call: naming.Camel},
		"goName":    {call: naming.Go},
		"goVar":     {call: naming.GoVar},
		"handles":   {call: handles},
		"kebab":     {call: naming.Kebab},
		"pascal":    {call: naming.Pascal},
		"pluralize": {call: naming.Plural},
		"snake":     {call: naming.Snake},
		"words":     {call: naming.Human},

		"fail":    {call: func(message string) (string, error) { return "", &refusal{message: message, verbatim: true} }},
		"html":    {call: template.HTMLEscaper},
		"js":      {call: template.JSEscaper},
		"print":   {call: fmt.Sprint},
		"printf":  {call: fmt.Sprintf, guard: guardPrintf},
		"println": {call: fmt.Sprintln},

		"urlquery":           {call: template.URLQueryEscaper},
		"keys":               {call: keys},
		"merge":              {call: merging(theirs["mustMerge"]), guard: guardCopy},
		"mergeOverwrite":     {call: merging(theirs["mustMergeOverwrite"]), guard: guardCopy},
		"mustMerge":          {call: merging(theirs["mustMerge"]), guard: guardCopy},
		"mustMergeOverwrite": {call: merging(theirs["mustMergeOverwrite"]), guard: guardCopy},
		"osBase":             {call: path.Base},
		"osClean":            {call: path.Clean},
		"osDir":              {call: path.Dir},
		"osExt":              {call: path.Ext},
		"osIsAbs":            {call: path.IsAbs},
		"semver":             {call: semver(theirs["semver"])},
		"sortAlpha":          {call: sortAlpha},
		"values":             {call: values},
	}
}

// refused returns the functions of sprig that are not offered, with the reason.
func refused() map[string]string {
	const (
		clock   = "the same answers must give the same bytes on any day: use .year"
		zone    = "it depends on the machine's time zones, and a render has no dates: use .year"
		chance  = "the same answers must give the same bytes: ask for the value, or use a question of kind secret"
		machine = "the same answers must give the same bytes on any machine: ask for the value"
		crypto  = "keys and passwords come from a question of kind secret, never from a template"
		changes = "it changes a map that other files see too: make a new one with dict, merge, pick or omit"
	)
	reasons := map[string][]string{
		clock: {"now", "ago"},
		zone: {
			"date", "dateInZone", "dateModify", "date_in_zone", "date_modify", "htmlDate", "htmlDateInZone",
			"mustDateModify", "mustToDate", "must_date_modify", "toDate", "unixEpoch",
		},
		chance: {
			"randAlpha", "randAlphaNum", "randAscii", "randBytes", "randInt", "randNumeric", "shuffle", "uuidv4",
		},
		machine: {"env", "expandenv", "getHostByName"},
		crypto: {
			"bcrypt", "buildCustomCert", "decryptAES", "derivePassword", "encryptAES", "genCA", "genCAWithKey",
			"genPrivateKey", "genSelfSignedCert", "genSelfSignedCertWithKey", "genSignedCert", "genSignedCertWithKey",
			"htpasswd",
		},
		changes: {"set", "unset"},
	}
	all := map[string]string{}
	for reason, names := range reasons {
		for _, name := range names {
			all[name] = reason
		}
	}
	return all
}
