package blueprint

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bmatcuk/doublestar/v4"
)

// FuzzGlob compares expanded globs with doublestar itself. They differ in one quirk of doublestar, which does not see that
// braces behind a star can be empty where the path ends: a*{b,} does not match a there, although a* does.
func FuzzGlob(f *testing.F) {
	for _, c := range [][2]string{
		{"{a,b}/**", "a/x"},
		{"**/{x,y{1,2}}*.go", "d/y2z.go"},
		{"a{,b}c", "ac"},
		{`\{a,b}`, "{a,b}"},
		{"[{,}]{a,[,]}", ",,"},
		{"{a,}{a,}{a,}b", "aab"},
		{"{**/,}a", "x/a"},
		{"x{/**,}", "x/y"},
		{"a*{b,}", "a"},
		{"*{}", "a"},
		{"a/**/{,}", "a"},
		{"a*{*}", "a"},
		{"{a*}{,b}", "a"},
		{"**{/}a", "a"},
		{"*{}*", "0/0"},
	} {
		f.Add(c[0], c[1])
	}
	f.Fuzz(func(t *testing.T, glob, name string) {
		// doublestar itself is exponential in braces.
		if !fs.ValidPath(name) || len(glob) > 40 || len(name) > 20 || strings.Count(glob, "{") > 3 || !doublestar.ValidatePattern(glob) {
			return
		}
		globs := expandBraces(glob)
		meet := func(g string) bool { return strings.Count(g, "**") > strings.Count(glob, "**") }
		if globs == nil || slices.ContainsFunc(globs, meet) {
			return // where stars of two braces meet, doublestar takes them for "**" in {*}* and not in *{}*
		}
		got, want := matchesAny(globs, name), doublestar.MatchUnvalidated(glob, name)
		if got && !want {
			want = quirk(glob, name)
		}
		if got != want {
			t.Errorf("%q against %q: %v as %q, want %v", glob, name, got, globs, want)
		}
	})
}

// quirk reports whether braces behind a star can be empty where the path ends, and all before them matches it.
//
// Two stars right before braces are one star to doublestar, whatever the braces begin with.
func quirk(glob, name string) bool {
	if strings.Contains(glob, "**{") {
		return true
	}
	behind := regexp.MustCompile(`[*]/?[}]*[{]([^{}]*,)?[*{]*[,}]`)
	for _, at := range behind.FindAllStringIndex(glob, -1) {
		open := at[0] + strings.IndexByte(glob[at[0]:], '{')
		if before := glob[:open]; doublestar.ValidatePattern(before) && doublestar.MatchUnvalidated(before, name) {
			return true
		}
	}
	// Within other braces: the same path, if it does not end there.
	return behind.MatchString(glob) && doublestar.MatchUnvalidated(glob+"|", name+"|")
}

func TestGlobThatIsExponential(t *testing.T) {
	_, err := Load(t.Context(), folder(head+"rules: [{match: '"+strings.Repeat("{a,}", 30)+"b', exec: true}]\n"), "bp")
	expect(t, problemsOf(t, err), []string{"bp/blueprint.yaml:3:17 more than 256 patterns"})
}

func TestMayMatch(t *testing.T) {
	for _, c := range []struct {
		glob, path string // ? is an element that is not known
		want       bool
	}{
		{"a/b.txt", "a/b.txt", true},
		{"a/b.txt", "a/c.txt", false},
		{"a/*.txt", "a/b.txt", true},
		{"*.txt", "a/b.txt", false},
		{"**", "a/b", true},
		{"**/b", "b", true},
		{"**/b", "x/y/b", true},
		{"a/**", "a", true},
		{"a/**/c", "a/b/b/c", true},
		{"a/**/c", "a/b/b/d", false},
		{"{a,b}/c", "b/c", true},
		{"a/b", "?", true},
		{"b", "a/?", false},
		{"a/b/c", "a/?", true},
		{"a/b/c", "?/c", true},
		{"a/b/c", "?/d", false},
		{"a", "?/d", false},
		{"src/shop/*/x", "src/?/static/x", true},
		{"src/shop/*/y", "src/?/static/x", false},
		{"**/**/**/**/**/**/**/**/**/**/z", "?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/y", false},
		{"a/[b/]c", "a/b/c", false},
	} {
		elements := strings.Split(strings.ReplaceAll(c.path, "?", ""), "/")
		r := Rule{Match: c.glob, globs: expandBraces(c.glob)}
		if got := r.MayMatch(elements); got != c.want {
			t.Errorf("%s, %s: %v", c.glob, c.path, got)
		}
		if !strings.Contains(c.path, "?") && r.Matches(c.path) && !c.want {
			t.Errorf("%s matches %s", c.glob, c.path)
		}
	}
}
