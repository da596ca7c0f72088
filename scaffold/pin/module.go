package pin

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// agreeModule settles the requirements, tools and versions of Go of three go.mod files.
func agreeModule(texts [3]string, hasBase bool) [3]string {
	var files [3]*modfile.File
	for i := range texts {
		text := texts[i]
		if i == 0 && !hasBase {
			text = texts[1]
		}
		f, err := modfile.Parse("go.mod", []byte(text), nil)
		if err != nil || len(requiresOf(f)) != len(f.Require) {
			return texts
		}
		files[i] = f
	}
	base, ours, theirs := files[0], files[1], files[2]
	if !hasBase {
		base = &modfile.File{}
	}
	settled := settleRequires(base, ours, theirs)
	goVersion, _ := chooseVersion(versionOf(base.Go), versionOf(ours.Go), versionOf(theirs.Go))
	toolchain, known := chooseVersion(toolchainOf(base), toolchainOf(ours), toolchainOf(theirs))
	tools := settleTools(base, ours, theirs)
	for i, f := range files {
		f.SetRequireSeparateIndirect(copied(settled))
		if goVersion != "" && f.Go != nil && f.AddGoStmt(goVersion) != nil {
			return texts
		}
		if known && toolchain != "" && f.Toolchain != nil && f.AddToolchainStmt(toolchain) != nil {
			return texts
		}
		for _, t := range slices.Clone(f.Tool) {
			if !tools[t.Path] && f.DropTool(t.Path) != nil {
				return texts
			}
		}
		for path := range tools {
			if f.AddTool(path) != nil {
				return texts
			}
		}
		f.Cleanup()
		f.SortBlocks()
		formatted, err := f.Format()
		if err != nil {
			return texts
		}
		texts[i] = string(formatted)
	}
	return texts
}

// settleRequires returns the requirements that a merge of three files has, by path.
func settleRequires(base, ours, theirs *modfile.File) []*modfile.Require {
	before, mine, other := requiresOf(base), requiresOf(ours), requiresOf(theirs)
	paths := map[string]bool{}
	for _, requires := range []map[string]*modfile.Require{mine, other} {
		for path := range requires {
			paths[path] = true
		}
	}
	var out []*modfile.Require
	for path := range paths {
		b, o, t := before[path], mine[path], other[path]
		switch {
		case o != nil && t != nil:
			r := &modfile.Require{Mod: o.Mod, Indirect: o.Indirect && t.Indirect}
			old := ""
			if b != nil {
				old = b.Mod.Version
				r.Indirect, _ = choose(&b.Indirect, o.Indirect, t.Indirect)
			}
			r.Mod.Version, _ = chooseVersion(old, o.Mod.Version, t.Mod.Version)
			out = append(out, r)
		case b != nil: // one side removed it
		case o != nil:
			out = append(out, o)
		default:
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b *modfile.Require) int { return strings.Compare(a.Mod.Path, b.Mod.Path) })
	return out
}

// copied returns requirements for another file, which keeps its own notes in them.
func copied(requires []*modfile.Require) []*modfile.Require {
	out := make([]*modfile.Require, len(requires))
	for i, r := range requires {
		out[i] = &modfile.Require{Mod: r.Mod, Indirect: r.Indirect}
	}
	return out
}

func requiresOf(f *modfile.File) map[string]*modfile.Require {
	out := make(map[string]*modfile.Require, len(f.Require))
	for _, r := range f.Require {
		out[r.Mod.Path] = r
	}
	return out
}

// chooseVersion returns the version of the side that moved it, or the higher one. ok is false if they cannot be compared.
func chooseVersion(base, ours, theirs string) (version string, ok bool) {
	if version, ok = choose(&base, ours, theirs); ok {
		return version, true
	}
	order, ok := loose(strings.TrimPrefix(ours, "go"), strings.TrimPrefix(theirs, "go"))
	if order < 0 {
		return theirs, ok
	}
	return ours, ok
}

func versionOf(g *modfile.Go) string {
	if g == nil {
		return ""
	}
	return g.Version
}

func toolchainOf(f *modfile.File) string {
	if f.Toolchain == nil {
		return ""
	}
	return f.Toolchain.Name
}

// settleTools returns the tools that a merge has: what either side added, without what either removed.
func settleTools(base, ours, theirs *modfile.File) map[string]bool {
	before, mine, other := toolsOf(base), toolsOf(ours), toolsOf(theirs)
	out := map[string]bool{}
	for _, tools := range []map[string]bool{mine, other} {
		for path := range tools {
			if mine[path] && other[path] || !before[path] {
				out[path] = true
			}
		}
	}
	return out
}

func toolsOf(f *modfile.File) map[string]bool {
	out := map[string]bool{}
	for _, t := range f.Tool {
		out[t.Path] = true
	}
	return out
}

// Sums merges the lines of a go.sum: those of both sides, without those that one side removed. What mod, the merged go.mod,
// requires at another version is left out, and what it requires at this one is kept; of all others nothing is known offline.
func Sums(base, ours, theirs, mod []byte) []byte {
	before, mine, other := sumsOf(base), sumsOf(ours), sumsOf(theirs)
	required := map[string]string{}
	if f, err := modfile.ParseLax("go.mod", mod, nil); err == nil {
		for _, r := range f.Require {
			required[r.Mod.Path] = r.Mod.Version
		}
	}
	out := map[string]module.Version{}
	for _, lines := range []map[string]module.Version{mine, other} {
		for line, m := range lines {
			want, known := required[m.Path]
			version, isMod := strings.CutSuffix(m.Version, "/go.mod")
			_, inMine := mine[line]
			_, inOther := other[line]
			_, inBase := before[line]
			switch {
			case known && version == want:
				out[line] = m
			case known && !isMod: // of a version that is no longer required
			case inMine && inOther || !inBase:
				out[line] = m
			}
		}
	}
	return formatSums(out)
}

// sumsOf returns the lines of a go.sum, and what each is a sum of.
func sumsOf(data []byte) map[string]module.Version {
	out := map[string]module.Version{}
	for line := range strings.Lines(string(data)) {
		if fields := strings.Fields(line); len(fields) == 3 {
			out[strings.Join(fields, " ")] = module.Version{Path: fields[0], Version: fields[1]}
		}
	}
	return out
}

// formatSums writes lines in the order of cmd/go.
func formatSums(lines map[string]module.Version) []byte {
	byModule := map[module.Version][]string{}
	var modules []module.Version
	for line, m := range lines {
		if byModule[m] == nil {
			modules = append(modules, m)
		}
		byModule[m] = append(byModule[m], line)
	}
	module.Sort(modules)
	var out bytes.Buffer
	for _, m := range modules {
		slices.Sort(byModule[m])
		for _, line := range byModule[m] {
			out.WriteString(line + "\n")
		}
	}
	return out.Bytes()
}
