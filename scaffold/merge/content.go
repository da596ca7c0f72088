package merge

import (
	"bytes"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// isText reports whether a file can be merged by line; no file is an empty one.
func isText(f tree.File) bool { return f.Mode.Type() == 0 && !plaintext.Binary(f.Data) }

// sameContent reports whether two files are of one type and content. Where a tool changed all line endings of the first,
// that is no difference.
func sameContent(ours, other tree.File) bool {
	if ours.Absent() != other.Absent() || ours.Mode.Type() != other.Mode.Type() {
		return false
	}
	if bytes.Equal(ours.Data, other.Data) {
		return true
	}
	if !isText(ours) || !isText(other) {
		return false
	}
	data, _ := endAs(ours.Data, other.Data, nil)
	return bytes.Equal(ours.Data, data)
}

// withOurEndings returns theirs, where ours has the content of base, with the line endings of ours.
func (t trio) withOurEndings() tree.File {
	file := t.theirs
	if isText(t.base) && isText(t.ours) && isText(t.theirs) {
		file.Data = Text(t.base.Data, t.ours.Data, t.theirs.Data, Options{}).Merged
	}
	return file
}

func executable(f tree.File) bool { return f.Mode == tree.Executable }
