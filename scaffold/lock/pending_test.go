package lock

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-d277c37b/scaffold/scaffold/problem"
	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func somePending() Pending {
	return Pending{
		Command: "scaffold update --to 'v2: final'", From: "full 1.0.0", To: "full 1.2.0",
		Markers:   Markers{Ours: "yours", Base: "full 1.0.0", Theirs: "full 1.2.0"},
		Conflicts: []Conflict{{Path: "config/urls.py"}, {Path: "logo \"x\".png", Beside: "logo \"x\".png.new"}},
		Before: []Before{
			{Path: ".scaffold/base/a/b", Mode: tree.Regular},
			{Path: "config/urls.py", SHA256: Sum([]byte("x")), Mode: tree.Executable},
			{Path: "link", SHA256: Sum([]byte("y")), Mode: tree.Symlink},
			{Path: "new", Mode: tree.Regular},
		},
	}
}

func TestPendingComesBackAsItWas(t *testing.T) {
	for name, p := range map[string]Pending{"some": somePending(), "hardly any": {}} {
		for _, end := range []string{"\n", "\r\n"} {
			text := strings.ReplaceAll(string(p.Marshal()), "\n", end)
			got, err := ParsePending([]byte(text), "pending.yaml")
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, text)
			}
			if diff := cmp.Diff(p, got); diff != "" {
				t.Errorf("%s, -want +got:\n%s", name, diff)
			}
		}
	}
}

func TestParsePendingRefuses(t *testing.T) {
	good := string(somePending().Marshal())
	for _, tt := range []struct {
		name     string
		old, new string
		want     []string
	}{
		{"no YAML", "markers: {", "markers: {{", []string{"p.yaml:8:1: not valid YAML"}},
		{"nothing", good, "", []string{"p.yaml"}},
		{"another format", "format: 1", "format: 2", []string{"p.yaml:3:9: "}},
		{"an unknown key", "command: ", "comand: ", []string{"p.yaml:4:1: ", `"comand"`, "lacks command"}},
		{"a path that leaves the project", "path: new}", "path: ../new}", []string{"p.yaml:", `".."`}},
		{"a path in .git", "path: config/urls.py}", "path: .git/config}", []string{"p.yaml:9:"}},
		{"the lock", "path: new}", "path: .scaffold/lock.yaml}", []string{"p.yaml:"}},
		{"what is under way", "path: new}", "path: .scaffold/pending/x}", []string{"p.yaml:"}},
		{"a conflict in .scaffold", "path: config/urls.py}", "path: .scaffold/base/x}", []string{"p.yaml:9:"}},
		{"a hash that is none", Sum([]byte("x")), "x", []string{"p.yaml:", "64 digits"}},
		{"a mode that is none", `mode: "755"`, `mode: "777"`, []string{"p.yaml:", `"755"`}},
		{"several at once", "from: ", "form: ", []string{`"form"`, "lacks from"}},
		{"not a list", "before:\n", "before: x\nx:\n", []string{"before must be a list", `"x"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(good, tt.old, tt.new, 1)
			if text == good {
				t.Fatal("the test changes nothing")
			}
			_, err := ParsePending([]byte(text), "p.yaml")
			var list problem.List
			if !errors.As(err, &list) {
				t.Fatalf("got %v", err)
			}
			for _, word := range tt.want {
				if !strings.Contains(list.Error(), word) {
					t.Errorf("it does not say %q:\n%v", word, list)
				}
			}
		})
	}
}

func FuzzParsePending(f *testing.F) {
	f.Add(string(somePending().Marshal()))
	f.Add("format: 1\nconflicts: [1]\nbefore: {}\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePending([]byte(text), "p.yaml")
		if err != nil {
			return
		}
		again, err := ParsePending(p.Marshal(), "p.yaml")
		if err != nil {
			t.Fatalf("%v\n%s", err, p.Marshal())
		}
		if diff := cmp.Diff(p, again); diff != "" {
			t.Error(diff)
		}
	})
}
