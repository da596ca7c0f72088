package main

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"
	"golang.org/x/mod/modfile"
)

// module is the line of a go.mod in which a template puts the path of the project.
const module = "module "

// parsed is a go.mod: what stands above the requirements, and those.
type parsed struct {
	head             string
	direct, indirect []string // such as "example.com/x v1.2.3"
}

const comment = " // indirect"

// parse reads a go.mod.
func parse(mod string) (parsed, error) {
	var p parsed
	f, err := modfile.Parse("go.mod", []byte(mod), nil)
	if err != nil {
		return p, err
	}
	if len(f.Replace)+len(f.Exclude) > 0 {
		return p, errors.New("go.mod has replace or exclude directives, which a template cannot have")
	}
	for _, r := range f.Require {
		if line := r.Mod.Path + " " + r.Mod.Version; r.Indirect {
			p.indirect = append(p.indirect, line)
		} else {
			p.direct = append(p.direct, line)
		}
	}
	head, err := withRequirements(f, nil)
	if err != nil {
		return p, err
	}
	_, rest, ok := strings.Cut(string(head), "\n")
	if !ok || !strings.HasPrefix(string(head), module) {
		return p, errors.New("cannot find the line of the module")
	}
	p.head = strings.TrimRight(rest, "\n") + "\n"
	return p, nil
}

// withRequirements returns the text of a go.mod with these requirements alone.
func withRequirements(f *modfile.File, pins versions) ([]byte, error) {
	for _, r := range slices.Clone(f.Require) {
		if err := f.DropRequire(r.Mod.Path); err != nil {
			return nil, err
		}
	}
	f.Cleanup()
	for _, path := range slices.Sorted(maps.Keys(pins)) {
		f.AddNewRequire(path, pins[path], false)
	}
	return f.Format()
}

// templates returns the templates of go.mod and go.sum.
func (s *spec) templates(all []tidied) (mod, sum string, err error) {
	w := writer{spec: s, all: all}
	var mods []parsed
	for _, one := range all {
		p, err := parse(one.mod)
		if err != nil {
			return "", "", err
		}
		mods = append(mods, p)
	}
	w.text(module + s.Delims[0] + " .module " + s.Delims[1] + "\n")
	heads := map[string]bool{} // what is required may need a newer Go
	for _, p := range mods {
		heads[p.head] = true
	}
	for _, head := range slices.Sorted(maps.Keys(heads)) {
		w.when(func(i int) bool { return mods[i].head == head }, head)
	}
	w.block(func(i int) []string { return mods[i].direct }, "")
	w.block(func(i int) []string { return mods[i].indirect }, comment)
	mod, w.out = w.String(), nil
	w.lines(func(i int) []string { return strings.SplitAfter(all[i].sum, "\n") }, func(line string) string { return line })
	return mod, w.String(), nil
}

// writer writes texts under conditions, those that follow each other under the same one together.
type writer struct {
	*spec
	all []tidied
	out []piece
}

type piece struct{ when, text string }

func (w *writer) text(text string) { w.out = append(w.out, piece{"", text}) }

// block writes requirements: in parentheses where there are several, as the go command does.
func (w *writer) block(of func(i int) []string, ending string) {
	count := func(i int) int { return len(of(i)) }
	w.when(func(i int) bool { return count(i) > 0 }, "\n")
	w.when(func(i int) bool { return count(i) > 1 }, "require (\n")
	several := func(i int) []string {
		if count(i) > 1 {
			return of(i)
		}
		return nil
	}
	w.lines(several, func(line string) string { return "\t" + line + ending + "\n" })
	w.when(func(i int) bool { return count(i) > 1 }, ")\n")
	alone := func(i int) []string {
		if count(i) == 1 {
			return of(i)
		}
		return nil
	}
	w.lines(alone, func(line string) string { return "require " + line + ending + "\n" })
}

// lines writes the union of lines, sorted as the go command sorts them.
func (w *writer) lines(of func(i int) []string, write func(line string) string) {
	union := map[string]bool{}
	for i := range w.all {
		for _, line := range of(i) {
			if line != "" {
				union[line] = true
			}
		}
	}
	for _, line := range slices.SortedFunc(maps.Keys(union), order) {
		w.when(func(i int) bool { return slices.Contains(of(i), line) }, write(line))
	}
}

// order compares lines by the path of the module, then by its version, then by what follows that, as in "v1.2.3/go.mod".
func order(a, b string) int {
	pathA, restA, _ := strings.Cut(a, " ")
	pathB, restB, _ := strings.Cut(b, " ")
	versionA, endA := split(restA)
	versionB, endB := split(restB)
	return cmp.Or(cmp.Compare(pathA, pathB), versionA.Compare(versionB), cmp.Compare(endA, endB), cmp.Compare(a, b))
}

func split(text string) (*semver.Version, string) {
	version, _, _ := strings.Cut(text, " ")
	version, end, _ := strings.Cut(version, "/")
	parsed, err := semver.NewVersion(version)
	if err != nil { // the order is then that of the texts
		return semver.New(0, 0, 0, "", ""), text
	}
	return parsed, end
}

// when writes a text for the combinations for which something holds.
func (w *writer) when(holds func(i int) bool, text string) {
	var yes, no []combination
	for i, one := range w.all {
		if holds(i) {
			yes = append(yes, one.combination)
		} else {
			no = append(no, one.combination)
		}
	}
	if len(yes) > 0 {
		w.out = append(w.out, piece{condition(w.variables, yes, no), text})
	}
}

// String joins the pieces.
func (w *writer) String() string {
	var text strings.Builder
	open := ""
	for _, p := range append(w.out, piece{}) {
		if p.when != open {
			if open != "" {
				text.WriteString(w.Delims[0] + " end " + w.Delims[1])
			}
			if p.when != "" {
				text.WriteString(w.Delims[0] + " if " + p.when + " " + w.Delims[1])
			}
			open = p.when
		}
		text.WriteString(p.text)
	}
	return text.String()
}
