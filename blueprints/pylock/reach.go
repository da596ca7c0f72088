package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// entry is the single entry of a package in a template, with every way in which the roots reach it.
type entry struct {
	pin
	By []reach
}

// conditions returns the conditions of all ways to the package.
func (e entry) conditions() []string {
	var out []string
	for _, r := range e.By {
		out = append(out, r.When)
	}
	return out
}

// reach is one way to a package: the condition of a root, and the environments in which that root needs the package.
type reach struct{ When, Marker string }

// closures maps each root's requirement to the packages that it needs, directly or not.
type closures map[string][]pin

// resolve returns one version of every package, and what each root needs within those versions.
func resolve(ctx context.Context, s spec, preferred map[string]string, r resolver) ([]pin, closures, error) {
	requirements := make([]string, 0, len(s.Run)+len(s.Dev))
	for _, root := range s.roots() {
		requirements = append(requirements, root.Require)
	}
	all, err := r.Resolve(ctx, request{Python: s.Python, Requirements: requirements, Constraints: s.Constraints, Preferred: preferred})
	if err != nil {
		return nil, nil, err
	}
	versions := slices.Clone(s.Constraints)
	for _, p := range all {
		versions = append(versions, p.Name+"=="+p.Version)
	}
	reached := closures{}
	for _, requirement := range requirements {
		alone := request{Python: s.Python, Requirements: []string{requirement}, Constraints: versions, Seen: true}
		reached[requirement], err = r.Resolve(ctx, alone)
		if err != nil {
			return nil, nil, err
		}
	}
	return all, reached, whole(all, reached)
}

// whole reports an error unless the closures together hold exactly the packages of all, in the same versions.
func whole(all []pin, reached closures) error {
	versions := map[string]string{}
	for _, p := range all {
		versions[p.Name] = p.Version
	}
	missing := maps.Clone(versions)
	for requirement, pins := range reached {
		for _, p := range pins {
			if versions[p.Name] != p.Version {
				return fmt.Errorf("%s alone needs %s %s, all together %q", requirement, p.Name, p.Version, versions[p.Name])
			}
			delete(missing, p.Name)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("nothing reaches %s", strings.Join(slices.Sorted(maps.Keys(missing)), ", "))
	}
	return nil
}

// entries returns the packages that the roots reach, sorted by name.
func entries(all []pin, roots []root, reached closures) []entry {
	by := map[string][]reach{}
	for _, root := range roots {
		for _, p := range reached[root.Require] {
			by[p.Name] = append(by[p.Name], reach{When: root.When, Marker: p.Marker})
		}
	}
	var out []entry
	for _, p := range all {
		if len(by[p.Name]) > 0 {
			out = append(out, entry{pin: p, By: by[p.Name]})
		}
	}
	slices.SortFunc(out, func(a, b entry) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// when returns a pipeline that is true if any of the conditions holds: "" if one of them always does, "false" if there
// are none.
func when(conditions []string) string {
	conditions = slices.Compact(slices.Sorted(slices.Values(conditions)))
	switch {
	case len(conditions) == 0:
		return "false"
	case conditions[0] == "":
		return ""
	case len(conditions) == 1:
		return conditions[0]
	}
	return "or (" + strings.Join(conditions, ") (") + ")"
}
