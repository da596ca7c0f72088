package git

import (
	"fmt"
	"io/fs"
	"net/url"
	"strings"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Source is a blueprint in a git repository: URL//Subdir@Ref.
type Source struct {
	URL    string // https or file, without credentials
	Subdir string // with slashes, "" for the whole repository
	Ref    string // a branch, a tag or a commit; "" for the newest release
}

// String returns the source as people type it.
func (s Source) String() string {
	if s.Ref == "" {
		return s.Name()
	}
	return s.Name() + "@" + s.Ref
}

// Name returns the source without its ref, as a lock records it.
func (s Source) Name() string {
	if s.Subdir == "" {
		return s.URL
	}
	return s.URL + "//" + s.Subdir
}

// sourceForm matches what git would clone: a scheme, or the scp-like user@host:path.
var sourceForm = plaintext.Pattern(`^(?i)([a-z][a-z0-9+.-]*://|[^/\\]+@[^/\\]+:|git@)`) //nolint:gochecknoglobals // constant

// IsSource reports whether a text has the form of a git source, valid or not.
func IsSource(text string) bool { return sourceForm().MatchString(text) }

var userInfo = plaintext.Pattern(`://[^/\s]*@`) //nolint:gochecknoglobals // constant

// Mask hides the credentials of every URL in a text.
func Mask(text string) string { return userInfo().ReplaceAllString(text, "://***@") }

// ParseSource reads a source as people type it. The error is a problem.Problem.
func ParseSource(text string) (Source, error) {
	refuse := func(message string, hints ...string) (Source, error) {
		return Source{}, problem.Problem{Message: fmt.Sprintf("blueprint %q: %s", Mask(text), message), Hints: hints}
	}
	scheme, rest, _ := strings.Cut(text, "://")
	scheme = strings.ToLower(scheme)
	authority, path, _ := strings.Cut(rest, "/")
	switch scheme {
	case "https", "file":
	case "http", "git":
		return refuse("git sources must be encrypted", "use https://")
	default:
		return refuse("git sources over ssh and other protocols are not supported", "use https://, or clone it and name the directory")
	}
	if strings.Contains(authority, "@") {
		return refuse("a git source must not contain a user or a password",
			"set "+tokenVariable("HOST")+", or store the credentials in ~/.netrc or git's credential helper")
	}
	path, subdir, _ := strings.Cut(path, "//")
	subdir, ref, hasRef := cutLast(subdir)
	if !hasRef {
		path, ref, hasRef = cutLast(path)
	}
	subdir = strings.Trim(subdir, "/")
	s := Source{URL: scheme + "://" + authority + "/" + strings.TrimSuffix(path, "/"), Subdir: subdir, Ref: ref}
	u, err := url.Parse(s.URL)
	switch {
	case err != nil || (u.Host == "") != (scheme == "file") || path == "" || u.RawQuery != "" || u.Fragment != "":
		return refuse("not a valid URL", "write it like https://example.com/blueprint.git, or file:///path/to/repository")
	case hasRef && !validBranch(ref):
		return refuse(fmt.Sprintf("%q is not a branch, tag or commit", ref))
	case subdir != "" && !fs.ValidPath(subdir):
		return refuse(fmt.Sprintf("%q is not a folder of the repository", subdir))
	}
	return s, nil
}

// cutLast splits a text at its last @.
func cutLast(text string) (before, after string, found bool) {
	if i := strings.LastIndexByte(text, '@'); i >= 0 {
		return text[:i], text[i+1:], true
	}
	return text, "", false
}

// IsCommit reports whether a text is the full name of a commit.
func IsCommit(text string) bool {
	return len(text) == 40 && strings.Trim(text, "0123456789abcdef") == ""
}
