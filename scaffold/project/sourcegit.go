package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// patience is how long a server may say nothing.
const patience = 20 * time.Second

// maxCached is the largest pack in the cache, in bytes. A larger one was not written by scaffold.
const maxCached = 64 << 20

func (e Environment) connect(ctx context.Context, s git.Source) (*git.Remote, error) {
	return git.Connect(ctx, s.URL, git.Environment{Getenv: e.Getenv, ReadFile: git.ReadFile, Home: e.Home}, patience)
}

// loadGit opens the blueprint of a git source as the person typed it.
func (e Environment) loadGit(ctx context.Context, text string) (*blueprint.Blueprint, scaffold.Source, error) {
	s, err := git.ParseSource(text)
	if err != nil {
		return nil, scaffold.Source{}, invalid(err)
	}
	if git.IsCommit(s.Ref) { // which needs no server where it is in the cache
		return e.loadCommit(ctx, nil, s, s.Ref)
	}
	remote, err := e.connect(ctx, s)
	if err != nil {
		return nil, scaffold.Source{}, err
	}
	if s.Ref == "" {
		s.Ref = remote.Newest()
	}
	commit, err := resolveRef(remote, s)
	if err != nil {
		return nil, scaffold.Source{}, err
	}
	return e.loadCommit(ctx, remote, s, commit)
}

// resolveRef returns the commit of the source's ref, or of the default branch.
func resolveRef(remote *git.Remote, s git.Source) (string, error) {
	ref := s.Ref
	if ref == "" {
		ref = "HEAD"
	}
	commit, found := remote.Resolve(ref)
	if !found {
		return "", invalid(problem.Problem{
			Message: fmt.Sprintf("%s has no branch or tag %q", s.URL, ref),
			Hints:   []string{"a commit is named by all its 40 digits"},
		})
	}
	return commit, nil
}

// loadCommit opens the blueprint of a source at a commit: from the cache, or from its server. remote may be nil.
func (e Environment) loadCommit(
	ctx context.Context, remote *git.Remote, s git.Source, commit string,
) (*blueprint.Blueprint, scaffold.Source, error) {
	from := scaffold.Source{Name: s.Name(), Ref: s.Ref, Revision: commit}
	files, err := e.commit(ctx, remote, s, commit)
	if err != nil {
		return nil, from, err
	}
	b, err := loadFiles(ctx, files, s.Name())
	return b, from, err
}

func (e Environment) commit(ctx context.Context, remote *git.Remote, s git.Source, commit string) (fs.FS, error) {
	wrong := func(err error) error {
		var p problem.Problem
		if errors.As(err, &p) {
			if p.File != "" {
				p.File = s.Name() + "/" + p.File
			} else {
				p.Message = s.Name() + ": " + p.Message
			}
			return invalid(p)
		}
		return err
	}
	dir, name := e.folder("XDG_CACHE_HOME", "LOCALAPPDATA", ".cache"), commit+".pack"
	if dir != "" {
		dir = filepath.Join(dir, "git")
		if pack, err := disk.ReadCached(dir, name, maxCached); err == nil {
			files, err := git.OpenPack(ctx, pack, commit, s.Subdir)
			if !errors.Is(err, git.ErrDamaged) {
				return files, wrong(err)
			}
			e.Warn(problem.Problem{File: filepath.Join(dir, name), Message: "damaged; fetching it again"})
		}
	}
	if remote == nil {
		if e.offline {
			return nil, fs.ErrNotExist
		}
		var err error
		if remote, err = e.connect(ctx, s); err != nil {
			return nil, err
		}
	}
	pack, err := remote.Fetch(ctx, commit)
	if err != nil {
		return nil, err
	}
	files, err := git.OpenPack(ctx, pack, commit, s.Subdir)
	if errors.Is(err, git.ErrDamaged) {
		return nil, problem.Problem{Message: fmt.Sprintf("%s: the server did not send the commit %s", s.URL, commit)}
	}
	if err != nil {
		return nil, wrong(err)
	}
	if dir != "" {
		if err := disk.WriteCached(dir, name, pack); err != nil {
			e.Warn(problem.Problem{File: dir, Message: "cannot cache the blueprint: " + err.Error()})
		}
	}
	return files, nil
}

// gitSource opens the blueprint of a project that was made from a git source.
func (p *Project) gitSource(ctx context.Context, saved scaffold.Project, w want) (*blueprint.Blueprint, scaffold.Source, error) {
	then := saved.Lock.Blueprint
	s, err := p.lockedSource(then)
	if err != nil {
		return nil, scaffold.Source{}, err
	}
	var b *blueprint.Blueprint
	var from scaffold.Source
	if w.update {
		var remote *git.Remote
		var commit string
		if remote, s.Ref, commit, err = p.newest(ctx, then, s, w.to); err == nil {
			b, from, err = p.env.loadCommit(ctx, remote, s, commit)
		}
	} else {
		b, from, err = p.env.loadCommit(ctx, nil, s, then.Revision)
	}
	if err == nil && from.Revision == then.Revision && b.Digest != then.Digest && !w.update {
		err = invalid(problem.Problem{
			File:    p.Shown(lock.Path),
			Message: fmt.Sprintf("the blueprint at commit %.12s has the digest %s, but the project was rendered from %s", then.Revision, b.Digest, then.Digest),
			Hints:   []string{"restore " + lock.Path + " as it was committed last", "or render the project from the blueprint again: scaffold update"},
		})
	}
	if err == nil {
		err = refuseCommands(b)
	}
	return b, from, err
}

// lockedSource reads the source in a lock, which may be a stranger's.
func (p *Project) lockedSource(then lock.Blueprint) (git.Source, error) {
	s, err := git.ParseSource(then.Source)
	var wrong problem.Problem
	switch {
	case errors.As(err, &wrong):
		wrong.File = p.Shown(lock.Path)
	case !git.IsCommit(then.Revision) || s.Ref != "":
		wrong = problem.Problem{File: p.Shown(lock.Path), Message: "a git source must be locked to a commit", Hints: []string{"restore the version that was committed last"}}
	default:
		s.Ref = then.Ref
		return s, nil
	}
	return s, invalid(wrong)
}

// newest returns what an update of a project leads to: the ref that the person names, else the newest release, unless the
// project follows a branch, a commit or another tag. A tag that names another commit than before is refused.
func (p *Project) newest(ctx context.Context, then lock.Blueprint, s git.Source, to string) (remote *git.Remote, ref, commit string, err error) {
	if git.IsCommit(to) {
		return nil, to, to, nil
	}
	if to == "" && git.IsCommit(s.Ref) {
		return nil, s.Ref, then.Revision, nil
	}
	if remote, err = p.env.connect(ctx, s); err != nil {
		return nil, "", "", err
	}
	if s.Ref != "" && (to == "" || to == s.Ref) && remote.HasTag(s.Ref) {
		if now, _ := remote.Resolve(s.Ref); now != then.Revision {
			return nil, "", "", invalid(problem.Problem{
				Message: fmt.Sprintf("%s: the tag %s was moved: it named commit %s, and now names %s", s.URL, s.Ref, then.Revision, now),
				Hints:   []string{"ask the blueprint's authors why", "if you trust the new commit: scaffold update --to " + now},
			})
		}
	}
	if newest := remote.Newest(); to == "" && newest != "" && (s.Ref == "" || git.IsRelease(s.Ref)) {
		to = newest
	}
	if to != "" {
		s.Ref = to
	}
	commit, err = resolveRef(remote, s)
	return remote, s.Ref, commit, err
}

// newerCommit returns what an update would lead to, "" for nothing new. It fetches no files.
func (p *Project) newerCommit(ctx context.Context, then lock.Blueprint) (string, error) {
	s, err := p.lockedSource(then)
	if err != nil {
		return "", err
	}
	_, ref, commit, err := p.newest(ctx, then, s, "")
	switch {
	case err != nil || commit == then.Revision:
		return "", err
	case git.IsRelease(ref):
		return then.Name + " " + ref, nil
	}
	return then.Name + " at commit " + commit[:12], nil
}
