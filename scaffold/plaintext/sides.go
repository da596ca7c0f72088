package plaintext

import "strings"

// Sides are the texts that git could not merge, as they stand between the markers of one text.
type Sides struct {
	Ours, Theirs Side
	Base         *Side // nil unless every conflict shows it
}

// Side is one of the texts.
type Side struct {
	text  strings.Builder
	lines []int // where each line of text is in the text with markers, from 1
}

// Text returns the whole text of the side, with the lines that are not in a conflict.
func (s *Side) Text() []byte { return []byte(s.text.String()) }

// Line returns where a line of the side, from 1, is in the text with markers. Of a line beyond the end, it is the last.
func (s *Side) Line(n int) int {
	if n < 1 || len(s.lines) == 0 {
		return 0
	}
	return s.lines[min(n, len(s.lines))-1]
}

// Split takes a text with conflicts apart. ok is false if it has none, or one does not end.
func Split(text []byte) (s *Sides, ok bool) {
	s = &Sides{Base: &Side{}}
	const outside, inOurs, inBase, inTheirs = 0, 1, 2, 3
	at, number, bases, conflicts := outside, 0, 0, 0
	for line := range strings.Lines(string(text)) {
		number++
		switch {
		case at == outside && isMarker(line, OursSign):
			at = inOurs
			conflicts++
			continue
		case at == inOurs && isMarker(line, BaseSign):
			at = inBase
			bases++
			continue
		case (at == inOurs || at == inBase) && isMarker(line, MiddleSign):
			at = inTheirs
			continue
		case at == inTheirs && isMarker(line, TheirsSign):
			at = outside
			continue
		}
		for i, side := range []*Side{&s.Ours, s.Base, &s.Theirs} {
			if at == outside || at == inOurs+i {
				side.text.WriteString(line)
				side.lines = append(side.lines, number)
			}
		}
	}
	if bases < conflicts {
		s.Base = nil
	}
	return s, conflicts > 0 && at == outside
}
