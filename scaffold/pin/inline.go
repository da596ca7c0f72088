package pin

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// token is a pin in the middle of a line: text[start:end] is what changes when it is raised.
type token struct {
	name       string // of what is pinned, with all that two pins must share to be compared
	family     string // of what is pinned
	version    string // "" if it is not known, as of a bare commit
	start, end int
	order      order
}

// agreeInline settles the pins of container images, actions, hooks and tools. If a text pins one name at several versions,
// they are matched one by one, provided that all texts have as many.
func agreeInline(texts [3]string, hasBase bool) [3]string {
	var pins [3]map[string][]token
	for i, text := range texts {
		pins[i] = scanInline(text)
	}
	if !hasBase {
		pins[0] = nil
	}
	var edits [3][]replacement
	for side := 1; side <= 2; side++ {
		edits[side] = lower(texts, pins, side)
	}
	for name, ours := range pins[1] {
		theirs, base := pins[2][name], pins[0][name]
		if len(theirs) == 0 {
			continue
		}
		if same(texts[0], base) && same(texts[1], ours) && same(texts[2], theirs) {
			base, ours, theirs = base[:min(1, len(base))], ours[:1], theirs[:1]
		} else if len(ours) != len(theirs) || len(base) != 0 && len(base) != len(ours) {
			continue
		}
		for j := range ours {
			sides := [3]*token{nil, &ours[j], &theirs[j]}
			if len(base) > 0 {
				sides[0] = &base[j]
			}
			value, ok := settleToken(texts, sides)
			if !ok {
				continue
			}
			for i := range texts {
				for k, t := range pins[i][name] {
					if len(ours) == 1 || k == j {
						edits[i] = append(edits[i], replacement{t, value})
					}
				}
			}
		}
	}
	for i := range texts {
		texts[i] = replace(texts[i], edits[i])
	}
	return texts
}

// lower returns what takes back that one side moved pins which the other side no longer has: they are removed, as in a list.
// If the other side has the same image in another flavour instead, that is for a person to decide.
func lower(texts [3]string, pins [3]map[string][]token, side int) []replacement {
	other := 3 - side
	families := map[string]bool{}
	for _, tokens := range pins[other] {
		families[tokens[0].family] = true
	}
	var edits []replacement
	for name, moved := range pins[side] {
		base := pins[0][name]
		if families[moved[0].family] || len(base) == 0 || len(base) != len(moved) {
			continue
		}
		for i, t := range moved {
			edits = append(edits, replacement{t, base[i].of(texts[0])})
		}
	}
	return edits
}

// same reports whether all tokens have one text.
func same(text string, tokens []token) bool {
	return !slices.ContainsFunc(tokens, func(t token) bool { return t.of(text) != tokens[0].of(text) })
}

func (t token) of(text string) string { return text[t.start:t.end] }

// settleToken returns what stands where a pin is. Two digests of one version cannot be told apart: then ours stays, which
// whoever watches over the pins will raise again.
func settleToken(texts [3]string, sides [3]*token) (value string, ok bool) {
	ours, theirs := sides[1].of(texts[1]), sides[2].of(texts[2])
	var base *string
	if sides[0] != nil {
		before := sides[0].of(texts[0])
		base = &before
	}
	if value, ok = choose(base, ours, theirs); ok {
		return value, true
	}
	if sides[1].version == sides[2].version && sides[1].version != "" {
		return ours, true
	}
	order, ok := sides[1].order(sides[1].version, sides[2].version)
	if order < 0 {
		return theirs, ok
	}
	return ours, ok
}

// replacement is a token, and the text that takes its place.
type replacement struct {
	token
	value string
}

func replace(text string, edits []replacement) string {
	slices.SortFunc(edits, func(a, b replacement) int { return cmp.Compare(a.start, b.start) })
	var out strings.Builder
	next := 0
	for _, e := range edits {
		if e.start < next {
			continue
		}
		out.WriteString(text[next:e.start] + e.value)
		next = e.end
	}
	return out.String() + text[next:]
}

// inlineScanner finds tokens line by line.
type inlineScanner struct {
	image, reference, action, hook, revision, tool, array, quoted, requirement *regexp.Regexp
	text                                                                       string
	found                                                                      map[string][]token
}

func scanInline(text string) map[string][]token {
	s := inlineScanner{
		image: regexp.MustCompile(`^\s*(?:FROM\s+(?:--\S+\s+)*|(?:COPY|ADD)\s+(?:--\S+\s+)*?--from=|(?:-\s+)?image:\s*["']?|#\s*syntax\s*=\s*)(\S+?)["']?(?:\s|$)`),
		reference: regexp.MustCompile(`^((?:[a-zA-Z0-9.-]+(?::\d+)?/)?[a-z0-9][a-z0-9._/-]*)` +
			`(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?(@sha256:[0-9a-f]+)?$`),
		action:      regexp.MustCompile(`^\s*(?:-\s+)?uses:\s*["']?([A-Za-z0-9_.-]+/[A-Za-z0-9_./-]+)@([^\s"'#]+)["']?(?:\s+#\s*(\S+))?`),
		hook:        regexp.MustCompile(`^\s*-\s+repo:\s*(\S+)\s*$`),
		revision:    regexp.MustCompile(`^\s+rev:\s*["']?([^\s"'#]+)["']?(?:\s+#\s*(?:frozen:\s*)?(\S+))?`),
		tool:        regexp.MustCompile(`([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[A-Za-z0-9._~-]+)+)@(v\d[A-Za-z0-9.+-]*)`),
		array:       regexp.MustCompile(`^\s*([A-Za-z0-9_."'-]*(?:dependencies|requires|dev))\s*=\s*\[(.*)\]\s*(?:#.*)?$`),
		quoted:      regexp.MustCompile(`"[^"\\]*"|'[^']*'`),
		requirement: regexp.MustCompile("^" + requirement + "$"),
		text:        text, found: map[string][]token{},
	}
	at, repository := 0, ""
	for line := range strings.Lines(text) {
		content := strings.TrimSuffix(line, "\n")
		if !strings.ContainsAny(content, ":=@F") { // most lines are done here
			at += len(line)
			continue
		}
		if m := s.hook.FindStringSubmatch(content); m != nil {
			repository = m[1]
		}
		s.line(content, at, repository)
		at += len(line)
	}
	return s.found
}

// line finds the pins of a line that begins at an offset.
func (s *inlineScanner) line(line string, at int, repository string) {
	if m := s.image.FindStringSubmatchIndex(line); m != nil {
		s.imageToken(line[m[2]:m[3]], at+m[2])
		return
	}
	if m := s.action.FindStringSubmatchIndex(line); m != nil {
		s.add("uses "+line[m[2]:m[3]], commented(line, m[4:]), at+m[4], at+max(m[5], m[7]))
		return
	}
	if m := s.revision.FindStringSubmatchIndex(line); m != nil && repository != "" {
		s.add("rev "+repository, commented(line, m[2:]), at+m[2], at+max(m[3], m[5]))
		return
	}
	if m := s.array.FindStringSubmatchIndex(line); m != nil {
		s.arrayTokens(line[m[2]:m[3]], line[m[4]:m[5]], at+m[4])
		return
	}
	if !strings.Contains(line, "@v") {
		return
	}
	for _, m := range s.tool.FindAllStringSubmatchIndex(line, -1) {
		s.add("tool "+line[m[2]:m[3]], line[m[4]:m[5]], at+m[4], at+m[5])
	}
}

// commented returns the version of a reference: that of the comment behind it if it is a commit. at holds the places of both.
func commented(line string, at []int) string {
	reference := line[at[0]:at[1]]
	isCommit := len(reference) == 40 && strings.Trim(reference, "0123456789abcdef") == ""
	switch {
	case !isCommit:
		return reference
	case at[2] >= 0:
		return line[at[2]:at[3]]
	}
	return ""
}

func (s *inlineScanner) add(name, version string, start, end int) {
	s.found[name] = append(s.found[name], token{name: name, family: name, version: version, start: start, end: end, order: loose})
}

// imageToken adds the tag and digest of an image. Tags are comparable if they differ in numbers only.
func (s *inlineScanner) imageToken(reference string, at int) {
	m := s.reference.FindStringSubmatchIndex(reference)
	if m == nil || m[4] < 0 && m[6] < 0 {
		return
	}
	tag := ""
	if m[4] >= 0 {
		tag = reference[m[4]+1 : m[5]]
	}
	rest := strings.TrimLeft(strings.TrimPrefix(tag, "v"), "0123456789.")
	var shape strings.Builder // the tag without its version: -slim for 3.14.1-slim, and -alpine0.0 for 1.26-alpine3.22
	for i, r := range rest {
		switch {
		case !isDigit(r):
			shape.WriteRune(r)
		case i == 0 || !isDigit(rune(rest[i-1])):
			shape.WriteByte('0')
		}
	}
	family := "image " + reference[:m[3]]
	name := family + " " + shape.String()
	s.found[name] = append(s.found[name], token{name, family, tag, at + m[3], at + len(reference), loose})
}

// arrayTokens adds the requirements of a list on one line.
func (s *inlineScanner) arrayTokens(list, elements string, at int) {
	for _, m := range s.quoted.FindAllStringIndex(elements, -1) {
		inner := elements[m[0]+1 : m[1]-1]
		e, ok := parseRequirement(s.requirement, inner)
		if !ok || e.spec == "" {
			continue
		}
		start := at + m[0] + 1 + strings.Index(e.text, placeholder)
		operator, version := cutOperator(e.spec)
		if strings.Contains(e.spec, ",") {
			continue
		}
		name := list + " " + strings.Replace(e.text, placeholder, operator, 1)
		s.found[name] = append(s.found[name], token{name, list + " " + e.key, version, start, start + len(e.spec), python})
	}
}
