package git

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// snapshot is what a work tree's repository holds at one moment. It is for one goroutine.
type snapshot struct {
	*Worktree
	store      *store
	raw        []byte // the index as it is on disk, nil for none
	index      *indexFile
	attributes *attributes
	ignores    *ignores
	nested     map[string]bool // by folder: whether it is in a repository of its own
}

// look reads the index. The rest is read when it is asked for; close ends that.
func (w *Worktree) look() (*snapshot, error) {
	s := &snapshot{Worktree: w, store: newStore(w.CommonDir), nested: map[string]bool{"": false}}
	var written time.Time
	var err error
	if s.raw, written, err = readIndex(filepath.Join(w.GitDir, "index")); err != nil {
		return nil, err
	}
	s.index = &indexFile{version: 2}
	if s.raw != nil {
		if s.index, err = parseIndex(s.raw); err != nil {
			return nil, explainIndex(filepath.Join(w.GitDir, "index"), err)
		}
	}
	s.index.written = written
	s.readRules()
	return s, nil
}

func (s *snapshot) close() { s.store.close() }

// readIndex gives nothing where there is no index, as before the first git add.
func readIndex(name string) (data []byte, written time.Time, err error) {
	file, err := os.Open(name)
	if isNoFile(err) {
		return nil, written, nil
	}
	if err != nil {
		return nil, written, unreadable(err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	info, err := file.Stat()
	if err == nil {
		data, err = io.ReadAll(file)
	}
	if err != nil {
		return nil, written, unreadable(err)
	}
	return data, info.ModTime(), nil
}

func explainIndex(name string, err error) error {
	var p problem.Problem
	if !errors.As(err, &p) {
		p = problem.Problem{Message: err.Error(), Hints: []string{"git status says what is wrong with it"}}
	}
	p.File = name
	return p
}

// readRules finds the attribute and ignore files that count for a work tree (gitattributes(5), gitignore(5)).
func (s *snapshot) readRules() {
	autocrlf := s.settings.values["core.autocrlf"]
	a := newAttributes()
	a.autocrlf = isTrue(autocrlf) || strings.EqualFold(autocrlf, "input")
	a.read = func(path string) []byte { return s.ruleFile(path, func(indexEntry) bool { return true }) }
	if !isTrue(s.env.Getenv("GIT_ATTR_NOSYSTEM")) {
		a.personal = a.parse(s.optional("/etc/gitattributes"), true)
	}
	a.personal = append(a.personal, a.parse(s.optional(s.personalFile("core.attributesfile", "attributes")), true)...)
	a.in(".") // before the next one: the last definition of a macro counts
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

// personalFile gives the file that a setting names, or the one of this name that the person keeps for git.
func (s *snapshot) personalFile(key, name string) string {
	file, ok := s.settings.values[key]
	if !ok {
		return s.env.personal(name)
	}
	if rest, ok := strings.CutPrefix(file, "~/"); ok && s.env.Home != "" {
		return filepath.Join(s.env.Home, rest)
	}
	return file
}

// optional gives a file's content, nothing where it cannot be read: git warns and goes on.
func (s *snapshot) optional(file string) []byte {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return s.folded(data)
}

// ruleFile gives a file of rules in the work tree, without following a link. Where it is not checked out it is the one in the
// index, if that counts.
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

// folded gives a pattern, or a path that is held against it, in lower case where README and readme are one file.
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

// isNested tells whether a folder is part of another repository inside of this one: git does not look into it.
func (s *snapshot) isNested(folder string) bool {
	if known, ok := s.nested[folder]; ok {
		return known
	}
	above, _ := cutPath(folder)
	nested := s.isNested(above)
	if !nested && !s.index.hasBelow(folder) {
		lookup := Lookup{ReadFile: os.ReadFile, IsDir: isDir}
		dotGit := filepath.Join(s.Root, filepath.FromSlash(folder), ".git")
		if target, ok := lookup.link(dotGit); ok {
			dotGit = target
		}
		nested = lookup.isRepository(dotGit) || s.hasSubmodule(folder)
	}
	s.nested[folder] = nested
	return nested
}

func (s *snapshot) hasSubmodule(folder string) bool {
	entries := s.index.at(folder)
	return len(entries) == 1 && entries[0].mode == filemode.Submodule
}
