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
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// record is what a run does to a project, in this order.
type record struct {
	IgnoreModes bool   `json:"ignoreModes,omitempty"`
	Steps       []step `json:"steps"`
}

// step is what happens at one path. Its number, from 0, is the name of its files in newDir and oldDir.
type step struct {
	Path string `json:"path"`
	Old  ident  `json:"old"`
	New  ident  `json:"new"`
}

// ident identifies what is at a path. The zero ident is nothing.
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

// isFile reports whether m is a mode that a tree.File can have.
func isFile(m fs.FileMode) bool {
	return m == tree.Regular || m == tree.Executable || m == tree.Symlink
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

func (i ident) absent() bool { return i == ident{} }

// is reports whether two idents are the same. The permissions of folders do not count.
func (r record) is(a, b ident) bool {
	if a.Mode.IsDir() && b.Mode.IsDir() {
		return true
	}
	return sameMode(a.Mode, b.Mode, r.IgnoreModes) && a.SHA256 == b.SHA256
}

func sameMode(a, b fs.FileMode, ignore bool) bool {
	return a == b || ignore && a|b == tree.Executable && a&b == tree.Regular
}

// begun is on record before a run creates anything, so that Recover knows what is the run's own.
type begun struct {
	Data string    `json:"data"`
	Git  *begunGit `json:"git,omitempty"`
}

// temporary ends the name of a record that is being written.
const temporary = ".tmp"

// save writes v into the home, with a checksum. It is there as a whole or not at all; with sync, it is on the disk when
// save returns.
func (j *journal) save(name string, v any, sync bool) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	data = fmt.Appendf(data, "\n%s\n", sum(data))
	into := j.home.root
	if err := j.removeOld(into, name+temporary); err != nil {
		return err
	}
	if _, err := create(into, name+temporary, data, 0o600, sync); err != nil {
		return err
	}
	j.reach()
	if err := j.rename(into, name+temporary, name); err != nil || !sync {
		return err
	}
	return settle(into, ".")
}

var errDamaged = errors.New("is damaged")

// mostRecord bounds a record: a plan of a hundred thousand files has 40 MB.
const mostRecord = 256 << 20

// load is the inverse of save. The error is fs.ErrNotExist if nothing was saved.
func (j *journal) load(name string, v any) error {
	f, err := readFile(j.home.root, name, mostRecord)
	if err != nil {
		return err
	}
	data, end, found := bytes.Cut(f.Data, []byte("\n"))
	if f.Mode.Type() != 0 || !found || string(end) != sum(data)+"\n" || json.Unmarshal(data, v) != nil {
		return errDamaged
	}
	return nil
}

// loadBegun reads what a run has put on record before it created anything. The error is fs.ErrNotExist if there is none.
func (j *journal) loadBegun() (begun, error) {
	var b begun
	err := j.load(begunName, &b)
	if err == nil && !isData().MatchString(b.Data) {
		err = errDamaged
	}
	return b, err
}

// loadRecord reads the record under one of its two names, and holds it to the same rules as a plan.
func (j *journal) loadRecord(name string) (record, error) {
	var r record
	err := j.load(name, &r)
	if err == nil && slices.ContainsFunc(r.Steps, func(s step) bool {
		return checkChangePath(s.Path) != nil || !s.Old.isSound() || !s.New.isSound()
	}) {
		err = errDamaged
	}
	switch {
	case errors.Is(err, errDamaged):
		return r, j.damaged(name)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return r, explain(j.home.path(name), "cannot be read", err)
	}
	return r, err
}

// damaged is the error for a record that cannot be understood: nothing is done then.
func (j *journal) damaged(name string) problem.Problem {
	p := problem.Problem{
		File: j.home.path(name), Message: "is damaged: an interrupted command can be neither completed nor undone",
		Hints: []string{"once the project is as you want it, remove " + j.home.path("")},
	}
	if j.data != "" {
		files := "the files that it replaced are in " + j.shown(j.inData(oldDir)) + ", those that it was writing in " + j.shown(j.inData(newDir))
		p.Hints = append([]string{files}, p.Hints...)
	}
	return p
}

func (i ident) isSound() bool {
	if isFile(i.Mode) {
		return len(i.SHA256) == hex.EncodedLen(sha256.Size)
	}
	return i.SHA256 == "" && (i.Mode == 0 || i.Mode&^fs.ModePerm == fs.ModeDir)
}

// checkChangePath refuses what tree.CheckPath does, and the names of journals.
func checkChangePath(p string) error {
	if err := tree.CheckPath(p); err != nil {
		return err
	}
	folded := strings.ToLower(p) // as Windows and macOS take it
	if folded == memoryDir || strings.HasPrefix(folded, memoryDir+"/"+journalPrefix) {
		return errors.New("the path is reserved for the journal of a change")
	}
	return nil
}

// look returns what is at a path. A link in place of a folder on the way is not followed: then the kind is unknown.
func look(root *os.Root, p string) (ident, error) {
	for i := range len(p) {
		if p[i] != '/' {
			continue
		}
		info, err := root.Lstat(filepath.FromSlash(p[:i]))
		switch {
		case isMissing(err):
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
	f, err := readFile(root, name, mostFile)
	switch {
	case isMissing(err):
		return ident{}, nil
	case err != nil || !f.Mode.IsDir():
		return identOf(f), err
	}
	info, err := root.Lstat(name)
	switch {
	case isMissing(err):
		return ident{}, nil
	case err != nil:
		return ident{}, err
	}
	return ident{Mode: info.Mode().Type() | info.Mode().Perm()}, nil
}
