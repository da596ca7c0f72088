package lock

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

const header = `# Written by scaffold: what this project was made from, and which files. Commit it.
# Do not edit it by hand.
`

// Marshal gives the content of lock.yaml: the same bytes for the same lock, whatever the order of its files and parts.
//
// What people decide comes first, then one line per file, so that git merges the locks of two branches by lines and
// a conflict names an answer or a file.
func (l Lock) Marshal() []byte {
	var b bytes.Buffer
	b.Grow(1024 + 128*len(l.Files))
	b.WriteString(header)
	writeKey(&b, "", "format", strconv.Itoa(format))
	writeKey(&b, "", "scaffold", quote(l.Scaffold))
	b.WriteString("blueprint:\n")
	writeKey(&b, "  ", "source", quote(l.Blueprint.Source))
	writeKey(&b, "  ", "name", quote(l.Blueprint.Name))
	writeKey(&b, "  ", "version", quote(l.Blueprint.Version))
	if l.Blueprint.Revision != "" {
		writeKey(&b, "  ", "revision", quote(l.Blueprint.Revision))
	}
	writeKey(&b, "  ", "digest", quote(l.Blueprint.Digest))
	writeKey(&b, "", "name", quote(l.Name))
	writeKey(&b, "", "year", strconv.Itoa(l.Year))
	writeAnswers(&b, l.Answers)
	writeParts(&b, l.Parts)
	writeEntries(&b, l.Files)
	return b.Bytes()
}

func writeKey(b *bytes.Buffer, indent, key, value string) {
	b.WriteString(indent)
	b.WriteString(key)
	b.WriteString(": ")
	b.WriteString(value)
	b.WriteByte('\n')
}

// writeAnswers gives every choice of a list a line of its own: two branches can each add one.
func writeAnswers(b *bytes.Buffer, answers []Answer) {
	if len(answers) == 0 {
		return
	}
	b.WriteString("answers:\n")
	for _, a := range answers {
		list, ok := a.Value.([]string)
		if !ok || len(list) == 0 {
			writeKey(b, "  ", quote(a.Name), flowValue(a.Value))
			continue
		}
		b.WriteString("  " + quote(a.Name) + ":\n")
		for _, s := range list {
			b.WriteString("    - " + quote(s) + "\n")
		}
	}
}

func writeParts(b *bytes.Buffer, parts map[string][]Part) {
	started := false
	for _, kind := range slices.Sorted(maps.Keys(parts)) {
		if len(parts[kind]) == 0 {
			continue
		}
		if !started {
			b.WriteString("parts:\n")
			started = true
		}
		b.WriteString("  " + quote(kind) + ":\n")
		for _, p := range sorted(parts[kind], byName) {
			b.WriteString("    - {name: " + quote(p.Name))
			if len(p.Answers) > 0 {
				b.WriteString(", answers: " + flowAnswers(p.Answers))
			}
			b.WriteString("}\n")
		}
	}
}

func byName(a, b Part) int { return cmp.Compare(a.Name, b.Name) }

func flowAnswers(answers []Answer) string {
	fields := make([]string, len(answers))
	for i, a := range answers {
		fields[i] = quote(a.Name) + ": " + flowValue(a.Value)
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

func flowValue(value any) string {
	switch v := value.(type) {
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case []string:
		items := make([]string, len(v))
		for i, s := range v {
			items[i] = quote(s)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case string:
		return quote(v)
	}
	return quote(fmt.Sprint(value))
}

func writeEntries(b *bytes.Buffer, entries []Entry) {
	if len(entries) == 0 {
		writeKey(b, "", "files", "[]")
		return
	}
	b.WriteString("files:\n")
	for _, e := range sorted(entries, byPath) {
		writeEntry(b, e)
	}
}

// writeEntry leaves out what is the rule: mode 644, policy merge, no tombstone.
func writeEntry(b *bytes.Buffer, e Entry) {
	b.WriteString("  - {path: ")
	b.WriteString(quote(e.Path))
	if e.SHA256 != "" {
		b.WriteString(", sha256: ")
		b.WriteString(quoteSum(e.SHA256))
	}
	if e.Mode != tree.Regular {
		b.WriteString(", mode: ")
		b.WriteString(quote(modeName(e.Mode)))
	}
	if e.Policy != tree.Merge {
		b.WriteString(", policy: ")
		b.WriteString(e.Policy.String())
	}
	if e.Tombstone {
		b.WriteString(", tombstone: true")
	}
	b.WriteString("}\n")
}
