package scaffold

import (
	"bytes"

	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// sameText reports whether two files have the same mode and content, where it is no difference that a checkout has changed
// all line endings of a text.
func sameText(a, b tree.File) bool {
	return a.Mode == b.Mode && (bytes.Equal(a.Data, b.Data) || a.Mode.Type() == 0 && bytes.Equal(a.Data, endAs(b.Data, a.Data)))
}

// endAs returns a text the line endings of another, if each has but one kind and they differ.
func endAs(text, like []byte) []byte {
	if merge.Binary(text) || merge.Binary(like) {
		return text
	}
	lines, pairs := bytes.Count(text, []byte("\n")), bytes.Count(text, []byte("\r\n"))
	wanted, wantedPairs := bytes.Count(like, []byte("\n")), bytes.Count(like, []byte("\r\n"))
	switch {
	case pairs == 0 && lines > 0 && wantedPairs == wanted && wanted > 0:
		return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	case pairs == lines && lines > 0 && wantedPairs == 0 && wanted > 0:
		return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	}
	return text
}
