package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// gitFlags say what repository a new project gets.
type gitFlags struct {
	none, noCommit, nest bool
	branch               string
}

func (g *gitFlags) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&g.none, "no-git", false, "make no repository")
	f.BoolVar(&g.noCommit, "no-commit", false, "make a repository, but no commit")
	f.BoolVar(&g.nest, "git", false, "make a repository even inside the work tree of another")
	f.StringVar(&g.branch, "branch", "", "the first branch, `NAME` (default: git's init.defaultBranch, or main)")
	cmd.MarkFlagsMutuallyExclusive("no-git", "no-commit")
	cmd.MarkFlagsMutuallyExclusive("no-git", "git")
	cmd.MarkFlagsMutuallyExclusive("no-git", "branch")
}

// repositoryPlan is what git's configuration and the flags say, before anything is rendered.
type repositoryPlan struct {
	wanted    bool   // a repository of its own
	enclosing string // the work tree that the project is in, "" for none
	noCommit  bool
	branch    string
	identity  git.Identity
	notes     []problem.Problem // what the person should know, none of it fatal
}

// plan reads git's configuration for a project at target, which is absolute. It fails with exit code 2 for a branch or
// a date that cannot be, and where git's configuration forbids a commit without an author.
func (g *gitFlags) plan(target string) (repositoryPlan, error) {
	settings := git.LoadSettings(git.Environment{
		Getenv: os.Getenv, ReadFile: os.ReadFile, Home: home(), Dirs: places(target),
	})
	p := repositoryPlan{wanted: !g.none, noCommit: g.noCommit, branch: settings.Branch}
	if g.branch != "" {
		if err := git.CheckBranch(g.branch); err != nil {
			return p, invalid(err)
		}
		p.branch = g.branch
	}
	if root, inside := enclosing(target); inside && !g.none {
		p.enclosing, p.wanted = root, g.nest
	}
	var err error
	if p.identity, err = settings.Identity(time.Now()); err != nil {
		return p, invalid(err)
	}
	p.notes = p.remarks(settings)
	return p, nil
}

// remarks words what the person should know about the repository that will be made, or will not.
func (p repositoryPlan) remarks(settings git.Settings) []problem.Problem {
	var notes []problem.Problem
	if p.enclosing != "" && !p.wanted {
		return []problem.Problem{{
			Message: fmt.Sprintf("inside the repository %s: no repository of its own was made", p.enclosing),
			Hints:   []string{"commit it there, or make one with --git"},
		}}
	}
	if !p.wanted {
		return nil
	}
	notes = append(notes, settings.Notes...)
	if p.noCommit {
		return notes
	}
	if p.identity.Fallback {
		notes = append(notes, problem.Problem{
			Message: fmt.Sprintf("git does not know who you are: committed as %s <%s>", p.identity.Author.Name, p.identity.Author.Email),
			Hints: []string{
				`git config --global user.name "Your Name"`, "git config --global user.email you@example.com",
				"then, in the project: git commit --amend --reset-author --no-edit",
			},
		})
	}
	if settings.Signs {
		notes = append(notes, problem.Problem{
			Message: "git is set to sign commits; the first one is not signed",
			Hints:   []string{"in the project: git commit --amend --no-edit -S"},
		})
	}
	return notes
}

// year is the project's: that of its first commit.
func (p repositoryPlan) year() int { return p.identity.Author.When.UTC().Year() }

// repository gives the repository of the files, nil where none is wanted.
func (p repositoryPlan) repository(files tree.Tree, message string) (*git.Repository, error) {
	if !p.wanted {
		return nil, nil
	}
	return git.New(files, git.Options{
		Branch: p.branch, Message: message, NoCommit: p.noCommit,
		Author: p.identity.Author, Committer: p.identity.Committer,
		Filesystem: git.FilesystemOf(runtime.GOOS),
	})
}

func home() string {
	dir, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return dir
}

// places gives target as it is, and with the links of its folders resolved.
func places(target string) []string {
	dirs := []string{target}
	if resolved := resolve(target); resolved != target {
		dirs = append(dirs, resolved)
	}
	return dirs
}

// resolve follows the links of those folders of a path that exist already.
func resolve(target string) string {
	rest := ""
	for dir := target; ; dir = filepath.Dir(dir) {
		if resolved, err := filepath.EvalSymlinks(dir); err == nil {
			return filepath.Join(resolved, rest)
		}
		if dir == filepath.Dir(dir) {
			return target
		}
		rest = filepath.Join(filepath.Base(dir), rest)
	}
}

func enclosing(target string) (root string, ok bool) {
	return git.Enclosing(filepath.Dir(resolve(target)), git.Lookup{
		Getenv: os.Getenv,
		IsDir: func(path string) bool {
			info, err := os.Stat(path)
			return err == nil && info.IsDir()
		},
		ReadFile: os.ReadFile,
	})
}

// unfiltered tells which files git itself would have passed through a program, such as that of Git LFS.
func unfiltered(r *git.Repository) []problem.Problem {
	if r == nil {
		return nil
	}
	notes := make([]problem.Problem, 0, len(r.Unfiltered))
	for _, u := range r.Unfiltered {
		notes = append(notes, problem.Problem{
			Message: fmt.Sprintf("%s is committed as it is, and not through %s", u.Path, u.Why),
			Hints:   []string{"in the project: git add --renormalize . && git commit"},
		})
	}
	return notes
}
