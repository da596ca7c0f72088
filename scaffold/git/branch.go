package git

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

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
