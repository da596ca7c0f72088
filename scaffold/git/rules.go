package git

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

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
