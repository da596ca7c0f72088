package project

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// destination is where a new project goes.
type destination struct {
	path     string   // absolute and clean
	isHere   bool     // the current folder
	inPlace  bool     // into the folder that is there, rather than beside it and then in its place
	existing []string // the files that are there, and may stay
	foreign  bool     // there is more than may stay: only an interrupted run may have left it
	own      *git.Worktree
}

// checkTarget checks the path of a new project before anything is asked.
func checkTarget(env Environment, path string) (destination, error) {
	target, err := filepath.Abs(path)
	if err != nil {
		return destination{}, err
	}
	if path == "" || target == filepath.Dir(target) {
		return destination{}, invalid(problem.Problem{
			Message: fmt.Sprintf("path %q does not name the project", path),
			Hints:   []string{"name a new folder: scaffold new shop"},
		})
	}
	if err := blueprint.CheckName(filepath.Base(target)); err != nil {
		return destination{}, invalid(err)
	}
	to := destination{path: target}
	if err := to.look(env); err != nil || to.inPlace {
		return to, err
	}
	err = disk.CheckTarget(path)
	var taken problem.Problem
	if len(to.existing) > 0 && !to.foreign && errors.As(err, &taken) {
		init := []string{"git", "init"}
		if !to.isHere {
			init = append(init, "--", path)
		}
		taken.Hints = append([]string{
			fmt.Sprintf("to keep %s, make it a repository first: %s", strings.Join(to.existing, " and "), problem.ShellCommand(init...)),
		}, taken.Hints...)
		return to, taken
	}
	return to, err
}

// look finds out whether the project is written in place: into the current folder, a mount point, which nothing can take
// the place of, or a repository that holds no more than a hosting service puts into a new one.
func (d *destination) look(env Environment) error {
	info, err := os.Lstat(d.path)
	here, errHere := os.Stat(".")
	if there, err := os.Stat(d.path); err == nil && errHere == nil && os.SameFile(here, there) {
		d.isHere, info = true, there // even if the way to it is a link
	}
	if err != nil || !info.IsDir() {
		return nil //nolint:nilerr // for disk.CheckTarget to explain
	}
	entries, err := os.ReadDir(d.path)
	if err != nil {
		return nil //nolint:nilerr // as above
	}
	hasGit := false
	for _, e := range entries {
		switch name := e.Name(); {
		case name == ".git":
			hasGit = true
		case name == lock.Dir && e.IsDir():
			if _, err := os.Lstat(filepath.Join(d.path, filepath.FromSlash(lock.Path))); !isMissing(err) {
				d.foreign = true
			} // else an interrupted run left it
		case e.Type().IsRegular() && hosted().MatchString(name):
			d.existing = append(d.existing, name)
		default:
			d.foreign = true
		}
	}
	if d.foreign { // unless a run was killed while it put files into their places
		p := &Project{env: env, dir: d.path}
		if w, ok, err := git.Open(d.path, p.gitEnvironment()); ok && err == nil {
			p.worktree = w
		}
		if interrupted, err := disk.Interrupted(p.where()); err != nil || !interrupted {
			return nil //nolint:nilerr // as above
		}
	}
	d.inPlace = d.foreign || hasGit || d.isHere && len(d.existing) == 0 || len(entries) == 0 && disk.IsMountPoint(d.path)
	if !hasGit || !d.inPlace {
		return nil
	}
	e := git.Environment{Getenv: env.Getenv, ReadFile: git.ReadFile, Home: env.Home, Stat: stat}
	w, ok, err := git.Open(d.path, e)
	if err != nil {
		return err
	}
	if !ok || w.Prefix != "" {
		return problem.Problem{File: filepath.Join(d.path, ".git"), Message: "is not a git repository", Hints: []string{"remove it"}}
	}
	d.own = w
	return trustOwner(w.Root, e, w.Root, w.GitDir, w.CommonDir)
}

// hosted matches the names of the files that hosting services put into a new repository.
var hosted = plaintext.Pattern(`^(\.gitignore$|\.gitattributes$|(?i:readme|licen[cs]e|copying)(\.|$))`) //nolint:gochecknoglobals // constant

// createInPlace writes the files of a new project into its folder, all or nothing, and then the first commit. The files
// that are there stay as they are; a .gitignore gets the lines that it lacks. It returns nil where there is no new commit.
func (m *Made) createInPlace(ctx context.Context, env Environment, to destination, plan repositoryPlan) (*git.Repository, error) {
	p := &Project{env: env, dir: to.path, at: ".", worktree: to.own}
	defer p.close()
	if err := p.recover(ctx); err != nil {
		return nil, err
	}
	if to.foreign {
		again := destination{path: to.path}
		if err := again.look(env); err != nil {
			return nil, err
		}
		if !again.inPlace {
			return nil, problem.Problem{
				File: to.path, Message: "the files of an interrupted command are complete, but not committed", Hints: []string{commitAll},
			}
		}
		to = again
	}
	existing, err := disk.Read(ctx, to.path, to.existing)
	if err != nil {
		return nil, err
	}
	changes, all, notes := besideExisting(m.Files, existing)
	if err := git.CheckPrivate(all); err != nil {
		return nil, err
	}
	plan.noCommit = plan.noCommit || to.own != nil && !to.own.Unborn
	if to.own != nil {
		plan.branch = cmp.Or(to.own.Branch, plan.branch) // there is none at a commit that is checked out without one
	}
	made, err := plan.repository(all, m.Subject)
	if err != nil {
		return nil, err
	}
	branch, err := p.applyInPlace(ctx, changes, made)
	if err != nil {
		return nil, err
	}
	if m.Notes = append(m.Notes, notes...); made == nil {
		return nil, nil //nolint:nilnil // none is wanted, and nothing is wrong
	}
	switch {
	case to.own == nil:
		err = p.writeNewRepository(ctx, made, all)
	case len(branch) > 0:
		err = disk.StartBranch(to.own.CommonDir, gitFiles(branch))
	case !to.own.Unborn:
		m.Notes = append(m.Notes, problem.Problem{
			Message: "the repository has commits: the project's files are not committed", Hints: []string{commitAll},
		})
		return nil, nil //nolint:nilnil // as above
	}
	if err != nil {
		m.Notes = append(m.Notes, problem.Problem{
			Message: "the files are written, but not committed: " + err.Error(), Hints: []string{commitAll},
		})
		made = &git.Repository{Branch: plan.branch, LeftOut: made.LeftOut}
	}
	return made, nil
}

const commitAll = "git add --all && git commit"

// applyInPlace writes files into the folder of a new project. With a repository that is there it writes the objects of the
// first commit and the index, too, and returns the branch that is still to be started.
func (p *Project) applyInPlace(ctx context.Context, changes tree.Plan, made *git.Repository) (branch []git.File, err error) {
	options := disk.Options{Progress: p.env.Progress, IgnoreModes: p.ignoresModes()}
	if p.worktree != nil && made != nil {
		if err := p.exclude(made.Excluded()); err != nil {
			return nil, err
		}
		if made.Commit != "" {
			var index git.IndexChange
			if index, branch, err = p.worktree.First(made); err != nil {
				return nil, err
			}
			options.Git = p.gitChange(index)
		}
	}
	_, err = p.session.Apply(ctx, changes, options)
	return branch, err
}

// besideExisting returns the changes that add files to those that exist, and all files as they are then. Of those that exist
// only a .gitignore changes: it gets the lines that it lacks.
func besideExisting(files, existing tree.Tree) (plan tree.Plan, all tree.Tree, notes []problem.Problem) {
	all = maps.Clone(files)
	for path, f := range existing.All() {
		rendered := files[path]
		f.Policy = rendered.Policy
		all[path] = f
		switch {
		case rendered.Absent() || bytes.Equal(f.Data, rendered.Data):
		case path == ".gitignore":
			f.Data = bytes.Clone(f.Data)
			if len(f.Data) > 0 && f.Data[len(f.Data)-1] != '\n' {
				f.Data = append(f.Data, '\n')
			}
			has := map[string]bool{"": true}
			for line := range strings.Lines(string(f.Data)) {
				has[strings.TrimRight(line, "\r\n")] = true
			}
			for line := range strings.Lines(string(rendered.Data)) {
				if line = strings.TrimRight(line, "\r\n"); !has[line] {
					f.Data = append(f.Data, line+"\n"...)
				}
			}
			all[path] = f
		default:
			notes = append(notes, problem.Problem{File: path, Message: "kept yours"})
		}
	}
	for path, f := range all.All() {
		old := existing[path]
		switch {
		case old.Absent():
			plan = append(plan, tree.Change{Path: path, Op: tree.Create, New: f})
		case !bytes.Equal(old.Data, f.Data):
			plan = append(plan, tree.Change{Path: path, Op: tree.Update, Old: old, New: f})
		}
	}
	return plan, all, notes
}

// writeNewRepository creates .git in a project whose files are written.
func (p *Project) writeNewRepository(ctx context.Context, r *git.Repository, files tree.Tree) error {
	var stats []git.Stat
	for path := range files.All() {
		s, err := stat(filepath.Join(p.dir, filepath.FromSlash(path)))
		if err != nil && !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
		s.Path = path
		stats = append(stats, s)
	}
	out, err := r.Files(stats)
	if err != nil {
		return err
	}
	return disk.CreateRepository(ctx, p.dir, gitFiles(out))
}

func gitFiles(files []git.File) []disk.GitFile {
	out := make([]disk.GitFile, len(files))
	for i, f := range files {
		out[i] = disk.GitFile(f)
	}
	return out
}
