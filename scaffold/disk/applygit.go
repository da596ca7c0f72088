package disk

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// GitChange is what changes in the repository around a project together with the project's files: its index, and objects
// that the new index names.
//
// As with git itself, the lock on the index is held from before the first file is written until after the last one, and
// becomes the index by a rename; and an object that was written stays, whatever happens afterwards: another process may
// have begun to name it, and git gc removes what nothing names.
type GitChange struct {
	Dir    string    // absolute: where the index is; of a linked work tree its own folder
	Common string    // absolute: where the objects are; "" for Dir
	Files  []GitFile // "index" and loose objects, "objects/xx/…"; their Mode does not count
	Index  []byte    // what the index must hold when it is replaced; nil where there must be none
}

const (
	indexName = "index"
	indexLock = indexName + ".lock"
	// indexDraft, and what rand.Text gives in lower case, names the new index before it is the lock.
	indexDraft = "scaffold-index-"
)

var isObject = regexp.MustCompile(`^objects/[0-9a-f]{2}/(?:[0-9a-f]{38}|[0-9a-f]{62})$`)

// intent is kept in the journal from before git's index is locked, so that Recover knows which lock is ours.
type intent struct {
	Dir   string `json:"dir"`
	Draft string `json:"draft"`
	New   string `json:"new"` // SHA-256 of the new index
}

func (g GitChange) index() (GitFile, bool) {
	for _, f := range g.Files {
		if f.Path == indexName {
			return f, true
		}
	}
	return GitFile{}, false
}

func (g GitChange) common() string {
	if g.Common == "" {
		return g.Dir
	}
	return g.Common
}

// check gives what keeps the change from being made, as far as one can tell without a lock.
func (g GitChange) check() (found problem.List) {
	if len(g.Files) == 0 {
		return nil
	}
	if !filepath.IsAbs(g.Dir) || !filepath.IsAbs(g.common()) {
		return problem.List{{File: g.Dir, Message: "is not the absolute path of a git directory"}}
	}
	seen := make(map[string]bool)
	for _, f := range g.Files {
		switch {
		case f.Path != indexName && !isObject.MatchString(f.Path) || seen[f.Path]:
			found = append(found, problem.Problem{File: filepath.Join(g.Dir, f.Path), Message: "is not a file of git that scaffold may write"})
		case f.Path != indexName:
		case !isIndexFile(f.Data):
			found = append(found, problem.Problem{File: filepath.Join(g.Dir, f.Path), Message: "would not be an index"})
		default:
			if _, err := os.Lstat(filepath.Join(g.Dir, indexLock)); err == nil {
				found = append(found, lockedIndex(g.Dir))
			}
		}
		seen[f.Path] = true
	}
	return found
}

func lockedIndex(dir string) problem.Problem {
	return problem.Problem{
		File: filepath.Join(dir, indexLock), Message: "exists: git is at work in this repository, or was killed",
		Hints: []string{"wait until it is done, or, where no git runs, remove that file"},
	}
}

// lockIndex takes git's lock on the index by putting the new index there, and then looks whether the index is still the one
// that the new one was made from.
func (j *journal) lockIndex(g GitChange) error {
	index, ok := g.index()
	if !ok {
		return nil
	}
	root, err := os.OpenRoot(g.Dir)
	if err != nil {
		return explain(g.Dir, "cannot be opened", err)
	}
	defer ignore(root.Close)
	i := intent{Dir: g.Dir, Draft: indexDraft + strings.ToLower(rand.Text()), New: sum(index.Data)}
	if err := j.save(intentName, i); err != nil {
		return j.explain(intentName, err)
	}
	err = j.write(root, i.Draft, index.Data, 0o666)
	if there, missing := root.Lstat(indexName); err == nil && missing == nil {
		err = j.chmod(root, i.Draft, there.Mode().Perm())
	}
	if err == nil {
		err = j.place(root, i.Draft, indexLock)
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
	case errors.Is(err, fs.ErrNotExist) && g.Index == nil:
		return nil
	case err == nil && !info.Mode().IsRegular():
		p.Message, p.Hints = "is not a file", []string{"put a file there: git has an index that is a link, which scaffold would cut"}
		return p
	case err == nil:
		var there []byte
		if there, err = root.ReadFile(indexName); err == nil && g.Index != nil && sum(there) == sum(g.Index) {
			return nil
		}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return explain(p.File, "cannot be read", err)
	}
	p.Message = "was changed meanwhile"
	return p
}

// writeObjects writes loose objects as git does: beside their place, then a rename. An object that is there is the same.
func (j *journal) writeObjects(ctx context.Context, g GitChange) error {
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
		if err := j.writeObject(root, name, f.Data); err != nil {
			return explain(filepath.Join(g.common(), f.Path), "cannot be written", err)
		}
	}
	return nil
}

func (j *journal) writeObject(root *os.Root, name string, data []byte) error {
	if _, err := root.Lstat(filepath.FromSlash(name)); err == nil {
		return nil
	}
	folder := path.Dir(name)
	if err := root.Mkdir(folder, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	draft := path.Join(folder, "tmp_obj_"+strings.ToLower(rand.Text())) // a name that git gc removes
	err := j.write(root, draft, data, 0o444)
	if err == nil {
		err = j.place(root, draft, name)
	}
	if err != nil {
		_ = root.Remove(filepath.FromSlash(draft))
	}
	if errors.Is(err, fs.ErrExist) { // another process was faster
		return nil
	}
	return err
}

// loadIntent gives what was saved before the index was locked, if anything was. It may come with a stranger's repository:
// nothing is done for it but to a lock whose whole content it knows, and to a draft.
func (j *journal) loadIntent() (i intent, found bool, err error) {
	err = j.load(intentName, &i)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errDamaged) {
		return i, false, nil
	}
	if err != nil {
		return i, false, j.explain(intentName, err)
	}
	end, ok := strings.CutPrefix(i.Draft, indexDraft)
	return i, ok && len(end) == len(rand.Text()) && !strings.ContainsAny(end, `/\`) && filepath.IsAbs(i.Dir), nil
}

// swapIndex makes the lock the index. It is the last thing that happens, so that nothing can fail after it. The lock is
// lost where somebody has removed it.
func (j *journal) swapIndex() (lost bool, err error) {
	i, found, err := j.loadIntent()
	if !found || err != nil {
		return false, err
	}
	root, err := os.OpenRoot(i.Dir)
	if err != nil {
		return true, nil // the whole repository is gone
	}
	defer ignore(root.Close)
	if !holds(root, indexLock, i.New) {
		return !holds(root, indexName, i.New), nil
	}
	if err := j.rename(root, indexLock, indexName); err != nil {
		return false, explain(filepath.Join(i.Dir, indexName), "cannot be changed", err)
	}
	return false, nil
}

// unlockIndex gives up git's lock on the index, where it is ours.
func (j *journal) unlockIndex() {
	i, found, err := j.loadIntent()
	if !found || err != nil {
		return
	}
	root, err := os.OpenRoot(i.Dir)
	if err != nil {
		return
	}
	defer ignore(root.Close)
	_ = j.remove(root, i.Draft)
	if holds(root, indexLock, i.New) {
		_ = j.remove(root, indexLock)
	}
}

// holds tells whether a regular file is an index with a known content.
func holds(root *os.Root, name, sha256 string) bool {
	info, err := root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	data, err := root.ReadFile(name)
	return err == nil && isIndexFile(data) && sum(data) == sha256
}

// isIndexFile looks for the signature, and room for the header and the sum of an index without entries: gitformat-index(5).
func isIndexFile(data []byte) bool { return len(data) >= 12+20 && string(data[:4]) == "DIRC" }
