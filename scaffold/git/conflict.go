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

// Conflict is a path of the project that a person must resolve, with its three sides. A conflict without any side is not
// staged, but Unstage still knows it.
type Conflict struct {
	Path string
	tree.Stages
}

// IndexChange is a new index as values. Write it as git does: create GitDir/index.lock, which fails while git is running;
// check that GitDir/index is still Old; write the objects; rename the lock to index.
type IndexChange struct {
	Index   []byte // nil if nothing changes: then write nothing
	Old     []byte // the index that Index is based on, nil for none; if the file differs now, compute the change again
	Objects []File // below CommonDir: those that are missing
	Before  []byte // from Stage, for Unstage: an index with only these paths, as they were
}

// Stage returns an index in which some paths are in conflict, as after git merge: the base is stage 1, ours 2, theirs 3.
// Other paths keep their status. The content of a side is as in the working tree; it is converted as git add does, except
// by filters such as LFS, which need a program.
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

// Unstage returns an index in which some paths are as they were before Stage, whatever happened to other paths since.
// Before is from Stage and may cover more paths. Unstage fails if a restored file's path is now a folder or below a file.
func (w *Worktree) Unstage(paths []string, before []byte) (IndexChange, error) {
	was, err := parseIndex(before)
	if err != nil {
		return IndexChange{}, problem.Problem{Message: "the saved index " + err.Error()}
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

// obstacles returns the entries of the index that keep a file from being at a path.
func (s *snapshot) obstacles(path string) (list problem.List) {
	refuse := func(found string) {
		list = append(list, problem.Problem{
			File: path, Message: "cannot be restored in git's index: " + found + " is in the way",
			Hints: []string{problem.ShellCommand("git", "rm", "--cached", "-r", "--", found)},
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

// stager makes the entries of conflicts and their objects.
type stager struct {
	*snapshot
	deflater *deflater
	objects  []File
	blobs    map[plumbing.Hash]bool // known to exist, or in objects
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

// entry returns one side. For ours it uses the index where the file system cannot store a mode or a filter applies.
func (st *stager) entry(path string, stage int, side tree.File) (indexEntry, error) {
	if side.Mode&fs.ModeSymlink == 0 && !side.Mode.IsRegular() {
		return indexEntry{}, problem.Problem{File: path, Message: "is neither a regular file nor a symbolic link"}
	}
	var now indexEntry // at the path, or our side of a conflict; zero for none
	for _, e := range st.index.at(path) {
		if (e.stage() == 0 || e.stage() == stageOurs) && e.mode.IsFile() {
			now = e
			break
		}
	}
	if on := st.Filesystem; stage == stageOurs && side.Mode.IsRegular() {
		switch { // on a file system that may not store the mode, it is that of the entry
		case now.mode == filemode.Symlink && on.NoSymlinks:
			side.Mode = tree.Symlink
		case now.mode == filemode.Regular && on.NoExecutableBits:
			side.Mode = tree.Regular
		case now.mode == filemode.Executable && on.NoExecutableBits:
			side.Mode = tree.Executable
		}
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

// blob returns the hash of the content, and adds a loose object unless the repository has it.
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

// loose returns an object's hash and its file: header and content, deflated.
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

// Ancestor returns the base of a file in conflict, stage 1 of the index; nil if the file is not in conflict or both sides
// added it.
func (w *Worktree) Ancestor(path string) (base []byte, err error) {
	err = w.each([]string{path}, nil, func(s *snapshot, _, full string) error {
		for _, e := range s.index.at(full) {
			if e.stage() == 1 { // the base
				base, err = s.store.read(e.hash, plumbing.BlobObject)
				return err
			}
		}
		return nil
	})
	return base, err
}
