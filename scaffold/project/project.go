// Package project opens a project, plans a change to it, guards the change and carries it out: the one path of every
// verb. It prints nothing and knows no exit codes.
package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Environment is what a project needs of the process around it.
type Environment struct {
	Getenv   func(name string) string
	Now      func() time.Time
	Home     string                // the person's home folder, "" for none
	Warn     func(problem.Problem) // says what the person should know, and is not fatal
	Writing  func() (done func())  // is called before anything is written: the process must not end until done is called
	Progress func(done, total int) // nil, or called after each file that is written
	Ask      Asker

	offline bool // use what is cached, and no server
}

// Asker asks a person. Its functions are nil where nobody can be asked. Their errors end what they were asked for, and
// are returned as they are.
type Asker struct {
	Source   func() (string, error) // which blueprint
	Question func(q blueprint.Question, proposal any) (any, error)
	Parts    func(p blueprint.Part) ([]string, error)
	Create   func(name string, files tree.Tree) (bool, error) // whether to create a project with these files
}

// Project is a project on disk, with what it remembers.
type Project struct {
	env      Environment
	dir      string        // absolute
	label    string        // dir as the person would write it, "" for the current folder
	at       string        // the current folder in the project, "." for the project's own
	memory   tree.Tree     // the files under .scaffold; without the base until readBase
	worktree *git.Worktree // nil without git
	Prefix   string        // the project's folder in its repository; "" where it is the repository's own, and without git
	foreign  error         // why the repository cannot be read: only changes need to know
	pending  *scaffold.Pending
	session  *disk.Session // nil where the project is only read
}

// Dir is the folder of everything that scaffold remembers, in a project.
const Dir = lock.Dir

// LockPath is where a project remembers what it was rendered from, in the project.
const LockPath = lock.Path

// IsOwn reports whether a path of a project belongs to scaffold, below Dir.
func IsOwn(path string) bool { return strings.HasPrefix(path, Dir+"/") }

// mostMemory bounds what is read from .scaffold: two contents for each file of the largest project, and some more.
const mostMemory = 250_000

// purpose is what a project is opened for.
type purpose uint8

const (
	reading purpose = iota
	trying          // a dry run
	changing
)

// unless returns the purpose of a verb that changes a project.
func unless(dryRun bool) purpose {
	if dryRun {
		return trying
	}
	return changing
}

// open opens the project that the current folder is in. To change it, it first completes or undoes a change that was
// interrupted, and no other command can change the project until it is closed. Otherwise it writes nothing, and says where
// a change was interrupted; a dry run fails then: it cannot tell what the project will be once that change is completed.
func open(ctx context.Context, env Environment, to purpose) (p *Project, err error) {
	if p, err = find(env, to); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			p.close()
			p = nil
		}
	}()
	if to == changing {
		if err := p.recover(ctx); err != nil {
			return p, err
		}
	} else if interrupted, err := disk.Interrupted(p.where()); err != nil {
		return p, err
	} else if interrupted {
		found := problem.Problem{
			Message: "an update was interrupted, so the project is partially updated",
			Hints:   []string{"complete it: scaffold update, or any other command that changes the project"},
		}
		if to == trying {
			return p, found
		}
		env.Warn(found)
	}
	p.memory, err = p.below(ctx, lock.Dir, mostMemory, func(folder string) bool {
		// The base is read when it is needed, and what package disk keeps while it changes the project, or has put aside, never.
		return folder == lock.BaseDir || strings.HasPrefix(folder, lock.Dir+"/journal") || strings.HasPrefix(folder, lock.Dir+"/aside-")
	})
	if err != nil {
		return p, err
	}
	if _, waits := p.memory[lock.PendingPath]; waits {
		if err := p.readBase(ctx); err != nil {
			return p, err
		}
	}
	p.pending, err = scaffold.LoadPending(p.memory, p.label)
	return p, err
}

// find walks up from the current folder to one that has a lock, and finds the repository around it. It refuses both if they
// belong to another user: nothing in them is believed before.
func find(env Environment, to purpose) (*Project, error) {
	start, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	dir := start
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(lock.Path))); err == nil {
			break
		} else if !isMissing(err) {
			return nil, err
		}
		if dir == filepath.Dir(dir) {
			return nil, invalid(problem.Problem{
				Message: fmt.Sprintf("not in a scaffold project: %s not found here or in any parent folder", lock.Path),
				Hints:   []string{"change into a project, or start one: scaffold new NAME"},
			})
		}
	}
	at, err := filepath.Rel(dir, start)
	if err != nil {
		return nil, err
	}
	p := &Project{env: env, dir: dir, at: filepath.ToSlash(at)}
	if p.at != "." {
		p.label = p.Shown(".")
	}
	e := p.gitEnvironment()
	if err := trustOwner(dir, e, dir, filepath.Join(dir, lock.Dir)); err != nil {
		return nil, err
	}
	worktree, ok, err := git.Open(dir, e)
	if errors.Is(err, git.ErrUnreadable) && (to == changing || !errors.Is(err, fs.ErrPermission)) {
		return nil, err // the record of an interrupted change may be in it
	}
	if p.foreign = err; !ok || err != nil {
		return p, nil //nolint:nilerr // only changes need to know
	}
	p.worktree, p.Prefix = worktree, worktree.Prefix
	return p, trustOwner(worktree.Root, e, worktree.Root, worktree.GitDir, worktree.CommonDir)
}

// below reads the files in a folder of the project, but for those in folders that skip names. More than most are an error.
func (p *Project) below(ctx context.Context, folder string, most int, skip func(folder string) bool) (tree.Tree, error) {
	paths, err := disk.List(ctx, p.dir, folder, most, skip)
	if err != nil {
		return nil, err
	}
	return disk.Read(ctx, p.dir, paths)
}

// readBase adds to the memory what was rendered last: as many files as the project has, so only some verbs read it.
func (p *Project) readBase(ctx context.Context) error {
	base, err := p.below(ctx, lock.BaseDir, mostMemory, nil)
	if err != nil {
		return err
	}
	maps.Copy(base, p.memory)
	p.memory = base
	return nil
}

// saved returns what the project remembers, without the base. It fails while a change is waiting to be resolved.
func (p *Project) saved() (scaffold.Project, error) {
	if err := p.refusePending(); err != nil {
		return scaffold.Project{}, err
	}
	saved, err := scaffold.Load(p.memory, p.label)
	saved.Skipped = p.skipped()
	return saved, invalid(err)
}

// savedWithBase is saved with the base.
func (p *Project) savedWithBase(ctx context.Context) (scaffold.Project, error) {
	saved, err := p.saved()
	if err != nil {
		return saved, err
	}
	return p.withBase(ctx, saved)
}

func (p *Project) withBase(ctx context.Context, saved scaffold.Project) (scaffold.Project, error) {
	err := p.readBase(ctx)
	saved.Memory = p.memory
	return saved, err
}

// Shown returns a path of the project as the person, who may be in a folder of it, would type it.
func (p *Project) Shown(path string) string {
	relative, err := filepath.Rel(filepath.FromSlash(p.at), filepath.FromSlash(path))
	if err != nil {
		return path
	}
	return filepath.ToSlash(relative)
}

// paths is path for several.
func (p *Project) paths(typed []string) ([]string, error) {
	names := make([]string, len(typed))
	for i := range typed {
		var err error
		if names[i], err = p.path(typed[i]); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// path returns the path in the project of one that the person typed.
func (p *Project) path(typed string) (string, error) {
	absolute, err := filepath.Abs(typed)
	if err != nil {
		return "", err
	}
	relative, err := filepath.Rel(p.dir, absolute)
	if err != nil || !filepath.IsLocal(relative) {
		return "", invalid(problem.Problem{File: typed, Message: "outside the project"})
	}
	return filepath.ToSlash(relative), nil
}

// skipped returns which paths the owner wants to be left alone.
func (p *Project) skipped() func(path string) bool {
	f := p.memory[lock.IgnorePath]
	if f.Absent() || f.Mode.Type() != 0 {
		return nil
	}
	return git.Ignored(tree.Tree{".gitignore": f})
}
