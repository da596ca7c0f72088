package git

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Environment is where git's configuration comes from.
type Environment struct {
	Getenv   func(name string) string
	ReadFile func(path string) ([]byte, error) // fs.ErrNotExist for a file that is not there
	Home     string                            // "" for none
	Dirs     []string                          // absolute paths of a new project: as given, and with symbolic links resolved
	Stat     func(path string) (Stat, error)   // of a file by its absolute path; only Open needs it; nil if the system cannot say
}

// scope is the repository whose configuration is read.
type scope struct {
	files   []string // the repository's own, lowest precedence first
	gitDirs []string // its absolute paths: as found, and with symbolic links resolved
	branch  string   // the checked-out branch, short; "" for none
}

// Settings is the part of git's configuration that matters to a project.
type Settings struct {
	Branch string       // init.defaultBranch, or "main"
	Signs  bool         // commit.gpgSign: commits must be signed, which needs the git program
	Notes  problem.List // errors in the configuration that were skipped

	values   map[string]string // by key; the last one wins
	rewrites []rewrite
	getenv   func(string) string
}

const defaultBranch = "main"

// LoadSettings reads the configuration in git's own order: the system's file, the person's two files, then
// GIT_CONFIG_COUNT; each with the files it includes (git-config(1), "Files" and "Includes"). A broken file counts up to
// its first broken line and is listed in Notes: git would refuse to work, but nobody should lose a new project to a typo
// elsewhere.
func LoadSettings(e Environment) Settings {
	gitDirs := make([]string, len(e.Dirs))
	for i, dir := range e.Dirs {
		gitDirs[i] = filepath.Join(dir, ".git")
	}
	return e.settings(scope{gitDirs: gitDirs})
}

func (e Environment) settings(of scope) Settings {
	l := &configLoader{Environment: e, scope: of, values: map[string]string{}}
	for _, file := range append(e.files(), of.files...) {
		l.file(file, 0)
	}
	l.environment()
	s := Settings{Branch: defaultBranch, Signs: isTrue(l.values["commit.gpgsign"]), values: l.values, rewrites: l.rewrites, getenv: e.Getenv}
	if name := l.values["init.defaultbranch"]; name != "" {
		if err := CheckBranch(name); err == nil {
			s.Branch = name
		} else {
			l.note(problem.Problem{Message: fmt.Sprintf("init.defaultBranch is not a valid branch name: %q", name)})
		}
	}
	s.Notes = l.notes
	return s
}

// files returns the paths of the configuration files, lowest precedence first.
func (e Environment) files() []string {
	var files []string
	if system := e.Getenv("GIT_CONFIG_SYSTEM"); isTrue(e.Getenv("GIT_CONFIG_NOSYSTEM")) {
		files = nil
	} else if system != "" {
		files = append(files, system)
	} else if programs := e.Getenv("ProgramFiles"); runtime.GOOS == "windows" && programs != "" {
		files = append(files, filepath.Join(programs, "Git", "etc", "gitconfig"))
	} else { // the file of a standard build of git; other builds need GIT_CONFIG_SYSTEM
		files = append(files, "/etc/gitconfig")
	}
	if global := e.Getenv("GIT_CONFIG_GLOBAL"); global != "" {
		return append(files, global)
	}
	if xdg := e.personal("config"); xdg != "" {
		files = append(files, xdg)
	}
	if e.Home != "" {
		files = append(files, filepath.Join(e.Home, ".gitconfig"))
	}
	return files
}

// personal returns the path of a file in the person's configuration folder for git, or "" without such a folder.
func (e Environment) personal(name string) string {
	if xdg := e.Getenv("XDG_CONFIG_HOME"); xdg != "" {
		return filepath.Join(xdg, "git", name)
	}
	if e.Home != "" {
		return filepath.Join(e.Home, ".config", "git", name)
	}
	return ""
}

// inHome returns a path of git's configuration, which may begin with "~/" for the person's home folder, "" for none.
func inHome(path, home string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok && home != "" {
		return filepath.Join(home, rest)
	}
	return path
}

// configLoader collects settings from files that include each other.
type configLoader struct {
	Environment
	scope
	values map[string]string
	safe   []string // of safe.directory, which may be set more than once
	notes  problem.List
	opened int

	rewrites []rewrite
}

// Limits on includes: git's own depth, which also ends cycles, and a count that only a hostile file reaches.
const (
	maxIncludeDepth = 10
	maxIncludes     = 200
)

func (l *configLoader) note(p problem.Problem) { l.notes = append(l.notes, p) }

func (l *configLoader) file(path string, depth int) {
	if depth > maxIncludeDepth || l.opened >= maxIncludes {
		l.note(problem.Problem{File: path, Message: "too many nested includes in git's configuration; skipped this file"})
		return
	}
	l.opened++
	data, err := l.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return
	case err != nil:
		l.note(problem.Problem{File: path, Message: "cannot read git's configuration: " + cause(err)})
		return
	}
	settings, line, err := parseConfig(data)
	for _, s := range settings {
		l.set(s.key, s.value)
		condition, includes := "", s.key == "include.path"
		if rest, ok := strings.CutPrefix(s.key, "includeif."); ok {
			condition, includes = strings.CutSuffix(rest, ".path")
		}
		if includes && (condition == "" || l.holds(condition, path)) {
			target := inHome(s.value, l.Home)
			if target == "" || target[0] == '~' {
				continue // another user's home folder is never read
			}
			if !filepath.IsAbs(target) {
				target = filepath.Join(filepath.Dir(path), target)
			}
			l.file(target, depth+1)
		}
	}
	if err != nil {
		l.note(problem.Problem{
			File: path, Line: line, Message: "invalid git configuration: " + err.Error(),
			Hints: []string{"scaffold used the lines above; git itself refuses the whole file"},
		})
	}
}

// cause returns an error's message without its path, which the problem already names.
func cause(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}

// environment reads the settings that GIT_CONFIG_COUNT announces.
func (l *configLoader) environment() {
	text := l.Getenv("GIT_CONFIG_COUNT")
	if text == "" {
		return
	}
	count, err := strconv.Atoi(text)
	if err != nil || count < 0 || count > 1000 {
		l.note(problem.Problem{Message: fmt.Sprintf("GIT_CONFIG_COUNT must be a number from 0 to 1000, got %q", text)})
		return
	}
	for i := range count {
		key := l.Getenv("GIT_CONFIG_KEY_" + strconv.Itoa(i))
		section, rest, _ := strings.Cut(key, ".")
		if dot := strings.LastIndexByte(rest, '.'); dot >= 0 {
			rest = rest[:dot] + strings.ToLower(rest[dot:])
		} else {
			rest = strings.ToLower(rest)
		}
		l.set(strings.ToLower(section)+"."+rest, l.Getenv("GIT_CONFIG_VALUE_"+strconv.Itoa(i)))
	}
}

// flag returns a boolean setting, or the default if it is not set.
func (s Settings) flag(key string, otherwise bool) bool {
	if value, ok := s.values[key]; ok {
		return isTrue(value)
	}
	return otherwise
}

// isTrue reports whether git reads the text as true. Anything it does not know counts as false.
func isTrue(s string) bool {
	switch strings.ToLower(s) {
	case "true", "yes", "on":
		return true
	}
	n, err := strconv.Atoi(s)
	return err == nil && n != 0
}
