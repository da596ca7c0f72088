package scaffold

import (
	"bytes"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/merge"
)

// The signs that a conflict's markers are made of, seven of each, as git has them.
const (
	oursMarker   = "<<<<<<<"
	baseMarker   = "|||||||"
	middleMarker = "======="
	theirsMarker = ">>>>>>>"
)

// marker is a line that should not be in a file any more.
type marker struct {
	line int // from 1
	text string
}

// leftMarkers gives, of every conflict of which a marker with our labels is left, the first one. A line of = alone is
// none: it may underline a heading.
func leftMarkers(data []byte, labels merge.Labels) []marker {
	var left []marker
	open := false
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		line = strings.TrimRight(line, "\r\n")
		starts := line == labelled(oursMarker, labels.Ours)
		ends := line == labelled(theirsMarker, labels.Theirs)
		among := line == labelled(baseMarker, labels.Base) && labels.Base != ""
		if starts || !open && (ends || among) {
			left = append(left, marker{number, line})
		}
		open = starts || open && !ends
	}
	return left
}

func labelled(sign, label string) string {
	if label == "" {
		return sign
	}
	return sign + " " + label
}

// conflictIn returns the line, from 1, at which a conflict starts that some merge has left in a text: all its markers, in
// order. 0 is none.
func conflictIn(data []byte) int {
	if !bytes.Contains(data, []byte(oursMarker)) { // most files are done here
		return 0
	}
	start, middle, number := 0, false, 0
	for line := range strings.Lines(string(data)) {
		number++
		switch {
		case isMarker(line, oursMarker):
			start, middle = number, false
		case isMarker(line, middleMarker):
			middle = start > 0
		case isMarker(line, theirsMarker) && middle:
			return start
		}
	}
	return 0
}

// isMarker reports whether a line is a marker with any label, or none.
func isMarker(line, sign string) bool {
	rest, found := strings.CutPrefix(line, sign)
	return found && (rest == "" || rest[0] == ' ' || rest[0] == '\r' || rest[0] == '\n')
}
