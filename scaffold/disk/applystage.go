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

// syncsAtOnce is how many files wait for the disk together, which takes little longer than for one.
const syncsAtOnce = 8

// stage writes the new contents into the journal, and waits until they are on the disk.
func (t *transaction) stage(ctx context.Context) error {
	folder := t.inData(newDir)
	into, err := t.root.OpenRoot(filepath.FromSlash(folder))
	if err != nil {
		return t.explain(memoryDir, err)
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
	if err := context.Cause(ctx); err != nil {
		return err
	}
	for _, f := range []string{folder, t.data, memoryDir} {
		if err := settle(t.root, f); err != nil {
			return t.explain(memoryDir, err)
		}
	}
	return nil
}

// counter reports progress, one call at a time.
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

// stageFile writes one file with the permissions that it will have: those of the file that it replaces, except for the
// executable bits if they change; for a new file, what the umask leaves. The owner and the group stay, too.
func (t *transaction) stageFile(into *os.Root, number int, p string, f tree.File) error {
	name := strconv.Itoa(number)
	there, err := t.root.Lstat(filepath.FromSlash(p))
	if err != nil && !isMissing(err) {
		return err
	}
	isNew := err != nil || t.record.Steps[number].Old.absent()
	switch {
	case f.Mode == tree.Symlink:
		err = t.symlink(into, string(f.Data), name)
	case isNew || !there.Mode().IsRegular():
		err = t.write(into, name, f.Data, rightsOfNew(f))
	default:
		err = t.write(into, name, f.Data, 0o600)
	}
	switch {
	case err != nil:
		return err
	case isNew:
		return t.ownNew(into, name, p)
	}
	if err := t.own(into, name, there); err != nil || f.Mode == tree.Symlink || !there.Mode().IsRegular() {
		return err
	}
	return t.chmod(into, name, rightsAfter(there.Mode().Perm(), t.record.Steps[number], f))
}

// rightsOfNew returns the permissions of a new file, before the umask.
func rightsOfNew(f tree.File) fs.FileMode {
	switch {
	case f.Policy == tree.Private:
		return 0o600
	case f.Mode == tree.Executable:
		return 0o777
	}
	return 0o666
}

// rightsAfter returns the permissions of a file that changes. As with git and chmod +x, whoever may read it may execute it.
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
