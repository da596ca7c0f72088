package git

import (
	"crypto/sha1" //nolint:gosec // git's hash
	"errors"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Dirty gives those of some paths that have uncommitted changes, in order: what git status --porcelain
// --untracked-files=all would list of them. Paths are relative to the project, and ours is what stands at them, as
// package disk reads it: where a path has no file there, none is in the work tree.
//
// So a file is dirty where the index differs from the commit, where ours differs from the index in content, in type or,
// if core.fileMode says that it counts, in the right to execute; where it is in conflict; and where it is neither in the
// index nor ignored. Line ends are compared as git does. What is in another repository inside of this one is not dirty,
// as git does not look into it, and a submodule only if it is added or was replaced.
//
// A file behind a filter, such as LFS, can only be compared by its stat data, see Environment.Stat: it is dirty unless
// they are those of the index. Dirty fails where the index or an object cannot be read; then nothing is known of any path.
func (w *Worktree) Dirty(paths []string, ours tree.Tree) ([]string, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	s, err := w.look()
	if err != nil {
		return nil, err
	}
	defer s.close()
	head, err := w.headTree(s.store, s.index)
	if err != nil {
		return nil, err
	}
	c := comparison{snapshot: s, head: head}
	paths = slices.Compact(slices.Sorted(slices.Values(paths)))
	verdicts := make([]verdict, len(paths))
	for i, p := range paths {
		full, err := w.path(p)
		if err != nil {
			return nil, err
		}
		if verdicts[i], err = c.compare(full, ours[p]); err != nil {
			return nil, err
		}
	}
	s.settle(verdicts)
	var dirty []string
	for i, v := range verdicts {
		if v.dirty {
			dirty = append(dirty, paths[i])
		}
	}
	return dirty, nil
}

// verdict is what is known of a path.
type verdict struct {
	dirty bool
	doubt bool       // it is dirty unless its content is that of its entry
	entry indexEntry // these two of a doubt
	data  []byte     // the content as git would store it
}

// comparison compares the commit, the index and the files.
type comparison struct {
	*snapshot
	head  *headTree
	lower map[string]string // paths of the index by their lower case, where case is ignored
}

func (c *comparison) compare(path string, ours tree.File) (verdict, error) {
	path = c.spelled(path)
	head, same, err := c.head.file(path)
	if err != nil {
		return verdict{}, err
	}
	entries := c.index.at(path)
	if len(entries) == 0 {
		return verdict{dirty: head != headFile{} || c.isUntracked(path, ours)}, nil
	}
	e := entries[0]
	switch {
	case e.stage() != 0, e.more&moreIntent != 0:
		return verdict{dirty: true}, nil
	case !same && head != headFile{e.mode, e.hash}:
		return verdict{dirty: true}, nil
	}
	return c.compareFile(e, ours)
}

// spelled gives the path as the index spells it.
func (c *comparison) spelled(path string) string {
	if !c.Filesystem.IgnoresCase || len(c.index.at(path)) > 0 {
		return path
	}
	if c.lower == nil {
		c.lower = make(map[string]string, len(c.index.entries))
		for _, e := range c.index.entries {
			c.lower[string(c.folded([]byte(e.path)))] = e.path
		}
	}
	if indexed, ok := c.lower[string(c.folded([]byte(path)))]; ok {
		return indexed
	}
	return path
}

// isUntracked tells whether a file that is not in the index should be.
func (s *snapshot) isUntracked(path string, ours tree.File) bool {
	if ours.Absent() || !ours.Mode.IsRegular() && !isLink(ours) {
		return false
	}
	folder, _ := cutPath(path)
	return !s.isIgnored(path) && !s.isNested(folder)
}

func isLink(f tree.File) bool { return f.Mode&fs.ModeSymlink != 0 }

// compareFile compares a file with its entry, which is of stage 0.
func (s *snapshot) compareFile(e indexEntry, ours tree.File) (verdict, error) {
	indexedLink := e.mode == filemode.Symlink
	dirty := true
	switch {
	case e.flags&flagAssumed != 0, s.isLeftOut(e, ours):
		dirty = false
	case e.mode == filemode.Submodule:
		dirty = !ours.Mode.IsDir()
	case ours.Absent(), !isLink(ours) && !ours.Mode.IsRegular():
	case isLink(ours) && !indexedLink, !isLink(ours) && indexedLink && !s.Filesystem.NoSymlinks:
	case !isLink(ours) && !indexedLink && !s.Filesystem.NoExecutableBits && modeOf(ours.Mode) != e.mode:
	case e.size != 0 && e.size != uint32(len(ours.Data)): //nolint:gosec // git cuts it off too
		// git does not look closer, even if the line ends are all that differs
	default:
		return s.compareContent(e, ours)
	}
	return verdict{dirty: dirty}, nil
}

// isLeftOut tells whether an entry is not to be checked out, and so not compared. In a sparse checkout git takes that
// back for a file that is there.
func (s *snapshot) isLeftOut(e indexEntry, ours tree.File) bool {
	if e.more&moreSkipWorktree == 0 {
		return false
	}
	isSparse := s.settings.flag("core.sparsecheckout", false) && !s.settings.flag("sparse.expectfilesoutsideofpatterns", false)
	return ours.Absent() || !isSparse
}

func (s *snapshot) compareContent(e indexEntry, ours tree.File) (verdict, error) {
	v := verdict{doubt: true, entry: e, data: ours.Data}
	if isLink(ours) || e.mode == filemode.Symlink {
		return v, nil
	}
	conversion := s.conversion(e.path)
	if conversion.program != "" {
		return verdict{dirty: !s.isAsIndexed(e)}, nil
	}
	var err error
	v.data, err = s.clean(conversion, e, ours.Data)
	return v, err
}

// settle compares content, on all cores.
func (s *snapshot) settle(verdicts []verdict) {
	const worthACore = 100
	var group sync.WaitGroup
	for part := range slices.Chunk(verdicts, worthACore+len(verdicts)/runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i, v := range part {
				part[i].dirty = v.dirty || v.doubt && s.hasChanged(v.entry, v.data)
			}
		})
	}
	group.Wait()
}

// hasChanged compares content. As git does it believes stat data that agree, unless they may be stale: a file can have
// them and another content when its attributes changed after it was added.
func (s *snapshot) hasChanged(e indexEntry, data []byte) bool {
	return blobHash(data) != e.hash && (s.index.mayBeStale(e) || !s.isAsIndexed(e))
}

// isAsIndexed tells whether a file's stat data are those of its entry, by the rules of core.checkStat and
// core.trustCtime. It looks at fractions of a second, which git does not: a filter cannot be asked here when in doubt.
func (s *snapshot) isAsIndexed(e indexEntry) bool {
	stat, err := s.statOf(e)
	if err != nil || e.mtime == (clock{}) || !e.mtime.is(clockOf(stat.MTime)) || e.size != 0 && e.size != stat.Size {
		return false
	}
	if strings.EqualFold(s.settings.values["core.checkstat"], "minimal") {
		return true
	}
	if s.settings.flag("core.trustctime", true) && !e.ctime.is(clockOf(stat.CTime)) {
		return false
	}
	return e.inode == stat.Inode && e.uid == stat.UID && e.gid == stat.GID
}

// settled gives an entry for an index that is written anew. Where it may be stale that index will be too young to show
// it, so its size is dropped, as git does: it is compared by content then. Where the size alone tells that the file has
// changed it is kept, and git status goes on to say so.
func (s *snapshot) settled(e indexEntry) indexEntry {
	if !s.index.mayBeStale(e) || e.mode == filemode.Submodule {
		return e
	}
	if stat, err := s.statOf(e); err != nil || stat.Size == e.size {
		e.size = 0
	}
	return e
}

// statOf gives what stands at an entry now.
func (s *snapshot) statOf(e indexEntry) (Stat, error) {
	if s.env.Stat == nil {
		return Stat{}, errors.ErrUnsupported
	}
	return s.env.Stat(filepath.Join(s.Root, filepath.FromSlash(e.path)))
}

// is tells whether two times are the same, as far as the index knows: some programs write no fractions.
func (c clock) is(other clock) bool {
	return c.seconds == other.seconds && (c.nanoseconds == 0 || c.nanoseconds == other.nanoseconds)
}

// clean gives content as git would store it at an entry, which is zero for a new file.
func (s *snapshot) clean(c conversion, e indexEntry, data []byte) ([]byte, error) {
	return c.cleanOver(data, func() ([]byte, error) {
		if e.hash.IsZero() {
			return nil, nil
		}
		return s.store.read(e.hash, plumbing.BlobObject)
	})
}

// blobHash gives the hash of a blob that is compared, not stored: so it need not detect attacks, as deflater.digest does,
// and takes two thirds of the time.
func blobHash(data []byte) plumbing.Hash {
	h := sha1.New() //nolint:gosec // git's hash
	h.Write(append(strconv.AppendInt([]byte("blob "), int64(len(data)), 10), 0))
	h.Write(data)
	return plumbing.Hash(h.Sum(nil))
}
