package git

import (
	"iter"
	"strings"
)

// lines iterates over the lines of a file of git's, without their ends (LF or CRLF) and without a byte order mark.
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
