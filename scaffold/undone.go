package scaffold

import (
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Undone returns an error that names the files which the change wrote and which are now as before it, as after
// "git reset --hard" or "git stash": if the change were finished, its part in them would be lost. Conflicts are not among
// them: to keep one's own side is a way to resolve one. ours is what is on disk at Paths. The error is a problem.List.
func (p *Pending) Undone(ours tree.Tree) error {
	decided := map[string]bool{}
	for _, c := range p.Conflicts {
		decided[c.Path], decided[c.Beside] = true, true
	}
	var problems problem.List
	for _, b := range p.Before {
		now, own := ours[b.Path], strings.HasPrefix(b.Path, lock.Dir+"/")
		if own {
			now = p.project.memory[b.Path]
		}
		if decided[b.Path] || own && b.SHA256 != "" {
			continue
		}
		asBefore := now.Absent()
		if b.SHA256 != "" {
			asBefore = now.Mode == b.Mode && lock.Sum(now.Data) == b.SHA256
		}
		if asBefore {
			problems = append(problems, p.project.problem(b.Path, "as before the update: its change was undone"))
		}
	}
	if len(problems) > 0 {
		problems[len(problems)-1].Hints = []string{
			"to start over: scaffold abort, then: " + p.Command, "or, to finish without these changes: scaffold continue --force",
		}
	}
	return problems.Err()
}
