package git

import (
	"bytes"
	"path"
	"regexp"
)

// conversion is what git does to a file's content before storing it.
type conversion struct {
	text    lineEnds
	ident   bool
	program string // the attribute that needs a program or an encoding, which package git does not apply; "" for none
}

type lineEnds uint8

const (
	keepEnds  lineEnds = iota
	guessEnds          // to LF, unless the content looks binary
	forceEnds          // to LF
)

// conversion returns the conversion that a file's attributes ask for. A new repository ignores the person's
// core.autocrlf: git keeps the CRLF of a file that has it in the index, so its status is clean either way.
func (a *attributes) conversion(file string) conversion {
	if a.isSilent(path.Dir(file)) {
		return conversion{text: endsOf(nil, a.autocrlf)}
	}
	found := a.of(file)
	c := conversion{ident: found["ident"] == set, text: endsOf(found, a.autocrlf)}
	for _, name := range []string{"filter", "working-tree-encoding"} {
		if v := found[name]; v != unspecified && v != set && v != unset {
			c.program = name + "=" + v
		}
	}
	return c
}

// endsOf evaluates the attributes text, crlf (its old name) and eol, which implies text.
func endsOf(found map[string]string, autocrlf bool) lineEnds {
	for _, name := range []string{"text", "crlf"} {
		switch found[name] {
		case set, "input":
			return forceEnds
		case unset:
			return keepEnds
		case "auto":
			return guessEnds
		}
	}
	if eol := found["eol"]; eol == "lf" || eol == "crlf" {
		return forceEnds
	}
	if autocrlf {
		return guessEnds
	}
	return keepEnds
}

func (c conversion) clean(data []byte) []byte {
	if c.text == forceEnds || c.text == guessEnds && !looksBinary(data) {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	if c.ident && bytes.Contains(data, []byte("$Id:")) {
		data = regexp.MustCompile(`\$Id:[^$\n]*\$`).ReplaceAll(data, []byte("$$Id$$"))
	}
	return data
}

// looksBinary is git's guess for text=auto: a NUL, a lone CR, or more than one unprintable byte in 128.
func looksBinary(data []byte) bool {
	printable, odd := 0, 0
	for i, c := range data {
		switch {
		case c == 0, c == '\r' && (i+1 == len(data) || data[i+1] != '\n'):
			return true
		case c == '\n', c == '\r':
		case c == '\b', c == '\t', c == '\f', c == 0x1b:
			printable++
		case c < ' ', c == 0x7f:
			odd++
		default:
			printable++
		}
	}
	if len(data) > 0 && data[len(data)-1] == 0x1a { // the end-of-file mark of DOS
		odd--
	}
	return printable/128 < odd
}
