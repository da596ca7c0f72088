package render_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/seed-d277c37b/scaffold/scaffold/blueprint"
	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/render"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

// load returns the blueprint in an archive. A file without blueprint.yaml has one without questions; "a -> b" is a link,
// and a name that ends in * has the executable bit.
func load(t testing.TB, archive string) *blueprint.Blueprint {
	t.Helper()
	const head = "name: demo\nversion: 1.2.0\n"
	fsys := fstest.MapFS{"blueprint.yaml": {Data: []byte(head)}, "files/.keep": {}}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name, target, isLink := strings.Cut(f.Name, " -> ")
		switch {
		case isLink:
			fsys[name] = &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink | 0o777}
		case name == "blueprint.yaml":
			fsys[name] = &fstest.MapFile{Data: append([]byte(head), f.Data...)}
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

// answer gives every question its default, or the zero value, or what given says; given parts are "KIND NAME".
func answer(t testing.TB, b *blueprint.Blueprint, given map[string]any, parts ...string) blueprint.Answers {
	t.Helper()
	a := blueprint.Answers{
		Name: "shop", Year: 2026,
		Values: map[string]any{}, Secrets: map[string]string{}, Parts: map[string][]blueprint.PartAnswers{},
	}
	for _, q := range b.Questions {
		if q.Kind == blueprint.Secret {
			a.Secrets[q.Name] = "hidden-" + q.Name
			continue
		}
		a.Values[q.Name] = q.Zero()
		if q.Default != nil && q.Default.Value != nil {
			a.Values[q.Name] = q.Default.Value
		}
		if v, ok := given[q.Name]; ok {
			a.Values[q.Name] = v
		}
	}
	for _, part := range parts {
		kind, name, _ := strings.Cut(part, " ")
		a.Parts[kind] = append(a.Parts[kind], blueprint.PartAnswers{Name: name, Values: map[string]any{}})
	}
	ev := render.NewEvaluator(t.Context(), b)
	for _, v := range b.Values {
		text, err := ev.Text(v.Text, a.Data(b))
		if err != nil {
			t.Fatalf("value %s: %v", v.Name, err)
		}
		a.Values[v.Name] = text
	}
	return a
}

// show writes a tree as an archive: "x" for executable, "->" for links, the policy where it is not merge.
func show(files tree.Tree) string {
	var b strings.Builder
	for path, f := range files.All() {
		if strings.HasSuffix(path, ".keep") {
			continue
		}
		mark := ""
		if f.Mode == tree.Executable {
			mark += " x"
		}
		if f.Policy != tree.Merge {
			mark += " " + f.Policy.String()
		}
		if f.Mode == tree.Symlink {
			fmt.Fprintf(&b, "-- %s -> %s%s --\n", path, f.Data, mark)
			continue
		}
		fmt.Fprintf(&b, "-- %s%s --\n%s", path, mark, f.Data)
	}
	return b.String()
}

// problems returns the problems of an error as lines: place, message, and hints after " | ".
func problems(t testing.TB, err error) []string {
	t.Helper()
	var list problem.List
	if err == nil {
		return nil
	}
	if !errors.As(err, &list) {
		t.Fatalf("the error is a %T, not a problem.List: %v", err, err)
	}
	var out []string
	for _, p := range list {
		out = append(out, strings.Join(append([]string{p.Error()}, p.Hints...), " | "))
	}
	return out
}
