package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// workspace is a project on disk, and what it remembers.
type workspace struct {
	dir      string        // of the project, absolute
	label    string        // the same as the person would write it, "" for the current folder
	at       string        // the current folder in the project, "." for the project's own
	memory   tree.Tree     // what stands under .scaffold, at first without the base
	worktree *git.Worktree // nil without git
	foreign  error         // why the repository cannot be read, such as one of a new format: only changes need to know it
	pending  *scaffold.Pending
}

// mostMemory bounds what is read from .scaffold: two contents for each file of the largest project, and some more.
const mostMemory = 250_000

// openWorkspace finds the project that the current folder is in, and reads what it remembers.
func openWorkspace(ctx context.Context) (*workspace, error) {
	dir, at, err := findProject()
	if err != nil {
		return nil, err
	}
	w := &workspace{dir: dir, at: at}
	if at != "." {
		w.label = w.shown(".")
	}
	paths, err := disk.List(ctx, dir, lock.Dir, mostMemory, func(folder string) bool { return folder == journal || folder == lock.BaseDir })
	if err != nil {
		return nil, err
	}
	if w.memory, err = disk.Read(ctx, dir, paths); err != nil {
		return nil, err
	}
	if _, waits := w.memory[lock.PendingPath]; waits {
		if err := w.readBase(ctx); err != nil {
			return nil, err
		}
	}
	if w.pending, err = scaffold.LoadPending(w.memory, w.label); err != nil {
		return nil, err
	}
	worktree, ok, err := git.Open(dir, gitEnvironment())
	w.foreign = err
	if ok && err == nil {
		w.worktree = worktree
	}
	return w, nil
}

// readBase adds to the memory what was rendered last: as many files as the project has, so only for who needs them.
func (w *workspace) readBase(ctx context.Context) error {
	paths, err := disk.List(ctx, w.dir, lock.BaseDir, mostMemory, nil)
	if err != nil {
		return err
	}
	base, err := disk.Read(ctx, w.dir, paths)
	if err != nil {
		return err
	}
	maps.Copy(base, w.memory)
	w.memory = base
	return nil
}

// journal is where package disk keeps what a run is in the middle of.
const journal = lock.Dir + "/journal"

// openToChange is openWorkspace after whatever a killed run has left was finished or undone.
func (a *app) openToChange(ctx context.Context) (*workspace, error) {
	dir, _, err := findProject()
	if err != nil {
		return nil, err
	}
	outcome, err := disk.Recover(ctx, dir)
	if err != nil {
		return nil, err
	}
	switch outcome.Result {
	case disk.Finished:
		a.err.printf("! a change that was killed in the middle is finished\n")
	case disk.Undone:
		a.err.printf("! a change that was killed in the middle is undone\n")
	case disk.Nothing:
	}
	for _, k := range outcome.Kept {
		a.err.printf("! %s was changed since then and stays%s\n", oneLine(k.Path), besideText(k.Aside))
	}
	return openWorkspace(ctx)
}

func besideText(aside string) string {
	if aside == "" {
		return ""
	}
	return "; what scaffold would have written is " + oneLine(aside)
}

// findProject walks up from the current folder to the one that has a lock; at is the way back.
func findProject() (dir, at string, err error) {
	start, err := os.Getwd()
	if err != nil {
		return "", "", err
	}
	for dir = start; ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(lock.Path))); err == nil {
			break
		} else if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return "", "", err
		}
		if dir == filepath.Dir(dir) {
			return "", "", &failure{code: exitUsage, err: problem.Problem{
				Message: fmt.Sprintf("not in a project: there is no %s here or above", lock.Path),
				Hints:   []string{"change into a project that scaffold made, or start one: scaffold new NAME"},
			}}
		}
	}
	at, err = filepath.Rel(dir, start)
	return dir, filepath.ToSlash(at), err
}

func gitEnvironment() git.Environment {
	return git.Environment{Getenv: os.Getenv, ReadFile: os.ReadFile, Home: home(), Stat: statForGit}
}

// statForGit gives what git's index remembers of files behind a filter.
func statForGit(path string) (git.Stat, error) {
	w, err := disk.StatOf(path)
	return git.Stat(w), err
}

// load gives the project with all that it remembers, and refuses where an earlier change still waits for decisions.
func (w *workspace) load(ctx context.Context) (scaffold.Project, error) {
	p, err := w.loadLock()
	if err != nil {
		return p, err
	}
	return w.withBase(ctx, p)
}

// loadLock is load without the base: see scaffold.Project.WithMemory for what is possible then.
func (w *workspace) loadLock() (scaffold.Project, error) {
	if w.pending != nil {
		return scaffold.Project{}, &failure{code: exitConflicts, err: problem.Problem{
			Message: fmt.Sprintf("%q waits for %s to be resolved", w.pending.Command, count(len(w.pending.Conflicts), "conflict")),
			Hints:   []string{"edit the files, then: scaffold continue", "or take it back: scaffold abort"},
		}}
	}
	p, err := scaffold.Load(w.memory, w.label)
	return p, invalid(err)
}

// withBase completes what loadLock gave.
func (w *workspace) withBase(ctx context.Context, p scaffold.Project) (scaffold.Project, error) {
	err := w.readBase(ctx)
	return p.WithMemory(w.memory), err
}

// read gives what is on disk at some paths of the project.
func (w *workspace) read(ctx context.Context, paths []string) (tree.Tree, error) {
	return disk.Read(ctx, w.dir, paths)
}

// ignoresModes tells whether the executable bit means nothing here, as git's core.fileMode=false says.
func (w *workspace) ignoresModes() bool {
	return w.worktree != nil && w.worktree.Filesystem.NoExecutableBits
}

// ignored tells which paths the project's ignore files leave out of commits, so that a clone lacks them.
func (w *workspace) ignored(ctx context.Context, paths []string) (func(string) bool, error) {
	files, folders := []string{".gitignore"}, map[string]bool{}
	for _, p := range paths {
		for i, c := range p {
			if c == '/' && !folders[p[:i]] {
				folders[p[:i]] = true
				files = append(files, p[:i]+"/.gitignore")
			}
		}
	}
	ignores, err := w.read(ctx, files)
	return git.Ignored(ignores), err
}

// shown gives a path of the project as the person, who may be in a folder of it, would type it.
func (w *workspace) shown(path string) string {
	relative, err := filepath.Rel(filepath.FromSlash(w.at), filepath.FromSlash(path))
	if err != nil {
		return path
	}
	return filepath.ToSlash(relative)
}

// inProject gives a path that the person typed as a path in the project.
func (w *workspace) inProject(typed string) (string, error) {
	absolute, err := filepath.Abs(typed)
	if err != nil {
		return "", err
	}
	relative, err := filepath.Rel(w.dir, absolute)
	if err != nil || relative == ".." || strings.HasPrefix(relative, ".."+string(filepath.Separator)) {
		return "", &failure{code: exitUsage, err: problem.Problem{File: typed, Message: "not in the project"}}
	}
	return filepath.ToSlash(relative), nil
}
