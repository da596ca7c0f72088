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

// Environment is where git's configuration is looked for.
type Environment struct {
	Getenv   func(name string) string
	ReadFile func(path string) ([]byte, error) // fs.ErrNotExist for a file that is not there
	Home     string                            // "" for none
	Dirs     []string                          // absolute paths of a new project: as given, and with links resolved
	Stat     func(path string) (Stat, error)   // of a file by its absolute path; for Open alone, nil where nobody knows
}

// scope is the repository that configuration is read for.
type scope struct {
	files   []string // of the repository itself, the weakest first
	gitDirs []string // its absolute paths: as found, and with links resolved
	branch  string   // that is checked out, short; "" for none
}

// Settings is what git's configuration says to a new project.
type Settings struct {
	Branch string       // init.defaultBranch, or "main"
	Signs  bool         // commit.gpgSign: the person wants signed commits, which need the git program
	Notes  problem.List // what is wrong with the configuration and was passed over

	values map[string]string // by key, the last one wins
	getenv func(string) string
}

const defaultBranch = "main"

// LoadSettings reads the configuration in git's own order: the system's, the person's two files, GIT_CONFIG_COUNT, each
// with what it includes (git-config(1), "Files" and "Includes"). A file that is broken counts up to the line that
// breaks it and is told in Notes: git would refuse to work, but nobody should lose a new project to a typo elsewhere.
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
	s := Settings{Branch: defaultBranch, Signs: isTrue(l.values["commit.gpgsign"]), values: l.values, getenv: e.Getenv}
	if name := l.values["init.defaultbranch"]; name != "" {
		if err := CheckBranch(name); err == nil {
			s.Branch = name
		} else {
			l.note(problem.Problem{Message: fmt.Sprintf("init.defaultBranch is %q: not a name for a branch", name)})
		}
	}
	s.Notes = l.notes
	return s
}

// files gives the places of the configuration, the weakest first.
func (e Environment) files() []string {
	var files []string
	if system := e.Getenv("GIT_CONFIG_SYSTEM"); isTrue(e.Getenv("GIT_CONFIG_NOSYSTEM")) {
		files = nil
	} else if system != "" {
		files = append(files, system)
	} else {
		files = append(files, e.system())
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

// personal gives the path of a file that the person keeps for git, "" where there is no place for it.
func (e Environment) personal(name string) string {
	if xdg := e.Getenv("XDG_CONFIG_HOME"); xdg != "" {
		return filepath.Join(xdg, "git", name)
	}
	if e.Home != "" {
		return filepath.Join(e.Home, ".config", "git", name)
	}
	return ""
}

// system gives the file that a usual build of git reads first; another build says so in GIT_CONFIG_SYSTEM.
func (e Environment) system() string {
	if programs := e.Getenv("ProgramFiles"); runtime.GOOS == "windows" && programs != "" {
		return filepath.Join(programs, "Git", "etc", "gitconfig")
	}
	return "/etc/gitconfig"
}

// configLoader gathers settings from files that include each other.
type configLoader struct {
	Environment
	scope
	values map[string]string
	notes  problem.List
	opened int
}

// Bounds of includes: git's own depth, which also ends cycles, and a number that only a trap would reach.
const (
	maxIncludeDepth = 10
	maxIncludes     = 200
)

func (l *configLoader) note(p problem.Problem) { l.notes = append(l.notes, p) }

func (l *configLoader) file(path string, depth int) {
	if depth > maxIncludeDepth || l.opened >= maxIncludes {
		l.note(problem.Problem{File: path, Message: "too many includes of git configuration, this one is left out"})
		return
	}
	l.opened++
	data, err := l.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return
	case err != nil:
		l.note(problem.Problem{File: path, Message: "git configuration cannot be read: " + cause(err)})
		return
	}
	settings, line, err := parseConfig(data)
	for _, s := range settings {
		l.values[s.key] = s.value
		if condition, ok := includeCondition(s.key); ok && l.holds(condition, path) {
			if target := l.resolve(s.value, path); target != "" {
				l.file(target, depth+1)
			}
		}
	}
	if err != nil {
		l.note(problem.Problem{
			File: path, Line: line, Message: "git configuration is broken: " + err.Error(),
			Hints: []string{"git itself stops here; the lines above were used"},
		})
	}
}

// cause gives what went wrong without the path, which the problem has already.
func cause(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}

// environment reads GIT_CONFIG_COUNT and the pairs that it counts.
func (l *configLoader) environment() {
	text := l.Getenv("GIT_CONFIG_COUNT")
	if text == "" {
		return
	}
	count, err := strconv.Atoi(text)
	if err != nil || count < 0 || count > 1000 {
		l.note(problem.Problem{Message: fmt.Sprintf("GIT_CONFIG_COUNT is %q: not a number of settings", text)})
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
		l.values[strings.ToLower(section)+"."+rest] = l.Getenv("GIT_CONFIG_VALUE_" + strconv.Itoa(i))
	}
}

// flag gives a boolean setting, or what it is where nothing is said.
func (s Settings) flag(key string, otherwise bool) bool {
	if value, ok := s.values[key]; ok {
		return isTrue(value)
	}
	return otherwise
}

// isTrue reads a boolean as git does; what is none of its words is false.
func isTrue(s string) bool {
	switch strings.ToLower(s) {
	case "true", "yes", "on":
		return true
	}
	n, err := strconv.Atoi(s)
	return err == nil && n != 0
}
