package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// pin is one package in a lock.
type pin struct {
	Name    string
	Version string
	Marker  string   // the environments that need it; "" for all
	Hashes  []string // "sha256:…"
}

// request asks for everything that its requirements need.
type request struct {
	Python       string // the lowest version
	Requirements []string
	Constraints  []string          // "name==version" or bounds
	Preferred    map[string]string // name → version, where the constraints leave a choice
	Seen         bool              // an earlier request has resolved all of it
}

// resolver resolves requests. Every package is listed once in its result.
type resolver interface {
	Resolve(ctx context.Context, q request) ([]pin, error)
}

// uv resolves with the uv program, for all platforms at once.
type uv struct{ stderr io.Writer }

// Resolve runs `uv pip compile`. What has been resolved before comes from uv's cache: the index is slow, and may have newer
// releases by now.
func (u uv) Resolve(ctx context.Context, q request) ([]pin, error) {
	dir, err := os.MkdirTemp("", "pylock-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // nothing depends on it any more
	var old strings.Builder
	for name, version := range q.Preferred {
		old.WriteString(name + "==" + version + "\n")
	}
	lock := filepath.Join(dir, "lock")
	for name, text := range map[string]string{
		"in": strings.Join(q.Requirements, "\n"), "bounds": strings.Join(q.Constraints, "\n"), "lock": old.String(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text+"\n"), 0o600); err != nil {
			return nil, err
		}
	}
	args := []string{
		"pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-emit-index-url", "--no-header",
		"--no-annotate", "--fork-strategy", "fewest", "--python-version", q.Python, "--constraints", "bounds",
		"--output-file", lock, "in",
	}
	if q.Seen {
		args = append(args, "--offline")
	}
	cmd := exec.CommandContext(ctx, "uv", args...) //nolint:gosec // always uv; the arguments come from a file of ours
	cmd.Dir, cmd.Stderr = dir, u.stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("uv pip compile %s: %w", strings.Join(q.Requirements, " "), err)
	}
	text, err := os.ReadFile(lock)
	if err != nil {
		return nil, err
	}
	return parseLock(string(text))
}

var pinLine = regexp.MustCompile(`^([a-z0-9-]+)==([^\s;]+)(?: ; (.+?))?(?: \\)?$`)

// parseLock reads the output of uv. It rejects requirements without version and hashes (URLs, folders), and a second
// version of a package: a subset of the requirements could not choose between the two.
func parseLock(text string) ([]pin, error) {
	var pins []pin
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		hash, isHash := strings.CutPrefix(line, "    --hash=")
		m := pinLine.FindStringSubmatch(line)
		switch {
		case isHash && len(pins) > 0:
			last := &pins[len(pins)-1]
			last.Hashes = append(last.Hashes, strings.TrimSuffix(hash, ` \`))
		case m == nil:
			return nil, fmt.Errorf("cannot read %q in the lock: packages must come from an index, with version and hashes", line)
		case seen[m[1]]:
			return nil, fmt.Errorf("%s is needed in two versions: add a constraint that leaves one", m[1])
		default:
			seen[m[1]] = true
			pins = append(pins, pin{Name: m[1], Version: m[2], Marker: m[3]})
		}
	}
	for _, p := range pins {
		if len(p.Hashes) == 0 {
			return nil, fmt.Errorf("%s %s has no hashes", p.Name, p.Version)
		}
	}
	return pins, nil
}
