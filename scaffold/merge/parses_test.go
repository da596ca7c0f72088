package merge

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/format"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// triples returns how many triples of each format TestMergedFilesParse merges.
func triples() int {
	if os.Getenv("SCAFFOLD_TESTS") == "long" {
		return 2500
	}
	return 50
}

// structured makes texts of one format out of names and numbers: the more often a name is repeated, the more likely it is
// that what merges by line does not parse.
type structured struct {
	file string
	make func(sections []section) string
}

// section is a name with some entries, which every format spells in its own way.
type section struct {
	name    string
	entries []word
}

type word struct {
	name  string
	value int
}

func formats() []structured {
	return []structured{
		{"a.toml", asTOML},
		{"pyproject.toml", asPyproject},
		{"a.yaml", asYAML},
		{"a.json", asJSON},
		{"package.json", asPackage},
		{"go.mod", asModule},
		{"a.go", asGo},
		{"a.svg", asSVG},
	}
}

func asTOML(sections []section) string {
	var out strings.Builder
	for _, s := range sections {
		fmt.Fprintf(&out, "[%s]\n", s.name)
		for _, e := range s.entries {
			fmt.Fprintf(&out, "%s = %d\n", e.name, e.value)
		}
		out.WriteString("\n")
	}
	return out.String()
}

func asPyproject(sections []section) string {
	var out strings.Builder
	for _, s := range sections {
		fmt.Fprintf(&out, "[project.%s]\ndependencies = [\n", s.name)
		for _, e := range s.entries {
			fmt.Fprintf(&out, "    \"%s>=%d\",\n", e.name, e.value)
		}
		out.WriteString("]\n\n")
	}
	return out.String()
}

func asYAML(sections []section) string {
	var out strings.Builder
	out.WriteString("# head\n")
	for _, s := range sections {
		fmt.Fprintf(&out, "%s:\n", s.name)
		for _, e := range s.entries {
			fmt.Fprintf(&out, "  %s: [%d,\n    x]\n", e.name, e.value)
		}
	}
	return out.String()
}

func asJSON(sections []section) string {
	var objects []string
	for _, s := range sections {
		var entries []string
		for _, e := range s.entries {
			entries = append(entries, fmt.Sprintf("    %q: \"^%d.0.0\"", e.name, e.value))
		}
		objects = append(objects, fmt.Sprintf("  %q: {\n%s\n  }", s.name, strings.Join(entries, ",\n")))
	}
	return "{\n" + strings.Join(objects, ",\n") + "\n}\n"
}

// asPackage names the sections so that their entries are pins.
func asPackage(sections []section) string {
	named := make([]section, len(sections))
	for i, s := range sections {
		named[i] = section{s.name + "Dependencies", s.entries}
	}
	return asJSON(named)
}

func asModule(sections []section) string {
	var out strings.Builder
	out.WriteString("module example.com/m\n\ngo 1.26.0\n")
	required := map[string]bool{}
	for i, s := range sections {
		verb, end := "require", ""
		if i%2 == 1 {
			end = " // indirect"
		}
		fmt.Fprintf(&out, "\n%s (\n", verb)
		for _, e := range s.entries {
			if path := "x.org/" + s.name + "/" + e.name; !required[path] {
				required[path] = true
				fmt.Fprintf(&out, "\t%s v1.%d.0%s\n", path, e.value, end)
			}
		}
		out.WriteString(")\n")
		fmt.Fprintf(&out, "\nreplace x.org/%s => ../%d\n", s.name, len(s.entries))
	}
	return out.String()
}

func asGo(sections []section) string {
	var out strings.Builder
	out.WriteString("package a\n")
	for _, s := range sections {
		fmt.Fprintf(&out, "\nfunc %s() {\n", s.name)
		for _, e := range s.entries {
			fmt.Fprintf(&out, "\tif %s > %d {\n\t\t%s()\n\t}\n", e.name, e.value, e.name)
		}
		out.WriteString("}\n")
	}
	return out.String()
}

func asSVG(sections []section) string {
	var out strings.Builder
	out.WriteString("<svg>\n")
	for _, s := range sections {
		fmt.Fprintf(&out, "<g id=%q>\n", s.name)
		for _, e := range s.entries {
			fmt.Fprintf(&out, "<%s>\n%d\n</%s>\n", e.name, e.value, e.name)
		}
		out.WriteString("</g>\n")
	}
	return out.String() + "</svg>\n"
}

// randomSections makes a document in which no name is repeated where it must not be.
func randomSections(r *rand.Rand) []section {
	var out []section
	for range 1 + r.IntN(6) {
		out = insertSection(r, out)
	}
	return out
}

func insertSection(r *rand.Rand, sections []section) []section {
	s := section{name: fmt.Sprintf("s%c", 'a'+rune(r.IntN(9)))}
	for _, other := range sections {
		if other.name == s.name {
			return sections
		}
	}
	for range r.IntN(5) {
		s.entries = insertWord(r, s.entries)
	}
	at := r.IntN(len(sections) + 1)
	return append(append(append([]section{}, sections[:at]...), s), sections[at:]...)
}

func insertWord(r *rand.Rand, words []word) []word {
	w := word{fmt.Sprintf("k%c", 'a'+rune(r.IntN(9))), r.IntN(9)}
	for _, other := range words {
		if other.name == w.name {
			return words
		}
	}
	at := r.IntN(len(words) + 1)
	return append(append(append([]word{}, words[:at]...), w), words[at:]...)
}

// editedSections changes a document in a few places, as one side of a merge may.
func editedSections(r *rand.Rand, sections []section) []section {
	out := make([]section, len(sections))
	for i, s := range sections {
		out[i] = section{s.name, append([]word{}, s.entries...)}
	}
	for range 1 + r.IntN(4) {
		if len(out) == 0 || r.IntN(3) == 0 {
			out = insertSection(r, out)
			continue
		}
		at := r.IntN(len(out))
		s := &out[at]
		switch n := len(s.entries); {
		case r.IntN(6) == 0:
			out = append(out[:at], out[at+1:]...)
		case n > 0 && r.IntN(4) == 0:
			i := r.IntN(n)
			s.entries = append(s.entries[:i], s.entries[i+1:]...)
		case n > 0 && r.IntN(3) == 0:
			s.entries[r.IntN(n)].value = r.IntN(20)
		case n > 0 && r.IntN(5) == 0: // moved to another section
			i := r.IntN(n)
			to := &out[r.IntN(len(out))]
			to.entries = insertWord(r, to.entries)
			_ = i
		default:
			s.entries = insertWord(r, s.entries)
		}
	}
	return out
}

// TestMergedFilesParse merges random documents, in every format and by every strategy: if the three parse, a merge without
// conflicts parses, too, whoever is favored.
func TestMergedFilesParse(t *testing.T) {
	for _, f := range formats() {
		t.Run(f.file, func(t *testing.T) {
			r := rand.New(rand.NewPCG(11, 2))
			var merged, conflicts, saved int
			for range triples() {
				base := randomSections(r)
				c := triple{
					base: []byte(f.make(base)), ours: []byte(f.make(editedSections(r, base))), theirs: []byte(f.make(editedSections(r, base))),
				}
				if r.IntN(8) == 0 {
					c.base = nil
				}
				for _, text := range [][]byte{c.base, c.ours, c.theirs} {
					if err := format.Check(format.Of(f.file), text); err != nil && text != nil {
						t.Fatalf("the generator is wrong: %v\n%s", err, text)
					}
				}
				m, n, s := checkParses(t, f.file, c)
				merged, conflicts, saved = merged+m, conflicts+n, saved+s
			}
			t.Logf("%d merged cleanly, %d conflicts, %d of them because the merged text would not parse", merged, conflicts, saved)
			if merged == 0 || conflicts == 0 {
				t.Error("the generator makes only one kind of merge")
			}
		})
	}
}

// checkParses merges a triple in every way, and counts the outcomes.
func checkParses(t *testing.T, name string, c triple) (merged, conflicts, saved int) {
	t.Helper()
	file := func(data []byte, s tree.Strategy) tree.Tree {
		if data == nil {
			return tree.Tree{}
		}
		return tree.Tree{name: {Data: data, Mode: tree.Regular, Strategy: s}}
	}
	for _, strategy := range []tree.Strategy{tree.Text, tree.Pins, tree.Union} {
		for _, favor := range []Favor{Marked, FavorOurs, FavorTheirs} {
			ours := file(c.ours, strategy)
			plan := Trees(file(c.base, strategy), ours, file(c.theirs, strategy), TreeOptions{Options: Options{Favor: favor}})
			if plan.Conflicts() > 0 {
				if conflicts++; strings.Contains(plan[0].Why, "would not be valid") {
					saved++
				}
				continue
			}
			merged++
			if err := format.Check(format.Of(name), plan.Apply(ours)[name].Data); err != nil {
				t.Errorf("%v, favor %d: %v\nbase:\n%s\nours:\n%s\ntheirs:\n%s\nmerged:\n%s",
					strategy, favor, err, c.base, c.ours, c.theirs, plan.Apply(ours)[name].Data)
				t.FailNow()
			}
		}
	}
	return merged, conflicts, saved
}

// FuzzMergedFilesParse takes three texts as they come: most do not parse, which must not matter.
func FuzzMergedFilesParse(f *testing.F) {
	r := rand.New(rand.NewPCG(3, 4))
	for i, s := range formats() {
		base := randomSections(r)
		f.Add(uint8(i), []byte(s.make(base)), []byte(s.make(editedSections(r, base))), []byte(s.make(editedSections(r, base))))
	}
	f.Fuzz(func(t *testing.T, kind uint8, base, ours, theirs []byte) {
		all := formats()
		name := all[int(kind)%len(all)].file
		for _, text := range [][]byte{base, ours, theirs} {
			if format.Check(format.Of(name), text) != nil {
				return
			}
		}
		checkParses(t, name, triple{base: base, ours: ours, theirs: theirs})
	})
}
