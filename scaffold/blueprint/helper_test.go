package blueprint

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// head is what the manifests of the tables start with: their own text begins in line 3.
const head = "name: t\nversion: 1.0.0\n"

// folder makes a blueprint in memory: a manifest, one file, and more files as pairs of name and content.
func folder(manifest string, files ...string) fstest.MapFS {
	fsys := fstest.MapFS{
		Manifest:         {Data: []byte(manifest)},
		"files/README":   {Data: []byte("x")},
		"other/README":   {Data: []byte("y")},
		"parts/app/a.go": {Data: []byte("z")},
	}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return fsys
}

// problemsOf returns the problems of an error, which must be nothing else.
func problemsOf(t *testing.T, err error) problem.List {
	t.Helper()
	if err == nil {
		return nil
	}
	var list problem.List
	if !errors.As(err, &list) {
		t.Fatalf("not a problem.List: %T %v", err, err)
	}
	return list
}

// expect holds problems against what a table says of each: its place, then words of its message or hints. There must be
// exactly as many, so that one mistake is told once.
func expect(t *testing.T, got problem.List, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d problems, want %d:\n%s", len(got), len(want), got.Error())
	}
	for i, p := range got {
		place, words, _ := strings.Cut(want[i], " ")
		if all := p.Error(); !strings.HasPrefix(all, place+": ") {
			t.Errorf("problem %d is at the wrong place, want %s:\n%s", i, place, all)
		}
		said := p.Message + " " + strings.Join(p.Hints, " ")
		for word := range strings.SplitSeq(words, " & ") {
			if !strings.Contains(said, word) {
				t.Errorf("problem %d does not say %q:\n%s\n%q", i, word, p.Error(), p.Hints)
			}
		}
		if p.Line > 0 && p.Column > len([]rune(p.Source))+1 {
			t.Errorf("problem %d: column %d is outside of %q", i, p.Column, p.Source)
		}
	}
}

// bomb is a billion choices in ten lines.
func bomb() string {
	var b strings.Builder
	b.WriteString("rules:\n  - &a0 {match: x, exec: true}\n")
	for i := range 9 {
		prev := "*a" + string(rune('0'+i))
		b.WriteString("  - &a" + string(rune('1'+i)) + " [" + strings.Repeat(prev+", ", 9) + prev + "]\n")
	}
	return b.String()
}
