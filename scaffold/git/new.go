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

// Options says how a repository begins.
type Options struct {
	Branch     string // short, such as "main"
	Message    string // of the commit; a newline is added at its end
	Author     Signature
	Committer  Signature
	NoCommit   bool // initialise only: every file stays untracked
	Filesystem Filesystem
}

// Signature is who did something, and when.
type Signature struct {
	Name, Email string
	When        time.Time // git keeps the second and the zone
}

// Remark is a path of which something has to be said.
type Remark struct{ Path, Why string }

// Repository is a new repository of at most one commit.
type Repository struct {
	Commit     string   // the hash, "" without a commit
	Tree       string   // the hash of its root tree, "" without a commit
	Branch     string   // short
	LeftOut    []Remark // files of the tree that are not in the commit, and the pattern or policy that says so
	Unfiltered []Remark // files committed as they are, although an attribute asks for a program to rewrite them

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

// New gives the repository that `git init`, `git add --all` and `git commit` would make of the tree. Unlike them it
// asks nothing but the tree: no ignore file, attribute or core.autocrlf of the person has a say in what is committed,
// so the same tree, options and dates give the same hash for everyone.
//
// It fails for what Tree.Check finds, for a bad branch, and for content made to collide under SHA-1.
func New(t tree.Tree, o Options) (*Repository, error) {
	if err := CheckBranch(o.Branch); err != nil {
		return nil, err
	}
	if err := t.Check().Err(); err != nil {
		return nil, err
	}
	r := &Repository{Branch: o.Branch, options: o}
	files := r.choose(t)
	if o.NoCommit {
		r.LeftOut = nil
		return r, nil
	}
	contents := r.clean(t, files)
	d := newDeflater()
	blobs, err := packBlobs(d, contents)
	if err != nil {
		return nil, err
	}
	r.entries = make([]entry, len(files))
	for i, p := range files {
		r.entries[i] = entry{p, modeOf(t[p].Mode), blobs[i].hash}
	}
	return r, r.commit(d, blobs)
}

// choose gives the paths to commit, in order, and remembers the others.
func (r *Repository) choose(t tree.Tree) []string {
	ignores := readIgnores(t)
	chosen := make([]string, 0, len(t))
	for p, f := range t.All() {
		why, ignored := ignores.ignored(p)
		switch {
		case f.Policy == tree.Private && !ignored:
			r.secrets = append(r.secrets, p)
			r.LeftOut = append(r.LeftOut, Remark{p, "private"})
		case f.Policy == tree.Private, ignored && !strings.HasPrefix(p, ".scaffold/"):
			r.LeftOut = append(r.LeftOut, Remark{p, why})
		default:
			chosen = append(chosen, p)
		}
	}
	return chosen
}

// clean gives the contents as git stores them.
func (r *Repository) clean(t tree.Tree, files []string) [][]byte {
	attributes := readAttributes(t)
	contents := make([][]byte, len(files))
	for i, p := range files {
		contents[i] = t[p].Data
		if t[p].Mode&fs.ModeSymlink != 0 {
			continue
		}
		conversion := attributes.conversion(p)
		contents[i] = conversion.clean(t[p].Data)
		if conversion.program != "" {
			r.Unfiltered = append(r.Unfiltered, Remark{p, conversion.program})
		}
	}
	return contents
}

// commit packs the trees and the commit in front of the blobs, in the order in which git walks them.
func (r *Repository) commit(d *deflater, blobs []object) error {
	root, trees, err := packTrees(d, r.entries)
	if err != nil {
		return err
	}
	commit, err := packCommit(d, root, r.options)
	if err != nil {
		return err
	}
	r.Commit, r.Tree = commit.hash.String(), root.String()
	r.pack, err = newPack(append(append([]object{commit}, trees...), blobs...))
	return err
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

// CheckBranch fails for a name that git would refuse for a branch (git-check-ref-format(1)).
func CheckBranch(name string) error {
	if validBranch(name) {
		return nil
	}
	p := problem.Problem{
		Message: fmt.Sprintf("%q is not a name for a branch", name),
		Hints:   []string{"letters, digits and - _ . / make a good one"},
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
