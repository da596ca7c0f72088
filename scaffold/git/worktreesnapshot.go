package git

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// snapshot is the state of a working tree's repository at one moment. It is not safe for concurrent use.
type snapshot struct {
	*Worktree
	store      *store
	raw        []byte // the index file, nil for none
	index      *indexFile
	attributes *attributes
	ignores    *ignores
	lower      map[string]string // the index's spelling by lower-case path, if case is ignored
	nested     map[string]bool   // by folder: whether it is in a nested repository
}

// look reads the index. The rest is read when needed, until close.
func (w *Worktree) look() (*snapshot, error) {
	s := &snapshot{Worktree: w, store: newStore(w.CommonDir), nested: map[string]bool{"": false}}
	var written time.Time
	var err error
	if s.raw, written, err = readIndex(filepath.Join(w.GitDir, "index")); err != nil {
		return nil, err
	}
	s.index = &indexFile{version: 2}
	if s.raw != nil {
		if s.index, err = s.readWhole(); err != nil {
			s.close()
			return nil, err
		}
	}
	s.index.written = written
	s.readRules()
	return s, nil
}

func (s *snapshot) close() { s.store.close() }

// each calls do for each of some paths of the project, with the path in the working tree. After, if not nil, returns a
// .gitignore of the project as it will be; known is false for one that does not change.
func (w *Worktree) each(
	paths []string, after func(path string) (data []byte, known bool), do func(s *snapshot, path, full string) error,
) error {
	s, err := w.look()
	if err != nil {
		return err
	}
	defer s.close()
	onDisk := s.ignores.read
	s.ignores.read = func(full string) []byte {
		inProject, ok := strings.CutPrefix("/"+full, strings.TrimSuffix("/"+s.Prefix, "/")+"/")
		if ok && after != nil {
			if data, known := after(inProject); known {
				return s.folded(data)
			}
		}
		return onDisk(full)
	}
	for _, p := range paths {
		full, err := w.path(p)
		if err != nil {
			return err
		}
		if err := do(s, p, full); err != nil {
			return err
		}
	}
	return nil
}

// readIndex returns nil data if there is no index, as before the first git add.
func readIndex(name string) (data []byte, written time.Time, err error) {
	data, info, err := readRegular(name, mostData)
	if isNoFile(err) {
		return nil, written, nil
	}
	if err != nil {
		return nil, written, unreadable(err)
	}
	return data, info.ModTime(), nil
}

// readWhole parses the index, with its shared index if it is split, and the project's folders if it is sparse.
func (s *snapshot) readWhole() (*indexFile, error) {
	name := filepath.Join(s.GitDir, "index")
	f, err := parseIndex(s.raw)
	if err != nil {
		return nil, explainIndex(name, err)
	}
	if f.split != nil && !f.split.shared.IsZero() {
		shared := filepath.Join(s.GitDir, "sharedindex."+f.split.shared.String())
		data, _, err := readIndex(shared)
		if err != nil {
			return nil, err
		}
		if data == nil {
			return nil, problem.Problem{
				File: name, Message: "is split, and its shared index is missing: " + filepath.Base(shared),
				Hints: []string{"rebuild it: git read-tree HEAD"},
			}
		}
		base, err := parseIndex(data)
		if err != nil {
			return nil, explainIndex(shared, err)
		}
		if err := f.join(base); err != nil {
			return nil, explainIndex(name, err)
		}
	}
	if err := f.checkOrder(); err != nil {
		return nil, explainIndex(name, err)
	}
	return f, f.expand(s.store, func(folder string) bool {
		project := s.Prefix + "/"
		return s.Prefix == "" || strings.HasPrefix(folder, project) || strings.HasPrefix(project, folder)
	})
}

func explainIndex(name string, err error) error {
	var p problem.Problem
	if !errors.As(err, &p) {
		p = problem.Problem{Message: err.Error(), Hints: []string{"run git status for details"}}
	}
	p.File = name
	return p
}

// readRules finds the attributes and ignore files of a working tree (gitattributes(5), gitignore(5)).
func (s *snapshot) readRules() {
	autocrlf := s.settings.values["core.autocrlf"]
	a := newAttributes()
	a.autocrlf = isTrue(autocrlf) || strings.EqualFold(autocrlf, "input")
	a.read = func(path string) []byte { return s.ruleFile(path, func(indexEntry) bool { return true }) }
	if !isTrue(s.env.Getenv("GIT_ATTR_NOSYSTEM")) {
		a.personal = a.parse(s.optional("/etc/gitattributes"), true)
	}
	a.personal = append(a.personal, a.parse(s.optional(s.personalFile("core.attributesfile", "attributes")), true)...)
	a.in(".") // before info/attributes: the last definition of a macro wins
	a.info = a.parse(s.optional(filepath.Join(s.CommonDir, "info", "attributes")), true)

	i := &ignores{rules: map[string][]ignoreRule{}, folders: map[string]*ignoreRule{".": nil}}
	i.read = func(path string) []byte {
		return s.ruleFile(path, func(e indexEntry) bool { return e.more&moreSkipWorktree != 0 })
	}
	for _, file := range []string{s.personalFile("core.excludesfile", "ignore"), filepath.Join(s.CommonDir, "info", "exclude")} {
		i.outer = append(i.outer, parseIgnore(file, s.optional(file))...)
	}
	s.attributes, s.ignores = a, i
}

// personalFile returns the file that a setting names, or the default in the person's configuration folder.
func (s *snapshot) personalFile(key, name string) string {
	file, ok := s.settings.values[key]
	if !ok {
		return s.env.personal(name)
	}
	return inHome(file, s.env.Home)
}

// optional returns a file's content, nil if it cannot be read: git only warns.
func (s *snapshot) optional(file string) []byte {
	data, err := ReadFile(file)
	if err != nil {
		return nil
	}
	return s.folded(data)
}

// ruleFile returns a rules file of the working tree; it follows no symbolic link. Without a file it returns the content in
// the index, if counts reports true for the entry.
func (s *snapshot) ruleFile(path string, counts func(indexEntry) bool) []byte {
	name := filepath.Join(s.Root, filepath.FromSlash(path))
	info, err := os.Lstat(name)
	if err == nil && info.Mode().IsRegular() {
		return s.optional(name)
	}
	entries := s.index.at(path)
	if !isNoFile(err) || len(entries) != 1 || entries[0].stage() != 0 || !counts(entries[0]) {
		return nil
	}
	data, err := s.store.read(entries[0].hash, plumbing.BlobObject)
	if err != nil {
		return nil
	}
	return s.folded(data)
}

// folded returns a pattern or path in lower case if the file system ignores case.
func (s *snapshot) folded(data []byte) []byte {
	if s.Filesystem.IgnoresCase {
		return bytes.ToLower(data)
	}
	return data
}

func (s *snapshot) isIgnored(path string) bool {
	_, ignored := s.ignores.ignored(string(s.folded([]byte(path))))
	return ignored
}

func (s *snapshot) conversion(path string) conversion {
	return s.attributes.conversion(string(s.folded([]byte(path))))
}

// TracksBelow reports whether git's index has anything below a folder of the project.
func (w *Worktree) TracksBelow(folder string) (tracked bool, err error) {
	err = w.each([]string{folder}, nil, func(s *snapshot, _, full string) error {
		tracked = s.index.hasBelow(full)
		return nil
	})
	return tracked, err
}

// Nested returns those of a project's folders that are in a nested repository or a submodule, which git does not look into.
func (w *Worktree) Nested(folders []string) ([]string, error) {
	var nested []string
	err := w.each(folders, nil, func(s *snapshot, folder, full string) error {
		if s.isNested(full) {
			nested = append(nested, folder)
		}
		return nil
	})
	return nested, err
}

// HasRepository reports whether a folder is the root of a repository's working tree.
func HasRepository(dir string) bool {
	lookup := Lookup{ReadFile: ReadFile, IsDir: new(watch).isDir}
	dotGit := filepath.Join(dir, ".git")
	if target, ok := lookup.link(dotGit, gitDirPrefix); ok {
		dotGit = target
	}
	return lookup.isRepository(dotGit)
}

// isNested reports whether a folder is in a nested repository, which git does not look into.
func (s *snapshot) isNested(folder string) bool {
	if known, ok := s.nested[folder]; ok {
		return known
	}
	above, _ := cutPath(folder)
	nested := s.isNested(above)
	if !nested && !s.index.hasBelow(folder) {
		entries := s.index.at(folder)
		isSubmodule := len(entries) == 1 && entries[0].mode == filemode.Submodule
		nested = isSubmodule || HasRepository(filepath.Join(s.Root, filepath.FromSlash(folder)))
	}
	s.nested[folder] = nested
	return nested
}
