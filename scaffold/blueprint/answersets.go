package blueprint

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// testsDir is where a blueprint keeps the answers that it is tested with.
const testsDir = "tests"

// AnswerSet is a file of answers that a blueprint is tested with.
type AnswerSet struct {
	Name string // below the blueprint, such as tests/docker.yaml
	Path string // as the person knows it
	File *AnswersFile
}

// AnswerSets reads the answers files in the blueprint's folder tests/, by name; there may be none. Where tests/ is a folder
// of a layer, it holds no answers. The error is a problem.List.
func (b *Blueprint) AnswerSets() ([]AnswerSet, error) {
	if slices.ContainsFunc(b.Layers, func(l Layer) bool { return l.Dir == testsDir }) {
		return nil, nil
	}
	entries, err := fs.ReadDir(b.files, testsDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, problem.List{{File: b.file(testsDir), Message: "cannot be read: " + cause(err).Error()}}
	}
	var sets []AnswerSet
	var problems problem.Collector
	for _, entry := range entries {
		if !slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(entry.Name())) || entry.IsDir() {
			continue
		}
		set := AnswerSet{Name: path.Join(testsDir, entry.Name()), Path: b.file(path.Join(testsDir, entry.Name()))}
		if set.File, err = b.answerSet(set, entry); err != nil {
			list := problem.List{}
			_ = errors.As(err, &list) // it is one
			problems.Add(list...)
			continue
		}
		sets = append(sets, set)
	}
	slices.SortFunc(sets, func(a, b AnswerSet) int { return cmp.Compare(a.Name, b.Name) })
	return sets, problems.List().Sorted().Err()
}

func (b *Blueprint) answerSet(set AnswerSet, entry fs.DirEntry) (*AnswersFile, error) {
	info, err := entry.Info()
	if err == nil && !info.Mode().IsRegular() {
		return nil, problem.List{{File: set.Path, Message: "not a regular file"}}
	}
	var data []byte
	if err == nil {
		data, err = readFile(b.files, set.Name, min(info.Size(), MaxManifest), MaxManifest)
	}
	if errors.Is(err, errTooLarge) {
		return nil, problem.List{{File: set.Path, Message: fmt.Sprintf("larger than %d KiB", MaxManifest>>10)}}
	}
	if err != nil {
		return nil, problem.List{{File: set.Path, Message: "cannot be read: " + cause(err).Error()}}
	}
	return ParseAnswers(data, set.Path)
}
