package scaffold_test

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// load returns the blueprint in an archive. Its manifest begins with name: demo. "a -> b" is a link, and a name that ends
// in * has the executable bit.
func load(t testing.TB, archive string) *blueprint.Blueprint {
	t.Helper()
	fsys := fstest.MapFS{"files/.keep": {}}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name, target, isLink := strings.Cut(f.Name, " -> ")
		switch {
		case isLink:
			fsys[name] = &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink | 0o777}
		case name == blueprint.Manifest:
			fsys[name] = &fstest.MapFile{Data: append([]byte("name: demo\n"), f.Data...)}
		case strings.HasSuffix(name, "*"):
			fsys[strings.TrimSuffix(name, "*")] = &fstest.MapFile{Data: f.Data, Mode: 0o755}
		default:
			fsys[name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
		}
	}
	b, err := blueprint.Load(t.Context(), fsys, "bp")
	if err != nil {
		t.Fatalf("load: %v", err)
	}
	return b
}

// disk is a project as it stands: all its files, those under .scaffold too.
type disk struct {
	testing.TB
	tree.Tree
}

var builtIn = scaffold.Source{Name: "demo"}

// start makes a project.
func start(t testing.TB, b *blueprint.Blueprint, set ...string) *disk {
	t.Helper()
	in, err := scaffold.Set(blueprint.Input{Name: "shop", Year: 2026}, set...)
	if err != nil {
		t.Fatal(err)
	}
	s, err := scaffold.Render(t.Context(), b, resolve(t, b, in), builtIn)
	if err != nil {
		t.Fatal(err)
	}
	d := &disk{t, tree.Tree{}}
	for path, f := range s.Files {
		d.Tree[path] = tree.File{Data: f.Data, Mode: f.Mode}
	}
	return d
}

func resolve(t testing.TB, b *blueprint.Blueprint, in blueprint.Input) blueprint.Answers {
	t.Helper()
	a, err := blueprint.Resolve(b, in, render.NewEvaluator(t.Context(), b))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (d *disk) copy() *disk {
	c := &disk{d.TB, tree.Tree{}}
	for path, f := range d.Tree {
		c.Tree[path] = f
	}
	return c
}

// edit changes files: "path=content" writes one, "path+=content" appends, "-path" deletes, "path*" sets the executable bit,
// "path~" takes it, "path@=target" makes a link.
func (d *disk) edit(edits ...string) *disk {
	d.Helper()
	for _, e := range edits {
		path, content, writes := strings.Cut(e, "=")
		f := d.Tree[strings.TrimRight(path, "*~@+")]
		switch {
		case strings.HasPrefix(e, "-"):
			delete(d.Tree, e[1:])
			continue
		case strings.HasSuffix(path, "+"):
			f.Data = append(slices.Clone(f.Data), content...)
		case strings.HasSuffix(path, "@"):
			f = tree.File{Data: []byte(content), Mode: tree.Symlink}
		case strings.HasSuffix(path, "*"):
			f.Mode = tree.Executable
		case strings.HasSuffix(path, "~"):
			f.Mode = tree.Regular
		case writes:
			f.Data = []byte(content)
			if f.Mode == 0 {
				f.Mode = tree.Regular
			}
		default:
			d.Fatalf("the test spells %q wrongly", e)
		}
		d.Tree[strings.TrimRight(path, "*~@+")] = f
	}
	return d
}

// read returns what stands at some paths, as disk.Read does: a folder is a file of that mode.
func (d *disk) read(paths []string) tree.Tree {
	out := tree.Tree{}
	for _, path := range paths {
		if f, ok := d.Tree[path]; ok {
			out[path] = f
		}
		for other := range d.Tree {
			if strings.HasPrefix(other, path+"/") {
				out[path] = tree.File{Mode: fs.ModeDir}
			}
		}
	}
	return out
}

// ours returns what a transition has to know.
func (d *disk) ours(p scaffold.Project, now scaffold.State) tree.Tree {
	var out tree.Tree
	for n, paths := 0, p.PathsWith(now, nil); len(paths) > n; paths = p.PathsWith(now, out) {
		n, out = len(paths), d.read(paths)
	}
	for _, folder := range now.InTheWay(out) {
		for path, f := range d.Tree {
			if strings.HasPrefix(path, folder+"/") {
				out[path] = f
			}
		}
	}
	return out
}

// memory returns what is under .scaffold.
func (d *disk) memory() tree.Tree {
	out := tree.Tree{}
	for path, f := range d.Tree {
		if strings.HasPrefix(path, lock.Dir+"/") {
			out[path] = f
		}
	}
	return out
}

// files returns all others.
func (d *disk) files() tree.Tree {
	out := tree.Tree{}
	for path, f := range d.Tree {
		if !strings.HasPrefix(path, lock.Dir+"/") {
			out[path] = f
		}
	}
	return out
}

func (d *disk) project() scaffold.Project {
	d.Helper()
	p, err := scaffold.Load(d.memory(), "")
	if err != nil {
		d.Fatalf("load: %v", err)
	}
	return p
}

// now renders the project as a blueprint makes it, with other answers.
func (d *disk) now(p scaffold.Project, b *blueprint.Blueprint, change ...change) scaffold.State {
	d.Helper()
	in := p.Input()
	for _, c := range change {
		var err error
		if in, err = c(b, in); err != nil {
			d.Fatal(err)
		}
	}
	s, err := scaffold.RenderFiles(d.Context(), b, resolve(d, b, in), builtIn)
	if err != nil {
		d.Fatal(err)
	}
	return s
}

type change func(*blueprint.Blueprint, blueprint.Input) (blueprint.Input, error)

func add(kind string, names ...string) change {
	return func(b *blueprint.Blueprint, in blueprint.Input) (blueprint.Input, error) {
		return scaffold.Add(b, in, kind, names...)
	}
}

func remove(kind string, names ...string) change {
	return func(b *blueprint.Blueprint, in blueprint.Input) (blueprint.Input, error) {
		return scaffold.Remove(b, in, kind, names...)
	}
}

func set(assignments ...string) change {
	return func(_ *blueprint.Blueprint, in blueprint.Input) (blueprint.Input, error) {
		return scaffold.Set(in, assignments...)
	}
}

// transition returns what a change of the blueprint or of answers does.
func (d *disk) transition(b *blueprint.Blueprint, opt scaffold.Options, changes ...change) scaffold.Transition {
	d.Helper()
	p := d.project()
	now := d.now(p, b, changes...)
	tr, err := p.Transition(now, d.ours(p, now), opt)
	if err != nil {
		d.Fatalf("transition: %v", err)
	}
	return tr
}

// update carries a transition without conflicts out.
func (d *disk) update(b *blueprint.Blueprint, changes ...change) *disk {
	d.Helper()
	tr := d.transition(b, scaffold.Options{}, changes...)
	if tr.Conflicts() > 0 {
		d.Fatalf("conflicts: %s", tell(tr.Files))
	}
	return d.apply(tr.Plan())
}

// apply carries a plan out as package disk does: it refuses what it does not expect.
func (d *disk) apply(plan tree.Plan) *disk {
	d.Helper()
	for i, c := range plan {
		if i > 0 && plan[i-1].Path >= c.Path {
			d.Fatalf("%s comes after %s", c.Path, plan[i-1].Path)
		}
		if c.Writes() && !d.Tree[c.Path].Same(c.Old) {
			d.Fatalf("%v %s expects %q, there is %q", c.Op, c.Path, c.Old.Data, d.Tree[c.Path].Data)
		}
		if c.Why == "" {
			d.Errorf("%v %s does not say why", c.Op, c.Path)
		}
	}
	d.Tree = plan.Apply(d.Tree)
	for path, f := range d.Tree {
		d.Tree[path] = tree.File{Data: f.Data, Mode: f.Mode} // all that a disk keeps
	}
	for path := range d.Tree {
		for i := range path {
			if path[i] == '/' && !d.Tree[path[:i]].Absent() {
				d.Fatalf("%s is below a file", path)
			}
		}
	}
	return d
}

// same holds two disks against each other, to the byte.
func (d *disk) same(want *disk) {
	d.Helper()
	for path, f := range want.Tree {
		if got := d.Tree[path]; !got.Same(f) {
			d.Errorf("%s: got %v %q, want %v %q", path, got.Mode, cut(got.Data), f.Mode, cut(f.Data))
		}
	}
	for path := range d.Tree {
		if want.Tree[path].Absent() {
			d.Errorf("%s is there, and should not be", path)
		}
	}
}

func cut(data []byte) []byte { return data[:min(len(data), 300)] }

// inSync wants no drift at all: what is on disk is what the lock says, and that is whole.
func (d *disk) inSync() {
	d.Helper()
	p := d.project()
	if drift := p.Check(d.read(p.Paths()), scaffold.CheckOptions{}); len(drift) > 0 {
		d.Errorf("drift: %+v", drift)
	}
}

// tell returns a plan as "op path=content; …", with what was at another path as "old>new", lines on one line.
func tell(plan tree.Plan) string {
	parts := make([]string, 0, len(plan))
	for _, c := range plan {
		part := c.Op.String() + " "
		if c.From != "" {
			part += c.From + ">"
		}
		part += c.Path + map[fs.FileMode]string{tree.Executable: "*", tree.Symlink: "@"}[c.New.Mode]
		if !c.New.Absent() && c.Op != tree.Keep {
			part += "=" + strings.ReplaceAll(string(c.New.Data), "\n", " ")
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; ")
}

// told returns the problems of an error as lines: place, message, and hints after " | ".
func told(t testing.TB, err error) string {
	t.Helper()
	var list problem.List
	if err == nil {
		return ""
	}
	if !errors.As(err, &list) {
		t.Fatalf("the error is a %T, not a problem.List: %v", err, err)
	}
	var out []string
	for _, p := range list {
		out = append(out, strings.Join(append([]string{p.Error()}, p.Hints...), " | "))
	}
	return strings.Join(out, "\n")
}

// says wants each of some words in a text; nothing at all where there are none.
func says(t testing.TB, text string, words ...string) {
	t.Helper()
	if len(words) == 0 && text != "" {
		t.Errorf("unexpected: %s", text)
	}
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("it does not say %q: %s", word, text)
		}
	}
}
