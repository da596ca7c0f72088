package render

import "strings"

// guardPrintf estimates what a format can make: every verb as wide as the widest number in the format or among the
// arguments, and as long as the longest argument with each of its bytes escaped.
func guardPrintf(m *meter, a []any) error {
	const (
		escaped = 10  // bytes for one, by %q or %x, at most
		float   = 350 // bytes of the longest number, by %f
	)
	format := a[0].(string)
	if printsAddress(format) {
		return &refusal{message: "%p prints a memory address, which differs from run to run"}
	}
	wide, long, factor := widest(format), float, 1
	if strings.ContainsAny(format, "qxXU#") {
		factor = escaped
	}
	if strings.Contains(format, "*") {
		for _, v := range a[1:] {
			if n, ok := v.(int); ok {
				wide = max(wide, abs(n))
			}
		}
	}
	for _, v := range a[1:] {
		bytes, elements := extentOf(v).bytes, 0
		if _, isText := v.(string); !isText {
			elements = bytes / sizeOfScalar // of a list: each is as wide
		}
		long = max(long, plus(times(bytes, factor), times(wide, elements)))
	}
	if err := m.work(20); err != nil {
		return err
	}
	return m.fits(plus(len(format), times(strings.Count(format, "%"), plus(long, wide))))
}

// widest returns the largest number in a format. Package fmt takes none above a million.
func widest(format string) int {
	largest, n := 0, 0
	for i := range len(format) {
		if c := format[i]; c >= '0' && c <= '9' {
			n = min(n*10+int(c-'0'), 1_000_000)
		} else {
			n = 0
		}
		largest = max(largest, n)
	}
	return largest
}

// printsAddress looks for the verb %p behind any flags.
func printsAddress(format string) bool {
	_, rest, found := strings.Cut(format, "%")
	for found {
		verb := strings.TrimLeft(rest, "+-# 0123456789.*[]")
		if strings.HasPrefix(verb, "p") {
			return true
		}
		_, rest, found = strings.Cut(strings.TrimPrefix(verb, "%"), "%")
	}
	return false
}
