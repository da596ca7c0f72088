package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// sweep removes the stages of killed runs. Errors are ignored: leftovers do no harm.
func sweep(parent *os.Root) {
	dir, err := parent.Open(".")
	if err != nil {
		return
	}
	defer ignore(dir.Close)
	names, _ := dir.Readdirnames(-1)
	for _, name := range names {
		if rest, ok := strings.CutPrefix(name, stagePrefix); ok && isRandom().MatchString(rest) {
			sweepOne(parent, name)
		}
	}
}

// sweepOne removes a stage that has our marker, holds nothing else, and is not locked by a living process; or that was left
// empty, before it got its marker. Those of other users stay.
func sweepOne(parent *os.Root, name string) {
	if info, err := parent.Lstat(name); err != nil || !isOurs(info) {
		return
	}
	dir, err := parent.Open(name)
	if err != nil {
		return
	}
	names, err := dir.Readdirnames(3)
	ignore(dir.Close)
	if errors.Is(err, io.EOF) {
		_ = parent.Remove(name)
		return
	}
	marked := false
	for _, n := range names {
		if n != markerFile && n != projectDir {
			return
		}
		marked = marked || n == markerFile
	}
	if !marked || err != nil {
		return
	}
	path := filepath.Join(name, markerFile)
	if info, err := parent.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return
	}
	marker, err := parent.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return
	}
	defer ignore(marker.Close)
	text, err := io.ReadAll(io.LimitReader(marker, int64(len(markerText)+1)))
	if err != nil || len(text) > 0 && string(text) != markerText {
		return
	}
	if flock(marker) == locked {
		_ = discard(parent, name)
	}
}

// discard removes a stage: exactly what claim, NewStage and Write put there. The marker goes last, so that sweep can finish
// what a run begins that is killed here.
func discard(parent *os.Root, name string) error {
	err := parent.RemoveAll(filepath.Join(name, projectDir))
	for _, path := range []string{filepath.Join(name, markerFile), name} {
		if err == nil {
			err = parent.Remove(path)
		}
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	if err == nil {
		return nil
	}
	return problem.Problem{
		File:    filepath.Join(parent.Name(), name),
		Message: "cannot remove this unfinished project: " + cause(err).Error(),
		Hints:   []string{"remove that folder"},
	}
}
