package project

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// refuseSecrets refuses to set a secret of a project that exists. It would have no effect: the file that holds the secret
// is never written again. The problem does not repeat the secret.
func refuseSecrets(b *blueprint.Blueprint, assignments []string) error {
	var problems problem.List
	for _, text := range assignments {
		key, _, _ := strings.Cut(text, "=")
		for _, q := range b.Questions {
			if q.Kind == blueprint.Secret && q.Name == strings.TrimSpace(key) {
				problems = append(problems, problem.Problem{
					File: q.Name, Message: "secrets are written once, when the project is created",
					Hints: []string{"change it in the file that contains it"},
				})
			}
		}
	}
	return invalid(problems.Err())
}

// privatePaths returns the private files among entries, sorted.
func privatePaths(entries ...lock.Entry) []string {
	var paths []string
	for _, e := range entries {
		if e.Policy == tree.Private {
			paths = append(paths, e.Path)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// guardSecrets keeps files that are private, or were before the change, out of commits. It asks git's own rules about
// the project as it will be. It returns the lines that .git/info/exclude needs, and refuses a change after which git would
// commit such a file all the same.
func (p *Project) guardSecrets(c change) (exclude []string, err error) {
	after := c.Files.Apply(c.ours)
	paths := slices.DeleteFunc(slices.Clone(c.private), func(path string) bool { return after[path].Absent() })
	if p.worktree == nil || len(paths) == 0 {
		return nil, nil
	}
	exposed, err := p.worktree.Exposed(paths, gitignoresAfter(c.Files))
	if err != nil {
		return nil, err
	}
	var refused problem.List
	for _, e := range exposed {
		shown := p.Shown(e.Path)
		switch {
		case e.Tracked:
			found := problem.Problem{
				File: shown, Message: "private, but tracked by git", Hints: []string{problem.ShellCommand("git", "rm", "--cached", "--", shown), "and replace the secrets that were committed"},
			}
			if c.Files.Apply(tree.Tree{})[e.Path].Absent() { // the change does not write it
				p.env.Warn(found)
			} else {
				refused = append(refused, found)
			}
		case e.Pattern == "":
			refused = append(refused, git.IncludedPrivate(shown, e.Because))
		default:
			p.env.Warn(problem.Problem{
				File: shown, Message: "may hold secrets, and no .gitignore covers it: added to .git/info/exclude",
				Hints: []string{"add it to .gitignore, so that other clones ignore it too"},
			})
			exclude = append(exclude, e.Pattern)
		}
	}
	return exclude, refused.Err()
}

// gitignoresAfter returns a function that returns a .gitignore as a plan writes it.
func gitignoresAfter(plan tree.Plan) func(path string) (data []byte, known bool) {
	changed := map[string]tree.Change{}
	for _, f := range plan {
		if path.Base(f.Path) == ".gitignore" && f.Writes() {
			changed[f.Path] = f
		}
	}
	return func(path string) ([]byte, bool) {
		f, known := changed[path]
		if f.New.Mode.Type() != 0 { // git ignores a link
			return nil, known
		}
		return f.New.Data, known
	}
}

// warnHidden says which new files git will not add, because of a rule that is the person's own: a commit would lack them.
func (p *Project) warnHidden(plan tree.Plan, private []string) error {
	if p.worktree == nil {
		return nil
	}
	var created []string
	for _, c := range plan {
		if c.Writes() && c.Old.Absent() && !slices.Contains(private, c.Path) {
			created = append(created, c.Path)
		}
	}
	hidden, err := p.worktree.Hidden(created, gitignoresAfter(plan))
	if err != nil {
		return err
	}
	byRule := map[string][]string{}
	for _, h := range hidden {
		byRule[h.Why] = append(byRule[h.Why], p.Shown(h.Path))
	}
	for _, rule := range slices.Sorted(maps.Keys(byRule)) {
		paths := byRule[rule]
		found := problem.Problem{
			File: paths[0], Message: "git ignores it because of your own " + rule,
			Hints: []string{problem.ShellCommand(append([]string{"git", "add", "--force", "--"}, paths...)...)},
		}
		if len(paths) > 1 {
			found.Message = fmt.Sprintf("git ignores it and %d more because of your own %s", len(paths)-1, rule)
		}
		p.env.Warn(found)
	}
	return nil
}

// exclude adds lines to .git/info/exclude, which ignores files in this clone alone.
func (p *Project) exclude(lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	return disk.Exclude(p.worktree.CommonDir, lines)
}
