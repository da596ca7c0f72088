package scaffold_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold"
	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/lock"
	"github.com/seed-d277c37b/scaffold/scaffold/merge"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// places are few, so that files meet: some are a folder where others are a file, or lie where a conflict puts something.
var places = strings.Fields("a b c a/x a/y b/x/y d/e d/f a.new c.new .env run.sh")

// randomTree returns files at some of the places. Policies are those that a blueprint gives; a disk has none.
func randomTree(r *rand.Rand, policies bool) tree.Tree {
	contents := []string{"1\n2\n3\n4\n5\n6\n", "0\n1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\n6\n7\n", "x\n", "y\n", "", "\x00x", "\x00y", "1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n"}
	out := tree.Tree{}
	for _, path := range places {
		f := tree.File{Data: []byte(contents[r.IntN(len(contents))]), Mode: []tree.File{{Mode: tree.Regular}, {Mode: tree.Regular}, {Mode: tree.Executable}, {Mode: tree.Symlink}}[r.IntN(4)].Mode}
		if f.Mode == tree.Symlink {
			f.Data = []byte("run.sh")
		}
		if policies && r.IntN(3) == 0 {
			f.Policy = tree.Policy(r.IntN(4))
		}
		if f.Policy == tree.Private {
			f.Mode = tree.Regular
		}
		if r.IntN(2) == 0 && !clashes(out, path) {
			out[path] = f
		}
	}
	return out
}

func clashes(t tree.Tree, path string) bool {
	for other := range t {
		if strings.HasPrefix(path, other+"/") || strings.HasPrefix(other, path+"/") {
			return true
		}
	}
	return false
}

func stateOf(files tree.Tree, version string) scaffold.State {
	return scaffold.State{Files: files, Lock: lock.Lock{
		Scaffold: "0.1.0", Answers: blueprint.Answers{Name: "shop", Year: 2026}, Files: lock.Entries(files, nil),
		Blueprint: lock.Blueprint{Source: "demo", Name: "demo", Version: version, Digest: "sha256:" + version},
	}}
}

// FuzzTransition: what must hold of any two states and any disk between them.
func FuzzTransition(f *testing.F) {
	for seed := range uint64(400) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 3))
		then, now := stateOf(randomTree(r, true), "1.0.0"), stateOf(randomTree(r, true), "2.0.0")
		d := &disk{t, lock.Files(then.Lock, then.Files)}
		for path, f := range then.Files {
			d.Tree[path] = f
		}
		for path, f := range randomTree(r, false).All() { // what the person did
			switch {
			case r.IntN(3) == 0:
				delete(d.Tree, path)
			case !clashes(d.files(), path):
				d.Tree[path] = f
			}
		}
		d.apply(nil)
		before := d.copy()
		p := d.project()
		opt := scaffold.Options{Favor: merge.Favor(r.IntN(3)), Style: merge.Style(r.IntN(3)), IgnoreModes: r.IntN(2) == 0}
		tr, err := p.Transition(now, d.ours(p, now), opt)
		if err != nil {
			t.Fatal(err)
		}
		if testing.Verbose() {
			t.Logf("then %s\nours %s\nnow  %s\n%+v: %s", list(then.Files), list(d.files()), list(now.Files), opt, tell(tr.Files))
		}
		strangersStay(t, tr.Files, then.Files, now.Files)
		if tr.Conflicts() == 0 {
			d.apply(tr.Plan())
			d.becomes(now, opt)
			return
		}
		if opt.Favor != merge.Marked {
			t.Fatalf("conflicts although they were decided: %s", tell(tr.Files))
		}
		d.apply(tr.Pending("scaffold update"))
		waiting := d.pending()
		resolved := d.copy()
		plan, err := waiting.Abort(d.read(waiting.Paths()))
		if err != nil {
			t.Fatal(err)
		}
		d.apply(plan).same(before)
		for _, c := range waiting.Conflicts {
			delete(resolved.Tree, c.Beside)
			if f := resolved.Tree[c.Path]; f.Mode.Type() == 0 && !f.Absent() {
				resolved.edit(c.Path + "=resolved\n")
			}
		}
		if plan, err = waiting.Continue(resolved.read(waiting.Paths())); err != nil {
			t.Fatal(err)
		}
		resolved.apply(plan).becomes(now, opt)
	})
}

// FuzzRepair: whatever happens to the memory, repair makes it whole, and no edit of a file that is not managed is lost.
func FuzzRepair(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 5))
		now := stateOf(randomTree(r, true), "1.0.0")
		d := &disk{t, lock.Files(now.Lock, now.Files)}
		for path, f := range now.Files {
			d.Tree[path] = f
		}
		for path, f := range randomTree(r, false).All() {
			if !clashes(d.files(), path) {
				d.Tree[path] = f
			}
		}
		d.apply(nil)
		for path := range (disk{t, d.memory()}).All() {
			switch fate := r.IntN(5); {
			case !strings.HasPrefix(path, ".scaffold/base/"):
			case fate == 0:
				delete(d.Tree, path)
			case fate == 1:
				d.edit(path + "=damaged")
			}
		}
		for path := range now.Files.All() {
			if r.IntN(6) == 0 {
				d.loseLine(path)
			}
		}
		before := d.copy()
		p, _, err := scaffold.LoadDamaged(d.memory(), nil, "")
		if err != nil {
			t.Fatal(err)
		}
		tr, err := p.Repair(now, d.ours(p, now), scaffold.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range tr.Files { // where its line is lost the executable bit is not known any more
			if edited := !bytes.Equal(c.Old.Data, c.New.Data); edited && now.Files[c.Path].Policy != tree.Managed && c.Op != tree.Conflict && len(c.Old.Data) > 0 {
				t.Errorf("%v %s: an edit is lost: %s\nnow  %s\nours %s", c.Op, c.Path, tell(tr.Files), list(now.Files), list(before.files()))
			}
		}
		if tr.Conflicts() > 0 {
			d.apply(tr.Pending("scaffold repair"))
			waiting := d.pending()
			plan, err := waiting.Abort(d.read(waiting.Paths()))
			if err != nil {
				t.Fatal(err)
			}
			d.apply(plan).same(before)
			return
		}
		d.apply(tr.Plan()).becomes(now, scaffold.Options{})
	})
}

// becomes wants a memory that is whole and of the state now, and nothing more to do.
func (d *disk) becomes(now scaffold.State, opt scaffold.Options) {
	d.Helper()
	p := d.project()
	base, err := p.Base()
	if err != nil {
		d.Fatal(err)
	}
	for path, f := range now.Files {
		if f.Policy == tree.Private {
			f.Data = nil
		}
		if got := base[path]; !got.Same(f) || got.Policy != f.Policy {
			d.Errorf("%s: the base has %v, want %v", path, got, f)
		}
	}
	if len(base) != len(now.Files) {
		d.Errorf("the base has %q, want %q", base.Paths(), now.Files.Paths())
	}
	again, err := p.Transition(now, d.ours(p, now), opt)
	if err != nil || !again.Empty() {
		d.Errorf("there is more to do: %s; %s; %v", tell(again.Files), tell(again.Memory), err)
	}
	for _, drift := range p.Check(d.read(p.Paths()), scaffold.CheckOptions{}) {
		if drift.Kind == scaffold.Damaged || drift.Kind == scaffold.Stray || drift.Kind == scaffold.Settings {
			d.Errorf("%+v", drift)
		}
	}
}

// strangersStay wants no change to a file that neither state knows, unless it may be one that the person has moved there.
func strangersStay(t *testing.T, plan tree.Plan, then, now tree.Tree) {
	t.Helper()
	known := map[string]bool{}
	for _, f := range then {
		for line := range strings.Lines(string(f.Data)) {
			known[strings.TrimSpace(line)] = true
		}
	}
	for _, c := range plan {
		moved := false
		for line := range strings.Lines(string(c.Old.Data)) {
			moved = moved || known[strings.TrimSpace(line)]
		}
		if then[c.Path].Absent() && now[c.Path].Absent() && !c.Old.Absent() && !moved && c.Writes() {
			t.Errorf("%v %s: a stranger's file", c.Op, c.Path)
		}
	}
}

// list writes a tree on one line.
func list(t tree.Tree) string {
	var parts []string
	for path, f := range t.All() {
		parts = append(parts, fmt.Sprintf("%s %v %v %q", path, f.Mode, f.Policy, f.Data))
	}
	return strings.Join(parts, "; ")
}
