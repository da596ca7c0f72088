package cli

import (
	"context"

	"github.com/seed-d277c37b/scaffold/scaffold/disk"
	"github.com/seed-d277c37b/scaffold/scaffold/git"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// write makes the project: its files and its repository beside the target, then one rename. It gives the repository,
// nil where none is wanted.
func (a *app) write(ctx context.Context, target string, files tree.Tree, plan repositoryPlan, message string) (r *git.Repository, err error) {
	type packed struct {
		repository *git.Repository
		err        error
	}
	packing := make(chan packed, 1) // a processor compresses for git while the other writes the files
	go func() {
		r, err := plan.repository(files, message)
		packing <- packed{r, err}
	}()
	stage, err := disk.NewStage(ctx, target)
	if err != nil {
		return nil, err
	}
	defer func() {
		if abort := stage.Abort(); err == nil {
			err = abort
		}
	}()
	written, err := stage.Write(ctx, files, a.progress())
	if err != nil {
		return nil, err
	}
	p := <-packing
	if p.err != nil {
		return nil, p.err
	}
	if p.repository != nil {
		if err := writeRepository(ctx, stage, p.repository, written); err != nil {
			return nil, err
		}
	}
	return p.repository, stage.Commit(ctx)
}

func writeRepository(ctx context.Context, stage *disk.Stage, r *git.Repository, written []disk.Written) error {
	stats := make([]git.Stat, len(written))
	for i, w := range written {
		stats[i] = git.Stat(w)
	}
	files, err := r.Files(stats)
	if err != nil {
		return err
	}
	out := make([]disk.GitFile, len(files))
	for i, f := range files {
		out[i] = disk.GitFile(f)
	}
	return stage.WriteGit(ctx, out)
}

// progress shows how far a large project is, at a terminal only.
func (a *app) progress() func(done, total int) {
	const large, step = 1000, 250
	if !a.err.terminal {
		return nil
	}
	return func(done, total int) {
		switch {
		case total < large:
		case done == total:
			a.err.printf("\r\x1b[K")
		case done%step == 0:
			a.err.printf("\r  writing %d of %d files", done, total)
		}
	}
}
