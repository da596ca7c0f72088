package tree_test

import (
	"slices"
	"testing"

	"github.com/seed-d277c37b/scaffold/scaffold/tree"
)

func TestPolicyNames(t *testing.T) {
	for policy, name := range map[tree.Policy]string{
		tree.Merge: "merge", tree.Once: "once", tree.Managed: "managed", tree.Private: "private",
	} {
		if got, ok := tree.ParsePolicy(name); policy.String() != name || got != policy || !ok {
			t.Errorf("%d: String %q, ParsePolicy(%q) = %d, %v", policy, policy, name, got, ok)
		}
	}
	if got, ok := tree.ParsePolicy("mine"); ok {
		t.Errorf("ParsePolicy(mine) = %v, want it refused", got)
	}
}

func TestAllIsInPathOrder(t *testing.T) {
	files := tree.Tree{"b": {Data: []byte("12")}, "a/z": {}, "a": {Data: []byte("345")}, "B": {}}
	var got []string
	for p := range files.All() {
		got = append(got, p)
	}
	if want := []string{"B", "a", "a/z", "b"}; !slices.Equal(got, want) {
		t.Errorf("All gives %q, want %q", got, want)
	}
	if n := files.Size(); n != 5 {
		t.Errorf("Size = %d, want 5", n)
	}
}
