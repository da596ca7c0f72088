package git

import (
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// File is a file or a folder below .git.
type File struct {
	Path string // below .git, with slashes
	Data []byte
	Mode fs.FileMode // fs.ModeDir for a folder
}

// Filesystem is what git records about the file system of a working tree. The zero value is a POSIX file system.
type Filesystem struct {
	NoExecutableBits bool // chmod +x has no effect
	NoSymlinks       bool
	IgnoresCase      bool // README and readme are the same file
	Decomposes       bool // names are stored with decomposed accents, as on HFS+
}

// FilesystemOf returns the usual file system of a GOOS.
func FilesystemOf(goos string) Filesystem {
	windows, mac := goos == "windows", goos == "darwin"
	return Filesystem{NoExecutableBits: windows, NoSymlinks: windows, IgnoresCase: windows || mac, Decomposes: mac}
}

const (
	folder   = fs.ModeDir | 0o755
	readable = fs.FileMode(0o644)
	frozen   = fs.FileMode(0o444) // git never changes a file that is named by its hash
)

const excludeHeader = "# Patterns that this clone alone ignores, written as in .gitignore."

// Files returns everything below .git, to be written in this order: a folder before its contents, and the index after
// every file of the working tree, or git would trust it about files that changed later. The stat data in written go into
// the index, so that git need not read those files again.
func (r *Repository) Files(written []Stat) ([]File, error) {
	files := []File{
		{"HEAD", []byte("ref: refs/heads/" + r.Branch + "\n"), readable},
		{"config", []byte(r.config()), readable},
		{"description", []byte("Unnamed repository; gitweb shows this line.\n"), readable},
		{"hooks", nil, folder},
		{"info", nil, folder},
		{"info/exclude", []byte(strings.Join(append([]string{excludeHeader}, r.Excluded()...), "\n") + "\n"), readable},
		{"objects", nil, folder},
		{"objects/info", nil, folder},
		{"objects/pack", nil, folder},
		{"refs", nil, folder},
		{"refs/tags", nil, folder},
	}
	files = withTemplate(files, r.options.Template)
	if r.Commit == "" {
		return append(files, File{"refs/heads", nil, folder}), nil
	}
	base := "objects/pack/pack-" + r.pack.sum.String()
	files = append(
		files,
		File{base + ".pack", r.pack.data, frozen},
		File{base + ".idx", r.pack.index, frozen},
	)
	reflog := []byte(r.reflog())
	files = append(files, below("refs/heads/"+r.Branch, []byte(r.Commit+"\n"))...)
	files = append(files, below("logs/refs/heads/"+r.Branch, reflog)...)
	return append(files, File{"logs/HEAD", reflog, readable}, File{"index", r.index(written), readable}), nil
}

// below returns a file, preceded by those of its folders that Files has not listed yet.
func below(path string, data []byte) []File {
	var files []File
	for i, c := range path {
		if c == '/' && path[:i] != "refs" {
			files = append(files, File{path[:i], nil, folder})
		}
	}
	return append(files, File{path, data, readable})
}

// config returns the configuration that git init writes.
func (r *Repository) config() string {
	var b strings.Builder
	on := r.options.Filesystem
	fmt.Fprintf(&b, "[core]\n\trepositoryformatversion = 0\n\tfilemode = %t\n\tbare = false\n", !on.NoExecutableBits)
	b.WriteString("\tlogallrefupdates = true\n")
	if on.NoSymlinks {
		b.WriteString("\tsymlinks = false\n")
	}
	if on.IgnoresCase {
		b.WriteString("\tignorecase = true\n")
	}
	if on.Decomposes {
		b.WriteString("\tprecomposeunicode = true\n")
	}
	return b.String()
}

// reflog returns the line that git commit logs.
func (r *Repository) reflog() string {
	subject, _, _ := strings.Cut(message(r.options), "\n")
	who := r.options.Committer
	return fmt.Sprintf("%s %s %s <%s> %d %s\tcommit (initial): %s\n", plumbing.ZeroHash, r.Commit,
		who.Name, who.Email, max(who.When.Unix(), 0), who.When.Format("-0700"), subject)
}

// Stat is the stat data of a file. Like git it cuts wider numbers to 32 bits.
type Stat struct {
	Path         string // in the working tree, with slashes
	CTime, MTime time.Time
	Dev, Inode   uint32
	UID, GID     uint32
	Size         uint32 // bytes on disk, before any conversion of line endings
}

// index returns the index of the commit's files. Git compares the content of a file that was written within the same tick
// of the clock as the index once more; that is its rule for racy entries.
func (r *Repository) index(written []Stat) []byte {
	stats := make(map[string]Stat, len(written))
	for _, s := range written {
		stats[s.Path] = s
	}
	f := indexFile{version: 2, entries: make([]indexEntry, len(r.entries))}
	for i, e := range r.entries {
		s := stats[e.path]
		f.entries[i] = indexEntry{
			path: e.path, hash: e.hash, mode: e.mode,
			ctime: clockOf(s.CTime), mtime: clockOf(s.MTime),
			dev: s.Dev, inode: s.Inode, uid: s.UID, gid: s.GID, size: s.Size,
		}
	}
	return f.encode()
}
