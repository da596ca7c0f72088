package lock

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/document"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// format is the newest layout of the files. Format 1 had the lines of files in lock.yaml.
const format = 2

// Read reads the lock in a folder of the project: Dir, or PendingDir. called returns what problems call a path.
//
// It accepts any YAML with the same meaning, and lines of files in any order. The error is a problem.List of everything
// that is wrong.
func Read(files tree.Tree, dir string, called func(path string) string) (Lock, error) {
	head, sums := dir+"/"+lockName, dir+"/"+sumsName
	l, _, err := readHead(files[head].Data, called(head))
	if err != nil {
		return l, err
	}
	var problems problem.List
	switch {
	case l.Format == 1:
		l.Files, problems = readOldFiles(files[head].Data, called(head))
	case files[sums].Absent():
		problems = problem.List{{File: called(sums), Message: "missing", Hints: []string{bringBack, orRepair}}}
	default:
		l.Files, problems = readSums(files[sums].Data, called(sums), inLock)
	}
	return l, problems.Sorted().Err()
}

// positions are the line of each thing that a lock says, by its path, such as "name" or "parts.app.blog.title".
type positions map[string]int

// readHead reads lock.yaml without the files. label is what problems call it. The error is a problem.List of everything
// that is wrong.
func readHead(data []byte, label string) (Lock, positions, error) {
	if len(data) > maxLines {
		return Lock{}, nil, problem.List{{File: label, Message: tooLarge(len(data), maxLines), Hints: []string{bringBack}}}
	}
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	if found := conflicts(label, text, inHead); len(found) > 0 {
		return Lock{}, nil, found
	}
	r := newReader(label, headOf(text))
	root := r.root
	if root == nil {
		return Lock{}, nil, r.problems
	}
	var l Lock
	if r.format(root, &l.Format, format) {
		r.lock(root, &l)
	}
	if len(r.problems) > 0 {
		return Lock{}, nil, r.problems.Sorted()
	}
	return l, r.where, nil
}

const (
	bringBack = "scaffold writes this file: restore the version that was committed last"
	orRepair  = "or rebuild it: scaffold repair"
	inHead    = "both branches changed how this project was made"
	inSums    = "both branches changed the list of files"
)

// conflicts returns a problem for each conflict that git has left in a text.
func conflicts(label, text, why string) problem.List {
	var found problem.List
	start, number := 0, 0
	source := ""
	for line := range strings.Lines(text) {
		number++
		switch {
		case strings.HasPrefix(line, plaintext.OursSign+" "):
			start, source = number, strings.TrimRight(line, "\n")
		case strings.HasPrefix(line, plaintext.TheirsSign+" ") && start > 0:
			found = append(found, problem.Problem{
				File: label, Line: start, Column: 1, Source: source,
				Message: "unresolved merge conflict, up to line " + strconv.Itoa(number) + ": " + why,
				Hints:   []string{"keep what both branches added: scaffold repair"},
			})
			start = 0
		}
	}
	return found
}

// lock reads lock.yaml.
func (r *reader) lock(root *yaml.Node, l *Lock) {
	a := &l.Answers
	r.fields(root, "the lock", "",
		field{"format", true, func(*yaml.Node) {}},
		field{"scaffold", true, r.textInto(&l.Scaffold, "scaffold")},
		field{"blueprint", true, func(n *yaml.Node) { r.blueprint(n, &l.Blueprint) }},
		field{"name", true, r.textInto(&a.Name, "name")},
		field{"year", true, func(n *yaml.Node) {
			var ok bool
			if a.Year, ok = integer(n); !ok {
				r.add(n, "year must be a whole number")
			}
		}},
		field{"answers", false, func(n *yaml.Node) { a.Asked, a.Values = r.answers(n, "answers") }},
		field{"parts", false, func(n *yaml.Node) { a.Parts = r.parts(n) }},
		field{"files", l.Format == 1, r.oldList("files")},
	)
	*a = a.Remembered()
}

func (r *reader) blueprint(n *yaml.Node, b *Blueprint) {
	r.fields(n, "blueprint", "blueprint",
		field{"source", true, r.textInto(&b.Source, "source")},
		field{"name", true, r.textInto(&b.Name, "name")},
		field{"version", true, r.textInto(&b.Version, "version")},
		field{"ref", false, r.textInto(&b.Ref, "ref")},
		field{"revision", false, r.textInto(&b.Revision, "revision")},
		field{"digest", true, r.textInto(&b.Digest, "digest")},
	)
}

// answers keeps the order of the file.
func (r *reader) answers(n *yaml.Node, at string) (asked []string, values map[string]any) {
	values = map[string]any{}
	r.pairs(n, "answers", func(key, value *yaml.Node) {
		r.where[at+"."+key.Value] = key.Line
		asked = append(asked, key.Value)
		values[key.Value] = r.value(value)
	})
	return asked, values
}

func (r *reader) value(n *yaml.Node) any {
	if n.Kind == yaml.SequenceNode {
		list := []string{}
		r.items(n, "", func(item *yaml.Node) {
			s, _ := r.text(item, "a choice")
			list = append(list, s)
		})
		return list
	}
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!bool" {
		return strings.EqualFold(n.Value, "true")
	}
	if i, ok := integer(n); ok {
		return i
	}
	s, _ := r.text(n, "an answer that is neither true, false nor a whole number")
	return s
}

func (r *reader) parts(n *yaml.Node) map[string][]blueprint.PartAnswers {
	parts := map[string][]blueprint.PartAnswers{}
	r.pairs(n, "parts", func(kind, list *yaml.Node) {
		seen := map[string]bool{}
		r.items(list, "the parts of a kind", func(item *yaml.Node) {
			var p blueprint.PartAnswers
			at := "parts." + kind.Value
			if item.Kind == yaml.MappingNode {
				if name := document.Find(item, "name"); name != nil {
					at += "." + name.Value
				}
			}
			r.fields(item, "a part", at,
				field{"name", true, r.textInto(&p.Name, "name")},
				field{"answers", false, func(n *yaml.Node) { p.Asked, p.Values = r.answers(n, at) }},
			)
			if p.Name != "" && seen[p.Name] {
				r.add(item, fmt.Sprintf("%s %q: already listed above", kind.Value, p.Name), "keep one of them")
			}
			seen[p.Name] = true
			parts[kind.Value] = append(parts[kind.Value], p)
		})
	})
	return parts
}
