package scaffold

import (
	"cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// Rerender returns the files that blueprint and answers, as now was rendered from them, do not make as the lock says, by
// path. Of private files only the mode is known.
func (p Project) Rerender(now State) []Drift {
	var drift []Drift
	for b, a := range paired(p.Lock.Files, now.Lock.Files) {
		d := Drift{Kind: Rendered, Heal: healRepair}
		switch {
		case p.skips(cmp.Or(b, a).Path):
		case a == nil:
			d.Path, d.Why = b.Path, "in the lock, but blueprint and answers do not produce it"
		case b == nil:
			d.Path, d.Why = a.Path, "blueprint and answers produce it, but the lock does not have it"
		default:
			d.Path, d.Why = b.Path, otherwise(b, a)
		}
		if d.Why != "" {
			drift = append(drift, d)
		}
	}
	return drift
}

// otherwise says in what two entries of a path differ; "" if they do not.
func otherwise(b, a *lock.Entry) string {
	switch {
	case a.Policy != b.Policy:
		return "rendered with the policy " + a.Policy.String() + ", the lock says " + b.Policy.String()
	case a.Policy == tree.Part: // it was not always rendered again
	case a.SHA256 != b.SHA256 && a.Policy != tree.Private:
		return "its content is not what the lock says"
	case a.Mode != b.Mode:
		return "its mode is not what the lock says"
	}
	return ""
}
