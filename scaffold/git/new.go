package git

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Options describes a new repository and its first commit.
type Options struct {
	Branch     string // short, such as "main"
	Message    string // of the commit; New ends it with a newline
	Author     Signature
	Committer  Signature
	NoCommit   bool // only initialize: every file stays untracked
	Filesystem Filesystem
	Template   []File // what git init copies into each new repository, see ReadTemplate
}

// Signature is the author or the committer of a commit, and the time.
type Signature struct {
	Name, Email string
	When        time.Time // git stores seconds and the time zone
}

// Remark is a path worth reporting, and the reason.
type Remark struct{ Path, Why string }

// Repository is a new repository with at most one commit.
type Repository struct {
	Commit     string   // the hash, "" without a commit
	Tree       string   // the hash of its root tree, "" without a commit
	Branch     string   // short
	LeftOut    []Remark // files that are not committed, and the pattern or policy that excludes them
	Unfiltered []Remark // files committed unchanged although an attribute names a program to convert them

	options Options
	entries []entry // of the commit, by path
	secrets []string
	pack    pack
}

// entry is a file of the commit.
type entry struct {
	path string
	mode filemode.FileMode
	hash plumbing.Hash
}

// New returns the repository that "git init", "git add --all" and "git commit" would make of the tree. Unlike them it
// depends only on the tree: the person's ignore file, attributes and core.autocrlf do not apply. So the same tree, options
// and dates result in the same hash for everyone.
//
// It fails if Tree.Check does, for an invalid branch, and for content crafted to collide under SHA-1.
func New(t tree.Tree, o Options) (*Repository, error) {
	if err := CheckBranch(o.Branch); err != nil {
		return nil, err
	}
	if err := t.Check().Err(); err != nil {
		return nil, err
	}
	r := &Repository{Branch: o.Branch, options: o}
	files, contents := r.choose(t)
	if o.NoCommit {
		r.LeftOut, r.Unfiltered = nil, nil
		return r, nil
	}
	d := newDeflater()
	blobs, err := packBlobs(d, contents)
	if err != nil {
		return nil, err
	}
	r.entries = make([]entry, len(files))
	for i, p := range files {
		r.entries[i] = entry{p, modeOf(t[p].Mode), blobs[i].hash}
	}
	root, trees, err := packFolder(d, r.entries, 0)
	if err != nil {
		return nil, err
	}
	commit, err := packCommit(d, root, r.options)
	if err != nil {
		return nil, err
	}
	r.Commit, r.Tree = commit.hash.String(), root.String()
	r.pack, err = newPack(append(append([]object{commit}, trees...), blobs...)) // in the order in which git visits them
	return r, err
}

// choose returns the paths to commit, sorted, and their contents as git stores them. It records the other files, and those
// that a program would have to convert.
func (r *Repository) choose(t tree.Tree) (files []string, contents [][]byte) {
	ignores, attributes := readIgnores(t), readAttributes(t)
	files, contents = make([]string, 0, len(t)), make([][]byte, 0, len(t))
	for p, f := range t.All() {
		why, ignored := ignores.ignored(p)
		switch {
		case f.Policy == tree.Private && !ignored:
			r.secrets = append(r.secrets, p)
			r.LeftOut = append(r.LeftOut, Remark{p, "private"})
		case f.Policy == tree.Private, ignored && !strings.HasPrefix(p, ".scaffold/"):
			r.LeftOut = append(r.LeftOut, Remark{p, why})
		case f.Mode&fs.ModeSymlink != 0:
			files, contents = append(files, p), append(contents, f.Data)
		default:
			conversion := attributes.conversion(p)
			files, contents = append(files, p), append(contents, conversion.clean(f.Data))
			if conversion.program != "" {
				r.Unfiltered = append(r.Unfiltered, Remark{p, conversion.program})
			}
		}
	}
	return files, contents
}

func modeOf(m fs.FileMode) filemode.FileMode {
	switch {
	case m&fs.ModeSymlink != 0:
		return filemode.Symlink
	case m&0o100 != 0:
		return filemode.Executable
	}
	return filemode.Regular
}

// CheckBranch returns an error for a name that git refuses for a branch (git-check-ref-format(1)).
func CheckBranch(name string) error {
	if validBranch(name) {
		return nil
	}
	p := problem.Problem{
		Message: fmt.Sprintf("%q is not a valid branch name", name),
		Hints:   []string{"use letters, digits and - _ . /"},
	}
	junk := regexp.MustCompile(`[^\pL\pN_./-]+|\.\.+|/[/.]+|\.lock$`)
	better := strings.Trim(junk.ReplaceAllString(name, "-"), "-./")
	if validBranch(better) {
		p.Hints = []string{fmt.Sprintf("try %q", better)}
	}
	return problem.List{p}
}

func validBranch(name string) bool {
	return name != "HEAD" && plumbing.NewBranchReferenceName(name).Validate() == nil
}
