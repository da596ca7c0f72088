package git

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	gitobject "github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/memory"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// What a fetched repository may hold.
const (
	maxObjects  = 100_000
	maxInflated = 96 << 20 // bytes of all objects
	maxEntries  = 50_000   // files and folders below the blueprint's; more than a blueprint may have
	maxNested   = 120      // folders
)

// ErrDamaged is the error for a pack that does not hold the commit it should, whole.
var ErrDamaged = errors.New("not the content of that commit")

// OpenPack returns the files of a commit below a folder. Whatever pack is, no byte of the files is other than the commit's:
// every object is found by the hash of its content, from the commit on. Links are returned as such and not followed;
// submodules and pointers of Git LFS are errors.
func OpenPack(ctx context.Context, pack []byte, commit, subdir string) (fs.FS, error) {
	return await(ctx, func() (fs.FS, error) {
		if err := checkPack(ctx, pack); err != nil {
			return nil, err
		}
		store := memory.NewStorage()
		parser, err := packfile.NewParserWithStorage(packfile.NewScanner(bytes.NewReader(pack)), store)
		if err == nil {
			_, err = parser.Parse()
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		c, err := gitobject.GetCommit(store, plumbing.NewHash(commit))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		top, err := c.Tree()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if subdir != "" {
			if top, err = top.Tree(subdir); errors.Is(err, gitobject.ErrDirectoryNotFound) {
				return nil, problem.Problem{Message: fmt.Sprintf("the repository has no folder %q at commit %.12s", subdir, commit)}
			} else if err != nil {
				return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
			}
		}
		r := treeReader{ctx: ctx, files: memoryFS{}}
		return r.files, r.folder(".", top, 0)
	})
}

// checkPack bounds the objects of a pack before anything is kept of them. A delta says how large its object is.
func checkPack(ctx context.Context, pack []byte) error {
	scanner := packfile.NewScanner(bytes.NewReader(pack))
	_, count, err := scanner.Header()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	tooLarge := problem.Problem{Message: fmt.Sprintf("the repository is too large (limits: %d files and folders, %d MiB)", maxObjects, maxInflated>>20)}
	if count > maxObjects {
		return tooLarge
	}
	total := int64(0)
	for range count {
		header, err := scanner.NextObjectHeader()
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if header.Length < 0 || header.Length > maxInflated {
			return tooLarge
		}
		start := &prefix{most: 2 * binary.MaxVarintLen64}
		if _, _, err := scanner.NextObject(start); err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		total += header.Length
		if header.Type.IsDelta() {
			_, n := binary.Uvarint(start.data) // the size of what it is based on
			size, m := binary.Uvarint(start.data[max(n, 0):])
			if n <= 0 || m <= 0 || size > maxInflated {
				return tooLarge
			}
			total += int64(size)
		}
		if total > maxInflated {
			return tooLarge
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// prefix keeps the start of what is written.
type prefix struct {
	data []byte
	most int
}

func (p *prefix) Write(b []byte) (int, error) {
	p.data = append(p.data, b[:min(len(b), p.most-len(p.data))]...)
	return len(b), nil
}

// treeReader reads the trees of a commit into a file system.
type treeReader struct {
	ctx     context.Context
	files   memoryFS
	entries int
}

const lfsPointer = "version https://git-lfs.github.com/spec/"

func (r *treeReader) folder(name string, t *gitobject.Tree, depth int) error {
	node := &memoryNode{name: path.Base(name), mode: fs.ModeDir | 0o755}
	r.files[name] = node
	if depth > maxNested {
		return problem.Problem{File: name, Message: fmt.Sprintf("more than %d nested folders", maxNested)}
	}
	for i := range t.Entries {
		e := &t.Entries[i]
		at := path.Join(name, e.Name)
		if r.entries++; r.entries > maxEntries {
			return problem.Problem{Message: fmt.Sprintf("the blueprint has more than %d files and folders", maxEntries)}
		}
		if !fs.ValidPath(e.Name) || strings.Contains(e.Name, "/") || e.Name == "." || r.files[at] != nil {
			return problem.Problem{Message: fmt.Sprintf("the repository has a file with the invalid name %q", at)}
		}
		if err := r.ctx.Err(); err != nil {
			return err
		}
		switch e.Mode {
		case filemode.Dir:
			below, err := t.Tree(e.Name)
			if err != nil {
				return fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			if err := r.folder(at, below, depth+1); err != nil {
				return err
			}
		case filemode.Submodule:
			return problem.Problem{File: at, Message: "a submodule: a blueprint can contain only files of its own repository"}
		default:
			if err := r.file(at, t, e); err != nil {
				return err
			}
		}
		node.entries = append(node.entries, r.files[at])
	}
	return nil
}

func (r *treeReader) file(at string, t *gitobject.Tree, e *gitobject.TreeEntry) error {
	node := &memoryNode{name: e.Name, mode: 0o644}
	r.files[at] = node
	switch e.Mode {
	case filemode.Executable:
		node.mode = 0o755
	case filemode.Symlink:
		node.mode = fs.ModeSymlink | 0o777
	case filemode.Regular, filemode.Deprecated:
	default:
		return problem.Problem{File: at, Message: fmt.Sprintf("unknown mode %v", e.Mode)}
	}
	f, err := t.TreeEntryFile(e)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	content, err := f.Reader()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	defer content.Close() //nolint:errcheck // it is in memory
	if node.data, err = io.ReadAll(content); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if len(node.data) < 1024 && bytes.HasPrefix(node.data, []byte(lfsPointer)) {
		return problem.Problem{
			File: at, Message: "stored in Git LFS, which blueprints cannot use",
			Hints: []string{"commit the file itself, or clone the repository and name the directory"},
		}
	}
	return nil
}
