package blueprint

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

const (
	defaultLayer = "files"
	partialsDir  = "partials"
	templateEnd  = ".tmpl"
)

var errTooLarge = errors.New("too large")

// reader reads the files of layers, within the limits.
type reader struct {
	*loading
	read    map[string][]Source // by folder: several layers can use one
	files   int
	entered int
	bytes   int64
	stopped bool // a limit was reached, and said
}

// readFiles fills the layers and the partials.
func (l *loading) readFiles() {
	r := &reader{loading: l, read: map[string][]Source{}}
	before, empty := len(l.problems), len(l.blueprint.Layers) > 0
	for i := range l.blueprint.Layers {
		layer := &l.blueprint.Layers[i]
		if layer.Dir == "" || !r.isFolder(layer.Dir, i) {
			empty = false // nobody knows
			continue
		}
		layer.Files = r.folder(layer.Dir)
		empty = empty && len(layer.Files) == 0
	}
	switch info, err := fs.Lstat(r.fsys, partialsDir); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil || !info.IsDir():
		r.complain(partialsDir, "not a folder")
	default:
		for _, s := range r.folder(partialsDir) {
			if s.Mode == tree.Symlink {
				r.complain(s.Full, "a partial cannot be a symbolic link")
			} else if strings.HasSuffix(s.Path, templateEnd) { // other files there are notes of the blueprint's author
				l.blueprint.Partials = append(l.blueprint.Partials, s)
			}
		}
	}
	if empty && len(l.problems) == before {
		l.problems = append(l.problems, problem.Problem{
			File: l.File, Message: "the blueprint has no files", Hints: []string{"put the project's files into a layer's folder"},
		})
	}
}

// folder returns the files below dir, by path.
func (r *reader) folder(dir string) []Source {
	if files, known := r.read[dir]; known || r.stopped {
		return files
	}
	var out []Source
	empty := map[string]bool{}
	_ = fs.WalkDir(r.fsys, dir, func(name string, entry fs.DirEntry, err error) error {
		delete(empty, path.Dir(name))
		switch {
		case err != nil:
			r.complain(name, "cannot be read: "+cause(err).Error())
		case r.stopped || r.ctx.Err() != nil:
			return fs.SkipAll
		case name == dir:
		case !utf8.ValidString(name) || strings.ContainsAny(name, "\\\x00"):
			r.complain(name, "the name contains a backslash or is not valid UTF-8")
		case strings.EqualFold(strings.TrimSuffix(entry.Name(), templateEnd), ".git"):
			r.complain(name, "a layer cannot contain .git", "scaffold creates the repository itself")
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.IsDir():
			empty[name] = dir != partialsDir
			return r.enter(name)
		default:
			if s, ok := r.source(dir, name, entry); ok {
				out = append(out, s)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b Source) int { return strings.Compare(a.Path, b.Path) })
	for _, name := range sortedKeys(empty) {
		if empty[name] {
			r.blueprint.Empty = append(r.blueprint.Empty, name)
		}
	}
	r.read[dir] = out
	return out
}

// enter counts a folder.
func (r *reader) enter(name string) error {
	if r.entered++; r.entered > MaxFolders {
		r.stop(name, fmt.Sprintf("the blueprint has more than %d folders", MaxFolders))
		return fs.SkipAll
	}
	if strings.Count(name, "/") >= MaxDepth {
		r.complain(name, fmt.Sprintf("more than %d nested folders", MaxDepth))
		return fs.SkipDir
	}
	return nil
}

// source reads one file or link.
func (r *reader) source(dir, name string, entry fs.DirEntry) (Source, bool) {
	s := Source{Path: strings.TrimPrefix(name, dir+"/"), Full: name, Mode: tree.Regular}
	if r.files++; r.files > MaxFiles {
		return s, r.stop(name, fmt.Sprintf("the blueprint has more than %d files", MaxFiles))
	}
	info, err := entry.Info()
	switch {
	case err != nil:
		return s, r.complain(name, "cannot be read: "+cause(err).Error())
	case info.Mode()&fs.ModeSymlink != 0:
		return r.link(s)
	case !info.Mode().IsRegular():
		return s, r.complain(name, "not a file, folder or symbolic link", "a blueprint can contain nothing else")
	case info.Mode()&0o111 != 0:
		s.Mode = tree.Executable
	}
	s.Data, err = readFile(r.fsys, name, info.Size(), MaxFile)
	switch r.bytes += int64(len(s.Data)); {
	case errors.Is(err, errTooLarge):
		return s, r.complain(name, fmt.Sprintf("larger than %d MiB", MaxFile>>20))
	case err != nil:
		return s, r.complain(name, "cannot be read: "+cause(err).Error())
	case r.bytes > MaxTotal:
		return s, r.stop(name, fmt.Sprintf("the files of the blueprint are larger than %d MiB in total", MaxTotal>>20))
	}
	return s, true
}

// link carries a symbolic link that stays within its layer.
func (r *reader) link(s Source) (Source, bool) {
	target, err := fs.ReadLink(r.fsys, s.Full)
	if err != nil {
		return s, r.complain(s.Full, "cannot be read: "+cause(err).Error())
	}
	target = filepath.ToSlash(target)
	climbs, depth := false, strings.Count(strings.TrimSuffix(path.Join("/", path.Dir(s.Path)), "/"), "/")
	for element := range strings.SplitSeq(target, "/") {
		switch element {
		case "", ".":
		case "..":
			depth--
			climbs = climbs || depth < 0 // at any step
		default:
			depth++
		}
	}
	switch {
	case target == "" || strings.ContainsAny(target, "\\\x00") || !utf8.ValidString(target):
		return s, r.complain(s.Full, fmt.Sprintf("the link's target is not a path: %q", target))
	case path.IsAbs(target) || len(target) > 1 && target[1] == ':' || climbs:
		return s, r.complain(s.Full, fmt.Sprintf("the link points outside its layer: %q", target),
			"use a relative path to a file in the same layer")
	}
	s.Mode, s.Data = tree.Symlink, []byte(target)
	return s, true
}

// complain reports a problem with a file as a whole, and returns false.
func (r *reader) complain(name, message string, hints ...string) bool {
	r.problems = append(r.problems, problem.Problem{File: r.blueprint.file(name), Message: message, Hints: hints})
	return false
}

// stop reports that a limit is reached, and ends the reading.
func (r *reader) stop(name, message string) bool {
	r.stopped = true
	return r.complain(name, message)
}

// readFile reads at most limit bytes. size is what the file should measure.
func readFile(fsys fs.FS, name string, size, limit int64) (data []byte, err error) {
	if size > limit {
		return nil, errTooLarge
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	data = make([]byte, 0, size+1) // one more, to see the end without another allocation
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > limit:
			return nil, errTooLarge
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil:
			return nil, err
		case len(data) == cap(data):
			data = slices.Grow(data, max(512, cap(data)))
		}
	}
}
