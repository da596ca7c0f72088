package lock

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// files.sum has a line for each file, by path: the path, the SHA-256 of what was rendered or - for a private file, and
// what is not the rule: the mode 755 or link, a policy, and deleted. A path with a space, a quotation mark or a # in front
// is in quotes. Lines may be in any order, and one may be there twice, so that git merges the files of two branches well.

const sumsHeader = "# Written by scaffold: the files that it rendered, with their SHA-256. Commit it, but do not edit it.\n"

// The words of a line, beside the names of modes and policies.
const (
	deletedName = "deleted"
	noSum       = "-"
)

// marshalSums returns the content of files.sum.
func marshalSums(entries []Entry) []byte {
	var b bytes.Buffer
	b.Grow(len(sumsHeader) + 128*len(entries))
	b.WriteString(sumsHeader)
	for _, e := range sorted(entries, byPath) {
		writeLine(&b, e)
	}
	return b.Bytes()
}

func writeLine(b *bytes.Buffer, e Entry) {
	if strings.ContainsAny(e.Path, ` "`) || strings.HasPrefix(e.Path, "#") {
		b.WriteString(`"` + strings.ReplaceAll(e.Path, `"`, `\"`) + `" `) // a path holds no backslash: tree.CheckPath
	} else {
		b.WriteString(e.Path)
		b.WriteByte(' ')
	}
	if e.SHA256 == "" {
		b.WriteString(noSum)
	} else {
		b.WriteString(e.SHA256)
	}
	if e.Mode != tree.Regular {
		b.WriteString(" " + tree.ModeName(e.Mode))
	}
	if e.Policy != tree.Merge {
		b.WriteString(" " + e.Policy.String())
	}
	if e.Tombstone {
		b.WriteString(" " + deletedName)
	}
	b.WriteByte('\n')
}

// maxProblems is how many lines that cannot be read are named.
const maxProblems = 100

// kind is a use of such lines.
type kind struct {
	check    func(path string) error
	absences bool // - is a file that was not there, not a private one
}

var inLock = kind{check: checkPath} //nolint:gochecknoglobals // constant

// readSums reads files.sum.
func readSums(data []byte, label string, k kind) ([]Entry, problem.List) {
	if len(data) > maxLines {
		return nil, problem.List{{File: label, Message: tooLarge(len(data), maxLines), Hints: []string{bringBack, orRepair}}}
	}
	if lines := bytes.Count(data, []byte("\n")); lines > maxEntries {
		return nil, problem.List{{
			File: label, Message: fmt.Sprintf("too many lines (%d; limit %d)", lines, maxEntries), Hints: []string{bringBack, orRepair},
		}}
	}
	text := string(data)
	if found := conflicts(label, text, inSums); len(found) > 0 {
		return nil, found
	}
	entries := make([]Entry, 0, strings.Count(text, "\n"))
	var problems problem.List
	number, inOrder := 0, true
	folders := map[string]bool{}
	for line := range strings.Lines(text) {
		number++
		e, ok, err := k.readLine(line)
		switch {
		case err != nil && len(problems) < maxProblems:
			problems = append(problems, problem.Problem{
				File: label, Line: number, Column: 1, Source: strings.TrimRight(line, "\r\n"),
				Message: err.Error(), Hints: []string{bringBack, orRepair},
			}.Clipped())
		case ok:
			inOrder = inOrder && (len(entries) == 0 || entries[len(entries)-1].Path < e.Path)
			entries = append(entries, e)
			if tree.AddFolders(folders, e.Path); len(folders) > maxFolders {
				return nil, problem.List{{
					File: label, Message: fmt.Sprintf("too many folders (limit %d)", maxFolders), Hints: []string{bringBack, orRepair},
				}}
			}
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	if inOrder {
		return entries, nil
	}
	return unique(entries, label)
}

// unique sorts entries, and refuses two for one path.
func unique(entries []Entry, label string) ([]Entry, problem.List) {
	entries = sorted(entries, byPath)
	out := entries[:0]
	var problems problem.List
	for _, e := range entries {
		if len(out) > 0 && out[len(out)-1] == e {
			continue
		}
		if len(out) > 0 && out[len(out)-1].Path == e.Path && len(problems) < maxProblems {
			problems = append(problems, problem.Problem{
				File: label, Message: fmt.Sprintf("%s is listed twice, with different contents", e.Path),
				Hints: []string{"after a merge of branches: scaffold repair"},
			}.Clipped())
		}
		out = append(out, e)
	}
	return out, problems
}

// readLine reads a line of files.sum. ok is false for a comment and an empty line.
func (k kind) readLine(line string) (e Entry, ok bool, err error) {
	line = strings.TrimRight(line, "\r\n")
	if line == "" || line[0] == '#' {
		return e, false, nil
	}
	path, rest, ok := cutPath(line)
	if !ok {
		return e, false, errors.New("expected a path and its SHA-256")
	}
	if err := k.check(path); err != nil {
		return e, false, err
	}
	sum, rest, _ := strings.Cut(rest, " ")
	e = Entry{Path: path, SHA256: sum, Mode: tree.Regular}
	for rest != "" {
		var word string
		word, rest, _ = strings.Cut(rest, " ")
		if mode, ok := tree.ParseMode(word); ok {
			e.Mode = mode
		} else if policy, ok := tree.ParsePolicy(word); ok {
			e.Policy = policy
		} else if word == deletedName {
			e.Tombstone = true
		} else {
			return e, false, fmt.Errorf("unknown word %q", word)
		}
	}
	if sum == noSum && (e.Policy == tree.Private) != k.absences {
		e.SHA256 = ""
	} else if e.Policy == tree.Private || !isSum(sum) {
		return e, false, errors.New("expected a SHA-256 of 64 digits (0-9, a-f) after the path, or - for a private file")
	}
	return e, true, nil
}

// cutPath cuts a line after the path and the space behind it.
func cutPath(line string) (path, rest string, ok bool) {
	if line[0] != '"' {
		return strings.Cut(line, " ")
	}
	for i := 1; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '"':
			rest, ok := strings.CutPrefix(line[i+1:], " ")
			return strings.ReplaceAll(line[1:i], `\"`, `"`), rest, ok
		}
	}
	return "", "", false
}

// readable returns the entries of all lines that can be read, whatever stands between them, in the order of the file. A path
// may be there twice. data is the content of files.sum, or of lock.yaml in format 1.
func readable(data []byte) []Entry {
	if len(data) > maxLines {
		return nil
	}
	var entries []Entry
	for line := range strings.Lines(string(data)) {
		if e, ok, _ := inLock.readLine(line); ok {
			entries = append(entries, e)
		} else if e, ok := readOldLine(line); ok {
			entries = append(entries, e)
		}
	}
	return entries
}
