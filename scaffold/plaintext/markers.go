package plaintext

import (
	"bytes"
	"strings"
)

// The signs that start the markers of a conflict, as git writes them.
const (
	OursSign   = "<<<<<<<"
	BaseSign   = "|||||||"
	MiddleSign = "======="
	TheirsSign = ">>>>>>>"
)

// Labels name the three texts on the markers of a conflict. An empty label leaves the marker bare.
type Labels struct{ Ours, Base, Theirs string }

// Marker returns the marker that a sign and a label make, without a line ending.
func Marker(sign, label string) string {
	if label == "" {
		return sign
	}
	return sign + " " + label
}

// Left is a marker that is left in a text.
type Left struct {
	Line int // from 1
	Text string
}

// Left returns the first marker with these labels of every conflict that has one left in a text. A line of = alone does
// not count: it may underline a heading.
func (l Labels) Left(text []byte) []Left {
	var left []Left
	open := false
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		line = strings.TrimRight(line, "\r\n")
		starts := line == Marker(OursSign, l.Ours)
		ends := line == Marker(TheirsSign, l.Theirs)
		among := line == Marker(BaseSign, l.Base) && l.Base != ""
		if starts || !open && (ends || among) {
			left = append(left, Left{number, line})
		}
		open = starts || open && !ends
	}
	return left
}

// Conflict returns the line, from 1, at which a text has its first conflict that some merge has left, with all its
// markers in order; 0 if there is none.
func Conflict(text []byte) int {
	if !bytes.Contains(text, []byte(OursSign)) { // most files are done here
		return 0
	}
	start, middle, number := 0, false, 0
	for line := range strings.Lines(string(text)) {
		number++
		switch {
		case isMarker(line, OursSign):
			start, middle = number, false
		case isMarker(line, MiddleSign):
			middle = start > 0
		case isMarker(line, TheirsSign) && middle:
			return start
		}
	}
	return 0
}

// isMarker reports whether a line is a marker, with any label or none.
func isMarker(line, sign string) bool {
	rest, found := strings.CutPrefix(line, sign)
	return found && (rest == "" || rest[0] == ' ' || rest[0] == '\r' || rest[0] == '\n')
}
