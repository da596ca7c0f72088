package scaffold

import "strings"

// DriftKind says how something differs from what was rendered. It is a word of --json.
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
	Rendered   DriftKind = "rendered"   // blueprint and answers do not give the base
)

// Drift is one file that is not as it should be.
type Drift struct {
	Path string    `json:"path"`
	Kind DriftKind `json:"kind"`
	Line int       `json:"line,omitempty"` // of an Unresolved, from 1
	Why  string    `json:"why"`            // lower case, no full stop
	Heal string    `json:"heal,omitempty"` // the verb of scaffold that heals it: restore or repair; "" for the person alone
}

func compareDrift(a, b Drift) int { return strings.Compare(a.Path, b.Path) }

const (
	healRestore = "restore"
	healRepair  = "repair"
)
