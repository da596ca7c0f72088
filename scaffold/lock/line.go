package lock

import (
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Reading 10,000 lines by a YAML library takes as long as git needs for the status of 10,000 files. So the lines that
// writeEntry writes are read here; one single line that is in any way different sends the whole file to the library.

// readLines reads the lines below "files:". ok is false unless every line is as writeEntry writes it, and they are sorted.
func readLines(text string) (entries []Entry, ok bool) {
	entries = make([]Entry, 0, strings.Count(text, "\n"))
	for line := range strings.Lines(text) {
		e, ok := readLine(strings.TrimSuffix(line, "\n"))
		if !ok || len(entries) > 0 && entries[len(entries)-1].Path >= e.Path {
			return nil, false
		}
		entries = append(entries, e)
	}
	return entries, true
}

func readLine(line string) (e Entry, ok bool) {
	rest, ok := strings.CutPrefix(line, "  - {path: ")
	if !ok {
		return e, false
	}
	if e.Path, rest, ok = unquote(rest); !ok || checkPath(e.Path) != nil {
		return e, false
	}
	if after, found := strings.CutPrefix(rest, ", sha256: "); found {
		if e.SHA256, rest, ok = readSum(after); !ok {
			return e, false
		}
	}
	e.Mode = tree.Regular
	if after, found := strings.CutPrefix(rest, ", mode: "); found {
		var name string
		if name, rest, ok = unquote(after); !ok {
			return e, false
		}
		if e.Mode, ok = parseMode(name); !ok {
			return e, false
		}
	}
	if after, found := strings.CutPrefix(rest, ", policy: "); found {
		var name string
		if name, rest, ok = unquote(after); !ok {
			return e, false
		}
		if e.Policy, ok = tree.ParsePolicy(name); !ok {
			return e, false
		}
	}
	if after, found := strings.CutPrefix(rest, ", tombstone: true"); found {
		e.Tombstone, rest = true, after
	}
	return e, rest == "}" && (e.Policy == tree.Private) == (e.SHA256 == "")
}

// readSum reads a hash as quoteSum writes it.
func readSum(s string) (sum, rest string, ok bool) {
	quoted := strings.HasPrefix(s, `"`)
	if quoted {
		s = s[1:]
	}
	if len(s) < 64 || !isSum(s[:64]) {
		return "", "", false
	}
	sum, rest = s[:64], s[64:]
	if quoted {
		rest, ok = strings.CutPrefix(rest, `"`)
		return sum, rest, ok
	}
	return sum, rest, quoteSum(sum) == sum
}
