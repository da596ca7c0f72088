package merge

import (
	"bytes"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
)

// In these tables a space stands for the end of a line: "a b c" is three lines without a final newline, "a b c " has it.
func spell(s string) []byte { return []byte(strings.ReplaceAll(s, " ", "\n")) }

func TestText(t *testing.T) {
	for _, tt := range []struct {
		name               string
		base, ours, theirs string
		want               string // where it is clean
		conflicts          int
	}{
		{"nothing changed", "a b c ", "a b c ", "a b c ", "a b c ", 0},
		{"only ours changed", "a b c ", "a B c ", "a b c ", "a B c ", 0},
		{"only theirs changed", "a b c ", "a b c ", "a B c ", "a B c ", 0},
		{"both changed alike", "a b c ", "a B c ", "a B c ", "a B c ", 0},
		{"changes apart", "a b c d e ", "A b c d e ", "a b c d E ", "A b c d E ", 0},
		{"changes with one line between", "a b c ", "A b c ", "a b C ", "A b C ", 0},
		{"changes that touch", "a b c d ", "a B c d ", "a b C d ", "", 1},
		{"changes of one line", "a b c ", "a X c ", "a Y c ", "", 1},
		{"insertions at one place", "a b ", "a x b ", "a y b ", "", 1},
		{"the same insertion at one place", "a b ", "a x b ", "a x b ", "a x b ", 0},
		{"deletion beside a change", "a b c d ", "a c d ", "a b C d ", "", 1},
		{"deletion of a changed line", "a b c ", "a c ", "a B c ", "", 1},
		{"the same deletion, and more", "a - b c - e ", "a - c - E ", "A - c - e ", "A - c - E ", 0},
		{"prepend and append", "b ", "a b ", "b c ", "a b c ", 0},
		{"all deleted by ours, one line by theirs", "a b c ", "", "a c ", "", 1},
		{"all three empty", "", "", "", "", 0},
		{"written on both sides alike", "", "a b ", "a b ", "a b ", 0},
		{"written on both sides", "", "a b ", "a c ", "", 1},
		{"two conflicts far apart", "a 1 2 3 4 b ", "A 1 2 3 4 B ", "X 1 2 3 4 Y ", "", 2},
		{"two conflicts, three lines between", "a 1 2 3 b ", "A 1 2 3 B ", "X 1 2 3 Y ", "", 1},
		{"two conflicts, only signs between", "a { } - - { } b ", "A { } - - { } B ", "X { } - - { } Y ", "", 1},
		{"two conflicts, only letters beyond ASCII between", "a é é é é b ", "A é é é é B ", "X é é é é Y ", "", 1},
		{"the same by other edits", "a c c ", "b a a c ", "a c ", "b a a c ", 0},

		{"final newline dropped by ours", "a b c ", "a b c", "A b c ", "A b c", 0},
		{"final newline dropped by theirs", "a b c ", "A b c ", "a b c", "A b c", 0},
		{"final newline missing throughout", "a b c", "A b c", "a b c", "A b c", 0},
		{"final newline dropped where theirs appends", "a b c ", "a b c", "a b c d ", "", 1},

		{"CRLF throughout", "a\r b\r c\r ", "A\r b\r c\r ", "a\r b\r C\r ", "A\r b\r C\r ", 0},
		{"CRLF checkout", "a b c ", "a\r b\r c\r ", "a B c ", "a\r B\r c\r ", 0},
		{"CRLF checkout, edited on both sides", "a b c ", "A\r b\r c\r ", "a b C ", "A\r b\r C\r ", 0},
		{"CRLF checkout, conflict", "a b c ", "a\r X\r c\r ", "a Y c ", "", 1},
		{"CRLF checkout, no final newline", "a b c", "a\r b\r c", "a B c", "a\r B\r c", 0},
		{"CRLF checkout, theirs emptied", "a b ", "a\r b\r ", "", "", 0},
		{"LF checkout of CRLF", "a\r b\r c\r ", "a b c ", "a\r B\r c\r ", "a B c ", 0},
		{"line endings changed by theirs", "a b c ", "a b c ", "a\r b\r c\r ", "a\r b\r c\r ", 0},
		{"line endings changed by theirs, edited by ours", "a b c ", "a B c ", "a\r b\r c\r ", "", 1},
		{"line endings mixed in ours", "a b c ", "a\r B c ", "a b C ", "", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Text(spell(tt.base), spell(tt.ours), spell(tt.theirs), Options{})
			if got.Conflicts != tt.conflicts {
				t.Errorf("%d conflicts in %q, want %d", got.Conflicts, got.Merged, tt.conflicts)
			}
			if tt.conflicts == 0 && !bytes.Equal(got.Merged, spell(tt.want)) {
				t.Errorf("got %q, want %q", got.Merged, spell(tt.want))
			}
		})
	}
}

func TestTextConflicts(t *testing.T) {
	labels := plaintext.Labels{Ours: "yours", Base: "1.0.0", Theirs: "1.2.0"}
	for _, tt := range []struct {
		name               string
		opt                Options
		base, ours, theirs string
		want               string
	}{
		{
			"merge",
			Options{Labels: labels},
			"a\nb\nc\n", "a\nX\nb\nB\nc\n", "a\nX\nB2\nc\n",
			"a\nX\n<<<<<<< yours\nb\nB\n=======\nB2\n>>>>>>> 1.2.0\nc\n",
		},
		{
			"diff3",
			Options{Labels: labels, Style: StyleDiff3},
			"a\nb\nc\n", "a\nX\nB\nc\n", "a\nX\nB2\nc\n",
			"a\n<<<<<<< yours\nX\nB\n||||||| 1.0.0\nb\n=======\nX\nB2\n>>>>>>> 1.2.0\nc\n",
		},
		{
			"zdiff3",
			Options{Labels: labels, Style: StyleZdiff3},
			"a\nb\nc\n", "a\nX\nB\nc\n", "a\nX\nB2\nc\n",
			"a\nX\n<<<<<<< yours\nB\n||||||| 1.0.0\nb\n=======\nB2\n>>>>>>> 1.2.0\nc\n",
		},
		{
			"the same by other edits, which only merge leaves out",
			Options{Style: StyleDiff3},
			"a\nc\nc\n", "b\na\na\nc\n", "a\nc\n",
			"b\na\na\n<<<<<<<\nc\n|||||||\nc\nc\n=======\nc\n>>>>>>>\n",
		},
		{
			"the same by edits of which one is longer",
			Options{Style: StyleDiff3},
			"a\nd\nb\nb\nc\n", "a\nb\n", "c\na\nb\n",
			"c\na\n<<<<<<<\nb\n|||||||\nd\nb\nb\nc\n=======\nb\n>>>>>>>\n",
		},
		{"without labels", Options{}, "b\n", "X\n", "Y\n", "<<<<<<<\nX\n=======\nY\n>>>>>>>\n"},
		{"no final newline", Options{}, "b", "X", "Y\n", "<<<<<<<\nX\n=======\nY\n>>>>>>>\n"},
		{"CRLF", Options{}, "a\r\nb\r\n", "a\r\nX\r\n", "a\r\nY\r\n", "a\r\n<<<<<<<\r\nX\r\n=======\r\nY\r\n>>>>>>>\r\n"},
		{"CRLF checkout", Options{}, "a\nb\n", "a\r\nX\r\n", "a\nY\n", "a\r\n<<<<<<<\r\nX\r\n=======\r\nY\r\n>>>>>>>\r\n"},
		{"ours", Options{Favor: FavorOurs}, "a\nb\nc\nd\ne\n", "a\nX\nc\nd\ne\n", "a\nY\nc\nd\nE\n", "a\nX\nc\nd\nE\n"},
		{"theirs", Options{Favor: FavorTheirs}, "a\nb\nc\nd\ne\n", "A\nX\nc\nd\nE\n", "a\nY\nc\nd\ne\n", "a\nY\nc\nd\nE\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Text([]byte(tt.base), []byte(tt.ours), []byte(tt.theirs), tt.opt)
			if string(got.Merged) != tt.want {
				t.Errorf("got  %q\nwant %q", got.Merged, tt.want)
			}
			if (got.Conflicts > 0) != (tt.opt.Favor == Marked) {
				t.Errorf("%d conflicts", got.Conflicts)
			}
		})
	}
}

func TestBinary(t *testing.T) {
	far := append(bytes.Repeat([]byte("a"), 7999), 0)
	for _, tt := range []struct {
		content []byte
		want    bool
	}{{nil, false}, {[]byte("text\xff\n"), false}, {[]byte("a\x00b"), true}, {far, true}, {append([]byte("a"), far...), false}} {
		if got := plaintext.Binary(tt.content); got != tt.want {
			t.Errorf("Binary of %d bytes = %v, want %v", len(tt.content), got, tt.want)
		}
	}
}

// FuzzText: what must hold of a merge of any three texts.
func FuzzText(f *testing.F) {
	for _, seed := range [][3]string{
		{"", "", ""},
		{"a b c ", "a B c ", "a b C "},
		{"a b c ", "a c ", "a b c d"},
		{"a\r b\r ", "a b ", "A\r b\r "},
		{"", "x ", "y"},
		{"} } } a } ", "} } b } ", "} a } } } "},
	} {
		f.Add(spell(seed[0]), spell(seed[1]), spell(seed[2]))
	}
	f.Fuzz(func(t *testing.T, base, ours, theirs []byte) {
		for _, style := range []Style{StyleMerge, StyleDiff3, StyleZdiff3} {
			opt := Options{Style: style}
			checkLaws(t, base, ours, theirs, opt)
			checkLines(t, base, ours, theirs, Text(base, ours, theirs, opt))
		}
		for _, favor := range []Favor{FavorOurs, FavorTheirs} {
			if n := Text(base, ours, theirs, Options{Favor: favor}).Conflicts; n > 0 {
				t.Errorf("%d conflicts although they were decided", n)
			}
		}
	})
}

// checkLaws: what one side leaves alone, the other decides; what both do is done; the sides can be swapped.
func checkLaws(t *testing.T, base, ours, theirs []byte, opt Options) {
	for _, law := range []struct {
		name string
		got  Result
		want []byte
	}{
		{"merge(b,o,b) = o", Text(base, ours, base, opt), ours},
		{"merge(b,b,t) = t", Text(base, base, theirs, opt), theirs},
		{"merge(b,o,o) = o", Text(base, ours, ours, opt), ours},
	} {
		if law.got.Conflicts > 0 || !bytes.Equal(law.got.Merged, law.want) {
			t.Errorf("%s does not hold: %d %q", law.name, law.got.Conflicts, law.got.Merged)
		}
	}
	if plaintext.EndingOf(ours) != plaintext.EndingOf(theirs) {
		return // the endings of ours win, so the sides cannot be swapped
	}
	one, other := Text(base, ours, theirs, opt), Text(base, theirs, ours, opt)
	if (one.Conflicts > 0) != (other.Conflicts > 0) {
		t.Errorf("%d conflicts, %d the other way round", one.Conflicts, other.Conflicts)
	}
	if one.Conflicts == 0 && !bytes.Equal(one.Merged, other.Merged) {
		t.Errorf("%q, %q the other way round", one.Merged, other.Merged)
	}
}

// checkLines: a clean merge makes no line up, and loses none that a side wrote.
func checkLines(t *testing.T, base, ours, theirs []byte, got Result) {
	base, theirs = endAs(ours, base, theirs)
	if got.Conflicts > 0 {
		if limit := 3*(len(base)+len(ours)+len(theirs)) + 40*got.Conflicts; len(got.Merged) > limit {
			t.Errorf("%d bytes of conflicts", len(got.Merged))
		}
		return
	}
	in := func(text []byte) map[string]bool {
		set := map[string]bool{}
		for _, line := range plaintext.Lines(text) {
			set[line] = true
		}
		return set
	}
	b, o, th, m := in(base), in(ours), in(theirs), in(got.Merged)
	for line := range m {
		if !o[line] && !th[line] {
			t.Errorf("%q is of neither side", line)
		}
	}
	for _, side := range []map[string]bool{o, th} {
		for line := range side {
			if !b[line] && !m[line] {
				t.Errorf("%q was written by one side and is gone", line)
			}
		}
	}
}
