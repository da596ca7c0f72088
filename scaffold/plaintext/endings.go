// Package plaintext is what the other packages know of text: its lines, how they end, and the markers of a conflict.
package plaintext

import (
	"bytes"
	"strings"
)

// sniffed is how far git looks for a NUL.
const sniffed = 8000

// Binary reports whether content cannot be merged by line. Like git, it looks for a NUL in the first 8000 bytes.
func Binary(content []byte) bool {
	return bytes.IndexByte(content[:min(len(content), sniffed)], 0) >= 0
}

// Lines splits a text into lines. Each keeps its ending; the last may have none.
func Lines(text []byte) []string {
	lines := make([]string, 0, 1+bytes.Count(text, []byte("\n")))
	for line := range strings.Lines(string(text)) {
		lines = append(lines, line)
	}
	return lines
}

// Line returns the line with a number, from 1, without its ending; "" if there is none.
func Line(text []byte, number int) string {
	for line := range strings.Lines(string(text)) {
		if number--; number == 0 {
			return strings.TrimRight(line, "\r\n")
		}
	}
	return ""
}

// Ending says how the lines of a text end. The last line may lack its ending.
type Ending uint8

// The endings.
const (
	None  Ending = iota // there is only one line, without an ending
	LF                  // every line
	CRLF                // every line
	Mixed               // some lines LF, others CRLF
)

// EndingOf returns the ending of a text.
func EndingOf(text []byte) Ending {
	all, pairs := bytes.Count(text, []byte("\n")), bytes.Count(text, []byte("\r\n"))
	switch {
	case all == 0:
		return None
	case pairs == 0:
		return LF
	case pairs == all:
		return CRLF
	}
	return Mixed
}

// WithEnding returns a text in which every line ends in LF or in CRLF. The text has the other ending, or none.
func WithEnding(text []byte, ending Ending) []byte {
	if ending == CRLF {
		return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	}
	return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
}

// EndAs returns text with the line endings of like, if each has only one kind and they differ.
func EndAs(text, like []byte) []byte {
	if Binary(text) || Binary(like) {
		return text
	}
	switch has, wanted := EndingOf(text), EndingOf(like); {
	case has == LF && wanted == CRLF, has == CRLF && wanted == LF:
		return WithEnding(text, wanted)
	}
	return text
}

// Same reports whether two contents are the same text, whatever its line endings: a checkout may have changed them all.
func Same(a, b []byte) bool { return bytes.Equal(a, b) || bytes.Equal(a, EndAs(b, a)) }
