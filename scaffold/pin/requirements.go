package pin

import (
	"regexp"
	"strings"
)

// requirement matches PEP 508 without a URL: name, extras, versions and what follows.
const requirement = `([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(\s*\[[^\]]*\])?\s*((?:(?:===?|~=|!=|<=?|>=?)\s*[^\s;,()'"]+\s*,?\s*)*)(.*)`

// parseRequirement splits a requirement; ok is false for other lines.
func parseRequirement(re *regexp.Regexp, s string) (e entry, ok bool) {
	m := re.FindStringSubmatch(s)
	if m == nil || strings.HasPrefix(m[4], "(") || m[4] != "" && !strings.ContainsAny(m[4][:1], ";@#") {
		return entry{}, false
	}
	spec := strings.TrimRight(m[3], " ")
	between := s[len(m[1])+len(m[2]) : strings.Index(s[len(m[1])+len(m[2]):], m[3])+len(m[1])+len(m[2])]
	after := strings.TrimPrefix(s[len(m[1])+len(m[2])+len(between):], spec)
	// Names are compared as PEP 503 says.
	words := strings.FieldsFunc(strings.ToLower(m[1]), func(r rune) bool { return strings.ContainsRune("-_.", r) })
	return entry{
		key: strings.Join(words, "-"), text: m[1] + m[2] + between + placeholder + after,
		pinned: pinned{spec: spec}, order: python,
	}, true
}

// scanRequirements finds the requirements of a file as pip and uv write it: hashes follow on lines of their own, comments
// below say what needs the package.
func scanRequirements(lines []string) map[string]*list {
	re := regexp.MustCompile("^" + requirement + "$")
	l := &list{start: -1, end: len(lines)}
	for i := 0; i < len(lines); i++ {
		first := strings.TrimSuffix(lines[i], `\`)
		first, _, _ = strings.Cut(first, " --hash")
		first = strings.TrimRight(first, " ")
		e, ok := parseRequirement(re, first)
		if !ok {
			continue
		}
		e.start, e.extra = i, lines[i][len(first):]
		for strings.HasSuffix(lines[i], `\`) && i+1 < len(lines) {
			i++
			e.extra += "\n" + lines[i]
		}
		for i+1 < len(lines) && strings.HasPrefix(lines[i+1], " ") && strings.HasPrefix(strings.TrimSpace(lines[i+1]), "#") {
			i++
			e.note += "\n" + lines[i]
		}
		e.note, e.end = strings.TrimPrefix(e.note, "\n"), i+1
		if l.start < 0 {
			l.start = e.start
		}
		l.add(e)
	}
	if l.start < 0 {
		l.start = len(lines)
		if l.start > 0 && lines[l.start-1] == "" {
			l.start--
		}
	}
	l.end = l.start
	if n := len(l.entries); n > 0 {
		l.end = l.entries[n-1].end
	}
	return map[string]*list{"": l}
}
