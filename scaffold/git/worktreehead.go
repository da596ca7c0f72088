package git

import (
	"bytes"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/hash"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

const branches = "refs/heads/"

// head returns the checked-out commit, zero on an unborn branch, and the branch, "" for none.
func (w *Worktree) head() (commit plumbing.Hash, branch string, err error) {
	const maxLinks = 5 // references to references: git's own limit
	name := "HEAD"
	for range maxLinks {
		text, err := w.reference(name)
		target, isLink := strings.CutPrefix(text, "ref:")
		switch {
		case err != nil || text == "":
			return plumbing.ZeroHash, branch, err
		case !isLink && plumbing.IsHash(text):
			return plumbing.NewHash(text), branch, nil
		case !isLink:
			return plumbing.ZeroHash, branch, w.damaged(name)
		}
		name = strings.TrimSpace(target)
		if !strings.HasPrefix(name, "refs/") || !fs.ValidPath(name) {
			return plumbing.ZeroHash, branch, w.damaged("HEAD")
		}
		if short, ok := strings.CutPrefix(name, branches); ok {
			branch = short
		}
	}
	return plumbing.ZeroHash, branch, w.damaged("HEAD")
}

func (w *Worktree) damaged(reference string) error {
	return problem.Problem{
		File: filepath.Join(w.GitDir, reference), Message: "is corrupt", Hints: []string{"run git fsck for details"},
	}
}

// reference returns the text of a reference, "" if it does not exist (gitrepository-layout(5)).
func (w *Worktree) reference(name string) (string, error) {
	dir := w.CommonDir
	for _, own := range []string{"refs/bisect/", "refs/worktree/", "refs/rewritten/"} {
		if strings.HasPrefix(name, own) {
			dir = w.GitDir
		}
	}
	if name == "HEAD" {
		dir = w.GitDir
	}
	data, err := ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err == nil {
		return strings.TrimSpace(string(data)), nil
	}
	if !isNoFile(err) {
		return "", unreadable(err)
	}
	packed, _, err := readRegular(filepath.Join(w.CommonDir, "packed-refs"), mostData)
	if err != nil && !isNoFile(err) {
		return "", unreadable(err)
	}
	for line := range lines(packed) {
		if text, ok := strings.CutSuffix(line, " "+name); ok && plumbing.IsHash(text) {
			return text, nil
		}
	}
	return "", nil
}

// headTree is the tree of the checked-out commit. It reads folders when they are needed.
type headTree struct {
	store   *store
	root    plumbing.Hash            // zero without a commit
	indexed map[string]plumbing.Hash // the index's folders, see indexFile
	folders map[string]headFolder
}

type headFolder struct {
	hash  plumbing.Hash       // zero without such a folder
	same  bool                // the index has exactly the same files
	files map[string]headFile // by name; nil until needed
}

type headFile struct {
	mode filemode.FileMode
	hash plumbing.Hash
}

func (w *Worktree) headTree(s *store, f *indexFile) (*headTree, error) {
	t := &headTree{store: s, indexed: f.folders, folders: map[string]headFolder{}}
	commit, _, err := w.head()
	if err != nil || commit.IsZero() {
		return t, err
	}
	data, err := s.read(commit, plumbing.CommitObject)
	if err != nil {
		return t, err
	}
	line, _, _ := bytes.Cut(data, []byte{'\n'})
	text, ok := strings.CutPrefix(string(line), "tree ")
	if !ok || !plumbing.IsHash(text) {
		return t, w.damaged("HEAD")
	}
	t.root = plumbing.NewHash(text)
	return t, nil
}

// cutPath splits a path into its folder, "" for the root, and its last element.
func cutPath(path string) (dir, name string) {
	i := strings.LastIndexByte(path, '/')
	return path[:max(i, 0)], path[i+1:]
}

func (t *headTree) folder(dir string) (headFolder, error) {
	f, known := t.folders[dir]
	if !known {
		f = headFolder{hash: t.root}
		if dir != "" {
			above, name := cutPath(dir)
			parent, err := t.folder(above)
			if err != nil {
				return f, err
			}
			f.hash = plumbing.ZeroHash
			if entry := parent.files[name]; entry.mode == filemode.Dir {
				f.hash = entry.hash
			}
			f.same = parent.same
		}
		if !f.same {
			indexed, known := t.indexed[dir]
			f.same = known && indexed == f.hash
		}
	}
	if f.files == nil && !f.same && !f.hash.IsZero() {
		data, err := t.store.read(f.hash, plumbing.TreeObject)
		if err != nil {
			return f, err
		}
		if f.files, err = parseTree(data); err != nil {
			return f, problem.Problem{Message: fmt.Sprintf("git object %s is corrupt", f.hash)}
		}
	}
	t.folders[dir] = f
	return f, nil
}

// parseTree reads a tree: mode, name, NUL and hash of each entry.
func parseTree(data []byte) (map[string]headFile, error) {
	files := map[string]headFile{}
	for len(data) > 0 {
		head, rest, ok := bytes.Cut(data, []byte{0})
		digits, name, _ := strings.Cut(string(head), " ")
		mode, err := filemode.New(digits)
		if !ok || err != nil || len(rest) < hash.Size {
			return nil, errPack
		}
		if mode == filemode.Deprecated { // how git once stored group-writable files
			mode = filemode.Regular
		}
		files[name] = headFile{mode, plumbing.Hash(rest[:hash.Size])}
		data = rest[hash.Size:]
	}
	return files, nil
}
