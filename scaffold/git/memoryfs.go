package git

import (
	"bytes"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// memoryFS is a file system in memory, by path. It follows no link.
type memoryFS map[string]*memoryNode

// memoryNode is a file, a folder or a link. It is its own fs.FileInfo and fs.DirEntry.
type memoryNode struct {
	name    string
	mode    fs.FileMode
	data    []byte
	entries []*memoryNode
}

// Name returns the last element of the path.
func (n *memoryNode) Name() string { return n.name }

// Size returns the number of bytes.
func (n *memoryNode) Size() int64 { return int64(len(n.data)) }

// Mode returns the kind and the permissions.
func (n *memoryNode) Mode() fs.FileMode { return n.mode }

// ModTime returns no time: a commit has one for all its files.
func (n *memoryNode) ModTime() time.Time { return time.Time{} }

// IsDir reports whether it is a folder.
func (n *memoryNode) IsDir() bool { return n.mode.IsDir() }

// Sys returns nil.
func (n *memoryNode) Sys() any { return nil }

// Type returns the kind.
func (n *memoryNode) Type() fs.FileMode { return n.mode.Type() }

// Info returns the node itself.
func (n *memoryNode) Info() (fs.FileInfo, error) { return n, nil }

func (m memoryFS) find(op, name string) (*memoryNode, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if n := m[name]; n != nil {
		return n, nil
	}
	return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

// Open opens a file or a folder.
func (m memoryFS) Open(name string) (fs.File, error) {
	n, err := m.find("open", name)
	if err == nil && n.mode&fs.ModeSymlink != 0 {
		err = &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return nil, err
	}
	return &memoryFile{memoryNode: n, Reader: bytes.NewReader(n.data)}, nil
}

// Lstat returns what there is to know of a file, a folder or a link.
func (m memoryFS) Lstat(name string) (fs.FileInfo, error) {
	n, err := m.find("lstat", name)
	if err != nil {
		return nil, err
	}
	return n, nil
}

// ReadLink returns the target of a link.
func (m memoryFS) ReadLink(name string) (string, error) {
	n, err := m.find("readlink", name)
	if err == nil && n.mode&fs.ModeSymlink == 0 {
		err = &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return "", err
	}
	return string(n.data), nil
}

type memoryFile struct {
	*memoryNode
	*bytes.Reader
	listed bool
}

// Stat returns the node.
func (f *memoryFile) Stat() (fs.FileInfo, error) { return f.memoryNode, nil }

// Close does nothing.
func (f *memoryFile) Close() error { return nil }

// Size is that of the node; bytes.Reader has one, too.
func (f *memoryFile) Size() int64 { return f.memoryNode.Size() }

// ReadDir returns the whole folder at once, by name.
func (f *memoryFile) ReadDir(n int) ([]fs.DirEntry, error) {
	if f.listed && n > 0 {
		return nil, io.EOF
	}
	f.listed = true
	list := make([]fs.DirEntry, len(f.entries))
	for i, e := range f.entries {
		list[i] = e
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}
