package disk

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/seed-d277c37b/scaffold/scaffold/parallel"
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
	var numbers []int
	for number, s := range t.record.Steps {
		if isFile(s.New.Mode) {
			numbers = append(numbers, number)
		}
	}
	progress := counter{total: len(numbers), report: t.options.Progress}
	err = parallel.Waiting(ctx, len(numbers), syncsAtOnce, func(context.Context) func(int) error {
		return func(i int) error {
			p := t.record.Steps[numbers[i]].Path
			if err := t.stageFile(into, numbers[i], p, t.files[p]); err != nil {
				return t.explain(p, err)
			}
			progress.count()
			return nil
		}
	})
	if err != nil {
		return err
	}
	for _, f := range []string{folder, t.data, memoryDir} {
		if err := settle(t.root, f); err != nil {
			return t.explain(memoryDir, err)
		}
	}
	return nil
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
