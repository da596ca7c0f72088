package disk

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// record is what a run does to a project, in this order.
type record struct {
	IgnoreModes bool   `json:"ignoreModes,omitempty"`
	Steps       []step `json:"steps"`
}

// step is what happens at one path. Its number, from 0, names what belongs to it in newDir and oldDir.
type step struct {
	Path string `json:"path"`
	Old  ident  `json:"old"`
	New  ident  `json:"new"`
}

// ident tells whether a path is as it should be. The zero ident is that of nothing.
type ident struct {
	Mode   fs.FileMode `json:"mode,omitempty"`   // tree's for files and links; fs.ModeDir and its rights for a folder; else a type
	SHA256 string      `json:"sha256,omitempty"` // of a file's content or a link's target, in hex
}

func identOf(f tree.File) ident {
	if isFile(f.Mode) {
		return ident{f.Mode, sum(f.Data)}
	}
	return ident{Mode: f.Mode}
}

// isFile tells whether a mode is one of those that a tree.File can have.
func isFile(m fs.FileMode) bool {
	return m == tree.Regular || m == tree.Executable || m == tree.Symlink
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

func (i ident) absent() bool { return i == ident{} }

// is compares two idents. The rights of folders never count.
func (r record) is(a, b ident) bool {
	if a.Mode.IsDir() && b.Mode.IsDir() {
		return true
	}
	return sameMode(a.Mode, b.Mode, r.IgnoreModes) && a.SHA256 == b.SHA256
}

func sameMode(a, b fs.FileMode, ignore bool) bool {
	return a == b || ignore && a|b == tree.Executable && a&b == tree.Regular
}

func inNew(number int) string { return path.Join(newDir, strconv.Itoa(number)) }
func inOld(number int) string { return path.Join(oldDir, strconv.Itoa(number)) }

// temporary ends the name of a record that is being written.
const temporary = ".tmp"

// save writes v, with a sum over it. It is there as a whole or not at all, and on the disk when save returns.
func (j *journal) save(name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	data = fmt.Appendf(data, "\n%s\n", sum(data))
	if err := j.write(j.root, name+temporary, data, 0o600); err != nil {
		return err
	}
	if err := j.rename(j.root, name+temporary, name); err != nil {
		return err
	}
	j.settle(journalDir)
	return nil
}

var errDamaged = errors.New("is damaged")

// load is the inverse of save. It gives fs.ErrNotExist where nothing was saved.
func (j *journal) load(name string, v any) error {
	info, err := j.root.Lstat(filepath.FromSlash(name))
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errDamaged
	}
	text, err := j.root.ReadFile(filepath.FromSlash(name))
	if err != nil {
		return err
	}
	data, end, found := bytes.Cut(text, []byte("\n"))
	if !found || string(end) != sum(data)+"\n" || json.Unmarshal(data, v) != nil {
		return errDamaged
	}
	return nil
}

// loadRecord reads the record under one of its two names. Anyone who can write into the project can write a record, the
// author of a repository that was cloned too: it is held to the same rules as a plan.
func (j *journal) loadRecord(name string) (record, error) {
	var r record
	err := j.load(name, &r)
	for i := 0; err == nil && i < len(r.Steps); i++ {
		if !r.Steps[i].isSound() {
			err = errDamaged
		}
	}
	if !errors.Is(err, errDamaged) {
		return r, err
	}
	return r, problem.Problem{
		File: j.shown(name), Message: "is damaged, so that a run that was killed can be neither finished nor undone",
		Hints: []string{
			"what it replaced is in " + j.shown(oldDir) + ", what it wanted to write in " + j.shown(newDir),
			"when nothing of it is missing in the project, remove " + j.shown(journalDir),
		},
	}
}

func (s step) isSound() bool {
	return checkChangePath(s.Path) == nil && s.Old.isSound() && s.New.isSound()
}

func (i ident) isSound() bool {
	if isFile(i.Mode) {
		return len(i.SHA256) == hex.EncodedLen(sha256.Size)
	}
	return i.SHA256 == "" && (i.Mode == 0 || i.Mode&^fs.ModePerm == fs.ModeDir)
}

// checkChangePath refuses, beside what tree does, what the journal itself needs.
func checkChangePath(p string) error {
	if err := tree.CheckPath(p); err != nil {
		return err
	}
	folded := strings.ToLower(p) // as Windows and macOS take it
	if folded == memoryDir || folded == journalDir || strings.HasPrefix(folded, journalDir+"/") {
		return errors.New("the path is that of the journal, in which scaffold keeps what it is doing")
	}
	return nil
}

// look tells what stands at a path. What is not reached through folders alone is not followed, and is of no known kind.
func look(root *os.Root, p string) (ident, error) {
	for i := range len(p) {
		if p[i] != '/' {
			continue
		}
		info, err := root.Lstat(filepath.FromSlash(p[:i]))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return ident{}, nil
		case err != nil:
			return ident{}, err
		case !info.IsDir():
			return ident{Mode: fs.ModeIrregular}, nil
		}
	}
	return identAt(root, p)
}

// identAt is look for a path that is known to lead through folders alone.
func identAt(root *os.Root, p string) (ident, error) {
	name := filepath.FromSlash(p)
	f, err := readFile(root, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ident{}, nil
	case err != nil || !f.Mode.IsDir():
		return identOf(f), err
	}
	info, err := root.Lstat(name)
	if err != nil {
		return ident{}, err
	}
	return ident{Mode: info.Mode().Type() | info.Mode().Perm()}, nil
}
