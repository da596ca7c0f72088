package scaffold

import "strings"

// sides are the texts that a merge by git could not make one of, as they are between its markers.
type sides struct {
	ours, theirs side
	base         *side // where the style of the conflicts shows it
}

// side is one of them.
type side struct {
	text  strings.Builder
	lines []int // where each line of text stands in the file, from 1
}

func (s *side) add(line string, number int) {
	s.text.WriteString(line)
	s.lines = append(s.lines, number)
}

// line returns where a line of the side stands in the file; of one beyond its end, the last.
func (s *side) line(n int) int {
	if n < 1 || len(s.lines) == 0 {
		return 0
	}
	return s.lines[min(n, len(s.lines))-1]
}

// splitSides takes a text with conflicts apart. ok is false where there is none, or one does not end.
func splitSides(data []byte) (s *sides, ok bool) {
	s = &sides{base: &side{}}
	const outside, inOurs, inBase, inTheirs = 0, 1, 2, 3
	at, number, bases, conflicts := outside, 0, 0, 0
	for line := range strings.Lines(string(data)) {
		number++
		switch {
		case at == outside && isMarker(line, oursMarker):
			at = inOurs
			conflicts++
		case at == inOurs && isMarker(line, baseMarker):
			at = inBase
			bases++
		case (at == inOurs || at == inBase) && isMarker(line, middleMarker):
			at = inTheirs
		case at == inTheirs && isMarker(line, theirsMarker):
			at = outside
		default:
			s.put(line, number, at == outside || at == inOurs, at == outside || at == inBase, at == outside || at == inTheirs)
		}
	}
	if bases < conflicts {
		s.base = nil
	}
	return s, conflicts > 0 && at == outside
}

func (s *sides) put(line string, number int, ours, base, theirs bool) {
	if ours {
		s.ours.add(line, number)
	}
	if base {
		s.base.add(line, number)
	}
	if theirs {
		s.theirs.add(line, number)
	}
}
