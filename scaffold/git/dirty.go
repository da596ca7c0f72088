package git

import (
	"bytes"
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

// Dirty returns those of the paths that have uncommitted changes, sorted: the ones that git status --porcelain
// --untracked-files=all lists. Paths are relative to the project. Ours is the project as package disk reads it: a path
// that it lacks does not exist in the working tree.
//
// A file is dirty if the index differs from the commit; if ours differs from the index in content, in type or, unless
// core.fileMode is false, in the executable bit; if it is in conflict; and if it is untracked and not ignored. Line
// endings are compared as git does. Git does not look into nested repositories, so their files are not dirty; a submodule
// is dirty only if it is newly added or was replaced.
//
// A file behind a filter such as LFS can only be compared by its stat data (Environment.Stat): it is dirty unless they
// match the index. Dirty fails if the index or an object cannot be read.
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

// verdict is the state of a path.
type verdict struct {
	dirty bool
	doubt bool       // dirty unless data is the content of entry
	entry indexEntry // if in doubt
	data  []byte     // if in doubt: the content as git would store it
}

// comparison compares the commit, the index and the working tree.
type comparison struct {
	*snapshot
	head *headTree
}

func (c *comparison) compare(path string, ours tree.File) (verdict, error) {
	path = c.spelling(path)
	dir, name := cutPath(path)
	folder, err := c.head.folder(dir)
	if err != nil {
		return verdict{}, err
	}
	head := folder.files[name]
	entries := c.index.at(path)
	if len(entries) == 0 {
		isFile := !ours.Absent() && (ours.Mode.IsRegular() || isLink(ours))
		untracked := isFile && !c.isIgnored(path) && !c.isNested(dir)
		return verdict{dirty: head != headFile{} || untracked}, nil
	}
	e := entries[0]
	switch {
	case e.stage() != 0, e.more&moreIntent != 0:
		return verdict{dirty: true}, nil
	case !folder.same && head != headFile{e.mode, e.hash}:
		return verdict{dirty: true}, nil
	}
	return c.compareFile(e, ours)
}

// spelling returns the path as the index spells it.
func (s *snapshot) spelling(path string) string {
	if !s.Filesystem.IgnoresCase || len(s.index.at(path)) > 0 {
		return path
	}
	if s.lower == nil {
		s.lower = make(map[string]string, len(s.index.entries))
		for _, e := range s.index.entries {
			s.lower[string(s.folded([]byte(e.path)))] = e.path
		}
	}
	if indexed, ok := s.lower[string(s.folded([]byte(path)))]; ok {
		return indexed
	}
	return path
}

func isLink(f tree.File) bool { return f.Mode&fs.ModeSymlink != 0 }

// compareFile compares a file with its entry of stage 0.
func (s *snapshot) compareFile(e indexEntry, ours tree.File) (verdict, error) {
	indexedLink := e.mode == filemode.Symlink
	dirty := true
	switch {
	case e.flags&flagAssumed != 0:
		dirty = false
	case e.more&moreSkipWorktree != 0 && (ours.Absent() || !s.settings.flag("core.sparsecheckout", false) ||
		s.settings.flag("sparse.expectfilesoutsideofpatterns", false)):
		dirty = false // left out of the working tree; in a sparse checkout git compares it again once the file exists
	case e.mode == filemode.Submodule:
		dirty = !ours.Mode.IsDir()
	case ours.Absent(), !isLink(ours) && !ours.Mode.IsRegular():
	case isLink(ours) && !indexedLink, !isLink(ours) && indexedLink && !s.Filesystem.NoSymlinks:
	case !isLink(ours) && !indexedLink && !s.Filesystem.NoExecutableBits && modeOf(ours.Mode) != e.mode:
	case e.size != 0 && e.size != uint32(len(ours.Data)): //nolint:gosec // git cuts it off too
		// a changed size is enough for git, even if only the line endings differ
	case isLink(ours), indexedLink:
		return verdict{doubt: true, entry: e, data: ours.Data}, nil
	default:
		conversion := s.conversion(e.path)
		if conversion.program != "" {
			return verdict{dirty: !s.isAsIndexed(e)}, nil
		}
		data, err := s.clean(conversion, e, ours.Data)
		return verdict{doubt: true, entry: e, data: data}, err
	}
	return verdict{dirty: dirty}, nil
}

// settle compares content, on all cores. Like git it trusts matching stat data unless they may be stale: the content as
// stored can differ all the same if the file's attributes changed after git add.
func (s *snapshot) settle(verdicts []verdict) {
	const worthACore = 100
	var group sync.WaitGroup
	for part := range slices.Chunk(verdicts, worthACore+len(verdicts)/runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i, v := range part {
				part[i].dirty = v.dirty || v.doubt && blobHash(v.data) != v.entry.hash &&
					(s.index.mayBeStale(v.entry) || !s.isAsIndexed(v.entry))
			}
		})
	}
	group.Wait()
}

// isAsIndexed reports whether a file's stat data match its entry, by the rules of core.checkStat and core.trustCtime.
// Unlike git it compares fractions of a second, because it cannot run a filter when in doubt.
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

// settled returns an entry for a rewritten index. If the entry may be stale, the new index is too young to show it. So,
// as git does, settled sets the size to 0, which makes git compare the content. It keeps a size that already differs.
func (s *snapshot) settled(e indexEntry) indexEntry {
	if !s.index.mayBeStale(e) || e.mode == filemode.Submodule {
		return e
	}
	if stat, err := s.statOf(e); err != nil || stat.Size == e.size {
		e.size = 0
	}
	return e
}

// statOf returns the stat data of an entry's file.
func (s *snapshot) statOf(e indexEntry) (Stat, error) {
	if s.env.Stat == nil {
		return Stat{}, errors.ErrUnsupported
	}
	return s.env.Stat(filepath.Join(s.Root, filepath.FromSlash(e.path)))
}

// is reports whether two times are equal. Some programs write no fractions into the index; those are not compared.
func (c clock) is(other clock) bool {
	return c.seconds == other.seconds && (c.nanoseconds == 0 || c.nanoseconds == other.nanoseconds)
}

// clean returns content as git would store it. The entry is zero for a new file. Where git guesses, it keeps the CRLF of a
// text that has CRLF in the index.
func (s *snapshot) clean(c conversion, e indexEntry, data []byte) ([]byte, error) {
	if !e.hash.IsZero() && c.text == guessEnds && bytes.Contains(data, []byte("\r\n")) && !looksBinary(data) {
		before, err := s.store.read(e.hash, plumbing.BlobObject)
		if err != nil {
			return nil, err
		}
		if bytes.Contains(before, []byte("\r\n")) && !looksBinary(before) {
			c.text = keepEnds
		}
	}
	return c.clean(data), nil
}

// blobHash returns the hash of a blob, for comparing. Unlike deflater.digest it does not detect collision attacks, and
// takes two thirds of the time.
func blobHash(data []byte) plumbing.Hash {
	h := sha1.New() //nolint:gosec // git's hash
	h.Write(append(strconv.AppendInt([]byte("blob "), int64(len(data)), 10), 0))
	h.Write(data)
	return plumbing.Hash(h.Sum(nil))
}
