package project

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// RepositoryRequest says what repository a new project gets.
type RepositoryRequest struct {
	None, NoCommit bool
	Nest           bool   // make one even inside the working tree of another
	Branch         string // "" for what git's configuration says
}

// Repository is the repository of a new project.
type Repository struct {
	Branch, Commit string       // Commit is "" where nothing was committed
	LeftOut        []git.Remark // the files that are not committed, and why
}

// repositoryPlan is what git's configuration and the request say, before anything is rendered.
type repositoryPlan struct {
	wanted   bool
	noCommit bool
	branch   string
	identity git.Identity
	template []git.File
	notes    []problem.Problem
}

// planRepository reads git's configuration for a new project. It fails for a branch or a date
// that is not valid, and where git's configuration forbids a commit without an author.
func planRepository(env Environment, to destination, r RepositoryRequest) (repositoryPlan, error) {
	target, resolved := to.path, resolveLinks(to.path)
	dirs := []string{target}
	if resolved != target {
		dirs = append(dirs, resolved)
	}
	settings := git.LoadSettings(git.Environment{Getenv: env.Getenv, ReadFile: git.ReadFile, Home: env.Home, Dirs: dirs})
	p := repositoryPlan{wanted: !r.None, noCommit: r.NoCommit, branch: settings.Branch}
	if r.Branch != "" {
		if err := git.CheckBranch(r.Branch); err != nil {
			return p, invalid(err)
		}
		if to.own != nil && to.own.Branch != r.Branch {
			return p, invalid(problem.Problem{
				Message: fmt.Sprintf("the repository is on branch %q, not %q", to.own.Branch, r.Branch),
				Hints:   []string{problem.ShellCommand("git", "switch", "--orphan", r.Branch)},
			})
		}
		p.branch = r.Branch
	}
	var err error
	if p.identity, err = settings.Identity(env.Now()); err != nil {
		return p, invalid(err)
	}
	root, _, inside := git.Lookup{
		Getenv: env.Getenv, ReadFile: git.ReadFile,
		IsDir: func(path string) bool {
			info, err := os.Stat(path)
			return err == nil && info.IsDir()
		},
	}.Enclosing(filepath.Dir(resolved))
	inside = inside && to.own == nil
	ignored := p.wanted && inside && !r.Nest && isIgnoredAround(env, resolved)
	switch {
	case p.wanted && inside && !r.Nest && !ignored:
		p.wanted = false
		p.notes = []problem.Problem{{
			Message: fmt.Sprintf("inside the repository %s: no repository of its own was created", root),
			Hints:   []string{"commit the project there, or create a repository with --git"},
		}}
	case p.wanted:
		p.notes = p.remarks(settings)
		var unusable problem.Problem
		if p.template, err = settings.ReadTemplate(env.Home); errors.As(err, &unusable) {
			p.notes = append(p.notes, unusable) // like git, go on without it
		}
	}
	if ignored {
		p.notes = append(p.notes, problem.Problem{
			Message: fmt.Sprintf("inside the repository %s, which ignores this folder: created a repository of its own", root),
		})
	}
	return p, nil
}

// isIgnoredAround reports whether the repository around a new project ignores its folder. If that cannot be known, it does
// not.
func isIgnoredAround(env Environment, target string) bool {
	dir := filepath.Dir(target)
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	folder, err := filepath.Rel(dir, target)
	if err != nil {
		return false
	}
	around, ok, err := git.Open(dir, git.Environment{Getenv: env.Getenv, ReadFile: git.ReadFile, Home: env.Home})
	if err != nil || !ok {
		return false
	}
	ignored, err := around.IgnoresFolder(filepath.ToSlash(folder))
	return err == nil && ignored
}

// remarks says what the person should know about the repository that will be created.
func (p repositoryPlan) remarks(settings git.Settings) []problem.Problem {
	notes := append([]problem.Problem{}, settings.Notes...)
	if p.noCommit {
		return notes
	}
	if p.identity.Fallback {
		notes = append(notes, problem.Problem{
			Message: fmt.Sprintf("git does not know your name or email: committed as %s <%s>", p.identity.Author.Name, p.identity.Author.Email),
			Hints: []string{
				`git config --global user.name "Your Name"`, "git config --global user.email you@example.com",
				"then, in the project: git commit --amend --reset-author --no-edit",
			},
		})
	}
	if settings.Signs {
		notes = append(notes, problem.Problem{
			Message: "git is configured to sign commits, but the first commit is not signed",
			Hints:   []string{"in the project: git commit --amend --no-edit -S"},
		})
	}
	return notes
}

// repository returns the repository of the files, nil where none is wanted.
func (p repositoryPlan) repository(files tree.Tree, message string) (*git.Repository, error) {
	if !p.wanted {
		return nil, nil //nolint:nilnil // none is wanted, and nothing is wrong
	}
	return git.New(files, git.Options{
		Branch: p.branch, Message: message, NoCommit: p.noCommit,
		Author: p.identity.Author, Committer: p.identity.Committer,
		Filesystem: git.FilesystemOf(runtime.GOOS), Template: p.template,
	})
}

// resolveLinks follows the links of those folders of a path that exist.
func resolveLinks(target string) string {
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
