package blueprint

import (
	"strings"
	"testing"

	"github.com/bmatcuk/doublestar/v4"
)

// FuzzGlob holds expanded globs against doublestar itself, which does not see that braces behind a star can be empty at
// the end of a path: a*{b,} does not match a there, although a* does.
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
	} {
		f.Add(c[0], c[1])
	}
	f.Fuzz(func(t *testing.T, glob, name string) {
		if len(glob) > 40 || len(name) > 40 || strings.Count(glob, "{") > 4 || !doublestar.ValidatePattern(glob) {
			return
		}
		globs := expandBraces(glob)
		if globs == nil {
			return
		}
		if got, want := matchesAny(globs, name), doublestar.MatchUnvalidated(glob, name); got != want && (want || !strings.Contains(glob, "*")) {
			t.Errorf("%q against %q: %v as %q, want %v", glob, name, got, globs, want)
		}
	})
}

func TestGlobThatIsExponential(t *testing.T) {
	_, err := Load(t.Context(), folder(head+"rules: [{match: '"+strings.Repeat("{a,}", 30)+"b', exec: true}]\n"), "bp")
	expect(t, problemsOf(t, err), []string{"bp/blueprint.yaml:3:17 more than 256 globs"})
}
