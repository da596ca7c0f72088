package pin

import (
	"regexp"
	"strings"
)

// tomlScanner finds the lists of strings of a TOML file that have an element a line.
type tomlScanner struct {
	table, open, element, requirement *regexp.Regexp
	lines                             []string
	lists                             map[string]*list
}

func scanTOML(lines []string) map[string]*list {
	s := tomlScanner{
		table:       regexp.MustCompile(`^\s*\[+([^\[\]]+)\]+\s*(?:#.*)?$`),
		open:        regexp.MustCompile(`^\s*([A-Za-z0-9_."'-]+)\s*=\s*\[\s*(?:#.*)?$`),
		element:     regexp.MustCompile(`^(\s*)("[^"\\]*"|'[^']*'|\{[^#{}]*\})\s*(,?)(\s*(?:#.*)?)$`),
		requirement: regexp.MustCompile("^" + requirement + "$"),
		lines:       lines, lists: map[string]*list{},
	}
	table := ""
	for i := 0; i < len(lines); i++ {
		switch {
		case strings.Contains(lines[i], `"""`) || strings.Contains(lines[i], "'''"):
			i = s.skipText(i)
		case s.table.MatchString(lines[i]):
			table = strings.TrimSpace(s.table.FindStringSubmatch(lines[i])[1])
		case s.open.MatchString(lines[i]):
			i = s.list(table+"."+s.open.FindStringSubmatch(lines[i])[1], i+1)
		}
	}
	return s.lists
}

// skipText returns the last line of a text of several lines that begins at line i.
func (s *tomlScanner) skipText(i int) int {
	for _, quotes := range []string{`"""`, "'''"} {
		if strings.Count(s.lines[i], quotes)%2 == 0 {
			continue
		}
		for i+1 < len(s.lines) {
			if i++; strings.Contains(s.lines[i], quotes) {
				return i
			}
		}
	}
	return i
}

// list reads the elements from line i on, and returns the line that closes the list. A list with anything else in it, or of
// a table that was there before, is none of ours.
func (s *tomlScanner) list(name string, i int) int {
	l := &list{start: i, separator: ",", last: true}
	for ; i < len(s.lines); i++ {
		line := strings.TrimSpace(s.lines[i])
		if strings.HasPrefix(line, "]") {
			break
		}
		if line == "" || line[0] == '#' {
			continue
		}
		e, comma, ok := s.entry(name, s.lines[i])
		if !ok {
			return i
		}
		e.start, e.end = i, i+1
		l.last = comma
		l.add(e)
	}
	if l.end = i; s.lists[name] == nil && i < len(s.lines) {
		s.lists[name] = l
	}
	return i
}

func (s *tomlScanner) entry(list, line string) (e entry, comma, ok bool) {
	m := s.element.FindStringSubmatch(line)
	if m == nil {
		return entry{}, false, false
	}
	e = entry{key: m[2], text: m[2]}
	isPackages := strings.Contains(list, "dependencies") || strings.HasPrefix(list, "dependency-groups") || list == "build-system.requires"
	if unquoted := strings.Trim(m[2], `"'`); isPackages && unquoted != m[2] {
		if r, parsed := parseRequirement(s.requirement, unquoted); parsed {
			e = r
			e.text = m[2][:1] + e.text + m[2][:1]
		}
	}
	e.list, e.indent, e.tail = list, m[1], strings.TrimRight(m[4], " ")
	return e, m[3] != "", true
}
