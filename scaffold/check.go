package scaffold

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/parallel"
	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// DriftKind is how something differs from what was rendered, as --json prints it.
type DriftKind string

// The kinds of drift.
const (
	Edited     DriftKind = "edited"     // a managed file, or with CheckOptions.Strict any
	Missing    DriftKind = "missing"    // and not by a deletion that was committed, or that an update has taken note of
	Removed    DriftKind = "removed"    // with CheckOptions.Strict: missing, by a deletion or a move that was committed
	Mode       DriftKind = "mode"       // the executable bit
	Unresolved DriftKind = "unresolved" // a conflict is left in the file
	Damaged    DriftKind = "damaged"    // a content of the base that is missing or another one
	Stray      DriftKind = "stray"      // a content of the base that nothing names
	Settings   DriftKind = "settings"   // what .scaffold tells git
	Rendered   DriftKind = "rendered"   // blueprint and answers do not render the base
)

// Drift is one file that is not as it should be.
type Drift struct {
	Path string    `json:"path"`
	Kind DriftKind `json:"kind"`
	Line int       `json:"line,omitempty"` // of an Unresolved, from 1
	Why  string    `json:"why"`            // lower case, no full stop
	Heal string    `json:"heal,omitempty"` // the verb of scaffold that heals it: restore or repair; "" for the person alone
}

const (
	healRestore = "restore"
	healRepair  = "repair"
)

// worthAnother is how many files to hash or unpack are worth another processor.
const worthAnother = 64

// CheckOptions say what counts as drift. Their functions are called by one goroutine at a time.
type CheckOptions struct {
	Strict      bool    // edits of merged files, too
	IgnoreModes bool    // the disk does not keep the executable bit, as git's core.fileMode=false says
	Ignored     PathSet // git ignores the path, so that a clone lacks it
	Removed     PathSet // the owner has committed that the path is gone
}

// Check returns everything in which a project differs from what it remembers, by path. ours is what is on disk at Paths. It
// needs neither the blueprint nor any history. Files of policy once are their owner's: only a conflict that is left in one
// is drift. Private files are not looked at.
func (p Project) Check(ours tree.Tree, opt CheckOptions) []Drift {
	entries := p.compared()
	found := make([][]Drift, len(entries))
	parallel.Each(len(found), worthAnother, func() func(int) {
		return func(i int) {
			if f := ours[entries[i].Path]; !f.Absent() {
				found[i] = checkFile(entries[i], f, opt)
			}
		}
	})
	gone := make([]DriftKind, len(entries))
	n := 0
	for i, e := range entries {
		switch {
		case !ours[e.Path].Absent() || isOwners(e.Policy) || e.Tombstone || opt.Ignored.has(e.Path):
		case e.Policy != tree.Merge || !opt.Removed.has(e.Path):
			gone[i] = Missing
		case opt.Strict:
			gone[i] = Removed
		}
		if n += len(found[i]); gone[i] != "" {
			n++
		}
	}
	memory := p.checkMemory()
	drift := make([]Drift, 0, n+len(memory)) // a hundred thousand files may be missing
	for i, e := range entries {
		drift = append(drift, found[i]...)
		switch gone[i] {
		case Missing:
			drift = append(drift, Drift{Path: e.Path, Kind: Missing, Why: "missing", Heal: healRestore})
		case Removed:
			drift = append(drift, Drift{Path: e.Path, Kind: Removed, Why: "removed or renamed by its owner", Heal: healRestore})
		default:
		}
	}
	drift = append(drift, memory...)
	slices.SortStableFunc(drift, func(a, b Drift) int { return strings.Compare(a.Path, b.Path) })
	return drift
}

// compared returns the entries of the files that Check and Diff look at.
func (p Project) compared() []*lock.Entry {
	entries := make([]*lock.Entry, 0, len(p.Lock.Files))
	for i := range p.Lock.Files {
		if e := &p.Lock.Files[i]; e.Policy != tree.Private && !p.Skipped.has(e.Path) {
			entries = append(entries, e)
		}
	}
	return entries
}

func checkFile(e *lock.Entry, f tree.File, opt CheckOptions) []Drift {
	var drift []Drift
	if opt.IgnoreModes && f.Mode.Type() == 0 {
		f.Mode = e.Mode
	}
	if line := plaintext.Conflict(f.Data); line > 0 && f.Mode.Type() == 0 && !isAs(e, f) {
		return []Drift{{Path: e.Path, Kind: Unresolved, Line: line, Why: "line " + strconv.Itoa(line) + ": unresolved conflict"}}
	}
	switch {
	case isOwners(e.Policy):
		return nil
	case f.Mode.Type() != e.Mode.Type():
		drift = append(drift, Drift{Path: e.Path, Kind: Edited, Why: "now " + tree.Describe(f.Mode), Heal: healRestore})
	case f.Mode != e.Mode:
		drift = append(drift, Drift{Path: e.Path, Kind: Mode, Why: "now " + tree.Describe(f.Mode), Heal: healRestore})
	}
	switch {
	case f.Mode.Type() != e.Mode.Type() || e.Policy != tree.Managed && !opt.Strict || isAs(e, f):
	case e.Policy == tree.Managed:
		drift = append(drift, Drift{Path: e.Path, Kind: Edited, Why: "managed by scaffold, edited by hand", Heal: healRestore})
	default:
		drift = append(drift, Drift{Path: e.Path, Kind: Edited, Why: "edited", Heal: healRestore})
	}
	return drift
}

// isAs reports whether a file has the content that was rendered, or that with all line endings changed.
func isAs(e *lock.Entry, f tree.File) bool {
	if lock.Sum(f.Data) == e.SHA256 {
		return true
	}
	if f.Mode.Type() != 0 {
		return false
	}
	for _, like := range []string{"\n", "\r\n"} {
		if other := plaintext.EndAs(f.Data, []byte(like)); len(other) != len(f.Data) && lock.Sum(other) == e.SHA256 {
			return true
		}
	}
	return false
}

// checkMemory compares what is under .scaffold with the lock, and the files for git there with those of every lock.
func (p Project) checkMemory() []Drift {
	named := make(map[string]*lock.Entry, len(p.Lock.Files))
	places := make([]string, 0, len(p.Lock.Files))
	for i := range p.Lock.Files {
		e := &p.Lock.Files[i]
		if e.Policy == tree.Private {
			continue
		}
		if place := lock.BasePath(e.SHA256); named[place] == nil {
			named[place] = e
			places = append(places, place)
		}
	}
	damage := make([]string, len(places))
	parallel.Each(len(places), worthAnother, func() func(int) {
		var u lock.Unpacker
		return func(i int) { _, damage[i] = p.unpack(&u, *named[places[i]]) }
	})
	var drift []Drift
	for i, why := range damage {
		if why != "" {
			drift = append(drift, Drift{Path: places[i], Kind: Damaged, Why: why, Heal: healRepair})
		}
	}
	for path := range p.Memory {
		if strings.HasPrefix(path, baseDir) && named[path] == nil {
			drift = append(drift, Drift{Path: path, Kind: Stray, Why: "not used by any file in the project", Heal: healRepair})
		}
	}
	for path, want := range lock.Settings() {
		switch have := p.Memory[path]; {
		case sameMemory(path, have, want):
		case have.Absent():
			drift = append(drift, Drift{Path: path, Kind: Settings, Why: "missing", Heal: healRepair})
		case p.Lock.Format > 1: // the first change of an older project brings them up to date
			drift = append(drift, Drift{Path: path, Kind: Settings, Why: "edited by hand, or written by another version of scaffold", Heal: healRepair})
		}
	}
	return drift
}

// CheckRendered compares now, rendered from the blueprint and the answers, with what the lock says, and returns the
// differences by path. Of private files only the mode is known.
func (p Project) CheckRendered(now State) []Drift {
	var drift []Drift
	for b, a := range lock.Pairs(p.Lock.Files, now.Lock.Files) {
		d := Drift{Path: cmp.Or(b, a).Path, Kind: Rendered, Heal: healRepair}
		switch {
		case p.Skipped.has(d.Path):
		case a == nil:
			d.Why = "listed in files.sum, but not rendered by blueprint and answers"
		case b == nil:
			d.Why = "rendered by blueprint and answers, but missing from files.sum"
		case a.Policy != b.Policy:
			d.Why = "rendered with the policy " + a.Policy.String() + ", but files.sum says " + b.Policy.String()
		case a.Policy == tree.Part: // it was not always rendered again
		case a.SHA256 != b.SHA256 && a.Policy != tree.Private:
			d.Why = "content differs from files.sum"
		case a.Mode != b.Mode:
			d.Why = "mode differs from files.sum"
		}
		if d.Why != "" {
			drift = append(drift, d)
		}
	}
	return drift
}
