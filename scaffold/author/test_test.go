package author_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold/author"
)

// TestTest holds that cases are reported once each and in order, however many are tested at a time.
func TestTest(t *testing.T) {
	dir := t.TempDir()
	for path, content := range map[string]string{
		"blueprint.yaml": `name: bp
version: 1.0.0
questions: [{name: a, kind: bool, default: false}, {name: b, kind: choice, choices: [x, y, z], default: x}, {name: c, kind: choices, choices: [p, q], default: []}]
next: '{{ .a }}{{ .b }}{{ .c }}'
layers: [{dir: files}, {dir: p, when: has "p" .c}, {dir: z, when: eq .b "z"}]
`,
		"files/a.txt.tmpl": "{{ .a }}",
		"p/same.txt":       "p",
		"z/same.txt":       "z",
	} {
		path = filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, workers := range []int{1, 8} {
		var reported []string
		tested, err := author.Test(t.Context(), author.TestRequest{
			Source: dir, Earlier: dir, Limit: time.Minute, Workers: workers,
			Done: func(c author.Case) { reported = append(reported, fmt.Sprint(c.Name, c.Update, c.Passed())) },
		})
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		clash := 0
		for _, c := range tested.Cases {
			want = append(want, fmt.Sprint(c.Name, c.Update, c.Passed()))
			if len(c.Problems) > 0 {
				clash++
			}
		}
		if !slices.Equal(want, reported) {
			t.Errorf("%d workers: reported %q, want %q", workers, reported, want)
		}
		if clash != 2 || len(want) < 12 { // p with z, made and updated
			t.Errorf("%d workers: %d of %d cases clash: %q", workers, clash, len(want), want)
		}
	}
}
