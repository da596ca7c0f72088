package disk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// GitChange is what changes in the repository around a project together with the project's files: its index, and objects
// that the new index names.
//
// As git does, Apply holds the lock on the index from before the first file is written until after the last one, and makes
// it the index by a rename. An object that was written stays, whatever happens afterwards: another process may already
// refer to it, and git gc removes objects that nothing refers to.
type GitChange struct {
	Dir    string    // absolute: the folder of the index; a linked work tree has its own
	Common string    // absolute: the folder of the objects; "" if it is Dir
	Files  []GitFile // "index", loose objects, "objects/xx/…", and packs; their Mode does not count
	Index  []byte    // what the index must hold when it is replaced; nil if there must be none
}

const (
	indexName = "index"
	indexLock = indexName + ".lock"
	// indexDraft begins the name of the new index before it is the lock; the rest is random.
	indexDraft = "scaffold-index-"
)

var isObject = plaintext.Pattern(`^objects/(?:[0-9a-f]{2}/(?:[0-9a-f]{38}|[0-9a-f]{62})|pack/pack-[0-9a-f]{40}\.(?:pack|idx))$`) //nolint:gochecknoglobals // constant

// begunGit is on record before git's index is locked, so that Recover knows which lock and which drafts are ours.
type begunGit struct {
	Draft   string   `json:"draft"`
	New     string   `json:"new,omitempty"` // SHA-256 of the new index
	Objects []string `json:"objects,omitempty"`
}

func (b *begunGit) index() string { return indexDraft + b.Draft }

// object names the draft of an object as git names its own, so that git gc would remove it too.
func (b *begunGit) object(name string) string { return path.Join(path.Dir(name), "tmp_obj_"+b.Draft) }

func (g GitChange) common() string {
	if g.Common == "" {
		return g.Dir
	}
	return g.Common
}

// check returns what prevents the change, as far as can be known without the lock.
func (g GitChange) check() (found problem.List) {
	if len(g.Files) == 0 {
		return nil
	}
	if !filepath.IsAbs(g.Dir) || !filepath.IsAbs(g.common()) {
		return problem.List{{File: g.Dir, Message: "must be the absolute path of a git directory"}}
	}
	seen := make(map[string]bool)
	for _, f := range g.Files {
		switch {
		case f.Path != indexName && !isObject().MatchString(f.Path) || seen[f.Path]:
			found = append(found, problem.Problem{File: filepath.Join(g.Dir, f.Path), Message: "scaffold must not write this file of git"})
		case f.Path != indexName:
		case !isIndexFile(f.Data):
			found = append(found, problem.Problem{File: filepath.Join(g.Dir, f.Path), Message: "the new content is not an index"})
		default:
			if _, err := os.Lstat(filepath.Join(g.Dir, indexLock)); err == nil {
				found = append(found, lockedIndex(g.Dir))
			} else if !isMissing(err) {
				found = append(found, problem.Problem{File: filepath.Join(g.Dir, indexLock), Message: "cannot be read: " + cause(err).Error()})
			}
		}
		seen[f.Path] = true
	}
	return found
}

func lockedIndex(dir string) problem.Problem {
	return problem.Problem{
		File: filepath.Join(dir, indexLock), Message: "exists: a git command is running in this repository, or was interrupted",
		Hints: []string{"wait until it has finished; if no git command is running, remove that file"},
	}
}

// lockIndex takes git's lock on the index by putting the new index there. Then it checks that the index is still the one
// that the new one was made from.
func (j *journal) lockIndex(g GitChange, b begun) error {
	i := slices.IndexFunc(g.Files, func(f GitFile) bool { return f.Path == indexName })
	if i < 0 {
		return nil
	}
	root, err := os.OpenRoot(g.Dir)
	if err != nil {
		return explain(g.Dir, "cannot be opened", err)
	}
	defer ignore(root.Close)
	draft := b.Git.index()
	err = j.write(root, draft, g.Files[i].Data, 0o666)
	if there, missing := root.Lstat(indexName); err == nil && missing == nil {
		if err = j.own(root, draft, there); err == nil {
			err = j.chmod(root, draft, there.Mode().Perm())
		}
	}
	if err == nil {
		err = j.place(root, draft, indexLock)
	}
	if errors.Is(err, fs.ErrExist) {
		return lockedIndex(g.Dir)
	}
	if err != nil {
		return explain(filepath.Join(g.Dir, indexLock), "cannot be written", err)
	}
	return isIndex(root, g)
}

func isIndex(root *os.Root, g GitChange) error {
	p := problem.Problem{File: filepath.Join(g.Dir, indexName), Hints: []string{runAgain}}
	info, err := root.Lstat(indexName)
	switch {
	case isMissing(err) && g.Index == nil:
		return nil
	case err == nil && !info.Mode().IsRegular():
		p.Message, p.Hints = "must be a file, found "+kindOf(info.Mode()), []string{"replace it with the file that it links to"}
		return p
	case err == nil:
		var there []byte
		if there, err = root.ReadFile(indexName); err == nil && g.Index != nil && sum(there) == sum(g.Index) {
			return nil
		}
	}
	if err != nil && !isMissing(err) {
		return explain(p.File, "cannot be read", err)
	}
	p.Message = "was changed meanwhile"
	return p
}

// writeObjects writes loose objects as git does: under another name first. An object that exists is the same.
func (j *journal) writeObjects(ctx context.Context, g GitChange, b begun) error {
	if len(g.Files) == 0 {
		return nil
	}
	root, err := os.OpenRoot(filepath.Join(g.common(), "objects"))
	if err != nil {
		return explain(filepath.Join(g.common(), "objects"), "cannot be opened", err)
	}
	defer ignore(root.Close)
	for _, f := range g.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		name, ok := strings.CutPrefix(f.Path, "objects/")
		if !ok {
			continue
		}
		if err := j.writeObject(root, name, b.Git.object(name), f.Data); err != nil {
			return explain(filepath.Join(g.common(), f.Path), "cannot be written", err)
		}
	}
	return nil
}

func (j *journal) writeObject(root *os.Root, name, draft string, data []byte) error {
	if _, err := root.Lstat(filepath.FromSlash(name)); !isMissing(err) {
		return err
	}
	if err := root.Mkdir(path.Dir(name), 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	objects, err := root.Lstat(".")
	if err == nil && os.Geteuid() == 0 { // as in ownNew
		err = j.own(root, path.Dir(name), objects)
	}
	if err == nil {
		err = j.write(root, draft, data, 0o444)
	}
	if err == nil && os.Geteuid() == 0 {
		err = j.own(root, draft, objects)
	}
	if err == nil {
		err = j.place(root, draft, name)
	}
	if errors.Is(err, fs.ErrExist) { // another process was faster
		return j.removeOld(root, draft)
	}
	return err
}

// loadGit returns what is on record of git's files, nil for nothing.
func (j *journal) loadGit() (*begunGit, error) {
	b, err := j.loadBegun()
	switch {
	case isMissing(err), errors.Is(err, errDamaged): // not written by a run that came to locking the index
		return nil, nil //nolint:nilnil // nothing on record, and nothing wrong
	case err != nil:
		return nil, explain(j.home.path(begunName), "cannot be read", err)
	case b.Git == nil || !isRandom().MatchString(b.Git.Draft):
		return nil, nil //nolint:nilnil // as above
	}
	return b.Git, nil
}

// swapIndex makes the lock the index. It is the last change that can fail. The lock is lost if somebody has removed it.
func (j *journal) swapIndex() (lost bool, err error) {
	b, err := j.loadGit()
	if b == nil || b.New == "" || err != nil {
		return false, err
	}
	if j.git.dir == "" {
		return true, nil
	}
	root, err := os.OpenRoot(j.git.dir)
	if isMissing(err) {
		return true, nil // the whole repository is gone
	}
	if err != nil {
		return false, explain(j.git.dir, "cannot be opened", err)
	}
	defer ignore(root.Close)
	ours, err := holds(root, indexLock, b.New)
	if err == nil && !ours {
		swapped, err := holds(root, indexName, b.New)
		return !swapped, err
	}
	if err == nil {
		err = j.rename(root, indexLock, indexName)
	}
	if err != nil {
		return false, explain(filepath.Join(j.git.dir, indexName), "cannot be changed", err)
	}
	return false, nil
}

// sweepGit releases the lock on git's index, if it is ours, and removes drafts.
func (j *journal) sweepGit() {
	b, err := j.loadGit()
	if b == nil || err != nil || j.git.dir == "" {
		return
	}
	if root, err := os.OpenRoot(j.git.dir); err == nil {
		defer ignore(root.Close)
		_ = j.removeOld(root, b.index())
		if ours, err := holds(root, indexLock, b.New); err == nil && ours {
			_ = j.remove(root, indexLock)
		}
	}
	objects, err := os.OpenRoot(filepath.Join(j.git.common, "objects"))
	if err != nil {
		return
	}
	defer ignore(objects.Close)
	for _, p := range b.Objects {
		if isObject().MatchString(p) {
			_ = j.removeOld(objects, b.object(strings.TrimPrefix(p, "objects/")))
		}
	}
}

// mostIndex bounds an index: one of two million files has 200 MB.
const mostIndex = 512 << 20

// holds reports whether a regular file is an index with a known content.
func holds(root *os.Root, name, sha256 string) (bool, error) {
	f, err := readFile(root, name, mostIndex)
	if isMissing(err) {
		return false, nil
	}
	return err == nil && f.Mode.Type() == 0 && isIndexFile(f.Data) && sum(f.Data) == sha256, err
}

// isIndexFile looks for the signature, and room for the header and the sum of an index without entries: gitformat-index(5).
func isIndexFile(data []byte) bool { return len(data) >= 12+20 && string(data[:4]) == "DIRC" }
