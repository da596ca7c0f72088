package pin

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/semver"
)

// order compares two versions: below 0 if a is the older one. ok is false if one of them is not a version.
type order func(a, b string) (result int, ok bool)

// semantic orders versions of Go modules, pseudo-versions among them, and of npm packages.
func semantic(a, b string) (int, bool) {
	a, b = "v"+strings.TrimPrefix(a, "v"), "v"+strings.TrimPrefix(b, "v")
	if !semver.IsValid(a) || !semver.IsValid(b) {
		return 0, false
	}
	return semver.Compare(a, b), true
}

// loose orders whatever holds numbers, such as tags: number by number, and word by word between them. A version that goes
// on with a number is the newer one, and one that goes on with a word, such as rc1, the older one.
func loose(a, b string) (int, bool) {
	if order, ok := semantic(a, b); ok {
		return order, true
	}
	left, right := chunks(a), chunks(b)
	if len(left) == 0 || len(right) == 0 || !isNumber(left[0]) || !isNumber(right[0]) {
		return 0, false
	}
	for i := range min(len(left), len(right)) {
		if order := compareChunks(left[i], right[i]); order != 0 {
			return order, true
		}
	}
	switch n := min(len(left), len(right)); {
	case len(left) > n:
		return goesOn(left[n]), true
	case len(right) > n:
		return -goesOn(right[n]), true
	}
	return 0, true
}

func goesOn(chunk string) int {
	if isNumber(chunk) {
		return 1
	}
	return -1
}

func compareChunks(a, b string) int {
	switch {
	case isNumber(a) && isNumber(b):
		return compareNumbers(a, b)
	case isNumber(a):
		return 1
	case isNumber(b):
		return -1
	}
	return cmp.Compare(a, b)
}

// compareNumbers orders decimal numbers of any length.
func compareNumbers(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isNumber(s string) bool { return s != "" && strings.TrimFunc(s, isDigit) == "" }

// chunks splits a version into numbers and words, without a leading "v" and the signs between.
func chunks(version string) []string {
	version = strings.TrimPrefix(version, "v")
	var out []string
	for _, field := range strings.FieldsFunc(version, func(r rune) bool { return strings.ContainsRune(".-_+", r) }) {
		for field != "" {
			digits := isDigit(rune(field[0]))
			end := strings.IndexFunc(field, func(r rune) bool { return isDigit(r) != digits })
			if end < 0 {
				end = len(field)
			}
			out, field = append(out, field[:end]), field[end:]
		}
	}
	return out
}

// python orders versions as PEP 440 does.
func python(a, b string) (int, bool) {
	left, ok := parsePython(a)
	if !ok {
		return 0, false
	}
	right, ok := parsePython(b)
	if !ok {
		return 0, false
	}
	return left.compare(right), true
}

// pythonVersion is a version of PEP 440. Of pre, post and dev the zero value sorts where a version without them belongs.
type pythonVersion struct {
	epoch          string
	release        []string
	phase          int    // of the pre-release
	pre, post, dev string // "" is none
	local          []string
}

// The phases of a version, oldest first.
const (
	phaseDev = iota // a development release of a final release
	phaseAlpha
	phaseBeta
	phaseCandidate
	phaseFinal
)

func parsePython(version string) (v pythonVersion, ok bool) {
	version, local, _ := strings.Cut(strings.ToLower(strings.TrimSpace(version)), "+")
	if local != "" {
		v.local = chunks(local)
	}
	version = strings.TrimPrefix(version, "v")
	if epoch, rest, found := strings.Cut(version, "!"); found {
		v.epoch, version = epoch, rest
		if !isNumber(epoch) {
			return v, false
		}
	}
	end := strings.IndexFunc(version, func(r rune) bool { return !isDigit(r) && r != '.' })
	if end < 0 {
		end = len(version)
	}
	release := strings.TrimSuffix(version[:end], ".")
	v.release, v.phase = strings.Split(release, "."), phaseFinal
	if slices.ContainsFunc(v.release, func(s string) bool { return !isNumber(s) }) {
		return v, false
	}
	return v, v.parseSuffix(chunks(version[end:]))
}

// parseSuffix reads what follows the numbers of the release, such as rc1.post2.dev3.
func (v *pythonVersion) parseSuffix(words []string) bool {
	for len(words) > 0 {
		number := "0"
		word := words[0]
		if words = words[1:]; len(words) > 0 && isNumber(words[0]) {
			number, words = words[0], words[1:]
		}
		switch word {
		case "a", "alpha":
			v.phase, v.pre = phaseAlpha, number
		case "b", "beta":
			v.phase, v.pre = phaseBeta, number
		case "rc", "c", "pre", "preview":
			v.phase, v.pre = phaseCandidate, number
		case "post", "rev", "r":
			v.post = number
		case "dev":
			v.dev = number
		default:
			return false
		}
	}
	if v.dev != "" && v.phase == phaseFinal && v.post == "" {
		v.phase = phaseDev
	}
	return true
}

func (v pythonVersion) compare(w pythonVersion) int {
	if order := compareNumbers(v.epoch, w.epoch); order != 0 {
		return order
	}
	for i := range max(len(v.release), len(w.release)) {
		if order := compareNumbers(element(v.release, i), element(w.release, i)); order != 0 {
			return order
		}
	}
	return cmp.Or(cmp.Compare(v.phase, w.phase), compareNumbers(v.pre, w.pre),
		cmp.Compare(ordinal(v.post, -1), ordinal(w.post, -1)), cmp.Compare(ordinal(v.dev, 1<<30), ordinal(w.dev, 1<<30)),
		slices.CompareFunc(v.local, w.local, compareChunks))
}

func element(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "0"
}

// ordinal returns a number, or absent if there is none.
func ordinal(number string, absent int) int {
	if number == "" {
		return absent
	}
	n, err := strconv.Atoi(number)
	if err != nil {
		return absent
	}
	return n
}
