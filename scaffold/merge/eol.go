package merge

import (
	"bytes"
	"strings"
)

// ending is how lines end.
type ending uint8

const (
	none ending = iota // no line has an ending
	lf                 // every line, save perhaps the last
	crlf               // every line, save perhaps the last
	mixed
)

func endingOf(line string) ending {
	switch {
	case strings.HasSuffix(line, "\r\n"):
		return crlf
	case strings.HasSuffix(line, "\n"):
		return lf
	}
	return none
}

// textEnding gives the ending of a whole text.
func textEnding(text []byte) ending {
	all, pairs := bytes.Count(text, []byte("\n")), bytes.Count(text, []byte("\r\n"))
	switch {
	case all == 0:
		return none
	case pairs == 0:
		return lf
	case pairs == all:
		return crlf
	}
	return mixed
}

// endAs gives base and theirs the line endings of ours, where ours is the same text checked out by a tool that changed
// all endings: the others agree on one, and ours has the other throughout.
func endAs(ours, base, theirs []byte) (asBase, asTheirs []byte) {
	switch want, b, t := textEnding(ours), textEnding(base), textEnding(theirs); {
	case want == crlf && b <= lf && t <= lf:
		return bytes.ReplaceAll(base, []byte("\n"), []byte("\r\n")), bytes.ReplaceAll(theirs, []byte("\n"), []byte("\r\n"))
	case want == lf && (b == crlf || b == none) && (t == crlf || t == none):
		return bytes.ReplaceAll(base, []byte("\r\n"), []byte("\n")), bytes.ReplaceAll(theirs, []byte("\r\n"), []byte("\n"))
	}
	return base, theirs
}
