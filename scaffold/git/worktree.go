package git

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Worktree is the work tree of a repository, around a project that is all of it or a folder in it.
//
// GIT_DIR, GIT_INDEX_FILE and their kin are not asked: git sets them for its hooks, where they speak of the repository
// of the hook, which may be another one.
type Worktree struct {
	Root      string // absolute, with links resolved
	GitDir    string // what is this work tree's own: HEAD, the index
	CommonDir string // what the linked work trees of a repository share: objects, branches; else the same as GitDir
	Prefix    string // the project's folder below Root, with slashes; "" where it is Root
	Branch    string // that is checked out, short; "" for none
	Progress  string // what git is in the middle of: merge, rebase, am, cherry-pick or revert; "" for nothing

	Filesystem Filesystem   // what git was told, or found out, of the disk
	Notes      problem.List // what is wrong with git's configuration and was passed over

	settings Settings
	env      Environment
}

// Open gives the work tree that a folder is in. It is not ok where there is none, where everything works without git.
// It fails for a repository of a kind that would be read wrongly: one with SHA-256, or with an extension that is not
// known.
//
// It finds the same one as git does, except that it asks neither who owns it, for it runs nothing that is configured
// there, nor where one file system ends.
func Open(dir string, e Environment) (w *Worktree, ok bool, err error) {
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, false, unreadable(err)
	}
	root, gitDir, ok := Lookup{e.Getenv, isDir, e.ReadFile}.find(dir)
	if !ok {
		return nil, false, nil
	}
	w = &Worktree{Root: root, GitDir: gitDir, CommonDir: commonDir(gitDir), env: e}
	local, err := w.checkFormat()
	if err != nil {
		return nil, false, err
	}
	if _, w.Branch, err = w.head(); err != nil {
		return nil, false, err
	}
	w.settings = e.settings(scope{files: local, gitDirs: spellings(gitDir), branch: w.Branch})
	w.Filesystem, w.Notes = w.settings.filesystem(), w.settings.Notes
	w.Progress = w.progress()
	if !w.place(dir) {
		return nil, false, nil
	}
	return w, true, nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// spellings gives a folder as it is, and with links resolved.
func spellings(dir string) []string {
	if resolved, err := filepath.EvalSymlinks(dir); err == nil && resolved != dir {
		return []string{dir, resolved}
	}
	return []string{dir}
}

// commonDir gives what the folder of a linked work tree says (gitrepository-layout(5), "commondir").
func commonDir(gitDir string) string {
	data, err := os.ReadFile(filepath.Join(gitDir, "commondir"))
	if err != nil {
		return gitDir
	}
	dir := strings.TrimRight(string(data), "\r\n")
	if filepath.IsAbs(dir) {
		return filepath.Clean(dir)
	}
	return filepath.Join(gitDir, dir)
}

// place sets the root, which core.worktree may have elsewhere, and the prefix. It tells whether dir is in the work tree.
func (w *Worktree) place(dir string) bool {
	if root := w.settings.values["core.worktree"]; root != "" && !w.isLinked() {
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

// isLinked tells whether git worktree add made it: then core.worktree speaks of the main one.
func (w *Worktree) isLinked() bool { return w.CommonDir != w.GitDir }

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

// path gives the path in the work tree of one in the project.
func (w *Worktree) path(project string) (string, error) {
	if !fs.ValidPath(project) || project == "." {
		return "", problem.Problem{File: project, Message: "is not a path in a project"}
	}
	if w.Prefix == "" {
		return project, nil
	}
	return w.Prefix + "/" + project, nil
}

// unreadable words an error of the file system.
func unreadable(err error) error {
	p := problem.Problem{Message: "cannot be read: " + cause(err)}
	var at *fs.PathError
	if errors.As(err, &at) {
		p.File = at.Path
	}
	return p
}
