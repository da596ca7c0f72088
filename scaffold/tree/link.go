package tree

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxHops = 40 // links that one path may go through: what Linux allows

// links checks the targets of links, given by their paths.
func (c *checker) links(paths []string) {
	r := resolver{}
	for _, p := range paths {
		r[fold(p)] = strings.Split(string(c.tree[p].Data), "/")
	}
	for _, p := range paths {
		target := string(c.tree[p].Data)
		if err := checkTarget(target); err != nil {
			c.add(p, err.Error())
		} else if err := r.follow(p); err != nil {
			c.add(p, fmt.Sprintf("the link to %s %v", target, err))
		}
		if refusedByGit(path.Base(p)) {
			c.add(p, "git does not accept a link by this name")
		}
	}
}

// refusedByGit: what git reads itself, and not through a link (git fsck: gitmodulesSymlink and its kin).
func refusedByGit(name string) bool {
	switch strings.ToLower(name) {
	case ".gitmodules", ".gitattributes", ".gitignore", ".mailmap":
		return true
	}
	return false
}

// checkTarget refuses targets that mean something else on another system.
func checkTarget(target string) error {
	switch {
	case target == "":
		return errors.New("the link has no target")
	case len(target) > maxPath:
		return fmt.Errorf("the link's target is longer than %d bytes", maxPath)
	case !utf8.ValidString(target):
		return errors.New("the link's target is not valid UTF-8")
	case target[0] == '/':
		return errors.New("the link's target is absolute")
	case strings.ContainsAny(target, `\:`):
		return errors.New("the link's target has a backslash or a colon")
	case strings.ContainsFunc(target, unicode.IsControl):
		return errors.New("the link's target has a control character")
	}
	return nil
}

// resolver holds links by folded path, as the names of their targets. It follows them the way a system does: name by
// name, and where a name is itself a link, through it. Cleaning a path as text would miss a link that leaves through
// another one.
type resolver map[string][]string

func (r resolver) follow(link string) error {
	var at []string
	if dir := path.Dir(link); dir != "." {
		at = strings.Split(dir, "/")
	}
	todo := r[fold(link)]
	for hops := 0; len(todo) > 0; {
		name := todo[0]
		todo = todo[1:]
		switch {
		case name == "" || name == ".":
			continue
		case name == ".." && len(at) == 0:
			return errors.New("points outside the project")
		case name == "..":
			at = at[:len(at)-1]
			continue
		case isGit(name):
			return errors.New("points into .git")
		}
		next, ok := r[fold(strings.Join(append(at, name), "/"))]
		if !ok {
			at = append(at, name)
			continue
		}
		if hops++; hops > maxHops {
			return errors.New("forms a loop")
		}
		todo = append(slices.Clone(next), todo...)
	}
	return nil
}
