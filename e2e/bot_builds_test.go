//go:build judges

package e2e

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	trees "github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// TestBotBuilds has a bot raise one half of the pins of each built-in project, with all features, to those that the blueprint has
// today, and then updates the project to a blueprint that raises the other half, and has lower ones than the bot in the first. What
// comes out is installed, built and tested.
func TestBotBuilds(t *testing.T) {
	scaffold, s := buildScaffold(t), newServers(t)
	for _, at := range languages(t) {
		t.Run(at.set+"/"+at.language, func(t *testing.T) {
			m := newMatrix(t, at.set, at.language)
			b := bot{matrix: m}
			c := m.richest()
			today := b.render(t, c)
			bots := func(name string) bool { return sha256.Sum256([]byte(name))[0]%2 == 0 }
			pick := func(bot, other int) func(string) int {
				return func(name string) int {
					if bots(name) {
						return bot
					}
					return other
				}
			}
			base, moved := movePins(today, pick(-2, -2), false)
			ours, _ := movePins(today, pick(0, -2), false)
			theirs, _ := movePins(today, pick(-1, 0), false)
			merged := trees.Tree{}
			for path, f := range ours {
				merged[path] = f
			}
			for _, change := range merge.Trees(base, ours, theirs, merge.TreeOptions{}) {
				if change.Op == trees.Conflict {
					t.Errorf("%s: %s\n%s", change.Path, change.Why, excerpt(string(change.New.Data)))
				}
				merged[change.Path] = change.New
			}
			p := &subject{t: t, combination: c, scaffold: scaffold, env: s.environment(c), servers: s, row: map[string]string{}}
			p.generate()
			for path, f := range merged {
				if f.Policy == trees.Private {
					continue
				}
				if err := os.WriteFile(filepath.Join(p.dir, path), f.Data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := p.ok("git", "diff", "--", ":!go.sum"); diff != "" {
				t.Errorf("%d pins moved; what comes out differs from today's:\n%s", moved, diff)
			}
			t.Logf("%d pins moved", moved)
			p.ok("git", "commit", "-qam", "As merged", "--allow-empty")
			for _, judge := range judges(at.set, at.language) {
				if slices.Contains([]string{"install", "build", "vet", "tests 100 %"}, judge.name) {
					p.judge(judge)
				}
			}
			if at.language == "go" {
				p.ok("go", "test", "./...")
			}
		})
	}
}
