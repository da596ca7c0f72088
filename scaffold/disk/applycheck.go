package disk

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Hints for most of what Apply finds.
const (
	runAgain = "run the command again: it starts from the files as they are now"
	moveAway = "move it away, then run the command again"
)

// survey compares a project with what a plan expects of it, and finds what folders the plan needs.
type survey struct {
	root        *os.Root
	dir         string
	changes     []tree.Change
	ignoreModes bool
	git         GitChange

	deletes map[string]bool        // the files that the plan removes
	folders map[string]fs.FileMode // what is where a folder is needed: fs.ModeDir, zero for nothing, else a type
	replace map[string]fs.FileMode // folders that make room for a file, with their permissions
	found   problem.List
}

// steps returns what to do, in an order in which each step finds what it needs. The error is a problem.List.
func (s *survey) steps(ctx context.Context) ([]step, error) {
	s.deletes, s.folders, s.replace = map[string]bool{}, map[string]fs.FileMode{}, map[string]fs.FileMode{}
	paths, seen, after := make([]string, len(s.changes)), map[string]bool{}, tree.Tree{}
	for i, c := range s.changes {
		paths[i] = c.Path
		switch err := checkChangePath(c.Path); {
		case err != nil:
			s.found = append(s.found, problem.Problem{File: c.Path, Message: err.Error()})
		case seen[c.Path]:
			s.found = append(s.found, problem.Problem{File: c.Path, Message: "the plan changes the path twice"})
		case c.New.Absent():
			s.deletes[c.Path] = true
		default:
			after[c.Path] = c.New
		}
		seen[c.Path] = true
	}
	s.found = append(s.found, after.Check()...)
	if len(s.found) > 0 { // the disk is not asked for unsafe paths
		return nil, s.found.Sorted()
	}
	s.found = s.git.check()
	there, err := readAll(ctx, s.root, s.dir, paths)
	if err != nil {
		return nil, err
	}
	for i, c := range s.changes {
		s.folder(path.Dir(c.Path))
		s.compare(c, there[i])
	}
	if len(s.found) > 0 {
		return nil, s.found.Sorted()
	}
	return s.order(), nil
}

func (s *survey) add(p, message string, hints ...string) {
	s.found = append(s.found, problem.Problem{File: filepath.Join(s.dir, filepath.FromSlash(p)), Message: message, Hints: hints})
}

// folder returns what is where a folder is needed. A link is not followed, even to a folder in the project.
func (s *survey) folder(dir string) fs.FileMode {
	if dir == "." {
		return fs.ModeDir
	}
	if known, ok := s.folders[dir]; ok {
		return known
	}
	mode := fs.FileMode(0)
	if s.folder(path.Dir(dir)).IsDir() {
		info, err := s.root.Lstat(filepath.FromSlash(dir))
		switch {
		case err == nil && info.Mode().IsRegular():
			mode = fs.ModeIrregular
		case err == nil:
			mode = info.Mode().Type()
		case !isMissing(err):
			s.add(dir, "cannot be read: "+cause(err).Error())
		}
		if mode != 0 && !mode.IsDir() && !s.deletes[dir] {
			s.add(dir, kindOf(mode)+" is in the way: the project needs a folder there", moveAway)
		}
	}
	s.folders[dir] = mode
	return mode
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return "a link"
	case mode.IsDir():
		return "a folder"
	case mode.IsRegular(), mode&fs.ModeIrregular != 0:
		return "a file"
	}
	return "a special file"
}

func (s *survey) compare(c tree.Change, now tree.File) {
	switch {
	case sameMode(now.Mode, c.Old.Mode, s.ignoreModes) && bytes.Equal(now.Data, c.Old.Data):
	case now.Absent():
		s.add(c.Path, "was removed meanwhile", runAgain)
	case !c.Old.Absent():
		s.add(c.Path, errChanged.Error(), runAgain)
	case now.Mode.IsDir():
		s.replaceFolder(c.Path)
	case !s.isSpelledOtherwise(c.Path):
		s.add(c.Path, "already exists, and scaffold did not create it", moveAway)
	}
}

// replaceFolder handles a file that replaces a folder: the plan must remove everything that is in it.
func (s *survey) replaceFolder(dir string) {
	emptied := make(map[string]bool)
	for p := range s.deletes {
		for p = path.Dir(p); p != "."; p = path.Dir(p) {
			emptied[p] = true
		}
	}
	if !emptied[dir] {
		s.add(dir, "a folder that scaffold did not create is in the way of a file", moveAway)
		return
	}
	err := fs.WalkDir(s.root.FS(), dir, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir() && s.deletes[p]:
			return nil
		case !d.IsDir() || !emptied[p]:
			s.add(p, "scaffold did not create it, and the file "+dir+" must replace its folder", moveAway)
			return fs.SkipAll
		}
		info, err := d.Info()
		if err == nil {
			s.replace[p] = fs.ModeDir | info.Mode().Perm()
		}
		return err
	})
	if err != nil {
		s.add(dir, "cannot be read: "+cause(err).Error())
	}
}

// isSpelledOtherwise reports whether what is at a path is a file that the plan removes, under a name that differs by case:
// on some file systems the two are one.
func (s *survey) isSpelledOtherwise(p string) bool {
	there, err := s.root.Lstat(filepath.FromSlash(p))
	if err != nil {
		return false
	}
	for other := range s.deletes {
		if !strings.EqualFold(other, p) {
			continue
		}
		info, err := s.root.Lstat(filepath.FromSlash(other))
		if err == nil && os.SameFile(there, info) {
			return true
		}
	}
	return false
}

// order returns the steps: removed files, removed folders, new folders, written files.
func (s *survey) order() []step {
	var steps []step
	missing := make(map[string]bool)
	for _, c := range s.changes {
		if c.New.Absent() {
			steps = append(steps, step{Path: c.Path, Old: identOf(c.Old)})
			continue
		}
		for dir := path.Dir(c.Path); dir != "."; dir = path.Dir(dir) {
			if !s.folders[dir].IsDir() && dir != memoryDir { // which the journal creates
				missing[dir] = true
			}
		}
	}
	for _, dir := range slices.Backward(slices.Sorted(maps.Keys(s.replace))) {
		steps = append(steps, step{Path: dir, Old: ident{Mode: s.replace[dir]}})
	}
	for _, dir := range slices.Sorted(maps.Keys(missing)) {
		steps = append(steps, step{Path: dir, New: ident{Mode: fs.ModeDir}})
	}
	for _, c := range s.changes {
		if !c.New.Absent() {
			steps = append(steps, step{Path: c.Path, Old: identOf(c.Old), New: identOf(c.New)})
		}
	}
	return steps
}
