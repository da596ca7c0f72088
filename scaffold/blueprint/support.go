package blueprint

import (
	"fmt"

	"github.com/Masterminds/semver/v3"

	"github.com/seed-d277c37b/scaffold/scaffold/document"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Supports reports whether a version of the engine can render the blueprint. An engine without a semantic version, as
// built from a work tree, can; a pre-release counts as the versions that it comes between. The error is a problem.List.
func (b *Blueprint) Supports(engine string) error {
	if b.Scaffold == "" {
		return nil
	}
	version, err := semver.NewVersion(engine)
	if err != nil {
		return nil //nolint:nilerr // a development build
	}
	constraint, err := semver.NewConstraint(b.Scaffold)
	if err != nil {
		return err
	}
	constraint.IncludePrerelease = true
	if constraint.Check(version) {
		return nil
	}
	at := Text{Line: 1, Column: 1}
	if d, root, _ := document.Read(b.file(Manifest), b.Source); root != nil {
		if key := document.Find(root, "scaffold"); key != nil {
			at = scalars{d}.text(key)
		}
	}
	return problem.List{b.ProblemAt(at, 0,
		fmt.Sprintf("the blueprint requires scaffold %s, this is %s", b.Scaffold, engine),
		"install a matching version of scaffold", "or use a version of the blueprint that supports this one")}
}

// CompareVersions orders two semantic versions: below 0 where a is the older one. known is false where one of them is
// none.
func CompareVersions(a, b string) (order int, known bool) {
	left, err := semver.StrictNewVersion(a)
	if err != nil {
		return 0, false
	}
	right, err := semver.StrictNewVersion(b)
	if err != nil {
		return 0, false
	}
	return left.Compare(right), true
}
