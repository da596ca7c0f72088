package git

import (
	"iter"
	"strings"
)

// lines iterates over the lines of one of git's files, without line endings (LF or CRLF) and byte order mark.
func lines(data []byte) iter.Seq[string] {
	return func(yield func(string) bool) {
		text := strings.TrimPrefix(string(data), "\ufeff")
		for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
			if !yield(strings.TrimSuffix(line, "\r")) {
				return
			}
		}
	}
}
