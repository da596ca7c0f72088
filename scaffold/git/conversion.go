package git

import (
	"bytes"
	"regexp"
)

// conversion is what git does to a file's content before it stores it.
type conversion struct {
	text    lineEnds
	ident   bool
	program string // the attribute that asks for a program or an encoding, which is not done here; "" for none
}

type lineEnds uint8

const (
	keepEnds  lineEnds = iota
	guessEnds          // to LF, unless the content looks binary
	forceEnds          // to LF
)

// conversion gives what the attributes of a file ask for. The person's core.autocrlf has no say: git itself leaves a
// file alone that has CRLF in the index, so its status stays clean either way.
func (a *attributes) conversion(file string) conversion {
	if len(a.rules) == 0 {
		return conversion{}
	}
	found := a.of(file)
	c := conversion{ident: found["ident"] == set, text: endsOf(found)}
	for _, name := range []string{"filter", "working-tree-encoding"} {
		if v := found[name]; v != unspecified && v != set && v != unset {
			c.program = name + "=" + v
		}
	}
	return c
}

// endsOf reads text, its old name crlf, and eol, which implies text.
func endsOf(found map[string]string) lineEnds {
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

// looksBinary is git's guess for text=auto: a NUL, a CR without its LF, or more than one byte in 128 that no text has.
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
	if len(data) > 0 && data[len(data)-1] == 0x1a { // the end of a file, as DOS had it
		odd--
	}
	return printable/128 < odd
}
