package lock

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/plaintext"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// PendingPath describes a change that waits for its conflicts to be resolved, in the project. What is needed to finish it
// or to take it back is in PendingDir.
const (
	PendingPath = Dir + "/pending.yaml"
	PendingDir  = Dir + "/pending"
	beforePath  = PendingDir + "/before.sum"
)

// Pending is a change with conflicts.
type Pending struct {
	Command   string // that began it, as it may be typed again
	From, To  string // the two states, such as "full 1.0.0"
	Labels    plaintext.Labels
	Conflicts []Conflict // by path
	Before    []Entry    // by path: what was at every path that was written; without a SHA256 there was nothing
}

// Conflict is a path that waits for a decision.
type Conflict struct {
	Path   string
	Beside string // where the blueprint's file was written, if it could not be merged
	Parses bool   // all sides parsed, so that the resolved file must parse, too
}

// BeforePath returns where a content of Pending.Before is kept, in the project.
func BeforePath(sum string) string { return PendingDir + "/" + sum }

const pendingHeader = `# Written by scaffold: a change with conflicts. Git ignores this file.
# Edit the files under conflicts, then: scaffold continue. To take all of it back: scaffold abort.
`

// pendingFormat is the newest layout of pending.yaml. Format 1 had the files of before.sum in it.
const pendingFormat = 2

// Marshal returns the files that describe the change.
func (p Pending) Marshal() tree.Tree {
	conflicts := &yaml.Node{Kind: yaml.SequenceNode}
	for _, c := range p.Conflicts {
		n := mapping("path", text(c.Path))
		if c.Beside != "" {
			n.Content = append(n.Content, text("beside"), text(c.Beside))
		}
		if c.Parses {
			n.Content = append(n.Content, text("parses"), value(true))
		}
		n.Style = yaml.FlowStyle
		conflicts.Content = append(conflicts.Content, n)
	}
	root := mapping(
		"format", value(pendingFormat),
		"command", text(p.Command),
		"from", text(p.From),
		"to", text(p.To),
		"labels", mapping("ours", text(p.Labels.Ours), "base", text(p.Labels.Base), "theirs", text(p.Labels.Theirs)),
		"conflicts", conflicts,
	)
	return tree.Tree{
		PendingPath: remembered(marshalYAML(pendingHeader, root)),
		beforePath:  remembered(marshalSums(p.Before)),
	}
}

// ReadPending reads the description of a change from what is under .scaffold. called returns what problems call a path.
// The error is a problem.List of everything that is wrong.
func ReadPending(files tree.Tree, called func(path string) string) (Pending, error) {
	data := files[PendingPath].Data
	p, problems := readPending(data, called(PendingPath))
	if before := files[beforePath]; len(problems) == 0 && !before.Absent() {
		p.Before, problems = readSums(before.Data, called(beforePath), kind{check: checkBefore, absences: true})
	}
	for i := range problems {
		problems[i].Hints = []string{
			"scaffold wrote this file: undo your change to it",
			"or resolve all files by hand, delete .scaffold/pending.yaml and .scaffold/pending, then run the command again",
		}
	}
	return p, problems.Sorted().Err()
}

func readPending(data []byte, label string) (p Pending, problems problem.List) {
	if len(data) > maxLines {
		return p, problem.List{{File: label, Message: tooLarge(len(data), maxLines)}}
	}
	content := strings.ReplaceAll(string(data), "\r\n", "\n")
	r := newReader(label, headOf(content))
	version := 0
	if r.root == nil || !r.format(r.root, &version, pendingFormat) {
		return p, r.problems
	}
	labels := func(n *yaml.Node) {
		r.fields(n, "labels", "", field{"ours", true, r.textInto(&p.Labels.Ours, "ours")},
			field{"base", true, r.textInto(&p.Labels.Base, "base")},
			field{"theirs", true, r.textInto(&p.Labels.Theirs, "theirs")})
	}
	fields := []field{
		{"format", true, func(*yaml.Node) {}},
		{"command", true, r.textInto(&p.Command, "command")},
		{"from", true, r.textInto(&p.From, "from")},
		{"to", true, r.textInto(&p.To, "to")},
		{"conflicts", true, func(n *yaml.Node) {
			r.items(n, "conflicts", func(item *yaml.Node) { p.Conflicts = append(p.Conflicts, r.conflict(item)) })
		}},
	}
	if version == 1 {
		fields = append(fields, field{"markers", true, labels}, field{"before", true, r.oldList("before")})
	} else {
		fields = append(fields, field{"labels", true, labels})
	}
	r.fields(r.root, "the file", "", fields...)
	if version == 1 {
		_, items, first := cutItems(content)
		r.oldItems(items, first, checkBefore, func(e Entry, _ *yaml.Node) { p.Before = append(p.Before, e) })
	}
	return p, r.problems
}

func (r *reader) conflict(n *yaml.Node) (c Conflict) {
	r.fields(n, "a conflict", "",
		field{"path", true, r.pathInto(&c.Path, checkPath)},
		field{"beside", false, r.pathInto(&c.Beside, checkPath)},
		field{"parses", false, func(n *yaml.Node) { c.Parses = n.Value == "true" }})
	return c
}

// checkBefore accepts what a change with conflicts writes: files of the project, and those under .scaffold but the lock
// and what is pending.
func checkBefore(p string) error {
	rest, own := strings.CutPrefix(p, Dir+"/")
	if p == Dir || own && !strings.HasPrefix(rest, "base/") && rest != ".gitignore" && rest != ".gitattributes" {
		return errors.New("a change with conflicts does not write this path")
	}
	return tree.CheckPath(p)
}
