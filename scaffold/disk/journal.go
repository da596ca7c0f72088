package disk

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
)

// What the folder of a run's files is called, and holds.
const (
	memoryDir     = ".scaffold"
	journalPrefix = "journal" // begins the names that no file of a project may have, in memoryDir
	dataPrefix    = memoryDir + "/" + journalPrefix + "-"
	asidePrefix   = memoryDir + "/aside-" // what Recover could not put in its place, by path: the person's from then on
	newDir        = "new"                 // what the project will hold, by the number of its step
	oldDir        = "old"                 // what it held, by the number of its step
	ignoreName    = ".gitignore"          // keeps all of it out of commits: it may hold secrets
)

// isData holds for the name of a folder of a run's files.
var isData = plaintext.Pattern(`^` + regexp.QuoteMeta(dataPrefix) + `[a-z2-7]{26}$`) //nolint:gochecknoglobals // constant

// journal is what one run keeps while it changes a project: its record in a home, and its files in the project.
type journal struct {
	dir   string // the project, as the person knows it
	root  *os.Root
	home  *home
	git   gitFolders
	data  string // the folder of the run's files, in the project; "" before there is one
	aside bool   // the folder for what is put aside was created
	reach func() // called after each change to the disk; tests stop there
	keep  bool   // close leaves the record for Recover
}

// gitFolders is where git keeps what a run changes.
type gitFolders struct{ dir, common string }

func (s *Session) journalAt(h *home) *journal {
	common := s.where.Common
	if common == "" {
		common = s.where.Git
	}
	return &journal{dir: s.where.Dir, root: s.root, home: h, git: gitFolders{s.where.Git, common}, reach: s.where.reach}
}

func randomName() string { return strings.ToLower(rand.Text()) }

var isRandom = plaintext.Pattern(`^[a-z2-7]{26}$`) //nolint:gochecknoglobals // constant

// begin creates the folder of the run's files. Its name is random, so that nothing can be there, and on record first, so
// that Recover removes it.
func (j *journal) begin(g GitChange) (begun, error) {
	j.data = dataPrefix + randomName()
	b := begun{Data: j.data}
	if len(g.Files) > 0 {
		b.Git = &begunGit{Draft: randomName()}
	}
	for _, f := range g.Files {
		if f.Path == indexName {
			b.Git.New = sum(f.Data)
		} else {
			b.Git.Objects = append(b.Git.Objects, f.Path)
		}
	}
	if err := j.save(begunName, b, b.Git != nil); err != nil {
		return b, explain(j.home.path(begunName), "cannot be written", err)
	}
	if err := j.mkdir(memoryDir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return b, j.explain(memoryDir, err)
	}
	if err := isFolder(j.root, memoryDir); err != nil {
		return b, err
	}
	for _, folder := range []string{j.data, j.inData(newDir), j.inData(oldDir)} {
		if err := j.mkdir(folder, 0o700); err != nil {
			return b, j.explain(memoryDir, err)
		}
	}
	if _, err := create(j.root, filepath.FromSlash(j.inData(ignoreName)), []byte("*\n"), 0o600, false); err != nil {
		return b, j.explain(memoryDir, err)
	}
	j.reach()
	return b, nil
}

func (j *journal) inData(name string) string { return path.Join(j.data, name) }
func (j *journal) inNew(number int) string   { return path.Join(j.data, newDir, strconv.Itoa(number)) }

func (j *journal) inOld(number int) string { return path.Join(j.data, oldDir, strconv.Itoa(number)) }

// checkData returns an error unless the folders of the run's files are folders, or missing. No link is followed.
func (j *journal) checkData() error {
	for _, name := range []string{memoryDir, j.data, j.inData(newDir), j.inData(oldDir)} {
		if err := isFolder(j.root, name); err != nil && !isMissing(err) {
			return err
		}
	}
	return nil
}

// close removes the journal. The record goes first: without it the rest means nothing, and the next run removes it.
func (j *journal) close() {
	if j.keep {
		return
	}
	for _, name := range []string{redoName, undoName} {
		if err := j.removeOld(j.home.root, name); err != nil {
			return // all of it stays: the next run finds that everything is done, or undone
		}
	}
	j.sweepGit()
	if j.data != "" && (j.checkData() != nil || j.removeAll(j.data) != nil) {
		return // what is on record is removed by the next run
	}
	for _, name := range []string{redoName, begunName} {
		_ = j.removeOld(j.home.root, name+temporary)
	}
	_ = j.removeOld(j.home.root, begunName)
	if isFolder(j.root, memoryDir) == nil {
		_ = j.remove(j.root, memoryDir) // stays if it holds something
	}
}

// asideDir returns the folder for what cannot be put in its place. It is created when it is first needed.
func (j *journal) asideDir() (string, error) {
	dir := asidePrefix + strings.TrimPrefix(j.data, dataPrefix)
	if j.aside {
		return dir, nil
	}
	err := j.mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) { // by an earlier attempt to recover
		err = isFolder(j.root, dir)
	}
	if err != nil {
		return "", err
	}
	_, err = create(j.root, filepath.FromSlash(path.Join(dir, ignoreName)), []byte("*\n"), 0o600, false)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	j.aside = true
	return dir, nil
}

// shown names a path of the project as the person knows it.
func (j *journal) shown(p string) string { return filepath.Join(j.dir, filepath.FromSlash(p)) }
