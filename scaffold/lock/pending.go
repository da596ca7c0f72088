package lock

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// PendingPath is where a change that waits for a person is described, in the project. What it needs to be finished or
// taken back is in PendingDir.
const (
	PendingPath = Dir + "/pending.yaml"
	PendingDir  = Dir + "/pending"
)

// Pending is the content of pending.yaml: a change with conflicts.
type Pending struct {
	Command   string // that began it, as the person may type it again
	From, To  string // the two states, such as "full 1.0.0"
	Markers   Markers
	Conflicts []Conflict // by path
	Before    []Before   // by path: every path that was written
}

// Markers are the names that stand on the markers of a conflict.
type Markers struct{ Ours, Base, Theirs string }

// Conflict is a path that waits for a decision.
type Conflict struct {
	Path   string
	Beside string // where the blueprint's file was written, if it could not be merged
	Parses bool   // all sides parsed, so that the resolved file must parse, too
}

// Before is what stood at a path.
type Before struct {
	Path   string
	SHA256 string // "" where nothing stood; else BeforePath gives where the content is
	Mode   fs.FileMode
}

// BeforePath gives where the content of before is kept, in the project.
func BeforePath(sum string) string { return PendingDir + "/" + sum }

const pendingHeader = `# Written by scaffold: a change that waits for you. Git ignores this file.
# Edit the files under conflicts, then: scaffold continue. To take all of it back: scaffold abort.
`

// Marshal gives the content of pending.yaml.
func (p Pending) Marshal() []byte {
	var b bytes.Buffer
	b.WriteString(pendingHeader)
	writeKey(&b, "", "format", strconv.Itoa(format))
	writeKey(&b, "", "command", quote(p.Command))
	writeKey(&b, "", "from", quote(p.From))
	writeKey(&b, "", "to", quote(p.To))
	b.WriteString("markers: {ours: " + quote(p.Markers.Ours) + ", base: " + quote(p.Markers.Base) +
		", theirs: " + quote(p.Markers.Theirs) + "}\n")
	b.WriteString("conflicts:\n")
	for _, c := range p.Conflicts {
		b.WriteString("  - {path: " + quote(c.Path))
		if c.Beside != "" {
			b.WriteString(", beside: " + quote(c.Beside))
		}
		if c.Parses {
			b.WriteString(", parses: true")
		}
		b.WriteString("}\n")
	}
	b.WriteString("before:\n")
	for _, f := range p.Before {
		writeEntry(&b, Entry{Path: f.Path, SHA256: f.SHA256, Mode: f.Mode})
	}
	return b.Bytes()
}

// ParsePending reads the content of pending.yaml. label is what problems call the file by. The error is a problem.List
// with everything that is wrong.
func ParsePending(data []byte, label string) (Pending, error) {
	d := decoder{label: label, source: strings.ReplaceAll(string(data), "\r\n", "\n")}
	var document yaml.Node
	if err := yaml.Load([]byte(d.source), &document); err != nil {
		d.addSyntax(err)
		return Pending{}, d.problems
	}
	p := d.pending(&document)
	for i := range d.problems {
		d.problems[i].Hints = []string{startOver}
	}
	return p, d.problems.Sorted().Err()
}

const startOver = "scaffold wrote this file: undo your change to it; " +
	"or decide every file yourself, delete .scaffold/pending.yaml and .scaffold/pending, and run the command again"

func (d *decoder) pending(document *yaml.Node) (p Pending) {
	root := document
	if root.Kind == yaml.DocumentNode && len(root.Content) == 1 {
		root = root.Content[0]
	}
	if !d.hasFormat(root) {
		return p
	}
	d.fields(root, "the file",
		field{"format", true, func(*yaml.Node) {}},
		field{"command", true, d.textInto(&p.Command, "command")},
		field{"from", true, d.textInto(&p.From, "from")},
		field{"to", true, d.textInto(&p.To, "to")},
		field{"markers", true, func(n *yaml.Node) {
			d.fields(n, "markers", field{"ours", true, d.textInto(&p.Markers.Ours, "ours")},
				field{"base", true, d.textInto(&p.Markers.Base, "base")},
				field{"theirs", true, d.textInto(&p.Markers.Theirs, "theirs")})
		}},
		field{"conflicts", true, func(n *yaml.Node) {
			d.items(n, "conflicts", func(item *yaml.Node) { p.Conflicts = append(p.Conflicts, d.conflict(item)) })
		}},
		field{"before", true, func(n *yaml.Node) {
			d.items(n, "before", func(item *yaml.Node) { p.Before = append(p.Before, d.before(item)) })
		}},
	)
	return p
}

func (d *decoder) conflict(n *yaml.Node) (c Conflict) {
	d.fields(n, "a conflict",
		field{"path", true, d.pathInto(&c.Path, checkPath)},
		field{"beside", false, d.pathInto(&c.Beside, checkPath)},
		field{"parses", false, func(n *yaml.Node) { c.Parses = n.Value == "true" }})
	return c
}

func (d *decoder) before(n *yaml.Node) Before {
	f := Before{Mode: tree.Regular}
	d.fields(n, "a file",
		field{"path", true, d.pathInto(&f.Path, checkBefore)},
		field{"sha256", false, func(n *yaml.Node) {
			if f.SHA256, _ = d.text(n, "sha256"); !isSum(f.SHA256) {
				d.addAt(n, "sha256 must have 64 digits, 0-9 and a-f")
			}
		}},
		field{"mode", false, func(n *yaml.Node) {
			var ok bool
			if f.Mode, ok = parseMode(n.Value); !ok {
				d.addAt(n, fmt.Sprintf("mode must be %q, %q or %q", regularName, executableName, symlinkName))
			}
		}})
	return f
}

func (d *decoder) pathInto(s *string, check func(string) error) func(*yaml.Node) {
	return func(n *yaml.Node) {
		path, ok := d.text(n, "a path")
		if err := check(path); ok && err != nil {
			d.addAt(n, err.Error())
			return
		}
		*s = path
	}
}

// checkBefore allows what scaffold remembers, too, but for the lock and what is under way.
func checkBefore(p string) error {
	rest, own := strings.CutPrefix(p, Dir+"/")
	if p == Dir || own && !strings.HasPrefix(rest, "base/") && rest != ".gitignore" && rest != ".gitattributes" {
		return errors.New("the path is none that such a change writes")
	}
	return tree.CheckPath(p)
}
