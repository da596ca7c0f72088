package git

import (
	"bytes"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Conflict is a path of the project that waits for a person, and its sides. One without any side is not staged, but
// remembered all the same.
type Conflict struct {
	Path string
	tree.Stages
}

// IndexChange is a new index as values. It is written as git writes one: make GitDir/index.lock, which fails where git is
// at work; see that GitDir/index is still Old; write the objects; rename the lock to index.
type IndexChange struct {
	Index   []byte // nil where nothing changes, and nothing is to be written
	Old     []byte // the index that Index was made from, nil for none: where another stands now, make the change again
	Objects []File // below CommonDir: those that were not there yet
	Before  []byte // of Stage: what Unstage needs. It is an index itself, of the paths alone, as they were
}

// Stage gives the index in which some paths are in conflict, as after git merge: the base is stage 1, ours 2, theirs 3.
// All that git says of other paths stays as it is. The content of a side is what stands in the work tree, or would: it is
// converted as git add converts it, except by a filter, such as LFS, which would need a program.
func (w *Worktree) Stage(conflicts []Conflict) (IndexChange, error) {
	s, err := w.look()
	if err != nil {
		return IndexChange{}, err
	}
	defer s.close()
	st := stager{snapshot: s, deflater: newDeflater(), blobs: map[plumbing.Hash]bool{}}
	with, was := map[string][]indexEntry{}, map[string][]indexEntry{}
	for _, c := range conflicts {
		path, err := w.path(c.Path)
		if err != nil {
			return IndexChange{}, err
		}
		was[path] = s.index.at(path)
		entries, err := st.entries(path, c.Stages)
		if err != nil {
			return IndexChange{}, err
		}
		if len(entries) > 0 {
			with[path] = entries
		}
	}
	if len(with) == 0 {
		return IndexChange{}, nil
	}
	before := &indexFile{version: 3}
	for _, path := range slices.Sorted(maps.Keys(was)) {
		for _, e := range was[path] {
			before.entries = append(before.entries, s.settled(e))
		}
	}
	return IndexChange{
		Index: s.index.replace(with, s.settled).encode(), Old: s.raw, Objects: st.objects, Before: before.encode(),
	}, nil
}

// Unstage gives the index in which some paths are again as Stage found them, whatever happened to other paths since.
// Before is what Stage gave, also of more paths. It fails where a file would come back whose path is a folder now, or
// has a file in place of a folder.
func (w *Worktree) Unstage(paths []string, before []byte) (IndexChange, error) {
	was, err := parseIndex(before)
	if err != nil {
		return IndexChange{}, problem.Problem{Message: "what was remembered of git's index " + err.Error()}
	}
	s, err := w.look()
	if err != nil {
		return IndexChange{}, err
	}
	defer s.close()
	with := map[string][]indexEntry{}
	var list problem.List
	for _, p := range paths {
		path, err := w.path(p)
		if err != nil {
			return IndexChange{}, err
		}
		with[path] = was.at(path)
		if len(with[path]) > 0 {
			list = append(list, s.obstacles(path)...)
		}
	}
	if err := list.Sorted().Err(); err != nil {
		return IndexChange{}, err
	}
	c := IndexChange{Index: s.index.replace(with, s.settled).encode(), Old: s.raw}
	if len(with) == 0 {
		c = IndexChange{}
	}
	return c, nil
}

// obstacles gives what keeps a file from being at a path of the index.
func (s *snapshot) obstacles(path string) (list problem.List) {
	refuse := func(found string) {
		list = append(list, problem.Problem{
			File: path, Message: "cannot be put back into git's index: " + found + " is there now",
			Hints: []string{"git rm --cached -r -- " + found},
		})
	}
	if s.index.hasBelow(path) {
		refuse(path + "/")
	}
	for above, _ := cutPath(path); above != ""; above, _ = cutPath(above) {
		if len(s.index.at(above)) > 0 {
			refuse(above)
		}
	}
	return list
}

// stager makes the entries of conflicts, and the objects that they name.
type stager struct {
	*snapshot
	deflater *deflater
	objects  []File
	blobs    map[plumbing.Hash]bool // that are known to be there, or in objects
}

func (st *stager) entries(path string, sides tree.Stages) ([]indexEntry, error) {
	var entries []indexEntry
	for i, side := range []tree.File{sides.Base, sides.Ours, sides.Theirs} {
		if side.Absent() {
			continue
		}
		stage := i + 1
		e, err := st.entry(path, stage, side)
		if err != nil {
			return nil, err
		}
		e.flags = uint16(stage) << flagStage
		entries = append(entries, e)
	}
	return entries, nil
}

// entry gives one side. Where the disk cannot tell, or a filter stands between, the index is asked about ours.
func (st *stager) entry(path string, stage int, side tree.File) (indexEntry, error) {
	if side.Mode&fs.ModeSymlink == 0 && !side.Mode.IsRegular() {
		return indexEntry{}, problem.Problem{File: path, Message: "is neither a file nor a link"}
	}
	now := st.current(path)
	if stage == stageOurs {
		side.Mode = st.trueMode(side.Mode, now)
	}
	e, data := indexEntry{path: path, mode: modeOf(side.Mode)}, side.Data
	var err error
	if e.mode != filemode.Symlink {
		conversion := st.conversion(path)
		if stage == stageOurs && conversion.program != "" && st.isAsIndexed(now) {
			e.hash = now.hash
			return e, nil
		}
		if data, err = st.clean(conversion, now, data); err != nil {
			return e, err
		}
	}
	e.hash, err = st.blob(data)
	return e, err
}

const stageOurs = 2

// blob gives the hash of a content, which becomes a loose object unless there is one.
func (st *stager) blob(data []byte) (plumbing.Hash, error) {
	h, deflated, err := st.deflater.loose(plumbing.BlobObject, data)
	if err != nil {
		return h, err
	}
	if !st.blobs[h] && !st.store.has(h) {
		st.objects = append(st.objects, File{"objects/" + filepath.ToSlash(loosePath(h)), deflated, frozen})
	}
	st.blobs[h] = true
	return h, nil
}

// loose gives an object's hash, and its file: its header and its content, deflated.
func (d *deflater) loose(kind plumbing.ObjectType, content []byte) (plumbing.Hash, []byte, error) {
	header := append(strconv.AppendInt(append(kind.Bytes(), ' '), int64(len(content)), 10), 0)
	h, err := d.digest(header, content)
	if err != nil {
		return h, nil, err
	}
	d.buf.Reset()
	d.z.Reset(d.buf)
	for _, part := range [][]byte{header, content} {
		if _, err := d.z.Write(part); err != nil {
			return h, nil, err
		}
	}
	err = d.z.Close()
	return h, bytes.Clone(d.buf.Bytes()), err
}

// Ancestor gives the content that both sides of a conflict come from, as stage 1 of the index holds it, of a file of the
// project; nil where the file is in no conflict, or neither side had it.
func (w *Worktree) Ancestor(path string) ([]byte, error) {
	s, err := w.look()
	if err != nil {
		return nil, err
	}
	defer s.close()
	full, err := w.path(path)
	if err != nil {
		return nil, err
	}
	for _, e := range s.index.at(full) {
		if e.stage() == 1 { // of base, ours and theirs
			return s.store.read(e.hash, plumbing.BlobObject)
		}
	}
	return nil, nil
}

// trueMode gives the mode of a file on disk whose entry is now, which is zero where there is none.
func (s *snapshot) trueMode(mode fs.FileMode, now indexEntry) fs.FileMode {
	switch {
	case !mode.IsRegular():
	case now.mode == filemode.Symlink && s.Filesystem.NoSymlinks:
		return tree.Symlink
	case now.mode == filemode.Regular && s.Filesystem.NoExecutableBits:
		return tree.Regular
	case now.mode == filemode.Executable && s.Filesystem.NoExecutableBits:
		return tree.Executable
	}
	return mode
}

// current gives the file that the index has at a path, or ours of a conflict; zero for none.
func (s *snapshot) current(path string) indexEntry {
	for _, e := range s.index.at(path) {
		if (e.stage() == 0 || e.stage() == stageOurs) && e.mode.IsFile() {
			return e
		}
	}
	return indexEntry{}
}
