package git

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/klauspost/compress/zlib"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// store reads the objects of a repository: loose, packed, or in an alternate repository (gitrepository-layout(5)).
//
// It does not use go-git's storage, which opens no repository whose configuration its parser refuses (see parseConfig),
// and reads the index of every pack into memory: 70 ms and 53 MB for two million objects, where one commit and a few
// trees are needed.
type store struct {
	dirs  []string // object folders: the repository's own, then its alternates
	packs []*packFile
	found bool          // packs lists every pack
	zlib  io.ReadCloser // reused: making one takes longer than inflating a tree
}

// maxBorrowing is how deep alternates may refer to further alternates: git's own limit.
const maxBorrowing = 5

func newStore(commonDir string) *store {
	s := &store{}
	s.add(filepath.Join(commonDir, "objects"), 0)
	return s
}

func (s *store) add(dir string, depth int) {
	if depth > maxBorrowing || slices.Contains(s.dirs, dir) {
		return
	}
	s.dirs = append(s.dirs, dir)
	data, err := ReadFile(filepath.Join(dir, "info", "alternates"))
	if err != nil {
		return // reading a missing object reports it
	}
	for line := range lines(data) {
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '"' {
			if text, _, ok := unquote(line); ok {
				line = text
			}
		}
		if !filepath.IsAbs(line) {
			line = filepath.Join(dir, line)
		}
		s.add(line, depth+1)
	}
}

// close closes the packs.
func (s *store) close() {
	for _, p := range s.packs {
		p.close()
	}
	s.packs, s.found = nil, false
}

// stored is an object's type and content.
type stored struct {
	kind plumbing.ObjectType
	data []byte
}

// read returns an object's content.
func (s *store) read(h plumbing.Hash, kind plumbing.ObjectType) ([]byte, error) {
	o, err := s.find(h, 0)
	if err == nil && o.kind == kind {
		return o.data, nil
	}
	p := problem.Problem{Hints: []string{"run git fsck for details"}}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.Message = fmt.Sprintf("git object %s is missing", h)
		p.Hints = append(p.Hints, "in a partial clone, git status fetches it")
	case err != nil:
		p.Message = fmt.Sprintf("cannot read git object %s: %s", h, cause(err))
	default:
		p.Message = fmt.Sprintf("git object %s is a %s, expected a %s", h, o.kind, kind)
	}
	return nil, p
}

// find returns an object of any type, or fs.ErrNotExist. Depth is the number of deltas that depend on it.
func (s *store) find(h plumbing.Hash, depth int) (stored, error) {
	if err := s.findPacks(); err != nil {
		return stored{}, err
	}
	for _, p := range s.packs {
		if at, ok, err := p.find(h); err != nil {
			return stored{}, err
		} else if ok {
			return p.read(at, s, depth)
		}
	}
	for _, dir := range s.dirs {
		file, _, err := openRegular(filepath.Join(dir, loosePath(h)))
		if err == nil {
			defer file.Close() //nolint:errcheck // it was only read
			return s.inflateLoose(file)
		}
		if !isNoFile(err) {
			return stored{}, err
		}
	}
	return stored{}, fs.ErrNotExist
}

// has reports whether an object exists. One that cannot be read does not.
func (s *store) has(h plumbing.Hash) bool {
	for _, dir := range s.dirs {
		if _, err := os.Stat(filepath.Join(dir, loosePath(h))); err == nil {
			return true
		}
	}
	if s.findPacks() != nil {
		return false
	}
	for _, p := range s.packs {
		if _, ok, err := p.find(h); ok && err == nil {
			return true
		}
	}
	return false
}

func (s *store) findPacks() error {
	if s.found {
		return nil
	}
	s.found = true
	for _, dir := range s.dirs {
		files, err := os.ReadDir(filepath.Join(dir, "pack"))
		if err != nil && !isNoFile(err) {
			return err
		}
		for _, file := range files {
			name, ok := strings.CutSuffix(file.Name(), ".idx")
			if !ok {
				continue
			}
			p, err := openPack(filepath.Join(dir, "pack", name))
			if isNoFile(err) {
				continue // repacked meanwhile, or without its pack
			}
			if err != nil {
				return err
			}
			s.packs = append(s.packs, p)
		}
	}
	return nil
}

func loosePath(h plumbing.Hash) string {
	name := h.String()
	return filepath.Join(name[:2], name[2:])
}

// inflateLoose reads a loose object: type, size, NUL and content, deflated.
func (s *store) inflateLoose(file io.Reader) (stored, error) {
	data, err := s.inflate(file)
	if err != nil {
		return stored{}, err
	}
	header, content, _ := bytes.Cut(data, []byte{0})
	word, size, _ := strings.Cut(string(header), " ")
	kind, err := plumbing.ParseObjectType(word)
	if err == nil && size != strconv.Itoa(len(content)) {
		err = errors.New("wrong size")
	}
	return stored{kind, content}, err
}

func (s *store) inflate(r io.Reader) ([]byte, error) {
	if s.zlib == nil {
		reader, err := zlib.NewReader(r)
		if err != nil {
			return nil, err
		}
		s.zlib = reader
	} else if err := s.zlib.(zlib.Resetter).Reset(r, nil); err != nil {
		return nil, err
	}
	return io.ReadAll(s.zlib)
}

// isNoFile reports whether an error means that there is no file of that name, perhaps a folder.
func isNoFile(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.EISDIR)
}
