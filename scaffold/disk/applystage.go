package disk

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// syncsAtOnce is how many files wait for the disk together: it takes little longer for them than for one.
const syncsAtOnce = 8

// stage writes what will stand in the project into the journal, and waits until it is on the disk.
func (t *transaction) stage(ctx context.Context) error {
	for _, name := range []string{newDir, oldDir} {
		if err := t.mkdir(name, 0o700); err != nil {
			return t.explain(name, err)
		}
	}
	into, err := t.root.OpenRoot(filepath.FromSlash(newDir))
	if err != nil {
		return t.explain(newDir, err)
	}
	defer ignore(into.Close)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	numbers := make(chan int, len(t.record.Steps))
	total := 0
	for number, s := range t.record.Steps {
		if !s.New.absent() && !s.New.Mode.IsDir() {
			numbers <- number
			total++
		}
	}
	close(numbers)
	progress := counter{total: total, report: t.options.Progress}
	var group sync.WaitGroup
	for range min(syncsAtOnce, total) {
		group.Go(func() {
			for number := range numbers {
				if ctx.Err() != nil {
					return
				}
				p := t.record.Steps[number].Path
				if err := t.stageFile(into, number, p, t.files[p]); err != nil {
					stop(t.explain(p, err))
					return
				}
				progress.count()
			}
		})
	}
	group.Wait()
	t.settle(newDir)
	return context.Cause(ctx)
}

// counter tells how far a run is, one call at a time.
type counter struct {
	mu          sync.Mutex
	done, total int
	report      func(done, total int)
}

func (c *counter) count() {
	if c.report == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done++
	c.report(c.done, c.total)
}

// stageFile writes one file with the rights that it will have: those of the file in whose place it comes, but for the
// right to execute where that changes; of a new file, what the umask leaves.
func (t *transaction) stageFile(into *os.Root, number int, p string, f tree.File) error {
	name := strconv.Itoa(number)
	if f.Mode == tree.Symlink {
		return t.symlink(into, string(f.Data), name)
	}
	there, err := t.root.Lstat(filepath.FromSlash(p))
	if err != nil || !there.Mode().IsRegular() || t.record.Steps[number].Old.absent() {
		return t.write(into, name, f.Data, rightsOfNew(f))
	}
	if err := t.write(into, name, f.Data, 0o600); err != nil {
		return err
	}
	return t.chmod(into, name, rightsAfter(there.Mode().Perm(), t.record.Steps[number], f))
}

// rightsOfNew gives the rights of a new file, before the umask.
func rightsOfNew(f tree.File) fs.FileMode {
	switch {
	case f.Policy == tree.Private:
		return 0o600
	case f.Mode == tree.Executable:
		return 0o777
	}
	return 0o666
}

// rightsAfter gives the rights of a file that changes. Who may read it may execute it, as git and chmod +x have it.
func rightsAfter(before fs.FileMode, s step, f tree.File) fs.FileMode {
	after := before
	switch {
	case s.Old.Mode == s.New.Mode:
	case f.Mode == tree.Executable:
		after |= before & 0o444 >> 2
	default:
		after &^= 0o111
	}
	if f.Policy == tree.Private {
		after &= 0o700
	}
	return after
}
