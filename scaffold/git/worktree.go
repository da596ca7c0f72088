package git

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Worktree is the working tree around a project, which is the whole working tree or a folder in it.
//
// It ignores GIT_DIR, GIT_INDEX_FILE and the like: git sets them for hooks, whose repository may be a different one.
type Worktree struct {
	Root      string // absolute, with symbolic links resolved
	GitDir    string // files of this working tree: HEAD, the index
	CommonDir string // shared with linked worktrees: objects, branches; otherwise GitDir
	Prefix    string // the project's folder below Root, with slashes; "" for Root
	Branch    string // the checked-out branch, short; "" for none
	Unborn    bool   // the branch has no commit yet
	Progress  string // what git is in the middle of: merge, rebase, am, cherry-pick or revert; "" for nothing

	Filesystem Filesystem   // as configured, or as git found it
	Notes      problem.List // errors in git's configuration that were skipped

	settings Settings
	env      Environment
}

// Open returns the working tree that contains a folder; ok is false if there is none. It fails for a repository that it
// would misread: one with SHA-256, or with an unknown extension.
//
// It finds the same working tree as git does, but it crosses file systems and does not check the owner: it runs nothing
// that is configured there.
func Open(dir string, e Environment) (w *Worktree, ok bool, err error) {
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, false, unreadable(err)
	}
	watched := watch{Environment: e}
	lookup := Lookup{e.Getenv, watched.isDir, watched.readFile}
	root, gitDir, ok := lookup.Enclosing(dir)
	common := gitDir
	if ok {
		if shared, isLinked := lookup.link(filepath.Join(gitDir, "commondir"), ""); isLinked { // gitrepository-layout(5)
			common = shared
		}
	}
	if watched.err != nil {
		return nil, false, unreadable(watched.err)
	}
	if !ok {
		return nil, false, nil
	}
	w = &Worktree{Root: root, GitDir: gitDir, CommonDir: common, env: e}
	local, err := w.checkFormat()
	if err != nil {
		return nil, false, err
	}
	commit, branch, err := w.head()
	if err != nil {
		return nil, false, err
	}
	w.Branch, w.Unborn = branch, commit.IsZero()
	w.settings = e.settings(scope{files: local, gitDirs: spellings(gitDir), branch: w.Branch})
	w.Filesystem, w.Notes = Filesystem{
		NoExecutableBits: !w.settings.flag("core.filemode", true),
		NoSymlinks:       !w.settings.flag("core.symlinks", true),
		IgnoresCase:      w.settings.flag("core.ignorecase", false),
		Decomposes:       w.settings.flag("core.precomposeunicode", false),
	}, w.settings.Notes
	w.Progress = w.progress()
	if !w.place(dir) {
		return nil, false, nil
	}
	return w, true, nil
}

// watch looks for files, and keeps the first error that is no absence: without it a disk that fails looks like a folder
// without a repository.
type watch struct {
	Environment
	err error
}

func (w *watch) note(err error) {
	if err != nil && !isNoFile(err) && w.err == nil {
		w.err = err
	}
}

func (w *watch) isDir(path string) bool {
	info, err := os.Stat(path)
	w.note(err)
	return err == nil && info.IsDir()
}

func (w *watch) readFile(path string) ([]byte, error) {
	data, err := w.ReadFile(path)
	w.note(err)
	return data, err
}

// spellings returns a folder as given, and with symbolic links resolved.
func spellings(dir string) []string {
	if resolved, err := filepath.EvalSymlinks(dir); err == nil && resolved != dir {
		return []string{dir, resolved}
	}
	return []string{dir}
}

// place sets Root, which core.worktree may move, and Prefix. It reports whether dir is in the working tree.
func (w *Worktree) place(dir string) bool {
	if root := w.settings.values["core.worktree"]; root != "" && w.CommonDir == w.GitDir { // else it is about the main one of linked worktrees
		if !filepath.IsAbs(root) {
			root = filepath.Join(w.GitDir, root)
		}
		all := spellings(root)
		w.Root = all[len(all)-1]
	}
	relative, err := filepath.Rel(w.Root, dir)
	if err != nil || !filepath.IsLocal(relative) {
		return false
	}
	if w.Prefix = filepath.ToSlash(relative); w.Prefix == "." {
		w.Prefix = ""
	}
	return true
}

// progress looks for what git leaves while it waits for the person.
func (w *Worktree) progress() string {
	for _, sign := range []struct{ file, what string }{
		{"rebase-merge", "rebase"},
		{"rebase-apply/applying", "am"},
		{"rebase-apply", "rebase"},
		{"MERGE_HEAD", "merge"},
		{"CHERRY_PICK_HEAD", "cherry-pick"},
		{"REVERT_HEAD", "revert"},
	} {
		if _, err := os.Lstat(filepath.Join(w.GitDir, sign.file)); err == nil {
			return sign.what
		}
	}
	return ""
}

// path converts a path in the project to one in the working tree.
func (w *Worktree) path(project string) (string, error) {
	if !fs.ValidPath(project) || project == "." {
		return "", problem.Problem{File: project, Message: "is not a path in the project"}
	}
	if w.Prefix == "" {
		return project, nil
	}
	return w.Prefix + "/" + project, nil
}

// unreadable reports an error of the file system as a problem.
func unreadable(err error) error {
	p := problem.Problem{Message: "cannot read: " + cause(err)}
	var at *fs.PathError
	if errors.As(err, &at) {
		p.File = at.Path
	}
	return readError{p, err}
}

// ErrUnreadable is in the error if the system could not read a repository.
var ErrUnreadable = errors.New("cannot read the repository")

// readError is a problem with its cause.
type readError struct {
	problem.Problem
	cause error
}

func (e readError) Unwrap() []error { return []error{e.Problem, e.cause, ErrUnreadable} }
