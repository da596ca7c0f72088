package merge

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// triple is one case: three texts.
type triple struct{ base, ours, theirs []byte }

// kind of generated case: make takes all it does from the random numbers.
type kind struct {
	name string
	make func(r *rand.Rand) triple
}

// kinds is every kind of case.
func kinds() []kind { return slices.Concat(plain, dressed, large) }

// plain kinds end every line in "\n".
var plain = []kind{
	{"unrelated, few distinct lines", func(r *rand.Rand) triple {
		k := 2 + r.IntN(4)
		return join3(few(r, r.IntN(9), k), few(r, r.IntN(9), k), few(r, r.IntN(9), k))
	}},
	{"edits, few distinct lines", func(r *rand.Rand) triple {
		k := 2 + r.IntN(6)
		return edited(r, few(r, r.IntN(40), k), 4, k)
	}},
	{"edits, distinct lines", func(r *rand.Rand) triple { return edited(r, distinct(r.IntN(60)), 5, 100) }},
	{"adjacent edits", adjacent},
	{"moved blocks", func(r *rand.Rand) triple {
		base := code(r, 2+r.IntN(6))
		return join3(base, move(r, move(r, base)), edit1(r, move(r, base), 20))
	}},
	{"near-identical functions", func(r *rand.Rand) triple { return edited(r, code(r, 1+r.IntN(8)), 5, 30) }},
	{"functions added on both sides", func(r *rand.Rand) triple {
		base := code(r, 1+r.IntN(4))
		return join3(base, append(clone(base), code(r, 1+r.IntN(2))...), append(clone(base), code(r, 1+r.IntN(2))...))
	}},
	{"same edit on both sides and more", func(r *rand.Rand) triple {
		base := code(r, 1+r.IntN(4))
		both := edit1(r, base, 30)
		return join3(base, edit1(r, both, 30), edit1(r, both, 30))
	}},
	{"blank lines and signs", func(r *rand.Rand) triple { return edited(r, blanks(r, r.IntN(40)), 6, 3) }},
	{"noise around frequent lines", func(r *rand.Rand) triple {
		n := 5 + r.IntN(30)
		return join3(sprinkled(r, n, 60, 1000), sprinkled(r, n, 60, 2000), sprinkled(r, n, 60, 3000))
	}},
}

// dressed kinds are plain ones, changed.
var dressed = []kind{
	{"CRLF throughout", func(r *rand.Rand) triple {
		return each(any1(r), func(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")) })
	}},
	{"CRLF and LF mixed", func(r *rand.Rand) triple {
		return each(any1(r), func(text []byte) []byte {
			share := r.IntN(5)
			return mapLines(text, func(line string) string {
				if r.IntN(4) < share {
					return strings.TrimSuffix(line, "\n") + "\r\n"
				}
				return line
			})
		})
	}},
	{"CRLF by position", func(r *rand.Rand) triple {
		from := r.IntN(10)
		return each(any1(r), func(text []byte) []byte {
			n := 0
			return mapLines(text, func(line string) string {
				if n++; n > from {
					return strings.TrimSuffix(line, "\n") + "\r\n"
				}
				return line
			})
		})
	}},
	{"no final newline", func(r *rand.Rand) triple {
		crlf := r.IntN(3) == 0
		return each(any1(r), func(text []byte) []byte {
			if crlf {
				text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
			}
			if r.IntN(3) > 0 {
				text = bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
			}
			return text
		})
	}},
	{"empty", func(r *rand.Rand) triple {
		c := any1(r)
		*[]*[]byte{&c.base, &c.ours, &c.theirs}[r.IntN(3)] = nil
		return c
	}},
	{"unicode and long lines", func(r *rand.Rand) triple {
		words := []string{"été", "日本語", "😀", "Ω", "a\u0301", "\u2028", "\xff", strings.Repeat("x", 300)}
		return each(any1(r), func(text []byte) []byte {
			return mapLines(text, func(line string) string { return words[len(line)%len(words)] + line })
		})
	}},
}

func any1(r *rand.Rand) triple { return plain[r.IntN(len(plain))].make(r) }

// large kinds take long, so there are fewer of them.
var large = []kind{
	{"20,000 lines, some edits", func(r *rand.Rand) triple { return edited(r, distinct(20000), 40, 20000) }},
	{"20,000 lines of functions", func(r *rand.Rand) triple {
		base := code(r, 2000)
		return join3(base, edit1(r, move(r, base), 30), edit1(r, move(r, base), 30))
	}},
	{"20,000 lines, all changed", func(r *rand.Rand) triple {
		base := distinct(20000)
		ours := clone(base)
		for i := range ours {
			ours[i] = "\t" + ours[i]
		}
		return join3(base, ours, edit1(r, base, 20000))
	}},
	{"20,000 lines, blocks moved afar", func(r *rand.Rand) triple {
		base := distinct(20000)
		p := 1000 + r.IntN(8000)
		ours := slices.Concat(base[p:2*p], base[:p], base[2*p:])
		return join3(base, ours, edit1(r, base, 20000))
	}},
	{"600 lines, noise around frequent lines", func(r *rand.Rand) triple {
		return join3(sprinkled(r, 600, 76, 1000), sprinkled(r, 600, 76, 2000), sprinkled(r, 600, 76, 3000))
	}},
	{"1,000 lines out of 50", func(r *rand.Rand) triple {
		word := func(int) string { return fmt.Sprintln(r.IntN(50)) }
		base := lines(1000, word)
		return join3(base, lines(700, word), edit1(r, base, 50))
	}},
	{"20,000 lines, shuffled", func(r *rand.Rand) triple {
		base := distinct(20000)
		ours := clone(base)
		r.Shuffle(len(ours), func(i, j int) { ours[i], ours[j] = ours[j], ours[i] })
		return join3(base, ours, edit1(r, edit1(r, base, 20000), 20000))
	}},
}

func each(c triple, f func([]byte) []byte) triple { return triple{f(c.base), f(c.ours), f(c.theirs)} }

func mapLines(text []byte, f func(string) string) []byte {
	var out []byte
	for line := range strings.Lines(string(text)) {
		out = append(out, f(line)...)
	}
	return out
}

func clone(lines []string) []string { return append([]string(nil), lines...) }

func join3(base, ours, theirs []string) triple {
	return triple{[]byte(strings.Join(base, "")), []byte(strings.Join(ours, "")), []byte(strings.Join(theirs, ""))}
}

func few(r *rand.Rand, n, k int) []string {
	return lines(n, func(int) string { return string(rune('a'+r.IntN(k))) + "\n" })
}

func distinct(n int) []string {
	return lines(n, func(i int) string { return fmt.Sprintf("line %d\n", i) })
}

func blanks(r *rand.Rand, n int) []string {
	some := []string{"\n", "\n", "}\n", "---\n", "  \n", "word\n", "{\n", "é\n", "_\n", "7\n"}
	return lines(n, func(int) string { return some[r.IntN(len(some))] })
}

// sprinkled returns lines of which some are in no other text, a given share in percent, and the rest is everywhere.
func sprinkled(r *rand.Rand, n, share, own int) []string {
	return lines(n, func(i int) string {
		if r.IntN(100) < share {
			return fmt.Sprintln(own + i)
		}
		return string(rune('a'+r.IntN(3))) + "\n"
	})
}

func lines(n int, line func(i int) string) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = line(i)
	}
	return out
}

// code returns functions that differ in a name and a number.
func code(r *rand.Rand, functions int) []string {
	var lines []string
	for range functions {
		lines = append(lines, fmt.Sprintf("func f%d() {\n", r.IntN(12)))
		for range 1 + r.IntN(5) {
			switch r.IntN(4) {
			case 0:
				lines = append(lines, "\tif err != nil {\n", "\t\treturn err\n", "\t}\n")
			case 1:
				lines = append(lines, fmt.Sprintf("\tx := %d\n", r.IntN(3)))
			case 2:
				lines = append(lines, "\n")
			case 3:
				lines = append(lines, "\tfor {\n", "\t\tbreak\n", "\t}\n")
			}
		}
		lines = append(lines, "}\n", "\n")
	}
	return lines
}

func edited(r *rand.Rand, base []string, edits, k int) triple {
	ours, theirs := clone(base), clone(base)
	for range r.IntN(edits + 1) {
		ours = edit1(r, ours, k)
	}
	for range r.IntN(edits + 1) {
		theirs = edit1(r, theirs, k)
	}
	return join3(base, ours, theirs)
}

// edit1 inserts, deletes, replaces or repeats a few lines.
func edit1(r *rand.Rand, lines []string, k int) []string {
	p := r.IntN(len(lines) + 1)
	q := min(len(lines), p+r.IntN(4))
	var with []string
	switch r.IntN(4) {
	case 0: // delete
	case 1: // replace by lines that may be anywhere
		with = few(r, 1+r.IntN(3), min(k, 26))
	case 2: // insert
		q, with = p, []string{fmt.Sprintf("line %d\n", r.IntN(k))}
	case 3: // repeat lines from elsewhere
		if len(lines) > 0 {
			s := r.IntN(len(lines))
			q, with = p, lines[s:min(len(lines), s+1+r.IntN(5))]
		}
	}
	out := append(clone(lines[:p]), with...)
	return append(out, lines[q:]...)
}

func move(r *rand.Rand, lines []string) []string {
	if len(lines) == 0 {
		return nil
	}
	p := r.IntN(len(lines))
	q := min(len(lines), p+1+r.IntN(12))
	rest := append(clone(lines[:p]), lines[q:]...)
	to := r.IntN(len(rest) + 1)
	return append(append(clone(rest[:to]), lines[p:q]...), rest[to:]...)
}

// adjacent edits neighbouring lines, one on each side.
func adjacent(r *rand.Rand) triple {
	base := distinct(3 + r.IntN(10))
	if r.IntN(2) == 0 {
		base = few(r, 3+r.IntN(10), 4)
	}
	p := r.IntN(len(base))
	gap := r.IntN(3)
	ours, theirs := clone(base), clone(base)
	ours[p] = strings.Repeat("ours\n", r.IntN(3))
	if q := p + gap; q < len(base) {
		theirs[q] = strings.Repeat("theirs\n", r.IntN(3))
	}
	if r.IntN(2) == 0 {
		ours, theirs = theirs, ours
	}
	return join3(base, ours, theirs)
}
