package pin

import (
	"slices"
	"strings"
)

// document is a text whose requirements have been found.
type document struct {
	lines []string
	lists map[string]*list
}

// list is the requirements for one purpose, such as development, each on lines of its own.
type list struct {
	start, end int // its lines, without those that open and close it
	entries    []entry
	separator  string // after each entry, perhaps not after the last
	last       bool   // after the last, too
}

// add puts an entry into a list, with a key that no other entry of the list has.
func (l *list) add(e entry) {
	for l.find(e.key) != nil {
		e.key += "+"
	}
	l.entries = append(l.entries, e)
}

func (l *list) find(key string) *entry {
	for i := range l.entries {
		if l.entries[i].key == key {
			return &l.entries[i]
		}
	}
	return nil
}

func (l *list) keys() []string {
	keys := make([]string, len(l.entries))
	for i, e := range l.entries {
		keys[i] = e.key
	}
	return keys
}

// agreement is what the two sides agree on about one list.
type agreement struct {
	settled map[string]entry // what all three texts should say
	gone    map[string]bool  // what none should have
	order   []string
}

// agree settles all that needs no person. base may be nil: then both sides added the list.
func agree(base, ours, theirs *list) agreement {
	a := agreement{settled: map[string]entry{}, gone: map[string]bool{}}
	before := base
	if before == nil {
		before = &list{}
	}
	for _, key := range append(ours.keys(), theirs.keys()...) {
		b, o, t := before.find(key), ours.find(key), theirs.find(key)
		switch {
		case o != nil && t != nil:
			if e, ok := resolve(b, o, t); ok {
				a.settled[key] = e
			}
		case b == nil && o != nil:
			a.settled[key] = *o
		case b == nil:
			a.settled[key] = *t
		case o != nil && o.text == b.text && o.tail == b.tail, t != nil && t.text == b.text && t.tail == b.tail:
			a.gone[key] = true // removed here, and at most raised there
		}
	}
	for _, key := range before.keys() {
		a.gone[key] = a.gone[key] || ours.find(key) == nil && theirs.find(key) == nil
	}
	a.arrange(before, ours, theirs)
	return a
}

// arrange decides the order: that of ours, unless only theirs has another than base. What is new stands where it belongs
// in a sorted list, otherwise behind what it follows on its own side.
func (a *agreement) arrange(base, ours, theirs *list) {
	first, second := ours, theirs
	if sameOrder(base, ours) && !sameOrder(base, theirs) {
		first, second = theirs, ours
	}
	sorted := slices.IsSorted(first.keys()) && slices.IsSorted(second.keys())
	a.order = first.keys()
	previous := ""
	for _, key := range second.keys() {
		if !slices.Contains(a.order, key) {
			i := slices.Index(a.order, previous) + 1
			if sorted {
				i, _ = slices.BinarySearch(a.order, key)
			}
			a.order = slices.Insert(a.order, i, key)
		}
		previous = key
	}
	a.order = slices.DeleteFunc(a.order, func(key string) bool { return a.gone[key] })
}

// sameOrder reports whether what two lists have in common stands in the same order.
func sameOrder(a, b *list) bool {
	common := func(l, other *list) []string {
		return slices.DeleteFunc(l.keys(), func(key string) bool { return other.find(key) == nil })
	}
	return slices.Equal(common(a, b), common(b, a))
}

// rewrite returns the lines of a list with everything that is settled. like is the list of ours.
func (a agreement) rewrite(d document, l, like *list) []string {
	comments, rest := l.comments(d, a.gone)
	var out []string
	var entries []int // where an entry's separator belongs
	indent := ""
	if len(like.entries) > 0 {
		indent = like.entries[0].indent
	}
	for _, key := range a.order {
		e, settled := a.settled[key]
		own := l.find(key)
		switch {
		case !settled && own == nil:
			continue
		case !settled:
			e = *own
		case like.find(key) == nil && indent != "":
			e.indent = indent
		}
		out = append(out, comments[key]...)
		lines := strings.Split(e.indent+strings.Replace(e.text, placeholder, e.spec, 1)+e.extra, "\n")
		entries = append(entries, len(out)+len(lines)-1)
		out = append(out, lines...)
		out[len(out)-1] += placeholder + e.tail
		if e.note != "" {
			out = append(out, strings.Split(e.note, "\n")...)
		}
	}
	for i, at := range entries {
		separator := like.separator
		if i == len(entries)-1 && !like.last {
			separator = ""
		}
		out[at] = strings.Replace(out[at], placeholder, separator, 1)
	}
	return append(out, rest...)
}

// comments returns the lines above each entry that belong to none, and those below the last. What stands above an entry
// that goes stays, above the next one.
func (l *list) comments(d document, gone map[string]bool) (above map[string][]string, rest []string) {
	above = map[string][]string{}
	next := l.start
	for _, e := range l.entries {
		rest = append(rest, d.lines[next:e.start]...)
		next = e.end
		if !gone[e.key] {
			above[e.key], rest = rest, nil
		}
	}
	return above, append(rest, d.lines[next:l.end]...)
}
