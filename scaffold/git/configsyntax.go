package git

import (
	"errors"
	"strings"
)

// setting is one line of a configuration. Its key is section.name or section.subsection.name, where section and name are
// in lower case.
type setting struct{ key, value string }

// parseConfig reads git's configuration syntax (git-config(1), "Syntax") up to the first broken line, whose number it
// returns; 0 if there is none.
//
// It does not use go-git's decoder, which loses the order of settings and includes that their meaning depends on, and
// refuses files that git accepts, such as those with a byte order mark, "[alias] st = status" or "[color.diff]".
func parseConfig(data []byte) (settings []setting, broken int, err error) {
	p := &configParser{text: strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n"), line: 1}
	for {
		s, err := p.next()
		switch {
		case errors.Is(err, errEnd):
			return settings, 0, nil
		case err != nil:
			return settings, p.line, err
		}
		settings = append(settings, s)
	}
}

// configValues returns the settings of one file by key, up to its first broken line, which Open reports.
func configValues(data []byte) map[string]string {
	settings, _, _ := parseConfig(data)
	values := map[string]string{}
	for _, s := range settings {
		values[s.key] = s.value
	}
	return values
}

var (
	errEnd     = errors.New("end of the file")
	errSection = errors.New("not a section header")
	errName    = errors.New("not a setting")
	errValue   = errors.New("not a value: invalid quote or backslash")
)

type configParser struct {
	text    string // the rest
	line    int    // from 1
	section string // with its dot, "" before the first
}

// next returns the next setting.
func (p *configParser) next() (setting, error) {
	for {
		rest := strings.TrimLeft(p.text, " \t\n\r\v\f")
		p.line += strings.Count(p.text[:len(p.text)-len(rest)], "\n")
		p.text = rest
		switch {
		case p.text == "":
			return setting{}, errEnd
		case p.text[0] == '#' || p.text[0] == ';':
			p.comment()
		case p.text[0] == '[':
			if err := p.header(); err != nil {
				return setting{}, err
			}
		default:
			return p.setting()
		}
	}
}

// comment skips to the end of the line.
func (p *configParser) comment() {
	_, rest, found := strings.Cut(p.text, "\n")
	if found {
		rest = p.text[len(p.text)-len(rest)-1:]
	}
	p.text = rest
}

// take consumes letters, digits and the characters in more from the start of the text.
func (p *configParser) take(more string) string {
	n := 0
	for n < len(p.text) && (inClass("alnum", p.text[n]) || strings.IndexByte(more, p.text[n]) >= 0) {
		n++
	}
	taken := p.text[:n]
	p.text = p.text[n:]
	return taken
}

// header reads [section], [section "subsection"] or [section.subsection].
func (p *configParser) header() error {
	p.text = p.text[1:]
	p.section = strings.ToLower(p.take("-.")) + "."
	trimmed := strings.TrimLeft(p.text, " \t")
	if strings.HasPrefix(trimmed, `"`) && len(trimmed) < len(p.text) {
		p.text = trimmed[1:]
		var b strings.Builder
		for !strings.HasPrefix(p.text, `"`) {
			p.text = strings.TrimPrefix(p.text, `\`)
			if p.text == "" || p.text[0] == '\n' {
				return errSection
			}
			b.WriteByte(p.text[0])
			p.text = p.text[1:]
		}
		p.text = p.text[1:]
		p.section += b.String() + "."
	}
	var ok bool
	if p.text, ok = strings.CutPrefix(p.text, "]"); !ok || p.section == "." {
		return errSection
	}
	return nil
}

// setting reads "name = value", or a name alone, which means true.
func (p *configParser) setting() (setting, error) {
	if !inClass("alpha", p.text[0]) {
		return setting{}, errName
	}
	s := setting{key: p.section + strings.ToLower(p.take("-")), value: "true"}
	p.text = strings.TrimLeft(p.text, " \t")
	if p.text == "" || p.text[0] == '\n' {
		return s, nil
	}
	var ok bool
	if p.text, ok = strings.CutPrefix(p.text, "="); !ok {
		return s, errName
	}
	p.text = strings.TrimLeft(p.text, " \t")
	var err error
	s.value, err = p.value()
	return s, err
}

// value reads to the end of the line and drops trailing spaces unless they are quoted.
func (p *configParser) value() (string, error) {
	const from, to = `ntb"\`, "\n\t\b\"\\"
	var b strings.Builder
	keep, quoted := 0, false
	for ; p.text != ""; p.text = p.text[1:] {
		switch c := p.text[0]; {
		case c == '\n' && quoted:
			return "", errValue
		case c == '\n', !quoted && (c == '#' || c == ';'):
			p.comment()
			return b.String()[:keep], nil
		case c == '"':
			quoted = !quoted
			keep = b.Len()
			continue
		case c == '\\':
			p.text = p.text[1:]
			if p.text == "" { // a backslash at the end of the file continues a line that does not exist
				p.text = "\n"
			}
			if p.text[0] == '\n' {
				p.line++
				continue
			}
			at := strings.IndexByte(from, p.text[0])
			if at < 0 {
				return "", errValue
			}
			b.WriteByte(to[at])
		default:
			b.WriteByte(c)
			if !quoted && strings.IndexByte(" \t\r", c) >= 0 {
				continue
			}
		}
		keep = b.Len()
	}
	if quoted {
		return "", errValue
	}
	return b.String()[:keep], nil
}
