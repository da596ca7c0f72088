package git

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

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
