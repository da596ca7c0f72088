package pin

import (
	"slices"
	"strings"
)

// pinned is a version constraint, and what is true of that version only.
type pinned struct {
	spec  string // such as ==1.2.3, ^1.2.3 or v1.2.3
	extra string // such as hashes
}

// entry is one requirement as a file states it.
type entry struct {
	list, key  string // what it is required for, and its name
	start, end int    // its lines
	indent     string
	text       string // with placeholder where the constraint is
	pinned
	tail  string // what follows the separator: a comment
	note  string // comment lines below it
	order order
}

const placeholder = "\x00"

// choose returns the value of the side that changed it. ok is false if both did, in their own ways.
func choose[T comparable](base *T, ours, theirs T) (value T, ok bool) {
	switch {
	case ours == theirs || base != nil && theirs == *base:
		return ours, true
	case base != nil && ours == *base:
		return theirs, true
	}
	return ours, false
}

// resolve merges an entry that both sides have. ok is false if that needs a person.
func resolve(base, ours, theirs *entry) (out entry, ok bool) {
	out = *ours
	type words struct{ text, tail string }
	var before *words
	var version *pinned
	var note *string
	if base != nil {
		before, version, note = &words{base.text, base.tail}, &base.pinned, &base.note
	}
	text, ok := choose(before, words{ours.text, ours.tail}, words{theirs.text, theirs.tail})
	if !ok {
		return out, false
	}
	out.text, out.tail = text.text, text.tail
	kept := ours
	if out.pinned, ok = choose(version, ours.pinned, theirs.pinned); !ok {
		order, known := compareSpecs(ours.spec, theirs.spec, ours.order)
		switch {
		case !known:
			return out, false
		case order == 0 && ours.spec != theirs.spec:
			return out, false
		case order == 0:
			out.extra = joinHashes(ours.extra, theirs.extra)
		case order < 0:
			out.pinned, kept = theirs.pinned, theirs
		}
	} else if out.pinned == theirs.pinned {
		kept = theirs
	}
	if out.note, ok = choose(note, ours.note, theirs.note); !ok {
		out.note = kept.note
	}
	return out, true
}

// compareSpecs orders constraints that differ in their versions only: none of a may be older and another newer than in b.
func compareSpecs(a, b string, by order) (result int, ok bool) {
	left, right := strings.Split(a, ","), strings.Split(b, ",")
	if len(left) != len(right) {
		return 0, false
	}
	for i := range left {
		operator, version := cutOperator(left[i])
		other, otherVersion := cutOperator(right[i])
		if operator != other {
			return 0, false
		}
		order, known := by(version, otherVersion)
		if !known || order*result < 0 {
			return 0, false
		}
		if order != 0 {
			result = order
		}
	}
	return result, true
}

// cutOperator splits >=1.2 into >= and 1.2.
func cutOperator(clause string) (operator, version string) {
	clause = strings.TrimSpace(clause)
	version = strings.TrimLeft(clause, "<>=!~^ ")
	return strings.ReplaceAll(clause[:len(clause)-len(version)], " ", ""), version
}

// joinHashes returns the hashes of two builds of one version: those that either side trusts. They stand one a line.
func joinHashes(ours, theirs string) string {
	lines := strings.Split(ours, "\n")
	for line := range strings.SplitSeq(theirs, "\n") {
		if !slices.ContainsFunc(lines, func(known string) bool { return hashOf(known) == hashOf(line) }) {
			lines = append(lines, line)
		}
	}
	slices.SortFunc(lines[1:], func(a, b string) int { return strings.Compare(hashOf(a), hashOf(b)) })
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], " \\")
		if i < len(lines)-1 {
			lines[i] += " \\"
		}
	}
	return strings.Join(lines, "\n")
}

func hashOf(line string) string { return strings.TrimSpace(strings.TrimSuffix(line, "\\")) }
