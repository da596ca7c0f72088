package plaintext

import (
	"regexp"
	"sync"
)

// Pattern returns what compiles a regular expression (RE2) when it is first needed, so that no run waits at its start for
// those that it does not need. An invalid one panics then.
func Pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
