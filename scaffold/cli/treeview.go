package cli

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-d277c37b/scaffold/scaffold/project"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// visible returns the files of a project without scaffold's own.
func visible(files tree.Tree) tree.Tree {
	out := make(tree.Tree, len(files))
	for path, f := range files {
		if !project.IsOwn(path) {
			out[path] = f
		}
	}
	return out
}

// printSummary shows the folders of a project, with the number of files in each. Each folder below apps and src counts
// by itself.
func (a *app) printSummary(name string, files tree.Tree) {
	groups := map[string]int{}
	single := 0
	for path := range files {
		first, rest, inFolder := strings.Cut(path, "/")
		second, _, deeper := strings.Cut(rest, "/")
		switch {
		case !inFolder:
			single++
		case deeper && (first == "apps" || first == "src"):
			groups[first+"/"+second]++
		default:
			groups[first]++
		}
	}
	rows := slices.Sorted(maps.Keys(groups))
	p := a.out
	p.printf("\n  %s  %s  %s\n", p.bold(fmt.Sprintf("%-30s", name)), count(len(files), "file"), size(files.Size()))
	const most = 16
	if len(rows) > most {
		rows = rows[:most]
	}
	for _, folder := range rows {
		p.printf("  %s%-28s %5d\n", p.symbols.branch, folder, groups[folder])
	}
	if len(groups) > most {
		p.printf("  %s%s %d more folders\n", p.symbols.branch, p.symbols.more, len(groups)-most)
	}
	p.printf("  %s%-28s %5d\n\n", p.symbols.last, "(top level)", single)
}

// node is a folder or a file of the drawn tree.
type node struct {
	name     string
	file     *tree.File
	children []*node
}

// printTree draws every file with its size and origin.
func (a *app) printTree(name string, files tree.Tree) {
	shown, store, copies := make(tree.Tree, len(files)), tree.File{}, 0
	for p, f := range files {
		if strings.HasPrefix(p, project.Dir+"/base/") {
			store.Data, copies = append(store.Data, f.Data...), copies+1
		} else {
			shown[p] = f
		}
	}
	if copies > 0 {
		store.Why = fmt.Sprintf("%d pristine contents, for later updates", copies)
		shown[project.Dir+"/base"] = store
	}
	root := &node{name: name}
	for p, f := range shown.All() {
		root.insert(strings.Split(p, "/"), f)
	}
	a.out.printf("%s\n", a.out.bold(name))
	a.printNodes(root.children, "", root.width(0)+2)
	own := visible(files)
	a.out.printf("\n%s, %s; %s in %s for later updates\n", count(len(own), "file"), size(own.Size()),
		size(files.Size()-own.Size()), project.Dir)
}

func (n *node) insert(elements []string, f tree.File) {
	if len(elements) == 0 {
		n.file = &f
		return
	}
	if len(n.children) == 0 || n.children[len(n.children)-1].name != elements[0] {
		n.children = append(n.children, &node{name: elements[0]})
	}
	n.children[len(n.children)-1].insert(elements[1:], f)
}

// width returns the width of the widest line below n, with its branches, but at most 44 so that the reasons stay in view.
func (n *node) width(depth int) int {
	widest := 0
	for _, c := range n.children {
		widest = max(widest, 3*(depth+1)+utf8.RuneCountInString(c.name), c.width(depth+1))
	}
	return min(widest, 44)
}

// printNodes draws files and folders, each file with its origin and what is special about it.
func (a *app) printNodes(nodes []*node, indent string, width int) {
	p := a.out
	for i, n := range nodes {
		branch, bar := p.symbols.branch, p.symbols.bar
		if i == len(nodes)-1 {
			branch, bar = p.symbols.last, "   "
		}
		line := indent + branch + n.name
		if n.file == nil {
			p.printf("%s\n", line)
		} else {
			pad := strings.Repeat(" ", max(1, width-utf8.RuneCountInString(line)))
			words := []string{n.file.Why}
			switch n.file.Mode {
			case tree.Symlink:
				words = append(words, "link to "+path.Clean(string(n.file.Data)))
			case tree.Executable:
				words = append(words, "executable")
			default:
			}
			if n.file.Policy != tree.Merge {
				words = append(words, n.file.Policy.String())
			}
			p.printf("%s%s%8s  %s\n", line, pad, size(int64(len(n.file.Data))), p.dim(strings.Join(words, ", ")))
		}
		a.printNodes(n.children, indent+bar, width)
	}
}
