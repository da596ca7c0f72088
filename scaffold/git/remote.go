package git

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/Masterminds/semver/v3"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/sideband"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/file"
	httptransport "github.com/go-git/go-git/v5/plumbing/transport/http"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
)

// Remote is a repository that blueprints are fetched from.
type Remote struct {
	url     string // as the person named it
	connect func(transport.AuthMethod) (transport.UploadPackSession, error)
	auth    transport.AuthMethod
	refs    *packp.AdvRefs
	timeout time.Duration
}

// The most that is fetched, in bytes.
const (
	maxPack = 64 << 20 // of a commit; and no more is kept
	maxRefs = 16 << 20 // of the list of branches and tags
)

var errNotOffered = errors.New("no longer at a branch or tag")

var errTooLarge = fmt.Errorf("the repository is too large (limit %d MiB compressed)", maxPack>>20)

// Connect lists the branches and tags of a repository. A server that says nothing for the timeout is given up.
func Connect(ctx context.Context, url string, e Environment, timeout time.Duration) (*Remote, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*timeout)
	defer cancel()
	address := e.rewritten(url)
	endpoint, err := transport.NewEndpoint(address)
	if err != nil {
		return nil, problem.Problem{Message: fmt.Sprintf("%q: insteadOf in git's configuration leads to an invalid URL", url)}
	}
	r := &Remote{url: url, timeout: timeout}
	var client transport.Transport
	switch endpoint.Protocol {
	case "file":
		client = file.NewClient(transport.UploadPackServiceName, transport.ReceivePackServiceName)
	case "https", "http":
		client = httptransport.NewClient(&http.Client{Transport: limited{&http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: timeout}).DialContext,
			TLSHandshakeTimeout: timeout, ResponseHeaderTimeout: timeout, ForceAttemptHTTP2: true, DisableKeepAlives: true,
		}}})
	default:
		return nil, problem.Problem{
			Message: fmt.Sprintf("%q: insteadOf in git's configuration leads to %s, which is not supported", url, endpoint.Protocol),
			Hints:   []string{"clone it and name the directory"},
		}
	}
	r.connect = func(auth transport.AuthMethod) (transport.UploadPackSession, error) {
		return client.NewUploadPackSession(endpoint, auth)
	}
	r.refs, err = await(ctx, func() (*packp.AdvRefs, error) { return r.advertised(ctx, nil) })
	if errors.Is(err, transport.ErrAuthenticationRequired) || errors.Is(err, transport.ErrAuthorizationFailed) {
		if auth := e.credentials(ctx, address); auth != nil {
			r.refs, err = await(ctx, func() (*packp.AdvRefs, error) { return r.advertised(ctx, auth) })
		}
	}
	if err != nil {
		return nil, r.explain(ctx, err)
	}
	return r, nil
}

func (r *Remote) advertised(ctx context.Context, auth transport.AuthMethod) (refs *packp.AdvRefs, err error) {
	session, err := r.connect(auth)
	if err != nil {
		return nil, err
	}
	defer func() {
		if closed := session.Close(); err == nil && closed != nil {
			err = closed
		}
	}()
	r.auth = auth
	return session.AdvertisedReferencesContext(ctx)
}

// Resolve returns the commit of a branch, a tag or "HEAD". Where both have the name, it is the tag's.
func (r *Remote) Resolve(ref string) (commit string, found bool) {
	if IsCommit(ref) {
		return ref, true
	}
	if ref == "HEAD" && r.refs.Head != nil {
		return r.refs.Head.String(), true
	}
	for _, name := range []string{"refs/tags/" + ref, "refs/heads/" + ref} {
		if hash, ok := r.refs.Peeled[name]; ok {
			return hash.String(), true
		}
		if hash, ok := r.refs.References[name]; ok {
			return hash.String(), true
		}
	}
	return "", false
}

// HasTag reports whether the repository has a tag.
func (r *Remote) HasTag(name string) bool {
	_, ok := r.refs.References["refs/tags/"+name]
	return ok
}

// Newest returns the tag of the newest release, "" for none.
func (r *Remote) Newest() string {
	var newest *semver.Version
	name := ""
	for ref := range r.refs.References {
		tag, isTag := strings.CutPrefix(ref, "refs/tags/")
		v := release(tag)
		if !isTag || v == nil {
			continue
		}
		if newest == nil || cmp.Or(v.Compare(newest), strings.Compare(tag, name)) > 0 {
			newest, name = v, tag
		}
	}
	return name
}

// IsRelease reports whether a tag is named like a release, such as v1.2.0.
func IsRelease(tag string) bool { return release(tag) != nil }

func release(tag string) *semver.Version {
	v, err := semver.StrictNewVersion(strings.TrimPrefix(tag, "v"))
	if err != nil || v.Prerelease() != "" {
		return nil
	}
	return v
}

// Fetch returns a commit without its history, as a pack.
func (r *Remote) Fetch(ctx context.Context, commit string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*r.timeout)
	defer cancel()
	pack, err := await(ctx, func() ([]byte, error) { return r.fetch(ctx, commit) })
	if err != nil {
		return nil, r.explain(ctx, err)
	}
	return pack, nil
}

func (r *Remote) fetch(ctx context.Context, commit string) (pack []byte, err error) {
	session, err := r.connect(r.auth)
	if err != nil {
		return nil, err
	}
	defer session.Close() //nolint:errcheck // everything was read
	refs, err := session.AdvertisedReferencesContext(ctx)
	if err != nil {
		return nil, err
	}
	request := packp.NewUploadPackRequestFromCapabilities(refs.Capabilities)
	if refs.Capabilities.Supports(capability.Shallow) {
		request.Depth = packp.DepthCommits(1)
		if err := request.Capabilities.Set(capability.Shallow); err != nil {
			return nil, err
		}
	}
	wanted := plumbing.NewHash(commit)
	for name, peeled := range refs.Peeled { // many servers hand out only what they list, which of an annotated tag is the tag
		if peeled == wanted {
			wanted = refs.References[name]
			break
		}
	}
	request.Wants = []plumbing.Hash{wanted}
	response, err := session.UploadPack(ctx, request)
	if err != nil && strings.Contains(err.Error(), "not our ref") {
		return nil, errNotOffered
	}
	if err != nil {
		return nil, err
	}
	defer response.Close() //nolint:errcheck // everything was read
	var reader io.Reader = response
	switch {
	case request.Capabilities.Supports(capability.Sideband64k):
		reader = sideband.NewDemuxer(sideband.Sideband64k, response)
	case request.Capabilities.Supports(capability.Sideband):
		reader = sideband.NewDemuxer(sideband.Sideband, response)
	}
	pack, err = io.ReadAll(io.LimitReader(reader, maxPack+1))
	if len(pack) > maxPack {
		return nil, errTooLarge
	}
	return pack, err
}

// explain says what failed in words of its own: what a server sends is not for a terminal.
func (r *Remote) explain(ctx context.Context, err error) error {
	refuse := func(message string, hints ...string) error {
		return problem.Problem{Message: fmt.Sprintf("%s: %s", r.url, message), Hints: hints}
	}
	var network net.Error
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	case errors.Is(err, transport.ErrAuthenticationRequired), errors.Is(err, transport.ErrAuthorizationFailed):
		return refuse("the server requires valid credentials, or there is no such repository",
			"set "+tokenVariable("HOST")+", or store the credentials in ~/.netrc or git's credential helper")
	case errors.Is(err, transport.ErrRepositoryNotFound):
		return refuse("no such repository", "check the spelling, and whether you have access")
	case errors.Is(err, transport.ErrEmptyRemoteRepository):
		return refuse("the repository is empty")
	case errors.Is(err, errNotOffered):
		return refuse("the commit is at none of the branches and tags, and the server hands out no other",
			"name a branch or a tag; in a project: scaffold update")
	case errors.Is(err, errTooLarge):
		return refuse(errTooLarge.Error())
	case ctx.Err() != nil, errors.As(err, &network) && network.Timeout():
		return refuse("the server does not answer", "try again later, or name a commit that was used before: "+r.url+"@COMMIT")
	}
	text := strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return ' '
		}
		return c
	}, Mask(err.Error()))
	if len(text) > 300 {
		text = text[:300] + "..."
	}
	return refuse("cannot be reached: "+text, "offline, a commit that was used before still works: "+r.url+"@COMMIT")
}

// limited bounds what a server sends.
type limited struct{ next http.RoundTripper }

// RoundTrip sends a request.
func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := l.next.RoundTrip(r)
	if err == nil {
		most := maxPack + maxPack/8
		if r.Method == http.MethodGet {
			most = maxRefs
		}
		response.Body = &limitedBody{response.Body, most}
	}
	return response, err
}

type limitedBody struct {
	io.ReadCloser
	left int
}

// Read fails after the last byte that a server may send.
func (b *limitedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// await runs work that may not heed ctx, and returns as soon as ctx is done. A panic, as of a parser that a hostile server
// fools, is an error.
func await[T any](ctx context.Context, work func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if p := recover(); p != nil {
				r.err = fmt.Errorf("%w: %v", ErrDamaged, p)
			}
			done <- r
		}()
		r.value, r.err = work()
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// rewritten returns a URL with the longest of the person's insteadOf prefixes replaced (git-config(1), url.<base>.insteadOf).
func (e Environment) rewritten(url string) string {
	longest, result := "", url
	for _, r := range e.settings(scope{}).rewrites {
		if rest, ok := strings.CutPrefix(url, r.prefix); ok && len(r.prefix) > len(longest) {
			longest, result = r.prefix, r.base+rest
		}
	}
	return result
}
