package lock

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Format 1 had the files in lock.yaml, below "files:", and those of a change with conflicts in pending.yaml, below
// "before:": each a mapping, on a line of its own unless a formatter has been at work. The YAML library takes ninety times
// their size in memory, so they are read one at a time.

// headOf returns a text without the items below a last key "files:" or "before:".
func headOf(text string) string {
	head, _, _ := cutItems(text)
	return head
}

// cutItems cuts a text behind the line "files:" or "before:". line is the number of the first line of items.
func cutItems(text string) (head, items string, line int) {
	at := 0
	for l := range strings.Lines(text) {
		line++
		at += len(l)
		if bare := strings.TrimRight(l, " \n"); bare == "files:" || bare == "before:" {
			if end := endOfItems(text[at:]); end >= 0 {
				return text[:at] + strings.Repeat("\n", strings.Count(text[at:at+end], "\n")) + text[at+end:], text[at : at+end], line + 1
			}
			break
		}
	}
	return text, "", 0
}

// endOfItems returns the length of the list at the start of a text: up to a line that is neither an item, nor indented,
// nor a comment, nor empty.
func endOfItems(text string) int {
	end := 0
	for l := range strings.Lines(text) {
		if bare := strings.TrimRight(l, " \n"); bare != "" && !strings.ContainsRune(" -#", rune(bare[0])) {
			break
		}
		end += len(l)
	}
	return end
}

// oldList checks what is left of such a list without its items.
func (r *reader) oldList(name string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if !document.IsNull(n) && (n.Kind != yaml.SequenceNode || len(n.Content) > 0) {
			r.add(n, name+" must be a list, with a file on each line", bringBack)
		}
	}
}

// oldItems reads every item of such a list, and calls visit for each with its node. check refuses paths.
func (r *reader) oldItems(text string, first int, check func(string) error, visit func(Entry, *yaml.Node)) {
	item, start, number := strings.Builder{}, first, first
	flush := func() {
		if strings.TrimSpace(item.String()) != "" && len(r.problems) < maxProblems {
			r.oldItem(item.String(), start, check, visit)
		}
		item.Reset()
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimLeft(line, " "), "- ") {
			flush()
			start = number
		}
		if !strings.HasPrefix(strings.TrimLeft(line, " "), "#") {
			item.WriteString(line)
		}
		number++
	}
	flush()
}

func (r *reader) oldItem(text string, line int, check func(string) error, visit func(Entry, *yaml.Node)) {
	r.Lines = nil
	before := len(r.problems)
	if e, ok := readCommonItem(text); ok && check(e.Path) == nil {
		visit(e, &yaml.Node{Line: line, Column: 1 + strings.Index(text, "{")})
		for i := range r.problems[before:] {
			r.problems[before+i].Source = strings.TrimRight(text, "\n")
		}
		return
	}
	d, list, problems := document.Read(r.File, []byte(text))
	if list != nil && len(problems) == 0 && (list.Kind != yaml.SequenceNode || len(list.Content) != 1) {
		problems = problem.List{d.At(1, 1, "expected one file")}
	}
	for _, p := range problems {
		p.Line += line - 1
		p.Hints = append(p.Hints, bringBack)
		r.problems = append(r.problems, p)
	}
	if len(problems) > 0 {
		return
	}
	moveDown(list, line-1)
	visit(r.oldEntry(list.Content[0], check), list.Content[0])
	for i := range r.problems[before:] {
		r.problems[before+i].Source = d.Line(r.problems[before+i].Line - line + 1)
	}
}

// readCommonItem reads an item as format 1 wrote nearly all of them: a path and a hash, without escapes. A YAML library
// takes twenty times as long. ok is false for anything else, which may be valid all the same.
func readCommonItem(text string) (e Entry, ok bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(text), "- {path: ")
	if !ok {
		return e, false
	}
	path, sum, ok := strings.Cut(rest, ", sha256: ")
	if !ok || !isPlain(path) {
		return e, false
	}
	sum, ok = strings.CutSuffix(sum, "}")
	if inner, quoted := strings.CutPrefix(sum, `"`); quoted {
		sum, ok = strings.CutSuffix(inner, `"`)
	} else if !strings.ContainsAny(sum, "abcdf") { // to YAML, digits and an e are a number
		return e, false
	}
	return Entry{Path: path, SHA256: sum, Mode: tree.Regular}, ok && isSum(sum)
}

// isPlain reports whether YAML reads s as just this string. It says no to much that would be fine.
func isPlain(s string) bool {
	name := strings.TrimPrefix(s, ".")
	if len(name) < len("false.") || !strings.ContainsAny(s, "./") { // a word such as null or .inf
		return false
	}
	for i := range len(name) {
		letter := name[i]|0x20 >= 'a' && name[i]|0x20 <= 'z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789_./-", rune(name[i]))) {
			return false
		}
	}
	return true
}

// moveDown sets the lines of an item's nodes to those they have in the file.
func moveDown(n *yaml.Node, lines int) {
	n.Line += lines
	for _, child := range n.Content {
		moveDown(child, lines)
	}
}

// readOldFiles reads the files of a lock in format 1.
func readOldFiles(data []byte, label string) ([]Entry, problem.List) {
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	_, items, first := cutItems(text)
	r := &reader{Document: document.Document{File: label}, where: positions{}}
	var entries []Entry
	lines := map[string]int{}
	r.oldItems(items, first, checkPath, func(e Entry, n *yaml.Node) {
		if line, twice := lines[e.Path]; twice && e.Path != "" {
			r.add(n, fmt.Sprintf("%s is already listed on line %d", e.Path, line), "keep one of them")
		}
		if e.Path != "" && (e.Policy == tree.Private) != (e.SHA256 == "") {
			r.add(n, e.Path+": every file must have a sha256, except private files, which must not", bringBack)
		}
		lines[e.Path] = n.Line
		entries = append(entries, e)
	})
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return sorted(entries, byPath), nil
}

// oldEntry reads one file.
func (r *reader) oldEntry(n *yaml.Node, check func(string) error) Entry {
	e := Entry{Mode: tree.Regular}
	r.fields(n, "a file", "",
		field{"path", true, r.pathInto(&e.Path, check)},
		field{"sha256", false, func(n *yaml.Node) {
			if e.SHA256, _ = r.text(n, "sha256"); !isSum(e.SHA256) {
				r.add(n, "sha256 must have 64 digits, 0-9 and a-f", bringBack)
			}
		}},
		field{"mode", false, func(n *yaml.Node) {
			var ok bool
			if e.Mode, ok = tree.ParseMode(n.Value); !ok {
				r.add(n, fmt.Sprintf("mode must be 644, 755 or link, not %q", n.Value))
			}
		}},
		field{"policy", false, func(n *yaml.Node) {
			var ok bool
			if e.Policy, ok = tree.ParsePolicy(n.Value); !ok {
				r.add(n, "policy must be merge, once, managed, part or private")
			}
		}},
		field{"tombstone", false, func(n *yaml.Node) {
			e.Tombstone = strings.EqualFold(n.Value, "true")
			if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!bool" {
				r.add(n, "tombstone must be true or false")
			}
		}},
	)
	return e
}

func (r *reader) pathInto(s *string, check func(string) error) func(*yaml.Node) {
	return func(n *yaml.Node) {
		path, ok := r.text(n, "path")
		if !ok {
			return
		}
		if err := check(path); err != nil {
			r.add(n, err.Error(), bringBack)
			return
		}
		*s = path
	}
}

// readOldLine reads one file of a lock in format 1 that is on a line of its own.
func readOldLine(line string) (e Entry, ok bool) {
	if !strings.HasPrefix(strings.TrimLeft(line, " "), "- {") {
		return e, false
	}
	r := &reader{where: positions{}}
	r.oldItems(line, 1, checkPath, func(found Entry, _ *yaml.Node) { e = found })
	return e, len(r.problems) == 0 && (e.Policy == tree.Private) == (e.SHA256 == "")
}
