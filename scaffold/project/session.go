package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"

	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// isMissing reports whether an error says that something does not exist. Any other error is no absence.
func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// stat returns what git's index remembers of files behind a filter.
func stat(path string) (git.Stat, error) {
	w, err := disk.StatOf(path)
	return git.Stat(w), err
}

func (p *Project) gitEnvironment() git.Environment {
	return git.Environment{Getenv: p.env.Getenv, ReadFile: git.ReadFile, Home: p.env.Home, Stat: stat}
}

// trustOwner refuses folders that belong to another user, as git does: in a folder that everybody may write to, anybody
// can leave a project for those below it. named is the folder to name in git's safe.directory, which is the exception.
// Like git it lets root work for the user who called sudo.
func trustOwner(named string, e git.Environment, dirs ...string) error {
	for _, dir := range dirs {
		uid, known, err := disk.Owner(dir)
		if err != nil {
			return err
		}
		caller, errCaller := strconv.Atoi(e.Getenv("SUDO_UID"))
		isOurs := uid == os.Geteuid() || os.Geteuid() == 0 && errCaller == nil && uid == caller
		if !known || isOurs || git.IsSafe(named, e) {
			continue
		}
		return problem.Problem{
			File: dir, Message: fmt.Sprintf("belongs to another user (uid %d)", uid),
			Hints: []string{"if you trust it: " + problem.ShellCommand("git", "config", "--global", "--add", "safe.directory", named)},
		}
	}
	return nil
}

// where says where the record of a change to the project is kept: with git, or else in the user's folder for what programs
// keep between runs (XDG Base Directory Specification, and its counterparts on macOS and Windows).
func (p *Project) where() disk.Where {
	where := disk.Where{Dir: p.dir}
	if p.worktree != nil {
		where.Git, where.Common = p.worktree.GitDir, p.worktree.CommonDir
		where.Places = append(where.Places, disk.Place{Dir: filepath.Join(p.worktree.GitDir, "scaffold"), Project: "/" + p.worktree.Prefix})
	}
	project := resolveLinks(p.dir)
	if state := p.env.folder("XDG_STATE_HOME", "LOCALAPPDATA", ".local/state"); state != "" {
		where.Places = append(where.Places, disk.Place{Dir: state, Project: project})
	}
	last := filepath.Join(os.TempDir(), "scaffold-"+strconv.Itoa(os.Getuid()))
	where.Places = append(where.Places, disk.Place{Dir: last, Project: project})
	return where
}

// folder returns scaffold's own folder for one kind of the person's files, "" for none: in the one that the XDG Base
// Directory Specification has for them, or in its counterpart on macOS and Windows.
func (e Environment) folder(xdg, windows, below string) string {
	dir := e.Getenv(xdg)
	if local := e.Getenv(windows); !filepath.IsAbs(dir) && runtime.GOOS == "windows" {
		dir = local
	}
	if !filepath.IsAbs(dir) && filepath.IsAbs(e.Home) {
		dir = filepath.Join(e.Home, filepath.FromSlash(below))
		if runtime.GOOS == "darwin" {
			dir = filepath.Join(e.Home, "Library", "Application Support")
		}
	}
	if !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Join(dir, "scaffold")
}

// close lets other commands change the project.
func (p *Project) close() {
	if p.session != nil {
		p.session.Close()
	}
}

// recover locks the project until close, and completes or undoes a change that was interrupted. It says which.
func (p *Project) recover(ctx context.Context) error {
	defer p.env.Writing()()
	var err error
	if p.session, err = disk.Open(p.where()); err != nil {
		return err
	}
	outcome, err := p.session.Recover(ctx)
	if err != nil {
		return err
	}
	switch outcome.Result {
	case disk.Finished:
		p.env.Warn(problem.Problem{Message: "completed an interrupted update"})
	case disk.Undone:
		message := "undid an interrupted update"
		if outcome.Why != nil {
			message += ": " + outcome.Why.Error()
		}
		p.env.Warn(problem.Problem{Message: message})
	case disk.Nothing:
	}
	p.warnKept(outcome.Kept)
	if outcome.IndexKept {
		p.env.Warn(problem.Problem{Message: "git does not list the conflicts of that update: its index was in use"})
	}
	for _, stray := range outcome.Strays {
		p.env.Warn(problem.Problem{
			File: p.Shown(stray), Message: "ignored: not left by a command of yours on this machine", Hints: []string{"remove it"},
		})
	}
	return p.refuseOld(outcome.Old)
}

func (p *Project) warnKept(kept []disk.Kept) {
	for _, k := range kept {
		message := "edited since then, and kept"
		switch {
		case k.Saved:
			message = "saved by another program during the update; that version is " + p.Shown(k.Aside)
		case k.Aside != "":
			message += "; scaffold's version is " + p.Shown(k.Aside)
		}
		p.env.Warn(problem.Problem{File: p.Shown(k.Path), Message: message})
	}
}

// refuseOld refuses to change a project in which version 1.0.0 was interrupted: it kept its journal in the project, where
// it cannot be believed. A journal that git tracks came with the repository, and is no reason to stop.
func (p *Project) refuseOld(old string) error {
	if old == "" {
		return nil
	}
	shown := p.Shown(old)
	if p.worktree != nil {
		tracked, err := p.worktree.TracksBelow(old)
		if err != nil {
			return err
		}
		if tracked {
			p.env.Warn(problem.Problem{
				File: shown, Message: "ignored: it came with the repository", Hints: []string{problem.ShellCommand("git", "rm", "-r", "--", shown)},
			})
			return nil
		}
	}
	return problem.Problem{
		File: shown, Message: "left by scaffold 1.0.0, which was interrupted while it changed this project",
		Hints: []string{
			"if that was your command, complete it with scaffold 1.0.0: run the command again with it",
			"or restore the files from your history, then remove " + shown,
			"if the project came to you like this, remove " + shown,
		},
	}
}
