// Package pin finds the versions that files pin, and merges them: of two that both sides moved, the higher one stands.
//
// It knows go.mod and go.sum, requirements with hashes, the lists of a pyproject.toml, package.json, and the pins of
// container images, GitHub actions and pre-commit hooks. It works on texts alone: no index of packages is asked, so that
// it cannot tell whether the versions of a lock fit together.
package pin

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"
)

// Agree returns three texts that say the same wherever a merge of their pins needs no person: what one side moved, added
// or removed, and the higher version where both moved it, with its own hashes. What is left are other changes, for a merge
// by line. name is that of the file, which says its format; base is nil if both sides added it.
//
// A pin that one side removed and the other moved is removed: whoever removed it no longer needs it in any version.
func Agree(name string, base, ours, theirs []byte) (agreedBase, agreedOurs, agreedTheirs []byte) {
	texts := [3]string{string(base), string(ours), string(theirs)}
	crlf := bytes.Contains(ours, []byte("\r\n"))
	for i := range texts {
		texts[i] = strings.ReplaceAll(texts[i], "\r\n", "\n")
		if strings.ContainsAny(texts[i], placeholder+"\r") {
			return base, ours, theirs
		}
	}
	scan := scannerOf(path.Base(name))
	switch {
	case path.Base(name) == "go.mod":
		texts = agreeModule(texts, base != nil)
	case scan != nil:
		texts = agreeLists(texts, scan, base != nil)
	}
	if scan == nil || path.Ext(name) == ".toml" {
		texts = agreeInline(texts, base != nil)
	}
	var out [3][]byte
	for i, text := range texts {
		if crlf {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		out[i] = []byte(text)
	}
	if base == nil {
		out[0] = nil
	}
	return out[0], out[1], out[2]
}

// OnlyMoved reports whether two texts are the same but for the versions of pins in the midst of lines: of images, actions,
// hooks and tools.
func OnlyMoved(before, after []byte) bool {
	if bytes.Count(before, []byte("\n")) != bytes.Count(after, []byte("\n")) {
		return false // moving a version adds no line
	}
	texts := agreeInline([3]string{"", string(after), string(before)}, false)
	return texts[1] == texts[2]
}

// scannerOf returns what finds the lists in a file with this name; nil if it has none.
func scannerOf(name string) func([]string) map[string]*list {
	ending := path.Ext(name)
	switch {
	case name == "package.json":
		return scanPackage
	case ending == ".toml":
		return scanTOML
	case (ending == ".txt" || ending == ".in" || ending == ".lock") &&
		(strings.Contains(name, "requirements") || strings.Contains(name, "constraints")):
		return scanRequirements
	}
	return nil
}

// agreeLists settles the lists that both sides have.
func agreeLists(texts [3]string, scan func([]string) map[string]*list, hasBase bool) [3]string {
	var documents [3]document
	for i, text := range texts {
		documents[i].lines = strings.Split(text, "\n")
		documents[i].lists = scan(documents[i].lines)
	}
	if !hasBase {
		documents[0].lists = nil
	}
	base, ours, theirs := documents[0], documents[1], documents[2]
	settled := map[string]agreement{}
	for name, o := range ours.lists {
		if t := theirs.lists[name]; t != nil {
			settled[name] = agree(base.lists[name], o, t)
		}
	}
	for i, d := range documents {
		names := slices.SortedFunc(maps.Keys(d.lists), func(a, b string) int { return d.lists[a].start - d.lists[b].start })
		var out []string
		next := 0
		for _, name := range names {
			if a, ok := settled[name]; ok {
				l := d.lists[name]
				out = append(out, d.lines[next:l.start]...)
				out = append(out, a.rewrite(d, l, ours.lists[name])...)
				next = l.end
			}
		}
		texts[i] = strings.Join(append(out, d.lines[next:]...), "\n")
	}
	return texts
}
